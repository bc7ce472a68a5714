"""What was measured, as medians with their ranges, and ratios of them.

Must never know how it is shown.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]  # a line of JSON
#: Size, peer, case.
Key = tuple[int, str, str]


@dataclass(frozen=True)
class Figure:
    """One peer's builds of one case: seconds of wall and processor, megabytes, how many builds."""

    median: float
    low: float
    high: float
    cpu: float
    memory: float
    count: int


@dataclass(frozen=True)
class Figures:
    """All of a run, by size, peer and case; pages that stayed stale, and what failed, likewise.

    `shipped` are median seconds of the site that comes with the program, by case.
    """

    builds: Mapping[Key, Figure]
    failed: Mapping[Key, str]
    stale: Mapping[Key, tuple[str, ...]]
    pages: Mapping[tuple[int, str], int]
    versions: Mapping[str, str]
    hindered: Mapping[str, str]
    profiles: Mapping[int, Row]
    corpora: Mapping[int, Row]
    shipped: Mapping[str, float]
    loads: tuple[float, ...]

    @property
    def sizes(self) -> list[int]:
        """The numbers of posts, rising."""
        return sorted({size for size, _, _ in self.builds})

    def ratio(self, size: int, case: str, other: tuple[str, str], peer: str = "socomsite") -> float:
        """A peer's median against another's, given as peer and case; NaN where one is missing."""
        own, theirs = self.builds.get((size, peer, case)), self.builds.get((size, *other))
        return own.median / theirs.median if own and theirs else math.nan

    def memory_ratio(self, size: int, other: str) -> float:
        """The highest memory of our cases against that of another's."""
        own, theirs = (
            max(
                (f.memory for (n, p, _), f in self.builds.items() if (n, p) == (size, peer)),
                default=0,
            )
            for peer in ("socomsite", other)
        )
        return own / theirs if own and theirs else math.nan

    def exponent(self, peer: str, case: str, small: int, large: int) -> float:
        """How time grows with the number of posts: 1 is in proportion."""
        low, high = self.builds.get((small, peer, case)), self.builds.get((large, peer, case))
        if not (low and high):
            return math.nan
        return math.log(high.median / low.median) / math.log(large / small)


def figures(rows: Iterable[Row]) -> Figures:
    """The figures of the rows that a run has kept."""
    taken: dict[Key, list[Row]] = defaultdict(list)
    failed: dict[Key, str] = {}
    stale: dict[Key, tuple[str, ...]] = {}
    pages: dict[tuple[int, str], int] = {}
    versions, hindered = {}, {}
    profiles: dict[int, Row] = {}
    corpora: dict[int, Row] = {}
    shipped: dict[str, float] = {}
    for row in rows:
        if row["case"] == "version":
            (hindered if row["hindered"] else versions)[row["peer"]] = (
                row["hindered"] or row["version"]
            )
            continue
        if row["case"] in {"profile", "corpus"}:
            (profiles if row["case"] == "profile" else corpora)[row["n"]] = row
            continue
        if row["case"] == "shipped":
            shipped = {case: statistics.median(each) for case, each in row["seconds"].items()}
            continue
        key = (row["n"], row["peer"], row["case"])
        if "failed" in row:
            failed[key] = row["failed"]
            continue
        taken[key].append(row)
        if row.get("stale"):
            stale[key] = tuple(row["stale"])
        if "pages" in row:
            pages[key[:2]] = row["pages"]
    return Figures(
        builds={key: _figure(found) for key, found in taken.items()},
        failed=failed,
        stale=stale,
        pages=pages,
        versions=versions,
        hindered=hindered,
        profiles=profiles,
        corpora=corpora,
        shipped=shipped,
        loads=tuple(row["load"] for found in taken.values() for row in found if "load" in row),
    )


def _figure(rows: list[Row]) -> Figure:
    """Of builds, or of the edits of a preview."""
    walls = [s for row in rows for s in (row["seconds"] if "seconds" in row else [row["wall"]])]
    return Figure(
        median=statistics.median(walls),
        low=min(walls),
        high=max(walls),
        cpu=statistics.median(row.get("cpu", 0.0) for row in rows),
        memory=statistics.median(row["memory"] for row in rows),
        count=len(walls),
    )
