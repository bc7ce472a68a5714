"""When something that lasts was at work, as far as its entry tells: spans of days, and how sure.

Claims no more than `start`, `end`, `active` and `planned` say; must never know how it is drawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from socomsite.dates import PartialDate
from socomsite.model.traits import Lasting


class Surety(StrEnum):
    """How a span is known: from start to end, only as a time when it was seen, only by plan."""

    KNOWN = "known"
    SEEN = "seen"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From the first to the last day that the entry's dates can mean."""

    first: dt.date
    last: dt.date
    surety: Surety = Surety.SEEN

    @property
    def years(self) -> range:
        """Every year that the span touches."""
        return range(self.first.year, self.last.year + 1)


def spans_of(entry: Lasting) -> tuple[Span, ...]:
    """When the entry was at work, in the order of time; nothing if nothing is known.

    With both ends known, one span. Otherwise a known start or end tells of its own year only, and
    `active` of the times it holds. A plan counts where nothing else is known of its time.
    """
    if entry.start and entry.end:
        return (Span(entry.start.first_day, entry.end.last_day, Surety.KNOWN),)
    seen = list(_joined(_seen(entry)))
    if entry.planned and not entry.start:
        plan = Span(entry.planned.first_day, entry.planned.last_day, Surety.PLANNED)
        if not any(span.first <= plan.last and plan.first <= span.last for span in seen):
            seen.append(plan)
    return tuple(sorted(seen))


def plan_of(entry: Lasting) -> PartialDate | None:
    """When it was meant to begin, where nothing surer is known of that time."""
    is_plan = any(span.surety is Surety.PLANNED for span in spans_of(entry))
    return entry.planned if is_plan else None


def seen_in(entry: Lasting) -> tuple[int, ...]:
    """The years in which a source saw it at work, unless its start and end are both known."""
    return () if entry.start and entry.end else tuple(sorted({day.year for day in entry.active}))


def _seen(entry: Lasting) -> Iterable[Span]:
    """The times when it was seen, none before a known start or after a known end."""
    after = entry.start.first_day if entry.start else dt.date.min
    before = entry.end.last_day if entry.end else dt.date.max
    spans = [Span(day.first_day, day.last_day) for day in entry.active]
    spans += [_year_of(day) for day in (entry.start, entry.end) if day]
    for span in spans:
        first, last = max(span.first, after), min(span.last, before)
        if first <= last:
            yield Span(first, last)


def _year_of(day: PartialDate) -> Span:
    """The whole year of a date, and what a winter has of the next one."""
    return Span(dt.date(day.year, 1, 1), max(day.last_day, dt.date(day.year, 12, 31)))


def _joined(spans: Iterable[Span]) -> Iterable[Span]:
    """The spans with those that overlap or follow each other day on day made one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.first <= found[-1].last + dt.timedelta(days=1):
            found[-1] = Span(found[-1].first, max(found[-1].last, span.last))
        else:
            found.append(span)
    return found
