"""Which content nobody has read through for a year, by who answers for it.

Must never know HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from socomsite.language import collation_key
from socomsite.model.graph import Graph
from socomsite.model.schema import Entry

#: A review holds for a year: act 306/2019 asks as much of the accessibility statement.
MONTHS = 12


@dataclass(frozen=True)
class Review:
    """One page, when it was last read through, and how late the next reading is."""

    path: str
    title: str
    owner: str
    reviewed_on: dt.date
    due: dt.date
    overdue_days: int


@dataclass(frozen=True)
class FreshnessReport:
    """Overdue reviews by owner, oldest first; the next one due; what has no review date at all."""

    as_of: dt.date
    reviewed: int
    overdue: tuple[Review, ...]
    next: Review | None
    undated: tuple[tuple[str, int], ...]


def review_due(reviewed_on: dt.date) -> dt.date:
    """The day on which a review falls due: a year later, on 28 February for a leap day."""
    try:
        return reviewed_on.replace(year=reviewed_on.year + MONTHS // 12)
    except ValueError:
        return reviewed_on.replace(year=reviewed_on.year + MONTHS // 12, day=28)


def reviewed_entries(graph: Graph) -> Iterator[tuple[Entry, dt.date]]:
    """The published entries of a file that have been read through by the graph's day, with when."""
    for versions in graph.entries.values():
        for entry in versions.values():
            day = entry.reviewed_on
            if entry.origin.path and day and day <= graph.today:
                yield entry, day


def freshness(graph: Graph) -> FreshnessReport:
    """The review dates of what is published on the graph's day."""
    reviews = [_review(entry, day, graph.today) for entry, day in reviewed_entries(graph)]
    language = graph.site.language
    overdue = [review for review in reviews if review.overdue_days > 0]
    overdue.sort(key=lambda r: (collation_key(r.owner, language), r.due, r.path))
    coming = sorted((r for r in reviews if not r.overdue_days), key=lambda r: (r.due, r.path))
    undated: dict[str, int] = {}
    for versions in graph.entries.values():
        for entry in versions.values():
            if entry.origin.path and not entry.reviewed_on:
                undated[entry.folder] = undated.get(entry.folder, 0) + 1
    return FreshnessReport(
        as_of=graph.today,
        reviewed=len(reviews),
        overdue=tuple(overdue),
        next=coming[0] if coming else None,
        undated=tuple(sorted(undated.items())),
    )


def _review(entry: Entry, day: dt.date, today: dt.date) -> Review:
    due = review_due(day)
    return Review(
        path=entry.origin.path,
        title=entry.label,
        owner=entry.owner or "",
        reviewed_on=day,
        due=due,
        overdue_days=max(0, (today - due).days),
    )
