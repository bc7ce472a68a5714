"""What traits mean in time: when an entry is shown, where it stands on a day, in what order."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from socomsite.dates import PartialDate, read_date
from socomsite.language import Language
from socomsite.model.kinds import Event, News, Person, Project, Topic, schema
from socomsite.model.schema import Entry
from socomsite.model.traits import (
    EventState,
    PeriodState,
    check_period,
    newest_first,
)
from tests.conftest import TODAY, entry

SCHEMA = schema()  # a kind is whole only in a schema: its references need the other kinds


def an_event(start: str, end: str | None = None, title: str = "Aamukahvit") -> Event:
    return entry(Event, title=title, sort="seminar", start=start, end=end)


def a_project(name: str = "Pro", **fields: Any) -> Project:
    given: dict[str, Any] = {"sort": "project", "share": "socom", "summary": "S."}
    given["topics"] = ["lapset"]
    return entry(Project, name=name, **(given | fields))


def a_news_item(date: str, title: str = "Uutinen", **fields: Any) -> News:
    return entry(News, title=title, date=date, topics=["lapset"], body="Teksti.", **fields)


def in_order(*entries: Entry) -> list[str]:
    """The labels of entries in the order of lists, from an order that is surely not theirs."""
    backwards = entries[::-1]
    return [e.label for e in sorted(backwards, key=lambda e: e.order(TODAY))]


def test_a_titled_entry_is_called_by_its_title_and_a_named_one_by_its_full_name() -> None:
    assert a_news_item("1.11.2026", "Aamukahvit jatkuvat").label == "Aamukahvit jatkuvat"
    assert a_project("Pro sos", short_name="PS").label == "Pro sos"


def test_a_dated_entry_is_shown_from_its_day() -> None:
    assert a_news_item("22.11.2026").shown_from == dt.date(2026, 11, 22)


def test_the_later_of_date_and_appearance_decides() -> None:
    later = a_news_item("22.11.2026", appears="1.12.2026")
    earlier = a_news_item("22.11.2026", appears="1.11.2026")
    assert later.shown_from == dt.date(2026, 12, 1)
    assert earlier.shown_from == dt.date(2026, 11, 22)


def test_news_are_listed_newest_first_and_those_of_one_day_by_title() -> None:
    assert in_order(
        a_news_item("3.11.2026", "Uusin"),
        a_news_item("2.11.2026", "Aita"),
        a_news_item("2.11.2026", "Zeniitti"),
        a_news_item("2.11.2026", "Äiti"),
        a_news_item("1.12.2025", "Vanhin"),
    ) == ["Uusin", "Aita", "Zeniitti", "Äiti", "Vanhin"]


def test_a_period_may_not_end_before_it_starts() -> None:
    with pytest.raises(PydanticCustomError) as caught:
        check_period(read_date("2009"), read_date("2007"))
    assert caught.value.type == "end-before-start"
    assert caught.value.context == {"start": "2009", "end": "2007", "at": "end"}


@pytest.mark.parametrize(
    ("start", "end"),
    [("2007", "2007"), ("9/2007", "2007"), ("1.9.2007", "1.9.2007"), ("talvi 2007", "1/2008")],
)
def test_a_period_that_is_possible_passes(start: str, end: str) -> None:
    check_period(read_date(start), read_date(end))


def test_a_period_of_which_one_end_is_known_passes() -> None:
    check_period(read_date("2009"), None)
    check_period(None, read_date("2009"))


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"start": "22.11.2026"}, PeriodState.RUNNING),
        ({"start": "23.11.2026"}, PeriodState.UPCOMING),
        ({"start": "2007", "end": "21.11.2026"}, PeriodState.ENDED),
        ({"start": "2007", "end": "22.11.2026"}, PeriodState.RUNNING),
        ({"start": "2007", "end": "11/2026"}, PeriodState.RUNNING),
        ({"start": "2007", "end": "10/2026"}, PeriodState.ENDED),
        ({"start": "2007", "end": "2026"}, PeriodState.RUNNING),
        ({"start": "2007", "end": "2025"}, PeriodState.ENDED),
        ({"start": "talvi 2026"}, PeriodState.UPCOMING),
        ({"start": "2027"}, PeriodState.UPCOMING),
        ({"end": "2009"}, PeriodState.ENDED),
        ({"end": "2027"}, PeriodState.UNKNOWN),
        ({"active": ["2007", "2026"]}, PeriodState.UNKNOWN),
        ({"planned": "2027"}, PeriodState.UNKNOWN),
        ({}, PeriodState.UNKNOWN),
    ],
)
def test_a_project_stands_where_its_sources_surely_put_it(
    fields: dict[str, Any], state: PeriodState
) -> None:
    assert a_project(**fields).state(dt.date(2026, 11, 22)) is state


def test_the_years_of_a_project_are_all_of_which_anything_is_known() -> None:
    known = a_project(start="9/2007", end="2009", active=["2008", "2011"], planned="2006")
    assert known.years == (2006, 2011)
    assert a_project(active=["2010"]).years == (2010, 2010)
    assert a_project().years is None


def test_projects_are_listed_running_upcoming_unknown_ended_and_latest_first() -> None:
    assert in_order(
        a_project("Käynnissä, uusi", start="2025"),
        a_project("Käynnissä, vanha", start="2007"),
        a_project("Tuleva", start="2027"),
        a_project("Tuntematon", active=["2015"]),
        a_project("Vailla vuosia"),
        a_project("Päättynyt 2020", start="2018", end="2020"),
        a_project("Päättynyt 2010 A", start="2008", end="2010"),
        a_project("Päättynyt 2010 B", start="2007", end="2010"),
    ) == [
        "Käynnissä, uusi",
        "Käynnissä, vanha",
        "Tuleva",
        "Tuntematon",
        "Vailla vuosia",
        "Päättynyt 2020",
        "Päättynyt 2010 A",
        "Päättynyt 2010 B",
    ]


@pytest.mark.parametrize(
    ("start", "end", "state"),
    [
        ("21.11.2026", None, EventState.PAST),
        ("22.11.2026", None, EventState.ON_NOW),
        ("23.11.2026", None, EventState.UPCOMING),
        ("1.11.2026", "22.11.2026", EventState.ON_NOW),
        ("1.11.2026", "21.11.2026", EventState.PAST),
        ("22.11.2026 klo 9", "22.11.2026 klo 11", EventState.ON_NOW),
        ("2026", None, EventState.UPCOMING),
        ("11/2026", None, EventState.UPCOMING),
        ("10/2026", None, EventState.PAST),
        ("2025", None, EventState.PAST),
    ],
)
def test_an_event_is_upcoming_on_now_or_past(
    start: str, end: str | None, state: EventState
) -> None:
    assert an_event(start, end).state(dt.date(2026, 11, 22)) is state


def test_events_are_listed_nearest_first_and_past_ones_after_them_newest_first() -> None:
    assert in_order(
        an_event("23.11.2026 klo 9", title="Huomenna aamulla"),
        an_event("23.11.2026 klo 18", title="Huomenna illalla"),
        an_event("1.12.2026", title="Joulukuussa"),
        an_event("21.11.2026", title="Eilen"),
        an_event("1.1.2026", title="Tammikuussa"),
    ) == ["Huomenna aamulla", "Huomenna illalla", "Joulukuussa", "Eilen", "Tammikuussa"]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2.1.2026", "1.1.2026", ("2026-01-02", "2026-01-01")),
        ("2026", "2025", ("2026", "2025")),
        ("2.1.2026 klo 18", "2.1.2026 klo 17.30", ("18.00", "17.30")),
    ],
)
def test_an_event_may_not_end_before_it_starts(start: str, end: str, told: tuple[str, str]) -> None:
    with pytest.raises(ValidationError) as caught:
        an_event(start, end)
    (found,) = caught.value.errors()
    assert found["type"] == "end-before-start"
    assert (found["ctx"]["start"], found["ctx"]["end"]) == told


def test_an_event_may_end_at_its_own_hour_and_past_midnight() -> None:
    assert an_event("2.1.2026 klo 18", "2.1.2026 klo 18").end is not None
    assert an_event("2.1.2026 klo 18", "3.1.2026 klo 1").end is not None


def person(name: str, language: Language = Language.FI) -> Person:
    return entry(Person, name=name, staff="kyllä", language=language)


def test_people_are_listed_by_family_name_then_given_names() -> None:
    assert in_order(
        person("Zita Aalto"),
        person("Anna Liisa Virtanen"),
        person("Anna Maria Virtanen"),
        person("Eero Virtanen"),
        person("Aino Wirén"),
        person("Bo Ylä-Outinen"),
        person("Cher"),
    ) == [
        "Zita Aalto",
        "Cher",
        "Anna Liisa Virtanen",
        "Anna Maria Virtanen",
        "Eero Virtanen",
        "Aino Wirén",
        "Bo Ylä-Outinen",
    ]


def test_letters_with_dots_and_rings_come_last_in_finnish_and_under_their_own_in_english() -> None:
    names = ["A Zorro", "A Åberg", "A Äijälä", "A Öhman"]
    assert in_order(*map(person, names)) == names
    english = [person(name, Language.EN) for name in names]
    assert in_order(*english) == ["A Åberg", "A Äijälä", "A Öhman", "A Zorro"]


def test_the_undated_come_after_all_dates() -> None:
    days = [None, PartialDate(2007), PartialDate(2007, 9), PartialDate(1800)]
    assert [str(day) for day in sorted(days, key=newest_first)] == [
        "2007-09",
        "2007",
        "1800",
        "None",
    ]


def test_topics_are_listed_by_name() -> None:
    names = ("Lapset", "Äidit", "Vammaiset")
    topics = [entry(Topic, name=name, summary="S.", body="T.") for name in names]
    assert in_order(*topics) == ["Lapset", "Vammaiset", "Äidit"]
