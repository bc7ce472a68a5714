"""Timelines: every project and service by development area, and the life of a single one.

All coordinates are worked out here, so that a template only writes them. Knows where things stand
in a drawing; must never know HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from socomsite.dates import PartialDate
from socomsite.datewords import year_runs
from socomsite.formats.drawing import (
    ARC,
    Axis,
    Stroke,
    Tick,
    arc,
    hatched,
    line_under,
    room,
    strokes,
    ticks,
    wrapped,
)
from socomsite.formats.record import Record
from socomsite.formats.view import Viewer
from socomsite.language import collation_key
from socomsite.model.kinds import Project, ProjectSort, Service
from socomsite.model.schema import Entry
from socomsite.model.spans import Surety, plan_of, seen_in, spans_of

#: The drawing's own units: the width of the picture, of its lane names, and of one row.
WIDTH, LANES, ROW = 1000, 190, 27
_PAD, _BASE, _LINE = 12, 19, 22
#: Letters as large as on paper, where they are largest: what has room there has it everywhere.
LETTER, LANE_LETTER = 18, 19
_GAP, _LATE = 7, 160
#: On a phone each row has an axis of its own: so wide for a year, so high.
_PHONE_YEAR, _PHONE_BASE = 40, 15
_KEY = 40


@dataclass(frozen=True, slots=True)
class Key:
    """A sign of the picture: its word, the group whose colour it shows if one, and its drawing."""

    word: str
    group: str
    line: str
    stroke: Stroke


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands in its lane: the line under its arcs, they, and its label by them."""

    line: str
    strokes: tuple[Stroke, ...]
    x: int
    y: int
    is_before: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in a lane; without a place if nothing is known of its time.

    `seen` holds the years, alone or in runs, in which a source saw it.
    """

    card: Record
    group: str
    seen: tuple[str, ...] = ()
    planned: PartialDate | None = None
    place: Place | None = None
    line: str = ""
    strokes: tuple[Stroke, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A development area with its rows; `title` is empty for entries of none.

    `lines` are those of its title in the picture, each with its height.
    """

    title: str
    anchor: str
    address: str
    lines: tuple[tuple[int, str], ...]
    height: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Timeline:
    """All projects and services by development area; `gaps` are the years in which none is known.

    `phone_ticks` have their place in per cents of the width.
    """

    shape: ClassVar[str] = "timeline"

    first: int
    last: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    phone_ticks: tuple[Tick, ...]
    phone_width: int
    keys: tuple[Key, ...]
    gaps: tuple[str, ...]
    undated: tuple[Record, ...]


def timeline(viewer: Viewer) -> Timeline | None:
    """The timeline of all projects and services of a site; None if no year is known of any."""
    entries = [
        entry
        for folder in (Project.folder, Service.folder)
        for entry in viewer.graph.of_kind(folder, viewer.language)
        if isinstance(entry, (Project, Service))
    ]
    spans = {(entry.folder, entry.key): spans_of(entry) for entry in entries}
    known = [span for found in spans.values() for span in found]
    if not known:
        return None
    first, last = min(s.first for s in known).year, max(s.last for s in known).year
    axis = Axis(first, last, LANES, WIDTH)
    phone = Axis(first, last, 0, _PHONE_YEAR * (last - first + 1))
    drawing = _Drawing(viewer, axis, phone)
    seen = {year for span in known for year in span.years}
    return Timeline(
        first=first,
        last=last,
        lanes=tuple(_lanes(entries, drawing)),
        ticks=ticks(axis),
        phone_ticks=_phone_ticks(phone),
        phone_width=phone.right,
        keys=tuple(_keys({group_of(entry) for entry in entries}, {s.surety for s in known})),
        gaps=year_runs(year for year in axis.years if year not in seen),
        undated=viewer.cards(name for name, known in spans.items() if not known),
    )


def _keys(groups: Collection[str], sureties: Collection[Surety]) -> Iterable[Key]:
    """The signs that the picture has, and no others."""
    base, line = _PHONE_BASE, f"M0 {_PHONE_BASE}h{_KEY}"
    for group in ("project", "network", "service"):
        if group in groups:
            stroke = Stroke(arc(0, _KEY, base), Surety.KNOWN)
            yield Key(f"chart.group.{group}", group, line, stroke)
    if Surety.SEEN in sureties:
        yield Key("chart.seen_key", "", line, Stroke(hatched(0, _KEY, base), Surety.SEEN))
    if Surety.PLANNED in sureties:
        stroke = Stroke(arc(1, _KEY - 1, base), Surety.PLANNED)
        yield Key("chart.planned_key", "", "", stroke)


def group_of(entry: Entry) -> str:
    """What a legend tells apart: projects and programmes, units and networks, services."""
    if isinstance(entry, Project):
        own = (ProjectSort.PROJECT, ProjectSort.PROGRAMME)
        return "project" if entry.sort in own else "network"
    return "service"


def _phone_ticks(axis: Axis) -> tuple[Tick, ...]:
    """Every fifth year, or the first if none of them is a fifth."""
    years = [year for year in axis.years if year % 5 == 0] or [axis.first]
    return tuple(Tick(y, axis.year(y), round(100 * axis.year(y) / axis.right)) for y in years)


def _lanes(entries: Sequence[Project | Service], drawing: _Drawing) -> Iterable[Lane]:
    """A lane for each development area that has any; an entry stands in each of its areas."""
    viewer = drawing.viewer
    by_topic: dict[str, list[Project | Service]] = {}
    for entry in entries:
        names = [viewer.graph.find(ref.key, ("topics",)) for ref in entry.topics]
        for key in dict.fromkeys([name[1] for name in names if name] or [""]):
            by_topic.setdefault(key, []).append(entry)
    for topic in viewer.graph.of_kind("topics", viewer.language):
        if topic.key in by_topic:
            found, address = by_topic[topic.key], viewer.graph.address(topic)
            yield drawing.lane(topic.label, topic.key, address, found)
    if "" in by_topic:
        yield drawing.lane("", "muut", "", by_topic[""])


@dataclass(frozen=True)
class _Drawing:
    """Where things stand in the picture and on a phone's axis."""

    viewer: Viewer
    axis: Axis
    phone: Axis

    def lane(
        self, title: str, anchor: str, address: str, entries: Iterable[Project | Service]
    ) -> Lane:
        """A lane with its entries in the order of time, those without any last."""
        rows, top = [], _PAD
        for entry in sorted(entries, key=self._order):
            row, taken = self._row(entry, top)
            rows.append(row)
            top += taken
        lines = wrapped(title, LANES - _PAD, LANE_LETTER, self.viewer.language)
        height = max(top, _PAD + _LINE * len(lines)) + _PAD // 2
        placed = tuple((_PAD + _BASE + _LINE * n, line) for n, line in enumerate(lines))
        return Lane(title, anchor, address, placed, height, tuple(rows))

    def _order(self, entry: Project | Service) -> tuple[object, ...]:
        spans = spans_of(entry)
        name = collation_key(entry.label, self.viewer.language)
        return (spans[0].first, spans[-1].last, name) if spans else (dt.date.max, dt.date.max, name)

    def _row(self, entry: Project | Service, top: int) -> tuple[Row, int]:
        """A row whose place begins at a height, and how high it is."""
        card, spans = self.viewer.card((entry.folder, entry.key)), spans_of(entry)
        group, seen = group_of(entry), year_runs(seen_in(entry))
        if not spans:
            return Row(card, group), 0
        start, _ = self.axis.span(spans[0].first, spans[0].last)
        _, end = self.axis.span(spans[-1].first, spans[-1].last)
        wide = room(str(card["short_label"]), LETTER) + _GAP
        fits_before, fits_after = start - wide >= LANES, end + wide <= WIDTH
        is_late = WIDTH - end < _LATE
        is_before = fits_before and (is_late or not fits_after)
        taken, base = ROW, top + _BASE
        x, y = (start - _GAP if is_before else end + _GAP), base
        if not (fits_before or fits_after):  # above its arc, in a row of its own
            taken, base, y = 2 * ROW, base + ROW, base + ROW - ARC - _GAP
            x = max(min(start, WIDTH - wide), LANES)
        line = line_under(spans, self.axis, base)
        place = Place(line, strokes(spans, self.axis, base), x, y, is_before)
        row = Row(
            card=card,
            group=group,
            seen=seen,
            planned=plan_of(entry),
            place=place,
            line=line_under(spans, self.phone, _PHONE_BASE),
            strokes=strokes(spans, self.phone, _PHONE_BASE),
        )
        return row, taken
