"""Dates, hours, numbers and lists in words: the tables of the words document, and laws."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.dates import PartialDate, read_date, read_moment
from socomsite.datewords import (
    date_label,
    date_short,
    date_text,
    hours_heard,
    hours_label,
    list_text,
    machine_date,
    moment_label,
    moments_label,
    number_label,
    period_label,
    period_short,
    weekday_label,
    year_runs,
    years_text,
)
from socomsite.language import Language
from socomsite.model.hours import read_days

FI, SV, EN = Language
Three = tuple[str, str, str]
Period = Callable[[PartialDate | None, PartialDate | None, Language], str]

without_deadline = settings(deadline=None)
languages = st.sampled_from(Language)
years = st.integers(1800, 2199)
whole_days = st.dates(dt.date(1800, 1, 1), dt.date(2199, 12, 31))
partial_dates = st.one_of(
    st.builds(PartialDate, years),
    st.builds(PartialDate, years, st.integers(1, 12) | st.integers(21, 24)),
    whole_days.map(lambda day: PartialDate(day.year, day.month, day.day)),
)
periods = st.tuples(partial_dates, partial_dates).map(
    lambda pair: tuple(sorted(pair, key=lambda day: (day.first_day, day.last_day)))
)
open_periods = periods | st.tuples(st.none(), partial_dates) | st.tuples(partial_dates, st.none())


def tied(text: str) -> str:
    """The text with `~` for each no-break space."""
    return text.replace("\N{NO-BREAK SPACE}", "~")


def in_all(say: Callable[[Language], str]) -> Three:
    """What is said in Finnish, Swedish and English."""
    return tied(say(FI)), tied(say(SV)), tied(say(EN))


def known(text: str | None) -> PartialDate | None:
    return read_date(text) if text else None


DATES: list[tuple[str, Three, Three, Three]] = [
    (
        "22.11.2026",
        ("22.~marraskuuta 2026", "22~november 2026", "22~November 2026"),
        ("22.~marraskuuta 2026", "den 22~november 2026", "22~November 2026"),
        ("22.11.2026", "22.11.2026", "22~Nov 2026"),
    ),
    (
        "2005-07-01",
        ("1.~heinäkuuta 2005", "1~juli 2005", "1~July 2005"),
        ("1.~heinäkuuta 2005", "den 1~juli 2005", "1~July 2005"),
        ("1.7.2005", "1.7.2005", "1~Jul 2005"),
    ),
    (
        "2007-09",
        ("syyskuu 2007", "september 2007", "September 2007"),
        ("syyskuussa 2007", "i september 2007", "in September 2007"),
        ("9/2007", "9/2007", "Sep 2007"),
    ),
    (
        "2007",
        ("2007", "2007", "2007"),
        ("vuonna 2007", "år 2007", "in 2007"),
        ("2007", "2007", "2007"),
    ),
    (
        "kevät 2007",
        ("kevät 2007", "våren 2007", "spring 2007"),
        ("keväällä 2007", "våren 2007", "spring 2007"),
        ("kevät 2007", "våren 2007", "spring 2007"),
    ),
    (
        "kesä 2007",
        ("kesä 2007", "sommaren 2007", "summer 2007"),
        ("kesällä 2007", "sommaren 2007", "summer 2007"),
        ("kesä 2007", "sommaren 2007", "summer 2007"),
    ),
    (
        "syksy 2007",
        ("syksy 2007", "hösten 2007", "autumn 2007"),
        ("syksyllä 2007", "hösten 2007", "autumn 2007"),
        ("syksy 2007", "hösten 2007", "autumn 2007"),
    ),
    (
        "talvi 2007",
        ("talvi 2007–2008", "vintern 2007–2008", "winter 2007–2008"),
        ("talvella 2007–2008", "vintern 2007–2008", "winter 2007–2008"),
        ("talvi 2007–2008", "vintern 2007–2008", "winter 2007–2008"),
    ),
]


@pytest.mark.parametrize(("day", "label", "text", "short"), DATES)
def test_a_date_has_a_label_a_text_and_a_short_form(
    day: str, label: Three, text: Three, short: Three
) -> None:
    found = read_date(day)
    assert in_all(lambda language: date_label(found, language)) == label
    assert in_all(lambda language: date_text(found, language)) == text
    assert in_all(lambda language: date_short(found, language)) == short


FINNISH_MONTHS = """
tammikuu tammikuuta tammikuussa, helmikuu helmikuuta helmikuussa,
maaliskuu maaliskuuta maaliskuussa, huhtikuu huhtikuuta huhtikuussa,
toukokuu toukokuuta toukokuussa, kesäkuu kesäkuuta kesäkuussa,
heinäkuu heinäkuuta heinäkuussa, elokuu elokuuta elokuussa,
syyskuu syyskuuta syyskuussa, lokakuu lokakuuta lokakuussa,
marraskuu marraskuuta marraskuussa, joulukuu joulukuuta joulukuussa
"""


def test_every_finnish_month_has_its_forms() -> None:
    said = [
        [
            date_label(PartialDate(2016, month), FI).removesuffix(" 2016"),
            tied(date_label(PartialDate(2016, month, 3), FI))[3:].removesuffix(" 2016"),
            date_text(PartialDate(2016, month), FI).removesuffix(" 2016"),
        ]
        for month in range(1, 13)
    ]
    assert said == [row.split() for row in FINNISH_MONTHS.split(",")]


def test_swedish_and_english_months_have_their_names() -> None:
    said = [
        " ".join(date_label(PartialDate(2016, n), language)[:-5] for n in range(1, 13))
        for language in (SV, EN)
    ]
    assert said == [
        "januari februari mars april maj juni juli augusti september oktober november december",
        "January February March April May June July August September October November December",
    ]


PERIODS: list[tuple[str | None, str | None, Three]] = [
    (  # days of one month
        "22.11.2026",
        "24.11.2026",
        ("22.–24.~marraskuuta 2026", "22–24~november 2026", "22–24~November 2026"),
    ),
    (  # over months
        "30.11.2026",
        "2.12.2026",
        (
            "30.~marraskuuta – 2.~joulukuuta 2026",
            "30~november–2~december 2026",
            "30~November – 2~December 2026",
        ),
    ),
    (  # over years
        "30.12.2026",
        "2.1.2027",
        (
            "30.~joulukuuta 2026 – 2.~tammikuuta 2027",
            "30~december 2026–2~januari 2027",
            "30~December 2026 – 2~January 2027",
        ),
    ),
    (  # months of one year
        "2016-01",
        "2016-04",
        ("tammi–huhtikuu 2016", "januari–april 2016", "January–April 2016"),
    ),
    (  # months over years
        "2007-09",
        "2009-04",
        (
            "syyskuu 2007 – huhtikuu 2009",
            "september 2007–april 2009",
            "September 2007 – April 2009",
        ),
    ),
    (  # mixed
        "2007-09",
        "2009",
        ("syyskuu 2007 – 2009", "september 2007–2009", "September 2007 – 2009"),
    ),
    (  # mixed with a day
        "1.7.2005",
        "2008",
        ("1.~heinäkuuta 2005 – 2008", "1~juli 2005–2008", "1~July 2005 – 2008"),
    ),
    (  # mixed up to a day
        "2006",
        "31.10.2008",
        ("2006 – 31.~lokakuuta 2008", "2006–31~oktober 2008", "2006 – 31~October 2008"),
    ),
    (  # years
        "2006",
        "2008",
        ("2006–2008", "2006–2008", "2006–2008"),
    ),
    (  # one year
        "2007",
        "2007",
        ("2007", "2007", "2007"),
    ),
    (  # open end
        "2016",
        None,
        ("2016–", "2016–", "2016–"),
    ),
    (  # open end of a month
        "2016-09",
        None,
        ("syyskuu 2016 –", "september 2016–", "September 2016 –"),
    ),
    (  # open start
        None,
        "2007",
        ("–2007", "–2007", "–2007"),
    ),
    (  # open start of a day
        None,
        "31.10.2008",
        ("– 31.~lokakuuta 2008", "–31~oktober 2008", "– 31~October 2008"),
    ),
    (None, None, ("", "", "")),
    (  # seasons of one year
        "kevät 2007",
        "syksy 2007",
        ("kevät–syksy 2007", "våren–hösten 2007", "spring–autumn 2007"),
    ),
    (  # a winter belongs to two years
        "kesä 2007",
        "talvi 2007",
        (
            "kesä 2007 – talvi 2007–2008",
            "sommaren 2007 – vintern 2007–2008",
            "summer 2007 – winter 2007–2008",
        ),
    ),
    (  # a month and a season
        "2007-09",
        "kevät 2008",
        ("syyskuu 2007 – kevät 2008", "september 2007–våren 2008", "September 2007 – spring 2008"),
    ),
    (  # a month of the year that a season ends
        "2007-03",
        "syksy 2007",
        ("maaliskuu 2007 – syksy 2007", "mars 2007–hösten 2007", "March 2007 – autumn 2007"),
    ),
]


@pytest.mark.parametrize(("start", "end", "label"), PERIODS)
def test_a_period_has_a_label(start: str | None, end: str | None, label: Three) -> None:
    pair = known(start), known(end)
    assert in_all(lambda language: period_label(*pair, language)) == label


SHORT_PERIODS: list[tuple[str | None, str | None, Three]] = [
    ("22.11.2026", "24.11.2026", ("22.–24.11.2026", "22–24.11.2026", "22–24~Nov 2026")),
    ("30.11.2026", "2.12.2026", ("30.11.–2.12.2026", "30.11–2.12.2026", "30~Nov – 2~Dec 2026")),
    (
        "30.12.2026",
        "2.1.2027",
        ("30.12.2026–2.1.2027", "30.12.2026–2.1.2027", "30~Dec 2026 – 2~Jan 2027"),
    ),
    ("2016-01", "2016-04", ("1–4/2016", "1–4/2016", "Jan–Apr 2016")),
    ("2007-09", "2009-04", ("9/2007–4/2009", "9/2007–4/2009", "Sep 2007 – Apr 2009")),
    ("2006", "2008", ("2006–2008", "2006–2008", "2006–2008")),
    ("22.11.2026", "22.11.2026", ("22.11.2026", "22.11.2026", "22~Nov 2026")),
    ("2016-09", None, ("9/2016–", "9/2016–", "Sep 2016 –")),
    (None, None, ("", "", "")),
]


@pytest.mark.parametrize(("start", "end", "short"), SHORT_PERIODS)
def test_a_period_has_a_short_form(start: str | None, end: str | None, short: Three) -> None:
    pair = known(start), known(end)
    assert in_all(lambda language: period_short(*pair, language)) == short


def test_a_weekday_stands_before_its_date() -> None:
    day = dt.date(2026, 11, 22)
    assert in_all(lambda language: weekday_label(day, language)) == (
        "sunnuntai 22.~marraskuuta 2026",
        "söndag 22~november 2026",
        "Sunday 22~November 2026",
    )


YEARS: list[tuple[str, Three]] = [
    ("", ("", "", "")),
    (
        "2007",
        (
            "toiminnassa ainakin vuonna 2007",
            "i gång åtminstone år 2007",
            "active at least in 2007",
        ),
    ),
    (
        "2010 2016",
        (
            "toiminnassa ainakin vuosina 2010 ja 2016",
            "i gång åtminstone åren 2010 och 2016",
            "active at least in 2010 and 2016",
        ),
    ),
    (
        "2008 2007",
        (
            "toiminnassa ainakin vuosina 2007–2008",
            "i gång åtminstone åren 2007–2008",
            "active at least in 2007–2008",
        ),
    ),
    (
        "2003 2006 2007 2008 2016",
        (
            "toiminnassa ainakin vuosina 2003, 2006–2008 ja 2016",
            "i gång åtminstone åren 2003, 2006–2008 och 2016",
            "active at least in 2003, 2006–2008 and 2016",
        ),
    ),
    (
        "2007-03 2007-09",
        (
            "toiminnassa ainakin vuonna 2007",
            "i gång åtminstone år 2007",
            "active at least in 2007",
        ),
    ),
]


@pytest.mark.parametrize(("seen", "said"), YEARS)
def test_years_in_which_a_thing_was_seen_claim_no_more(seen: str, said: Three) -> None:
    found = tuple(map(read_date, seen.split()))
    assert in_all(lambda language: years_text(found, language)) == said


MOMENTS: list[tuple[str, str | None, Three]] = [
    (
        "22.11.2026 9.05",
        None,
        ("22.11.2026 klo~9.05", "22.11.2026 kl.~9.05", "22~Nov 2026, 9:05"),
    ),
    ("22.11.2026 9", None, ("22.11.2026 klo~9", "22.11.2026 kl.~9", "22~Nov 2026, 9:00")),
    ("22.11.2026 0:00", None, ("22.11.2026 klo~0", "22.11.2026 kl.~0", "22~Nov 2026, 0:00")),
    ("22.11.2026", None, ("22.~marraskuuta 2026", "22~november 2026", "22~November 2026")),
    ("2007", None, ("2007", "2007", "2007")),
    (
        "22.11.2026 9",
        "22.11.2026 11.30",
        ("22.11.2026 klo~9–11.30", "22.11.2026 kl.~9–11.30", "22~Nov 2026, 9:00–11:30"),
    ),
    (
        "22.11.2026 9",
        "22.11.2026 9",
        ("22.11.2026 klo~9", "22.11.2026 kl.~9", "22~Nov 2026, 9:00"),
    ),
    (  # the end of a day of which only the start is known, and the other way round
        "22.11.2026 9",
        "22.11.2026",
        ("22.11.2026 klo~9–", "22.11.2026 kl.~9–", "22~Nov 2026, 9:00–"),
    ),
    (
        "22.11.2026",
        "22.11.2026 11.30",
        ("22.11.2026 klo~–11.30", "22.11.2026 kl.~–11.30", "22~Nov 2026, –11:30"),
    ),
    (
        "22.11.2026 9",
        "23.11.2026 16",
        (
            "22.11.2026 klo~9 – 23.11.2026 klo~16",
            "22.11.2026 kl.~9 – 23.11.2026 kl.~16",
            "22~Nov 2026, 9:00 – 23~Nov 2026, 16:00",
        ),
    ),
    (
        "22.11.2026 9",
        "23.11.2026",
        (
            "22.11.2026 klo~9 – 23.11.2026",
            "22.11.2026 kl.~9 – 23.11.2026",
            "22~Nov 2026, 9:00 – 23~Nov 2026",
        ),
    ),
    (
        "22.11.2026",
        "24.11.2026",
        ("22.–24.~marraskuuta 2026", "22–24~november 2026", "22–24~November 2026"),
    ),
]


@pytest.mark.parametrize(("start", "end", "said"), MOMENTS)
def test_moments_are_told_with_their_times(start: str, end: str | None, said: Three) -> None:
    first, last = read_moment(start), read_moment(end) if end else None
    assert in_all(lambda language: moments_label(first, last, language)) == said
    if last is None:
        assert in_all(lambda language: moment_label(first, language)) == said


HOURS: list[tuple[str, str, str, Three, Three]] = [
    (
        "ma–pe",
        "09:00",
        "11:00",
        ("ma–pe klo~9–11", "mån–fre kl.~9–11", "Mon–Fri 9:00–11:00"),
        (
            "maanantaista perjantaihin kello~9–11",
            "måndag till fredag klockan~9–11",
            "Monday to Friday 9:00–11:00",
        ),
    ),
    (
        "ti–to",
        "12:00",
        "15:30",
        ("ti–to klo~12–15.30", "tis–tors kl.~12–15.30", "Tue–Thu 12:00–15:30"),
        (
            "tiistaista torstaihin kello~12–15.30",
            "tisdag till torsdag klockan~12–15.30",
            "Tuesday to Thursday 12:00–15:30",
        ),
    ),
    (
        "ma",
        "12:00",
        "15:00",
        ("ma klo~12–15", "mån kl.~12–15", "Mon 12:00–15:00"),
        ("maanantaisin kello~12–15", "måndagar klockan~12–15", "Mondays 12:00–15:00"),
    ),
    (
        "ma,ke",
        "09:00",
        "11:00",
        ("ma, ke klo~9–11", "mån, ons kl.~9–11", "Mon, Wed 9:00–11:00"),
        (
            "maanantaisin ja keskiviikkoisin kello~9–11",
            "måndagar och onsdagar klockan~9–11",
            "Mondays and Wednesdays 9:00–11:00",
        ),
    ),
    (
        "ti,to",
        "09:05",
        "11:00",
        ("ti, to klo~9.05–11", "tis, tors kl.~9.05–11", "Tue, Thu 9:05–11:00"),
        (
            "tiistaisin ja torstaisin kello~9.05–11",
            "tisdagar och torsdagar klockan~9.05–11",
            "Tuesdays and Thursdays 9:05–11:00",
        ),
    ),
    (  # two days in a row are a range to the eye, two days to the ear
        "la–su",
        "10:00",
        "14:00",
        ("la–su klo~10–14", "lör–sön kl.~10–14", "Sat–Sun 10:00–14:00"),
        (
            "lauantaisin ja sunnuntaisin kello~10–14",
            "lördagar och söndagar klockan~10–14",
            "Saturdays and Sundays 10:00–14:00",
        ),
    ),
    (
        "ma–ke,pe",
        "09:00",
        "11:00",
        ("ma–ke, pe klo~9–11", "mån–ons, fre kl.~9–11", "Mon–Wed, Fri 9:00–11:00"),
        (
            "maanantaista keskiviikkoon ja perjantaisin kello~9–11",
            "måndag till onsdag och fredagar klockan~9–11",
            "Monday to Wednesday and Fridays 9:00–11:00",
        ),
    ),
    (
        "ke–pe",
        "09:00",
        "11:00",
        ("ke–pe klo~9–11", "ons–fre kl.~9–11", "Wed–Fri 9:00–11:00"),
        (
            "keskiviikosta perjantaihin kello~9–11",
            "onsdag till fredag klockan~9–11",
            "Wednesday to Friday 9:00–11:00",
        ),
    ),
]


@pytest.mark.parametrize(("days", "opens", "closes", "label", "heard"), HOURS)
def test_hours_have_a_form_to_see_and_one_to_hear(
    days: str, opens: str, closes: str, label: Three, heard: Three
) -> None:
    found = read_days(days)
    assert in_all(lambda language: hours_label(found, opens, closes, language)) == label
    assert in_all(lambda language: hours_heard(found, opens, closes, language)) == heard


def test_hours_without_days_are_the_times_alone() -> None:
    assert in_all(lambda language: hours_label((), "09:00", "11:30", language)) == (
        "klo~9–11.30",
        "kl.~9–11.30",
        "9:00–11:30",
    )
    assert tied(hours_heard((), "09:00", "11:30", FI)) == "kello~9–11.30"


NUMBERS: list[tuple[float, Three]] = [
    (0, ("0", "0", "0")),
    (999, ("999", "999", "999")),
    (3600, ("3~600", "3~600", "3,600")),
    (180570, ("180~570", "180~570", "180,570")),
    (1234567, ("1~234~567", "1~234~567", "1,234,567")),
    (11537.5, ("11~537,5", "11~537,5", "11,537.5")),
    (43.6, ("43,6", "43,6", "43.6")),
    (2.0, ("2", "2", "2")),
    (-5, ("−5", "−5", "−5")),
    (-0.0, ("0", "0", "0")),
    (1e16, ("10~000~000~000~000~000",) * 2 + ("10,000,000,000,000,000",)),
]


@pytest.mark.parametrize(("value", "said"), NUMBERS)
def test_numbers_are_grouped_from_four_digits(value: float, said: Three) -> None:
    assert in_all(lambda language: number_label(value, language)) == said


LISTS: list[tuple[list[str], Three]] = [
    ([], ("", "", "")),
    (["a"], ("a", "a", "a")),
    (["a", "b"], ("a ja b", "a och b", "a and b")),
    (["a", "b", "c"], ("a, b ja c", "a, b och c", "a, b and c")),
]


@pytest.mark.parametrize(("items", "said"), LISTS)
def test_a_list_ends_in_and(items: list[str], said: Three) -> None:
    assert in_all(lambda language: list_text(items, language)) == said


@pytest.mark.parametrize(
    ("day", "iso"),
    [
        (PartialDate(2007), "2007"),
        (PartialDate(2007, 9), "2007-09"),
        (PartialDate(2007, 9, 1), "2007-09-01"),
        (PartialDate(2007, 21), "2007"),
        (PartialDate(2007, 24), "2007"),
        (dt.date(2026, 11, 22), "2026-11-22"),
        (dt.datetime(2026, 11, 22, 9, 5, tzinfo=dt.UTC), "2026-11-22"),
    ],
)
def test_a_machine_date_is_one_that_html_knows(day: PartialDate | dt.date, iso: str) -> None:
    assert machine_date(day) == iso


@given(whole_days, languages)
@without_deadline
def test_a_calendar_day_reads_as_the_partial_date_it_is(day: dt.date, language: Language) -> None:
    same = PartialDate(day.year, day.month, day.day)
    for say in (date_label, date_text, date_short):
        assert say(day, language) == say(same, language)


@given(open_periods, languages)
@without_deadline
def test_a_period_is_well_spaced_and_names_its_years(
    period: tuple[PartialDate | None, PartialDate | None], language: Language
) -> None:
    start, end = period
    forms: tuple[Period, ...] = (period_label, period_short)
    for say in forms:
        said = say(start, end, language)
        assert not re.search(r"\s\s|^\s|\s$|\{|\}|None", said)
        assert all(str(day.year) in said for day in (start, end) if day)


@given(partial_dates, languages)
@without_deadline
def test_a_period_from_a_date_to_itself_is_the_date(day: PartialDate, language: Language) -> None:
    assert period_label(day, day, language) == date_label(day, language)
    assert period_short(day, day, language) == date_short(day, language)


@given(partial_dates.filter(lambda day: day.month != 24))
@without_deadline
def test_a_finnish_short_date_can_be_typed(day: PartialDate) -> None:
    assert read_date(date_short(day, FI)) == day


@given(st.lists(partial_dates, min_size=1).map(tuple), languages)
@without_deadline
def test_the_years_of_activity_name_first_and_last(
    seen: tuple[PartialDate, ...], language: Language
) -> None:
    said = years_text(seen, language)
    first, last = min(day.year for day in seen), max(day.year for day in seen)
    found = [int(number) for number in re.findall(r"\d+", said)]
    assert (found[0], found[-1]) == (first, last)
    assert found == sorted(set(found))


@given(st.frozensets(st.integers(0, 6), min_size=1))
@without_deadline
def test_finnish_days_of_hours_can_be_typed(days: frozenset[int]) -> None:
    label = hours_label(tuple(sorted(days)), "09:00", "11:00", FI)
    assert read_days(label.partition(" klo")[0]) == tuple(sorted(days))


@given(
    st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False),
    languages,
)
@without_deadline
def test_a_number_keeps_its_value(value: float, language: Language) -> None:
    said = number_label(value, language).replace("−", "-")
    plain = said.replace(",", "") if language is EN else tied(said).replace("~", "")
    assert Decimal(plain.replace(",", ".")) == Decimal(str(value))


def test_years_that_follow_each_other_are_told_as_one() -> None:
    assert year_runs([]) == ()
    assert year_runs([2010, 2007, 2012, 2011, 2010]) == ("2007", "2010–2012")
    assert year_runs([2015, 2016]) == ("2015–2016",)
