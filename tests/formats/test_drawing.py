from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.formats.drawing import (
    ARC,
    Axis,
    Stroke,
    arc,
    hatched,
    line_under,
    room,
    strokes,
    ticks,
    wrapped,
)
from socomsite.hyphenation import SOFT_HYPHEN
from socomsite.language import Language
from socomsite.model.spans import Span, Surety

FI = Language.FI
AXIS = Axis(2003, 2019, 190, 1000)
KNOWN = Span(dt.date(2006, 1, 1), dt.date(2008, 12, 31), Surety.KNOWN)
SEEN = Span(dt.date(2010, 1, 1), dt.date(2010, 12, 31))
PLANNED = Span(dt.date(2012, 1, 1), dt.date(2012, 12, 31), Surety.PLANNED)


def test_an_axis_begins_and_ends_with_its_years() -> None:
    assert (AXIS.year(2003), AXIS.year(2020)) == (190, 1000)
    assert AXIS.span(dt.date(2003, 1, 1), dt.date(2019, 12, 31)) == (190, 1000)
    assert list(AXIS.years) == list(range(2003, 2020))


def test_a_day_stands_where_it_is_in_its_year() -> None:
    axis = Axis(2007, 2008, 0, 730)
    assert axis.day(dt.date(2007, 1, 1)) == 0
    assert axis.day(dt.date(2007, 7, 2)) == 182
    assert axis.day(dt.date(2008, 1, 1)) == 365
    assert axis.span(dt.date(2007, 1, 1), dt.date(2007, 10, 31)) == (0, 304)


def test_a_single_day_is_wide_enough_to_be_seen_and_stays_on_the_axis() -> None:
    axis = Axis(2007, 2008, 0, 730)
    days = (dt.date(2007, 1, 1), dt.date(2007, 7, 2), dt.date(2008, 12, 31))
    assert [axis.span(day, day) for day in days] == [(0, 7), (179, 186), (723, 730)]


@given(st.dates(dt.date(2003, 1, 1), dt.date(2019, 12, 30)))
def test_later_days_never_stand_before_earlier_ones(day: dt.date) -> None:
    assert AXIS.day(day) <= AXIS.day(day + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("axis", "years"),
    [
        (Axis(2016, 2016, 0, 700), [2016]),
        (Axis(2003, 2006, 0, 200), [2003, 2004, 2005, 2006]),
        (Axis(2003, 2010, 0, 200), [2004, 2006, 2008, 2010]),
        (Axis(2003, 2026, 0, 300), [2005, 2010, 2015, 2020, 2025]),
    ],
)
def test_an_axis_has_as_many_years_as_there_is_room_for(axis: Axis, years: list[int]) -> None:
    assert [tick.year for tick in ticks(axis)] == years


def test_figures_stand_amid_a_year_or_at_the_start_of_several() -> None:
    assert [(t.x, t.middle) for t in ticks(Axis(2007, 2008, 0, 200))] == [(0, 50), (100, 150)]
    assert [(t.x, t.middle) for t in ticks(Axis(2007, 2010, 0, 100))] == [(25, 25), (75, 75)]


def test_an_arc_is_low_and_stands_on_its_line() -> None:
    assert arc(10, 110, 19) == "M10 19Q60 -7 110 19"
    assert arc(10, 25, 19) == "M10 19Q17.5 -7 25 19"


@given(st.integers(0, 900), st.integers(1, 900), st.integers(13, 100))
def test_hatching_is_never_empty_and_stays_inside_its_arc(
    start: int, width: int, base: int
) -> None:
    path = hatched(start, start + width, base)
    bars = re.findall(r"M(\d+) (\d+)v-(\d+)", path)
    assert "".join("M{} {}v-{}".format(*bar) for bar in bars) == path
    assert bars
    assert all(start <= int(x) <= start + width and int(y) == base for x, y, _ in bars)
    assert all(2 <= int(height) <= ARC for *_, height in bars)


def test_what_is_only_seen_is_hatched_and_what_is_known_or_planned_is_an_arc() -> None:
    found = strokes([KNOWN, SEEN, PLANNED], AXIS, 19)
    assert found == (
        Stroke(arc(333, 476, 19), Surety.KNOWN),
        Stroke(hatched(524, 571, 19), Surety.SEEN),
        Stroke(arc(619, 666, 19), Surety.PLANNED),
    )


def test_a_line_joins_what_was_at_work_and_never_reaches_to_a_plan() -> None:
    assert line_under([KNOWN, SEEN, PLANNED], AXIS, 19) == "M333 19H571"
    assert line_under([PLANNED], AXIS, 19) == ""


def test_room_grows_with_the_words_and_the_letters() -> None:
    assert room("", 16) == 0
    assert room("Jobi", 16) < room("Jobi ja", 16) < room("Jobi ja", 18)
    assert room("MASTO", 16) > room("masto", 16) > room("ilta ", 16)
    assert room(f"keskus{SOFT_HYPHEN}telu", 16) == room("keskustelu", 16)


def test_words_are_broken_into_lines_that_fit() -> None:
    assert wrapped("Vanhustyö", 170, 19, FI) == ("Vanhustyö",)
    assert wrapped("Järjestöt ja osallisuus", 170, 19, FI) == ("Järjestöt ja", "osallisuus")
    assert wrapped("Sosiaaliasiamiestoiminta", 178, 19, FI) == ("Sosiaaliasiamies-", "toiminta")
    assert wrapped("", 170, 19, FI) == ()


def test_a_word_that_cannot_be_broken_stays_whole() -> None:
    assert wrapped("Utvecklingsområdet nu", 60, 19, Language.SV) == ("Utvecklingsområdet", "nu")
