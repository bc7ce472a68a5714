"""The life of one project: what is known of its time, and the dated things about it, on an axis.

Knows which kinds tell of a project and when; must never know HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from socomsite.dates import PartialDate
from socomsite.datewords import year_runs
from socomsite.formats.drawing import Axis, Stroke, Tick, line_under, strokes, ticks
from socomsite.formats.record import Record
from socomsite.formats.timeline import group_of
from socomsite.formats.view import Viewer
from socomsite.model.kinds import (
    Event,
    Material,
    MediaAppearance,
    News,
    Post,
    Publication,
    PublicationStatus,
)
from socomsite.model.schema import Entry
from socomsite.model.spans import plan_of, seen_in, spans_of
from socomsite.model.traits import Lasting

#: The drawing's own width; its base line, the first line of marks below it, and between those.
WIDTH, BASE = 700, 22
_FIRST, _BETWEEN, _DOT, _APART = 36, 12, 10, 4
_LETTERS, _EDGE = 26, 12
#: The fields by which entries tell of a project.
_ABOUT = frozenset({"about", "project"})


@dataclass(frozen=True, slots=True)
class Fact:
    """A dated thing: what it is, when, and the entry that it is, if it is one."""

    word: str
    day: PartialDate
    until: PartialDate | None = None
    years: str = ""
    card: Record | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a dated entry stands: a dot, or a line over all the time that its date can mean."""

    path: str
    is_dot: bool


@dataclass(frozen=True)
class Life:
    """A project's dated facts in the order of time, and their picture; `foot` is its year line."""

    shape: ClassVar[str] = "life"

    facts: tuple[Fact, ...]
    ticks: tuple[Tick, ...]
    strokes: tuple[Stroke, ...]
    line: str
    marks: tuple[Mark, ...]
    group: str
    width: int
    foot: int
    height: int


def life(entry: Lasting, viewer: Viewer) -> Life | None:
    """The life of an entry; None if fewer than two things are dated."""
    told = list(_cited(entry, viewer))
    facts = sorted([*_own(entry), *told], key=_time)
    if len(facts) < 2:  # noqa: PLR2004 - one date makes no line
        return None
    spans = spans_of(entry)
    ends = [(span.first, span.last) for span in spans] + [_period(fact) for fact in told]
    first, last = min(a for a, _ in ends).year, max(b for _, b in ends).year
    axis = Axis(first, last, _EDGE, WIDTH - _EDGE)
    lines, marks = _marks(axis.span(*_period(fact)) for fact in sorted(told, key=_time))
    foot = _FIRST + _BETWEEN * lines
    return Life(
        facts=tuple(facts),
        ticks=ticks(axis),
        strokes=strokes(spans, axis, BASE),
        line=line_under(spans, axis, BASE),
        marks=marks,
        group=group_of(entry),
        width=WIDTH,
        foot=foot,
        height=foot + _LETTERS,
    )


def _own(entry: Lasting) -> Iterator[Fact]:
    """What the entry itself says of its time, in words of the list."""
    if entry.start:
        yield Fact("start", entry.start)
    for years in year_runs(seen_in(entry)):
        yield Fact("seen", PartialDate(int(years[:4])), years=years)
    if plan := plan_of(entry):
        yield Fact("planned", plan)
    if entry.end:
        yield Fact("end", entry.end)


def _cited(entry: Entry, viewer: Viewer) -> Iterator[Fact]:
    """The dated entries that tell of it, each once."""
    citations = viewer.graph.cited_by.get((entry.folder, entry.key), ())
    for name in dict.fromkeys(c.name for c in citations if c.field in _ABOUT):
        when = _when(viewer.graph.thin(name, viewer.language))
        if when is not None:
            day, until, word = when
            yield Fact(word, day, until, card=viewer.card(name))


def _when(entry: Entry) -> tuple[PartialDate, PartialDate | None, str] | None:
    """From when to when an entry tells of, and the word for it; None if it has no date."""
    match entry:
        case Event():
            return entry.start.day, entry.end.day if entry.end else None, entry.folder
        case Publication() if entry.year:
            sure = entry.status is not PublicationStatus.PLANNED
            return entry.year, entry.last_year, entry.folder if sure else "planned_publication"
        case Post() | News() | MediaAppearance():
            return (
                PartialDate(entry.date.year, entry.date.month, entry.date.day),
                None,
                entry.folder,
            )
        case Material() if entry.date:
            return entry.date, None, entry.folder
    return None


def _period(fact: Fact) -> tuple[dt.date, dt.date]:
    return fact.day.first_day, (fact.until or fact.day).last_day


def _time(fact: Fact) -> tuple[object, ...]:
    """By first day; what is known by the year alone goes before the days of that year."""
    label = str(fact.card["label"]) if fact.card else ""
    return (fact.day.first_day, -fact.day.last_day.toordinal(), bool(fact.card), fact.word, label)


def _marks(places: Iterable[tuple[int, int]]) -> tuple[int, tuple[Mark, ...]]:
    """Marks one below another where they would meet, and how many lines they take."""
    taken: list[int] = []  # where each line of marks is free again
    marks = []
    for start, end in places:
        is_dot = end - start <= _DOT
        middle = (start + end) // 2
        left, right = (middle, middle) if is_dot else (start + _APART, end - _APART)
        line = next((n for n, free in enumerate(taken) if free <= left), len(taken))
        taken[line : line + 1] = [right + _DOT + _APART]
        marks.append(Mark(f"M{left} {_FIRST + _BETWEEN * line}H{right}", is_dot))
    return len(taken), tuple(marks)
