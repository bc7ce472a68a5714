from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from socomsite.dates import PartialDate
from socomsite.model.kinds import Project
from socomsite.model.spans import Span, Surety, plan_of, seen_in, spans_of
from tests.conftest import entry


def project(**fields: Any) -> Project:
    required = {"name": "Malli", "sort": "project", "share": "socom", "summary": "Mitä."}
    return entry(Project, **required, topics=["lapset"], **fields)


def told(**fields: Any) -> list[str]:
    return [f"{s.first}/{s.last} {s.surety}" for s in spans_of(project(**fields))]


@pytest.mark.parametrize(
    ("fields", "spans"),
    [
        ({}, []),
        ({"start": "2006", "end": "2008"}, ["2006-01-01/2008-12-31 known"]),
        ({"start": "1.7.2005", "end": "10/2008"}, ["2005-07-01/2008-10-31 known"]),
        # Two years in which it was seen prove nothing of those between them.
        (
            {"active": ["2010", "2016"]},
            ["2010-01-01/2010-12-31 seen", "2016-01-01/2016-12-31 seen"],
        ),
        ({"active": ["2016", "2015"]}, ["2015-01-01/2016-12-31 seen"]),
        ({"active": ["9/2007"]}, ["2007-09-01/2007-09-30 seen"]),
        # A start without an end tells of its own year, not of today.
        ({"start": "2016"}, ["2016-01-01/2016-12-31 seen"]),
        ({"start": "9/2007", "active": ["2007"]}, ["2007-09-01/2007-12-31 seen"]),
        ({"end": "10/2007"}, ["2007-01-01/2007-10-31 seen"]),
        ({"end": "2008", "active": ["2007"]}, ["2007-01-01/2008-12-31 seen"]),
        ({"start": "talvi 2007"}, ["2007-12-01/2008-02-29 seen"]),
        # A source that saw it after its end is not believed over the end.
        ({"end": "2007", "active": ["2009"]}, ["2007-01-01/2007-12-31 seen"]),
        ({"planned": "2009"}, ["2009-01-01/2009-12-31 planned"]),
        ({"planned": "2009", "start": "2010"}, ["2010-01-01/2010-12-31 seen"]),
        ({"planned": "2009", "active": ["2009"]}, ["2009-01-01/2009-12-31 seen"]),
        (
            {"planned": "2009", "active": ["2007"]},
            ["2007-01-01/2007-12-31 seen", "2009-01-01/2009-12-31 planned"],
        ),
        (
            {"start": "2006", "end": "2008", "active": ["2007"], "planned": "2005"},
            ["2006-01-01/2008-12-31 known"],
        ),
    ],
)
def test_spans_tell_what_the_entry_tells(fields: dict[str, Any], spans: list[str]) -> None:
    assert told(**fields) == spans


def test_a_span_touches_every_year_between_its_days() -> None:
    span = Span(dt.date(2007, 12, 31), dt.date(2009, 1, 1))
    assert list(span.years) == [2007, 2008, 2009]
    assert span.surety is Surety.SEEN


def test_a_plan_is_told_only_where_nothing_surer_is_known() -> None:
    assert plan_of(project(planned="2009", active=["2007"])) == PartialDate(2009)
    assert plan_of(project(planned="2009", active=["2009"])) is None
    assert plan_of(project(planned="2009", start="2009")) is None


def test_years_seen_are_told_only_where_start_or_end_is_not_known() -> None:
    assert seen_in(project(active=["2016", "9/2007", "2007"])) == (2007, 2016)
    assert seen_in(project(active=["2007"], start="2006", end="2008")) == ()


YEARS = st.integers(2000, 2030)
DATES = st.one_of(
    YEARS.map(str), st.builds("{}-{:02}".format, YEARS, st.integers(1, 12)), st.dates().map(str)
).filter(lambda text: "2000" <= text[:4] <= "2030")


@given(
    start=st.none() | DATES,
    end=st.none() | DATES,
    planned=st.none() | DATES,
    active=st.lists(DATES, max_size=4),
)
def test_spans_never_claim_more_than_the_dates(
    start: str | None, end: str | None, planned: str | None, active: list[str]
) -> None:
    given_dates = {"start": start, "end": end, "planned": planned}
    assume(not (start and end) or start[:4] < end[:4])
    made = project(**{k: v for k, v in given_dates.items() if v}, active=active)
    spans = spans_of(made)
    assert bool(spans) is (made.years is not None)
    assert list(spans) == sorted(spans)
    assert all(a.last < b.first for a, b in pairwise(spans))
    is_known = made.start is not None and made.end is not None
    assert {s.surety for s in spans if s.surety is not Surety.PLANNED} <= (
        {Surety.KNOWN} if is_known else {Surety.SEEN}
    )
    named: list[PartialDate] = [d for d in (made.start, made.end, *made.active) if d]
    for span in spans:
        if span.surety is Surety.SEEN:
            assert set(span.years) <= {d.year for d in named}
            assert made.start is None or span.first >= made.start.first_day
            assert made.end is None or span.last <= made.end.last_day
