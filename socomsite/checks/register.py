"""The publication series: numbers that are skipped and not explained.

Reads the graph; must never know how the register is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from socomsite.model.graph import Graph
from socomsite.model.identifiers import SeriesNumber, read_series_number
from socomsite.model.kinds import Publication
from socomsite.problem import Position, Problem, Severity, problem


@dataclass(frozen=True)
class Gap:
    """A number that a series skips, with the work after it and how it explains the gap."""

    series: str
    number: str
    place: Position
    explanation: str


def check_register(graph: Graph) -> Iterator[Problem]:
    """A warning, `publication-gap`, at each work before which its series skips numbers.

    While some entry cannot be read, nobody knows which numbers are missing.
    """
    if graph.broken:
        return
    gaps = [gap for gap in series_gaps(own_publications(graph)) if not gap.explanation]
    for place, found in groupby(gaps, key=lambda gap: gap.place):
        numbers = ", ".join(gap.number for gap in found)
        yield problem(place, "publication-gap", severity=Severity.WARNING, numbers=numbers)


def own_publications(graph: Graph) -> Iterator[Publication]:
    """Socom's own publications in the order of their list."""
    for entry in graph.of_kind(Publication.folder, graph.site.language):
        if isinstance(entry, Publication) and entry.is_own:
            yield entry


def series_gaps(publications: Iterable[Publication]) -> Iterator[Gap]:
    """The numbers between 1 and the highest of a series, letter and year that no work has.

    Each stands at the work after the gap, whose field `gap_before` may explain it.
    """
    runs: dict[tuple[str, str, int], dict[int, Publication]] = defaultdict(dict)
    for entry in publications:
        number = read_series_number(entry.number or "")
        if number and entry.series:
            runs[entry.series, number.letter, number.year][number.number] = entry
    for (series, letter, year), known in sorted(runs.items(), key=lambda item: item[0]):
        for missing in sorted(set(range(1, max(known))) - set(known)):
            after = known[min(number for number in known if number > missing)]
            label = str(SeriesNumber(letter, missing, year))
            yield Gap(series, label, after.origin, after.gap_before or "")
