"""What of the site changes by itself, when and why; and the next day on which it must be rebuilt.

A day changes at midnight in Helsinki. Must never know how a build is made: whoever asks hands in
what compares two days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from socomsite.dates import at_midnight
from socomsite.model.graph import Graph, Reason
from socomsite.model.kinds import Event, Office, Person
from socomsite.model.parts import Picture
from socomsite.model.schema import Entry, values_of
from socomsite.model.traits import Happening, Lasting
from socomsite.reports.freshness import review_due

_DAY = dt.timedelta(days=1)


class ChangeSort(StrEnum):
    """Why something changes by itself."""

    APPEARS = "appears"
    EXPIRES = "expires"
    STARTS = "starts"
    ENDS = "ends"
    FOLLOWED = "followed"
    EVENT_STARTS = "event_starts"
    EVENT_PASSES = "event_passes"
    REGISTRATION_CLOSES = "registration_closes"
    LEAVES = "leaves"
    FACT_AGES = "fact_ages"
    REVIEW_DUE = "review_due"
    CONSENT_ENDS = "consent_ends"

    @property
    def is_of_pages(self) -> bool:
        """Whether a page may look otherwise from that day on; some days are for staff to see."""
        return self not in {ChangeSort.REVIEW_DUE, ChangeSort.CONSENT_ENDS}


@dataclass(frozen=True, order=True)
class Change:
    """The first day of something new, the entry it comes from, and why."""

    day: dt.date
    sort: ChangeSort
    title: str
    path: str

    @property
    def at(self) -> dt.datetime:
        """The instant at which the day begins in Helsinki."""
        return at_midnight(self.day)


@dataclass(frozen=True)
class ScheduleReport:
    """Every coming change in order, and the first day on which the built site differs.

    `next_instant` is when that day begins in Helsinki.
    """

    as_of: dt.date
    next_rebuild: dt.date | None
    next_instant: dt.datetime | None
    changes: tuple[Change, ...]

    @property
    def rebuild_days(self) -> tuple[dt.date, ...]:
        """The days, from the next rebuild on, on which a page may change."""
        days = {change.day for change in self.changes if change.sort.is_of_pages}
        first = self.next_rebuild or dt.date.max
        return tuple(sorted(day for day in days if day >= first))


def schedule(graph: Graph, differs: Callable[[dt.date], bool]) -> ScheduleReport:
    """What changes after the graph's day.

    `differs` tells whether the site built for a day differs from that of the day before: a date
    in the content may have come and gone without being shown anywhere.
    """
    changes = coming_changes(graph)
    days = sorted({change.day for change in changes if change.sort.is_of_pages})
    rebuild = next((day for day in days if differs(day)), None)
    return ScheduleReport(
        as_of=graph.today,
        next_rebuild=rebuild,
        next_instant=at_midnight(rebuild) if rebuild else None,
        changes=changes,
    )


def coming_changes(graph: Graph) -> tuple[Change, ...]:
    """What changes after the graph's day, in order; whether a page shows it is not asked."""
    found = {
        change for entry in _living(graph) for change in _changes(entry) if change.day > graph.today
    }
    return tuple(sorted(found))


def _living(graph: Graph) -> Iterator[Entry]:
    """What is shown, and what is to appear; not what is past or a draft."""
    for versions in graph.entries.values():
        yield from (entry for entry in versions.values() if entry.origin.path)
    yield from (held.entry for held in graph.withheld if held.reason is Reason.SCHEDULED)


def _changes(entry: Entry) -> Iterator[Change]:
    for day, sort in (*_days_of_any(entry), *_days_of_kind(entry)):
        yield Change(day, sort, entry.label, entry.origin.path)


def _days_of_any(entry: Entry) -> Iterator[tuple[dt.date, ChangeSort]]:
    if entry.shown_from:
        yield entry.shown_from, ChangeSort.APPEARS
    if entry.expires:
        yield entry.expires + _DAY, ChangeSort.EXPIRES
    if entry.reviewed_on:
        yield review_due(entry.reviewed_on) + _DAY, ChangeSort.REVIEW_DUE
    for _, picture in values_of(entry, Picture):
        if picture.consent and picture.consent.until:
            yield picture.consent.until + _DAY, ChangeSort.CONSENT_ENDS


def _days_of_kind(entry: Entry) -> Iterator[tuple[dt.date, ChangeSort]]:
    """What an entry's own period does: `state` of the traits says on which days it changes."""
    match entry:
        case Lasting(start=start, end=end):
            if start:
                yield start.first_day, ChangeSort.STARTS
            if end:
                yield end.last_day + _DAY, ChangeSort.ENDS
        case Happening(start=first, end=last):
            # A feed follows an event from the day it was told of, else from its own.
            yield entry.reviewed_on or first.day.first_day, ChangeSort.FOLLOWED
            if first.day.day:
                yield first.day.first_day, ChangeSort.EVENT_STARTS
            yield (last or first).day.last_day + _DAY, ChangeSort.EVENT_PASSES
        case Person(end=end) if end:
            yield end.last_day + _DAY, ChangeSort.LEAVES
    if isinstance(entry, (Person, Office)) and entry.known_in:
        # Machines are told only what is true today.
        yield entry.known_in.last_day + _DAY, ChangeSort.FACT_AGES
    if isinstance(entry, Event) and entry.registration and entry.registration.deadline:
        yield entry.registration.deadline.last_day + _DAY, ChangeSort.REGISTRATION_CLOSES
