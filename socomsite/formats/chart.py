"""The chart of a page: which one it has, and counts drawn as rows of little arcs, one for each.

Charts are made at plan time as frozen values with every coordinate in them
(`docs/decisions/0026-charts.md`). Must never know HTML.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, TypeAlias

from socomsite.datewords import year_runs
from socomsite.formats.view import Viewer
from socomsite.model.kinds import Owner, Plan, Project, Publication, PublicationStatus
from socomsite.model.pages import Chart, Page
from socomsite.model.parts import GoalArea
from socomsite.model.schema import Entry

if TYPE_CHECKING:
    from socomsite.formats.life import Life
    from socomsite.formats.timeline import Timeline

#: One thing's arc: a half disc, and the way to the next one.
_RADIUS, _STEP, _BASE = 12, 30, 14
_AFTER = 8  # before the number that stands beside
#: How a half disc is hatched: bars at these places, so high.
_BARS = ((2, 7), (6, 10), (10, 12), (14, 12), (18, 10), (22, 7))
#: Looks in the order in which they stand in a row.
_LOOKS = ("full", "half", "outline", "hatched")


@dataclass(frozen=True, slots=True)
class Part:
    """Things of one sort in a row: their word, number, and the path of their arcs."""

    word: str
    count: int
    look: str
    path: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a tally; one without a number is a gap.

    `title` is plain words; where it is empty, `word` names an interface word.
    """

    title: str
    word: str = ""
    address: str = ""
    count: int = 0
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Tally:
    """Counts of `of`, row by row; `width` is that of the longest row in the drawing's own units.

    `keys` are the signs of the picture; without them nothing is drawn, only counted.
    """

    shape: ClassVar[str] = "tally"

    of: str
    bars: tuple[Bar, ...]
    width: int
    height: int
    keys: tuple[Part, ...]


ChartView: TypeAlias = "Timeline | Tally | Life"


def chart_of(entry: Entry, viewer: Viewer, places: Mapping[str, str]) -> ChartView | None:
    """The chart that a page shows; None if it has none.

    `places` leads from the anchor of a group in the page's lists to its address.
    """
    match entry:
        case Page(chart=Chart.TIMELINE):
            from socomsite.formats.timeline import timeline  # noqa: PLC0415 - few pages have one

            return timeline(viewer)
        case Page(chart=Chart.PER_YEAR):
            return publications(viewer, places)
        case Plan():
            return goals(entry.areas)
        case Project():
            from socomsite.formats.life import life  # noqa: PLC0415 - as above

            return life(entry, viewer)
    return None


_UNSURE = frozenset({PublicationStatus.PLANNED, PublicationStatus.UNKNOWN})


def publications(viewer: Viewer, places: Mapping[str, str]) -> Tally | None:
    """Socom's own publications per year, newest first; None if there are none."""
    by_year: defaultdict[int | None, Counter[str]] = defaultdict(Counter)
    for entry in viewer.graph.of_kind(Publication.folder, viewer.language):
        if isinstance(entry, Publication) and entry.owner_of_work is Owner.SOCOM:
            look = "hatched" if entry.status in _UNSURE else "full"
            by_year[entry.year.year if entry.year else None][look] += 1
    undated = by_year.pop(None, None)
    rows: list[tuple[Bar, Counter[str]]] = []
    years = [year for year in by_year if year is not None]
    whole = set(range(min(years), max(years) + 1)) if years else set()
    gaps = {int(run[:4]): run for run in year_runs(whole - by_year.keys())}
    for year in sorted({*years, *gaps}, reverse=True):
        bar = Bar(gaps.get(year) or str(year), address=places.get(f"v{year}", ""))
        rows.append((bar, by_year[year] if year in years else Counter()))
    if undated:
        rows.append((Bar("", "list.no-year", places.get("ei-vuotta", "")), undated))
    return _tally("publications", rows) if rows else None


_STATES = {"achieved": "full", "partly_achieved": "half", "not_achieved": "outline"}


def goals(areas: Iterable[GoalArea]) -> Tally:
    """The goals of a plan by area and by what a source says of them; not drawn if none says."""
    rows = []
    for number, area in enumerate(areas, start=1):
        counts = Counter(_STATES.get(str(goal.state or ""), "hatched") for goal in area.goals)
        title = f"{area.number} {area.name}" if area.number else area.name
        rows.append((Bar(title, address=f"#s-area-{number}"), counts))
    return _tally("goals", rows, is_drawn=any(set(c) - {"hatched"} for _, c in rows))


def _tally(of: str, rows: list[tuple[Bar, Counter[str]]], *, is_drawn: bool = True) -> Tally:
    most = max(counts.total() for _, counts in rows)
    found = {look for _, counts in rows for look in counts}
    return Tally(
        of=of,
        bars=tuple(
            Bar(bar.title, bar.word, bar.address, counts.total(), _parts(of, counts))
            for bar, counts in rows
        ),
        width=max(most, 1) * _STEP + _AFTER,
        height=_BASE + 1,
        keys=tuple(
            _parts(of, Counter({look: 1}))[0] for look in _LOOKS if look in found and is_drawn
        ),
    )


def _parts(of: str, counts: Counter[str]) -> tuple[Part, ...]:
    """The parts of a row, one after another."""
    left, parts = 0, []
    for look in _LOOKS:
        if counts[look]:
            starts = range(left, left + counts[look] * _STEP, _STEP)
            path = "".join(_glyph(look, start + 2) for start in starts)
            parts.append(Part(f"chart.{of}.{look}", counts[look], look, path))
            left += counts[look] * _STEP
    return tuple(parts)


def _glyph(look: str, x: int) -> str:
    """The path of one arc; of a half full one the right half is taken out (even-odd rule)."""
    if look == "hatched":
        bars = "".join(f"M{x + place} {_BASE}v-{height}" for place, height in _BARS)
        return f"{bars}M{x} {_BASE}h{2 * _RADIUS}"
    disc = f"M{x} {_BASE}a{_RADIUS} {_RADIUS} 0 0 1 {2 * _RADIUS} 0z"
    if look == "half":
        away = f"a{_RADIUS} {_RADIUS} 0 0 0-{_RADIUS}-{_RADIUS}z"
        return f"{disc}M{x + _RADIUS} {_BASE - _RADIUS}v{_RADIUS}h{_RADIUS}{away}"
    return disc
