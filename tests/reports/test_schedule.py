"""What changes by itself: the stated next day is the first on which two builds differ."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.reports.schedule import ChangeSort, ScheduleReport, schedule
from tests.conftest import TOPIC, build_site, news, picture, write_site
from tests.reports.conftest import GraphMaker

DAY = dt.timedelta(days=1)
SHOWN = (
    "{{ metadata.graph if metadata }}"
    "{{ title }} {{ entry.state }} {{ entry.registration_state if 'registration' in entry }}"
    "{% for list in lists %}{% for group in list.groups %}{% for card in group.cards %}"
    " {{ card.address }} {{ card.state if 'state' in card }}{% endfor %}{% endfor %}{% endfor %}"
)
TEMPLATES = {
    "templates/event.html": SHOWN,
    "templates/project.html": SHOWN,
    "templates/person.html": "{{ title }} {{ entry.email }} {{ metadata.graph }}",
    "templates/office.html": "{{ title }} {{ metadata.graph }}",
}
PROJECT = "name: H\nsort: network\nshare: socom\nsummary: S\ntopics: [lapset]\n"
EVENT = "title: T\nsort: seminar\n"


def bytes_of(root: Path, day: dt.date) -> dict[str, bytes]:
    made = build_site(root, as_of=day)
    assert made.is_sound, made.problems
    return {a.path: a.data for a in made.artifacts}


def differs_in(root: Path) -> Callable[[dt.date], bool]:
    return lambda day: bytes_of(root, day - DAY) != bytes_of(root, day)


def report_of(root: Path, day: dt.date) -> ScheduleReport:
    graph = build_site(root, as_of=day).graph
    assert graph is not None
    return schedule(graph, differs_in(root))


def first_difference(root: Path, day: dt.date, days: int) -> dt.date | None:
    """By search, day after day, with no knowledge of what the content says."""
    now = bytes_of(root, day)
    coming = (day + DAY * number for number in range(1, days + 1))
    return next((later for later in coming if bytes_of(root, later) != now), None)


# Around both changes of the clock in 2026 (29 March, 25 October), and the turn of a year.
CLOCK_DAYS = [
    dt.date(2026, 3, 28),
    dt.date(2026, 3, 29),
    dt.date(2026, 3, 30),
    dt.date(2026, 10, 24),
    dt.date(2026, 10, 25),
    dt.date(2026, 10, 26),
    dt.date(2026, 12, 31),
    dt.date(2027, 1, 1),
]
DAYS = st.sampled_from([day + DAY * step for day in CLOCK_DAYS for step in range(-3, 4)])
SPANS = st.tuples(DAYS, DAYS).map(sorted)


@st.composite
def sites(draw: st.DrawFn) -> dict[str, str]:
    """A site in which anything that knows a day may change by itself."""
    files: dict[str, str] = {"content/topics/lapset.md": TOPIC, **TEMPLATES}
    if draw(st.booleans()):
        files["content/news/a.md"] = news(date=str(draw(DAYS)))
    if draw(st.booleans()):
        appears, expires = draw(SPANS)
        more = f"appears: {appears}\nexpires: {expires}\n"
        files["content/news/b.md"] = news(date="2026-01-01").replace("topics", f"{more}topics")
    if draw(st.booleans()):
        start, end = draw(SPANS)
        files["content/projects/h.yaml"] = f"{PROJECT}start: {start}\nend: {end}\n"
    if draw(st.booleans()):
        start, end = draw(SPANS)
        deadline = f"registration: {{how: Soita, deadline: {start - DAY * 2}}}\n"
        files["content/events/t.yaml"] = f"{EVENT}start: {start}\nend: {end}\n{deadline}"
    if draw(st.booleans()):
        last = f"end: {draw(DAYS)}\nemail: maija@testi.example\n"
        files["content/people/maija.yaml"] = f"name: Maija Mallikas\nstaff: kyllä\n{last}"
    if draw(st.booleans()):
        office = f"name: Kotka\ntown: Kotka\nphone: 05 123 4567\nknown_in: {draw(DAYS)}\n"
        files["content/offices/kotka.yaml"] = office
    if draw(st.booleans()):
        month = f"start: {draw(DAYS):%m/%Y}\n"
        told = draw(st.one_of(st.just(""), DAYS.map(lambda day: f"reviewed_on: {day}\n")))
        files["content/events/kuu.yaml"] = EVENT + month + told
    return files


@settings(max_examples=25, deadline=None)
@given(sites(), DAYS)
def test_the_stated_day_is_the_first_on_which_two_builds_differ(
    files: dict[str, str], day: dt.date
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = write_site(Path(folder), files)
        stated = report_of(root, day).next_rebuild
        assert first_difference(root, day, 30) == (
            stated if stated and stated <= day + DAY * 30 else None
        )


@pytest.mark.parametrize(
    ("date", "instant"),
    [
        ("2026-03-29", "2026-03-29T00:00:00+02:00"),
        ("2026-03-30", "2026-03-30T00:00:00+03:00"),
        ("2026-10-25", "2026-10-25T00:00:00+03:00"),
        ("2026-10-26", "2026-10-26T00:00:00+02:00"),
    ],
)
def test_the_instant_is_midnight_in_helsinki_through_both_clock_changes(
    date: str, instant: str, tmp_path: Path
) -> None:
    files = {"content/topics/lapset.md": TOPIC, "content/news/a.md": news(date=date)}
    day = dt.date.fromisoformat(date)
    report = report_of(write_site(tmp_path, files), day - DAY)
    assert report.next_rebuild == day == first_difference(tmp_path, day - DAY, 3)
    assert report.next_instant is not None
    assert report.next_instant.isoformat() == instant
    assert [change.at for change in report.changes] == [report.next_instant]


PICTURED = (
    "name: P\nstaff: kyllä\nportrait: {file: p.png, alt: P rannassa, "
    "consent: {reference: kansio, until: 31.5.2026}}\n"
)


def test_every_sort_of_change_is_told_of_with_its_first_day(graph: GraphMaker) -> None:
    page = "---\ntitle: S\nmenu: none\nreviewed_on: 29.2.2024\nowner: V\n---\nTeksti.\n"
    event = "start: 5.3.2025 klo 9\nregistration: {how: Soita, deadline: 1.3.2025}\n"
    made = graph(
        {
            "content/topics/lapset.md": TOPIC,
            "content/news/a.md": news(date="1.3.2024").replace(
                "topics", "expires: 9.3.2025\ntopics"
            ),
            "content/news/b.md": news("Tuleva", "2025-04-01"),
            "content/pages/s.md": page,
            "content/projects/h.yaml": f"{PROJECT}start: 1.3.2025\nend: 2025\n",
            "content/events/t.yaml": EVENT + event,
            "content/people/m.yaml": "name: M\nstaff: kyllä\nend: 6/2025\n",
            "content/offices/k.yaml": "name: K\ntown: K\nknown_in: 2025\n",
            "content/people/p.yaml": PICTURED,
            "content/pictures/p.png": picture(),
        },
        dt.date(2025, 2, 1),
    )
    report = schedule(made, lambda _: True)
    assert [(str(change.day), change.sort.value) for change in report.changes] == [
        ("2025-03-01", "review_due"),
        ("2025-03-01", "starts"),
        ("2025-03-02", "registration_closes"),
        ("2025-03-05", "event_starts"),
        ("2025-03-05", "followed"),
        ("2025-03-06", "event_passes"),
        ("2025-03-10", "expires"),
        ("2025-04-01", "appears"),
        ("2025-07-01", "leaves"),
        ("2026-01-01", "ends"),
        ("2026-01-01", "fact_ages"),
        ("2026-06-01", "consent_ends"),
    ]
    assert {change.sort for change in report.changes} == set(ChangeSort)
    assert report.next_rebuild == dt.date(2025, 3, 1)
    assert report.rebuild_days[0] == dt.date(2025, 3, 1)


def test_a_day_that_shows_nowhere_needs_no_rebuild(graph: GraphMaker) -> None:
    made = graph({"content/topics/lapset.md": TOPIC, "content/news/a.md": news(date="1.12.2026")})
    report = schedule(made, lambda _: False)
    assert (report.next_rebuild, report.next_instant, report.rebuild_days) == (None, None, ())
    assert len(report.changes) == 1


def test_a_review_alone_never_asks_for_a_rebuild(graph: GraphMaker) -> None:
    page = "---\ntitle: S\nmenu: none\nreviewed_on: 1.11.2026\nowner: V\n---\nTeksti.\n"
    report = schedule(graph({"content/pages/s.md": page}), lambda _: True)
    assert [change.sort for change in report.changes] == [ChangeSort.REVIEW_DUE]
    assert report.next_rebuild is None


def test_drafts_and_what_is_past_do_not_change(graph: GraphMaker) -> None:
    draft = news(date="1.12.2026").replace("topics", "draft: kyllä\ntopics")
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": draft,
        "content/news/b.md": news(date="1.1.2026").replace("topics", "expires: 1.2.2026\ntopics"),
    }
    assert schedule(graph(files), lambda _: True).changes == ()
