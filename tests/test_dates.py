"""Reading dates and times as people write them, and the days they can mean in Helsinki."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.dates import (
    DateImpossible,
    DateUnreadable,
    Moment,
    PartialDate,
    at_midnight,
    read_date,
    read_moment,
    read_time,
    today_in_helsinki,
)

UTC = dt.UTC

without_deadline = settings(deadline=None)
years = st.integers(1800, 2199)
whole_days = st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31))
partial_dates = st.one_of(
    st.builds(PartialDate, years),
    st.builds(PartialDate, years, st.integers(1, 12) | st.integers(21, 24)),
    whole_days.map(lambda day: PartialDate(day.year, day.month, day.day)),
)


def instant(*parts: int) -> dt.datetime:
    """An instant given in UTC."""
    year, month, day, hour, minute = parts
    return dt.datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-11-22", PartialDate(2026, 11, 22)),
        ("2026-1-2", PartialDate(2026, 1, 2)),
        ("22.11.2026", PartialDate(2026, 11, 22)),
        ("02.01.2026", PartialDate(2026, 1, 2)),
        ("2. 1. 2026", PartialDate(2026, 1, 2)),
        ("2.\N{NO-BREAK SPACE}1.2026", PartialDate(2026, 1, 2)),
        ("  22.11.2026\n", PartialDate(2026, 11, 22)),
        ("29.2.2028", PartialDate(2028, 2, 29)),
        ("2007-09", PartialDate(2007, 9)),
        ("2007-9", PartialDate(2007, 9)),
        ("9/2007", PartialDate(2007, 9)),
        ("09/2007", PartialDate(2007, 9)),
        ("2007", PartialDate(2007)),
        ("2007-21", PartialDate(2007, 21)),
        ("2007-24", PartialDate(2007, 24)),
        ("kevät 2007", PartialDate(2007, 21)),
        ("Kesä  2007", PartialDate(2007, 22)),
        ("syksy 2007", PartialDate(2007, 23)),
        ("talvi 2007", PartialDate(2007, 24)),
    ],
)
def test_a_date_is_read_in_every_form_people_use(text: str, date: PartialDate) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    "text",
    ["", " ", "eilen", "22.11.", "22.11.26", "11/22/2026", "2026/11/22", "20261122", "07",
     "2007-", "2007-09-", "2007-21-", "syksy", "syksy2007", "2007 syksy", "22 11 2026",
     "2026-11-22T09:30", "22.11.2026 klo 9", "12007", "-2007"],
)  # fmt: skip
def test_another_form_of_date_is_unreadable(text: str) -> None:
    with pytest.raises(DateUnreadable):
        read_date(text)


@pytest.mark.parametrize(
    "text",
    ["30.2.2026", "29.2.2027", "31.11.2026", "0.11.2026", "32.1.2026", "1.13.2026", "1.0.2026",
     "2026-11-00", "2026-00-01", "2026-00", "2026-13", "2026-20", "2026-25", "2026-21-01",
     "0/2007", "13/2007", "21/2007", "1.21.2007", "1799", "2200", "0000", "9999-12-31"],
)  # fmt: skip
def test_a_date_that_no_calendar_has_is_impossible(text: str) -> None:
    with pytest.raises(DateImpossible):
        read_date(text)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9", dt.time(9)),
        ("09", dt.time(9)),
        ("9.30", dt.time(9, 30)),
        ("9:30", dt.time(9, 30)),
        ("09:05", dt.time(9, 5)),
        ("klo 9.30", dt.time(9, 30)),
        ("Klo 9", dt.time(9)),
        ("klo\N{NO-BREAK SPACE}9", dt.time(9)),
        ("kl. 9.30", dt.time(9, 30)),
        ("kl.9", dt.time(9)),
        ("0:00", dt.time(0)),
        ("23.59", dt.time(23, 59)),
    ],
)
def test_a_time_is_read_in_every_form_people_use(text: str, clock: dt.time) -> None:
    assert read_time(text) == clock


@pytest.mark.parametrize("text", ["", "9.5", "9.300", "930", "klo", "klo9", "yhdeksän", "9-11"])
def test_another_form_of_time_is_unreadable(text: str) -> None:
    with pytest.raises(DateUnreadable):
        read_time(text)


@pytest.mark.parametrize("text", ["24", "24.00", "9.60", "klo 25"])
def test_a_time_that_no_clock_has_is_impossible(text: str) -> None:
    with pytest.raises(DateImpossible):
        read_time(text)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9.2.2026 klo 9.30", Moment(PartialDate(2026, 2, 9), dt.time(9, 30))),
        ("9.2.2026 Klo 9", Moment(PartialDate(2026, 2, 9), dt.time(9))),
        ("9. 2. 2026 klo 9.30", Moment(PartialDate(2026, 2, 9), dt.time(9, 30))),
        ("9.2.2026 kl. 9.30", Moment(PartialDate(2026, 2, 9), dt.time(9, 30))),
        ("9.2.2026 9:30", Moment(PartialDate(2026, 2, 9), dt.time(9, 30))),
        ("2026-02-09 09:30", Moment(PartialDate(2026, 2, 9), dt.time(9, 30))),
        ("2026-02-09T09:30", Moment(PartialDate(2026, 2, 9), dt.time(9, 30))),
        ("9.2.2026", Moment(PartialDate(2026, 2, 9))),
        ("9. 2. 2026", Moment(PartialDate(2026, 2, 9))),
        ("2/2026", Moment(PartialDate(2026, 2))),
        ("syksy 2007", Moment(PartialDate(2007, 23))),
        ("2007", Moment(PartialDate(2007))),
    ],
)
def test_a_moment_is_a_date_perhaps_with_a_time(text: str, moment: Moment) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    ["", "klo 9", "2007 klo 9", "9/2007 klo 9", "syksy 2007 klo 9", "9.2.2026 klo", "9.2.2026 9-11",
     "9.2.2026 aamulla", "2026-02-09T"],
)  # fmt: skip
def test_a_time_without_a_whole_day_is_unreadable(text: str) -> None:
    with pytest.raises(DateUnreadable):
        read_moment(text)


@pytest.mark.parametrize(
    "text", ["30.2.2026 klo 9", "9.2.2026 klo 24", "30.2.2026", "9.2.2026 9.60"]
)
def test_a_moment_that_cannot_be_is_impossible(text: str) -> None:
    with pytest.raises(DateImpossible):
        read_moment(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-11-22", dt.date(2026, 11, 22), dt.date(2026, 11, 22)),
        ("2007-09", dt.date(2007, 9, 1), dt.date(2007, 9, 30)),
        ("2028-02", dt.date(2028, 2, 1), dt.date(2028, 2, 29)),
        ("2007", dt.date(2007, 1, 1), dt.date(2007, 12, 31)),
        ("kevät 2007", dt.date(2007, 3, 1), dt.date(2007, 5, 31)),
        ("kesä 2007", dt.date(2007, 6, 1), dt.date(2007, 8, 31)),
        ("syksy 2007", dt.date(2007, 9, 1), dt.date(2007, 11, 30)),
        ("talvi 2007", dt.date(2007, 12, 1), dt.date(2008, 2, 29)),
    ],
)
def test_a_partial_date_has_a_first_and_a_last_day(
    text: str, first: dt.date, last: dt.date
) -> None:
    assert (read_date(text).first_day, read_date(text).last_day) == (first, last)


def test_only_the_months_past_twelve_are_seasons() -> None:
    assert [n for n in (1, 12, 21, 24) if PartialDate(2007, n).is_season] == [21, 24]
    assert not PartialDate(2007).is_season


def test_a_moment_is_written_as_local_time_without_offset() -> None:
    assert str(Moment(PartialDate(2026, 2, 9), dt.time(9, 5))) == "2026-02-09T09:05"
    assert str(Moment(PartialDate(2026, 2, 9), dt.time(0))) == "2026-02-09T00:00"
    assert str(Moment(PartialDate(2007, 23))) == "2007-23"


@given(partial_dates)
@without_deadline
def test_a_written_date_reads_back(day: PartialDate) -> None:
    assert read_date(str(day)) == day
    assert day.first_day <= day.last_day
    assert day.first_day.year == day.year


@given(whole_days, st.times().map(lambda clock: clock.replace(second=0, microsecond=0)))
@without_deadline
def test_a_written_moment_reads_back(day: dt.date, clock: dt.time) -> None:
    moment = Moment(PartialDate(day.year, day.month, day.day), clock)
    assert read_moment(str(moment)) == moment


@given(st.text() | st.text("0123456789.-/:T klo"))
@without_deadline
def test_no_text_is_more_than_unreadable_or_impossible(text: str) -> None:
    for read in (read_date, read_time, read_moment):
        try:
            read(text)
        except (DateUnreadable, DateImpossible):
            continue


def test_the_day_in_helsinki_changes_at_its_own_midnight() -> None:
    assert today_in_helsinki(instant(2026, 11, 22, 21, 59)) == dt.date(2026, 11, 22)
    assert today_in_helsinki(instant(2026, 11, 22, 22, 1)) == dt.date(2026, 11, 23)


def test_in_summer_the_day_changes_an_hour_earlier_in_utc() -> None:
    assert today_in_helsinki(instant(2026, 6, 22, 20, 59)) == dt.date(2026, 6, 22)
    assert today_in_helsinki(instant(2026, 6, 22, 21, 1)) == dt.date(2026, 6, 23)


def test_today_is_asked_of_the_clock_when_no_instant_is_given() -> None:
    before = today_in_helsinki(dt.datetime.now(UTC))
    assert before <= today_in_helsinki() <= today_in_helsinki(dt.datetime.now(UTC))


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (dt.date(2026, 3, 28), 24),
        (dt.date(2026, 3, 29), 23),
        (dt.date(2026, 10, 25), 25),
        (dt.date(2026, 10, 26), 24),
    ],
)
def test_days_of_clock_changes_are_shorter_and_longer(day: dt.date, hours: int) -> None:
    start, end = at_midnight(day), at_midnight(day + dt.timedelta(days=1))
    assert end.astimezone(UTC) - start.astimezone(UTC) == dt.timedelta(hours=hours)


def test_midnight_has_the_offset_of_its_day() -> None:
    assert at_midnight(dt.date(2026, 3, 29)).isoformat() == "2026-03-29T00:00:00+02:00"
    assert at_midnight(dt.date(2026, 3, 30)).isoformat() == "2026-03-30T00:00:00+03:00"
    assert at_midnight(dt.date(2026, 10, 25)).isoformat() == "2026-10-25T00:00:00+03:00"
    assert at_midnight(dt.date(2026, 10, 26)).isoformat() == "2026-10-26T00:00:00+02:00"
