"""Calendar dates as far as they are known, moments and periods, all in Europe/Helsinki.

Knows the calendar and how people write dates; must never know how dates are shown.
Internal form is EDTF (ISO 8601-2:2019): `2007`, `2007-09`, `2007-09-01`, season `2007-21`.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HELSINKI = "Europe/Helsinki"
_YEARS = range(1800, 2200)
# EDTF level 1: 21 spring, 22 summer, 23 autumn, 24 winter.
SEASONS = {"kevät": 21, "kesä": 22, "syksy": 23, "talvi": 24}
SPRING, WINTER = 21, 24
# A winter has the year it begins in and goes on into the next: 2007-24 is shown as 2007–2008.
_SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), WINTER: (12, 2)}
_FORMS = (
    re.compile(r"(?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<season>2[1-4])"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})"),
    re.compile(r"(?P<m>\d{1,2})/(?P<y>\d{4})"),
    re.compile(r"(?P<word>kevät|kesä|syksy|talvi) (?P<y>\d{4})"),
)
_CLOCK = re.compile(r"(?:klo |kl\. ?)?(\d{1,2})(?:[.:](\d{2}))?")
_WITH_CLOCK = re.compile(rf"(?P<day>.+?) (?P<clock>{_CLOCK.pattern})", re.IGNORECASE)


class DateUnreadable(ValueError):  # noqa: N818 - an author's slip, turned into a Problem at once
    """The text is in none of the accepted forms."""


class DateImpossible(ValueError):  # noqa: N818 - as above
    """The form is right but the calendar has no such day."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the year is known, perhaps the month or season (21–24), perhaps the day."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def is_season(self) -> bool:
        """Whether `month` names a season (EDTF 21–24) rather than a month."""
        return self.month is not None and self.month > 12  # noqa: PLR2004 - months of a year

    @property
    def first_day(self) -> date:
        """The earliest day this can mean."""
        month = _SEASON_MONTHS[self.month][0] if self.is_season and self.month else self.month
        return date(self.year, month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day this can mean."""
        if self.day:
            return self.first_day
        month = _SEASON_MONTHS[self.month][1] if self.is_season and self.month else self.month
        year = self.year + 1 if self.month == WINTER else self.year
        return date(year, month or 12, monthrange(year, month or 12)[1])

    def __str__(self) -> str:
        """EDTF, which for plain dates is ISO 8601."""
        parts = [f"{self.year:04d}"]
        parts += [f"{n:02d}" for n in (self.month, self.day) if n is not None]
        return "-".join(parts)


@dataclass(frozen=True, slots=True)
class Moment:
    """A partial date with, if the day is known, a local clock time in Helsinki."""

    day: PartialDate
    clock: time | None = None

    def __str__(self) -> str:
        """ISO 8601 without offset: local time in Helsinki."""
        return f"{self.day}T{self.clock:%H:%M}" if self.clock else str(self.day)


def read_date(text: str) -> PartialDate:
    """`22.11.2026`, `2026-11-22`, `9/2007`, `2007-09`, `2007` or `syksy 2007` as a PartialDate.

    Raises DateUnreadable or DateImpossible.
    """
    words = " ".join(text.lower().split())
    for form in _FORMS:
        if match := form.fullmatch(words):
            parts = match.groupdict()
            break
    else:
        raise DateUnreadable(text)
    year, month, day = int(parts["y"]), parts.get("m"), parts.get("d")
    season = SEASONS.get(parts.get("word", "")) or parts.get("season")
    try:
        # `date` knows the calendar, and that there is no month 0 and no day 0.
        _ = date(year, int(month or 1), int(day or 1))
    except ValueError:
        raise DateImpossible(text) from None
    if year not in _YEARS:
        raise DateImpossible(text)
    named = season or month
    return PartialDate(year, int(named) if named else None, int(day) if day else None)


def read_time(text: str) -> time:
    """`9`, `9.30`, `09:30` or `klo 9.30` as a time of day; `24` is not a time.

    Raises DateUnreadable or DateImpossible.
    """
    match = _CLOCK.fullmatch(" ".join(text.lower().split()))
    if match is None:
        raise DateUnreadable(text)
    try:
        return time(int(match[1]), int(match[2] or 0))
    except ValueError:
        raise DateImpossible(text) from None


def read_moment(text: str) -> Moment:
    """A date as `read_date` takes it, perhaps followed by a time: `9.2.2026 klo 9.30`.

    Raises DateUnreadable (also for a time without a full day) or DateImpossible.
    """
    words = re.sub(r"(?<=\d)T(?=\d)", " ", " ".join(text.split()))
    try:
        return Moment(read_date(words))
    except DateUnreadable:
        match = _WITH_CLOCK.fullmatch(words)
        found = read_date(match["day"]) if match else None
        if match is None or found is None or found.day is None:
            raise DateUnreadable(text) from None
        return Moment(found, read_time(match["clock"]))


def today_in_helsinki(now: datetime | None = None) -> date:
    """The calendar date in Helsinki at an aware instant, or at this one.

    Only the rim of the program calls it: inside, the as-of date is an argument.
    """
    zone = ZoneInfo(HELSINKI)
    return (now or datetime.now(zone)).astimezone(zone).date()


def now_in_helsinki() -> datetime:
    """This instant, with the offset of Helsinki; only the rim of the program calls it."""
    return datetime.now(ZoneInfo(HELSINKI))


def next_second(moment: datetime) -> datetime:
    """A second after an instant."""
    return moment + timedelta(seconds=1)


def at_midnight(day: date) -> datetime:
    """The first instant of a calendar day in Helsinki, with its offset."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(HELSINKI))


def instant(moment: Moment) -> str:
    """ISO 8601: a time with the offset of Helsinki on that day, else the date as far as known."""
    if moment.clock is None:
        return str(moment.day)
    clock = datetime.combine(moment.day.first_day, moment.clock, ZoneInfo(HELSINKI))
    return clock.isoformat(timespec="minutes")
