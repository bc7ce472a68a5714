"""Fields that several kinds share and that formats look for: titles, dates, states, topics.

Knows what a trait means in time; must never know which kinds have it or how it is shown.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from socomsite.dates import PartialDate
from socomsite.language import collation_key
from socomsite.model.fields import Day, SomeDate, SomeMoment, Text
from socomsite.model.schema import Entry

_LONG_AGO = dt.date.min.toordinal()


class Titled(Entry):
    """Called by its title."""

    title: Text

    @property
    def label(self) -> str:
        """The title."""
        return self.title


class Named(Entry):
    """Called by its name, shorter where room is short."""

    name: Text
    short_name: Text | None = None

    @property
    def label(self) -> str:
        """The full name."""
        return self.name


class Dated(Entry):
    """Published on a day: listed newest first, followed by feed, withheld until then."""

    has_feed: ClassVar[bool] = True

    date: Day

    @property
    def shown_from(self) -> dt.date | None:
        """The later of the day written and the day it is meant to appear."""
        return max(self.date, self.appears or self.date)

    def order(self, today: dt.date) -> tuple[Any, ...]:
        """Newest first."""
        return (-self.date.toordinal(), *super().order(today))


def check_period(start: PartialDate | None, end: PartialDate | None) -> None:
    """Refuse a period whose latest end is before its earliest start."""
    if start and end and end.last_day < start.first_day:
        raise PydanticCustomError(
            "end-before-start",
            "end before start",
            {"start": str(start), "end": str(end), "at": "end"},
        )


class PeriodState(StrEnum):
    """Where a period stands on a day; UNKNOWN claims nothing."""

    RUNNING = "running"
    UPCOMING = "upcoming"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Lasting(Entry):
    """Goes on for a time of which start and end, or only some years, are known.

    `active` holds years in which a source saw it at work: they prove neither start nor end.
    """

    start: SomeDate | None = None
    end: SomeDate | None = None
    active: tuple[SomeDate, ...] = ()
    planned: SomeDate | None = None
    date_note: Text | None = None

    @model_validator(mode="after")
    def _period_is_possible(self) -> Lasting:
        check_period(self.start, self.end)
        return self

    def state(self, today: dt.date) -> PeriodState:
        """The state on a day, by what is surely known."""
        if self.end and self.end.last_day < today:
            return PeriodState.ENDED
        if self.start and self.start.first_day > today:
            return PeriodState.UPCOMING
        if self.start:
            return PeriodState.RUNNING
        return PeriodState.UNKNOWN

    @property
    def years(self) -> tuple[int, int] | None:
        """First and last year of which anything is known; None if nothing is."""
        known = [d.year for d in (self.start, self.end, self.planned, *self.active) if d]
        return (min(known), max(known)) if known else None

    def order(self, today: dt.date) -> tuple[Any, ...]:
        """Running, upcoming, those of unknown state, ended; then latest known year; then name."""
        order = (
            PeriodState.RUNNING,
            PeriodState.UPCOMING,
            PeriodState.UNKNOWN,
            PeriodState.ENDED,
        )
        last = self.years[1] if self.years else 0
        return (order.index(self.state(today)), -last, *super().order(today))


class EventState(StrEnum):
    """Where an event stands on a day."""

    UPCOMING = "upcoming"
    ON_NOW = "on_now"
    PAST = "past"


class Happening(Entry):
    """Takes place at a time, perhaps known only by year."""

    start: SomeMoment
    end: SomeMoment | None = None
    place: Text | None = None

    @model_validator(mode="after")
    def _period_is_possible(self) -> Happening:
        check_period(self.start.day, self.end.day if self.end else None)
        if (
            self.end
            and self.end.day == self.start.day
            and self.start.clock
            and self.end.clock
            and self.end.clock < self.start.clock
        ):
            raise PydanticCustomError(
                "end-before-start",
                "end before start",
                {
                    "start": f"{self.start.clock:%H.%M}",
                    "end": f"{self.end.clock:%H.%M}",
                    "at": "end",
                },
            )
        return self

    def state(self, today: dt.date) -> EventState:
        """The state on a day; an event of a known year only is past when the year is."""
        last = (self.end or self.start).day.last_day
        if last < today:
            return EventState.PAST
        exact = self.start.day.day is not None
        if exact and self.start.day.first_day <= today:
            return EventState.ON_NOW
        return EventState.UPCOMING

    def order(self, today: dt.date) -> tuple[Any, ...]:
        """Coming ones nearest first, then past ones newest first."""
        is_past = self.state(today) is EventState.PAST
        day = self.start.day.first_day.toordinal()
        clock = str(self.start.clock or "")
        return (is_past, -day if is_past else day, clock, *super().order(today))


class ByFamilyName(Named):
    """A person: listed by family name, then given names."""

    def order(self, today: dt.date) -> tuple[Any, ...]:
        """Family name first, taken as the last word of the name."""
        del today
        given, _, family = self.name.rpartition(" ")
        return (collation_key(f"{family} {given}", self.language),)


def newest_first(day: PartialDate | None) -> int:
    """A sort key: the later the first day, the smaller; the undated last."""
    return -(day.first_day.toordinal() if day else _LONG_AGO)
