from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings

from socomsite.engine.built import Build
from socomsite.formats import calendar
from socomsite.model.kinds import Event
from tests.conftest import TOPIC, SiteMaker, build_site, entry, paths, text_of, write_site
from tests.formats.planned import TITLES, made_by, planned

HELSINKI = ZoneInfo("Europe/Helsinki")
PROJECT = """\
name: Hanke & kumppanit
sort: network
share: socom
summary: Mitä hanke tekee.
topics: [lapset]
"""


def event(start: str, **more: str) -> str:
    fields = {"title": "Tapahtuma", "sort": "seminar", "start": start} | more
    return "".join(f"{name}: {value}\n" for name, value in fields.items())


# Any: the values of a component have types of their own, which the reader gives as one union.
def calendar_of(made: Build, path: str) -> Any:
    data = next(a.data for a in made.artifacts if a.path == path)
    return icalendar.Calendar.from_ical(data)


def only_event(made: Build, path: str = "events/a/a.ics") -> Any:
    (found,) = calendar_of(made, path).walk("VEVENT")
    return found


def test_an_event_is_read_by_a_calendar_as_it_was_written(site: SiteMaker) -> None:
    text = event(
        "9.2.2026 klo 9.30",
        end="9.2.2026 klo 15",
        place='"Kouvola; Salpausselänkatu 40, Äänekoski"',
        summary="Päivä \\ ilta.",
        online="https://etana.example/",
        reviewed_on="2026-01-05",
    )
    made = site({"content/events/a.yaml": text})
    assert made.problems == ()
    found = only_event(made)
    assert found["SUMMARY"] == "Tapahtuma"
    assert found["LOCATION"] == "Kouvola; Salpausselänkatu 40, Äänekoski"
    address = "https://testi.example/events/a/"
    assert found["DESCRIPTION"] == f"Päivä \\ ilta.\nhttps://etana.example/\n{address}"
    assert found["URL"] == address
    assert found["UID"] == "a.fi@testi.example"
    assert found["STATUS"] == "CONFIRMED"
    assert found["DTSTAMP"].dt == dt.datetime(2026, 1, 5, tzinfo=dt.UTC)
    assert found["DTSTART"].dt == dt.datetime(2026, 2, 9, 9, 30, tzinfo=HELSINKI)
    assert found["DTEND"].dt == dt.datetime(2026, 2, 9, 15, tzinfo=HELSINKI)
    assert calendar_of(made, "events/a/a.ics").errors == []


def test_every_line_ends_and_folds_as_the_standard_asks(site: SiteMaker) -> None:
    made = site({"content/events/a.yaml": event("9.2.2026", title="Ä" * 200)})
    data = next(a.data for a in made.artifacts if a.path == "events/a/a.ics")
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in lines)
    assert "".join(line.decode() for line in lines).startswith("BEGIN:VCALENDAR")
    assert only_event(made)["SUMMARY"] == "Ä" * 200


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("28.3.2026 klo 12", "2026-03-28T10:00"),  # the day before summer time begins
        ("29.3.2026 klo 2.59", "2026-03-29T00:59"),
        ("29.3.2026 klo 4", "2026-03-29T01:00"),
        ("24.10.2026 klo 12", "2026-10-24T09:00"),  # the day before it ends
        ("25.10.2026 klo 2.59", "2026-10-24T23:59"),
        ("25.10.2026 klo 4", "2026-10-25T02:00"),
        ("15.7.2008 klo 0", "2008-07-14T21:00"),
    ],
)
def test_the_calendars_own_time_zone_knows_both_changes(
    site: SiteMaker, local: str, utc: str
) -> None:
    made = site({"content/events/a.yaml": event(local)})
    (zone,) = calendar_of(made, "events/a/a.ics").walk("VTIMEZONE")
    naive = only_event(made)["DTSTART"].dt.replace(tzinfo=None)
    # By the rules written in the file, not by the reader's own knowledge of Helsinki.
    by_rules = zone.to_tz(lookup_tzid=False)
    instant = naive.replace(tzinfo=by_rules).astimezone(dt.UTC)
    assert instant == dt.datetime.fromisoformat(f"{utc}+00:00")


@pytest.mark.parametrize(
    ("start", "end", "first", "after"),
    [
        ("9.2.2026", None, "2026-02-09", "2026-02-10"),
        ("9.2.2026", "11.2.2026", "2026-02-09", "2026-02-12"),
        # One clock alone does not tell how long the days are.
        ("9.2.2026 klo 9", "11.2.2026", "2026-02-09", "2026-02-12"),
        ("9.2.2026", "11.2.2026 klo 15", "2026-02-09", "2026-02-12"),
        ("9.2.2026", "2/2026", "2026-02-09", "2026-02-10"),
        ("31.12.2026", None, "2026-12-31", "2027-01-01"),
    ],
)
def test_days_without_a_clock_are_whole_days(
    site: SiteMaker, start: str, end: str | None, first: str, after: str
) -> None:
    more = {"end": end} if end else {}
    found = only_event(site({"content/events/a.yaml": event(start, **more)}))
    assert found["DTSTART"].dt == dt.date.fromisoformat(first)
    assert found["DTEND"].dt == dt.date.fromisoformat(after)


@pytest.mark.parametrize("end", [None, "9.2.2026", "9.2.2026 klo 9"])
def test_an_event_whose_end_is_not_known_has_none(site: SiteMaker, end: str | None) -> None:
    more = {"end": end} if end else {}
    found = only_event(site({"content/events/a.yaml": event("9.2.2026 klo 9", **more)}))
    assert found["DTSTART"].dt == dt.datetime(2026, 2, 9, 9, tzinfo=HELSINKI)
    assert "DTEND" not in found


@pytest.mark.parametrize("start", ["2026", "9/2026", "syksy 2026"])
def test_an_event_of_no_known_day_is_in_no_calendar(site: SiteMaker, start: str) -> None:
    made = site({"content/events/a.yaml": event(start)})
    assert [path for path in paths(made) if path.endswith(".ics")] == ["events/events.ics"]
    found = calendar_of(made, "events/events.ics")
    assert found.walk("VEVENT") == []
    # RFC 5545 asks for one component at least, and the time zone is one.
    assert len(found.walk("VTIMEZONE")) == 1


@pytest.mark.parametrize("status", ["cancelled", "postponed"])
def test_an_event_called_or_put_off_is_cancelled_at_its_time(site: SiteMaker, status: str) -> None:
    told = event("9.2.2026", reviewed_on="2026-01-05")
    before = only_event(site({"content/events/a.yaml": told}))
    after = only_event(site({"content/events/a.yaml": told + f"status: {status}\n"}))
    assert after["STATUS"] == "CANCELLED"
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_each_review_is_a_later_revision(site: SiteMaker) -> None:
    revisions = [
        only_event(site({"content/events/a.yaml": event("9.2.2026", **more)}))["SEQUENCE"]
        for more in ({}, {"reviewed_on": "2026-01-05"}, {"reviewed_on": "2026-01-06"})
    ]
    assert revisions == sorted(set(revisions))


def test_the_list_a_topic_and_a_project_have_calendars_to_follow(
    site: SiteMaker,
) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/topics/muu.md": TOPIC.replace("Lapset", "Muu"),
        "content/projects/hanke.yaml": PROJECT,
        "content/events/a.yaml": event("9.2.2026", topics="[lapset]"),
        "content/events/b.yaml": event("9.3.2027", topics="[lapset]", about="[hanke]"),
        "content/events/c.yaml": event("2026", topics="[lapset, muu]"),
    }
    made = site(files)
    assert made.problems == ()
    found = {path for path in paths(made) if path.endswith(".ics")}
    assert found == {
        "events/a/a.ics",
        "events/b/b.ics",
        "events/events.ics",
        "hankkeet/hanke/hanke.ics",
        "topics/lapset/lapset.ics",
    }

    def held(path: str) -> list[str]:
        return [str(e["UID"]) for e in calendar_of(made, path).walk("VEVENT")]

    assert held("events/events.ics") == ["b.fi@testi.example", "a.fi@testi.example"]
    assert held("topics/lapset/lapset.ics") == held("events/events.ics")
    assert held("hankkeet/hanke/hanke.ics") == ["b.fi@testi.example"]
    followed = calendar_of(made, "hankkeet/hanke/hanke.ics")
    assert followed["X-WR-CALNAME"] == "Hanke & kumppanit – Testikeskus"
    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in text_of(made, "events/events.ics")
    # A single event joins the reader's own calendar and is looked for no more.
    assert "X-WR-CALNAME" not in calendar_of(made, "events/a/a.ics")


def test_a_calendar_is_in_the_language_of_its_page(site: SiteMaker) -> None:
    page = "---\ntitle: Evenemang\nmenu: none\nreviewed_on: 2026-11-01\nowner: A\n---\nText.\n"
    files = {
        "site.yaml": "name: Testi\nurl: https://testi.example:8080/sub/\nlanguages: [fi, sv]\n",
        "content/pages/events.sv.md": page,
        "content/events/a.yaml": event("9.2.2026"),
        "content/events/a.sv.yaml": event("9.2.2026", title="Evenemang"),
        "content/events/b.yaml": event("10.2.2026"),
    }
    made = site(files)
    found = only_event(made, "sv/events/events.ics")
    assert (found["SUMMARY"], found["UID"]) == ("Evenemang", "a.sv@testi.example")
    assert found["URL"] == "https://testi.example:8080/sub/sv/events/a/"
    assert len(calendar_of(made, "events/events.ics").walk("VEVENT")) == 2


def test_a_calendar_is_no_younger_for_being_made_on_another_day(tmp_path: Path) -> None:
    write_site(tmp_path, {"content/events/a.yaml": event("9.2.2026 klo 9")})
    one, two = build_site(tmp_path), build_site(tmp_path, as_of=dt.date(2027, 1, 1))
    assert text_of(one, "events/a/a.ics") == text_of(two, "events/a/a.ics")


@settings(deadline=None)
@given(TITLES)
def test_any_title_survives_the_way_through_a_calendar(title: str) -> None:
    planning = planned(entry(Event, "a", title=title, sort="seminar", start="9.2.2026"))
    data = made_by(calendar, planning)["events/a/a.ics"]
    (found,) = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert found["SUMMARY"] == " ".join(title.split())
