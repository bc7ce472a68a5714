"""Artifacts without their bytes: all that checks and writing ask of a file that stands already.

A row is plain values, so that the rows of a whole site are read at once from one table; bytes stay
in the cache until a file must be written. Must never know how a file is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from sys import intern
from typing import Any

from socomsite.engine.aside import Aside
from socomsite.job import Artifact, Facts, Loads
from socomsite.problem import Outcome

Made = Outcome[Artifact | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """Bytes that the cache keeps, by their SHA-256 and number; `whole` gives the artifact."""

    mark: str
    size: int
    whole: Callable[[], Made | None]

    def read(self) -> bytes:
        """The bytes. Raises OSError if they are neither kept nor can be made again."""
        found = self.whole()
        if (
            found is None
            or found.value is None
            or sha256(found.value.data).hexdigest() != self.mark
        ):
            message = "a file that was made cannot be made again"
            raise OSError(message)
        return found.value.data


def row_of(made: Made) -> tuple[Any, ...] | None:
    """What is known of an artifact, as plain values; None for one that has problems to be told."""
    artifact = made.value
    if artifact is None or made.problems:
        return None
    facts, loads = artifact.facts, artifact.loads
    known = facts and (facts.address, facts.links, facts.ids)
    parts = loads.requests, loads.scripts, loads.styles, loads.frames, loads.actions, loads.searches
    return artifact.path, artifact.mark, artifact.size, known, parts


def row_aside(aside: Aside, made: Made) -> tuple[Any, ...] | None:
    """The same, of an artifact that was made just now: its bytes are put aside, to be moved."""
    row = row_of(made)
    if row is not None and made.value is not None:
        aside.put(row[0], row[1], made.value.data)
    return row


def lean(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The same row, with what many rows hold held once."""
    path, mark, size, known, parts = row
    facts = known and (
        known[0],
        tuple(map(intern, known[1])),
        frozenset(set(map(intern, known[2]))),  # a set of a set has no room to grow
    )
    return path, mark, size, facts, _shared(parts)


def made_of(row: tuple[Any, ...], whole: Callable[[], Made | None]) -> Made:
    """The artifact of a row, whose bytes `whole` gives when they are asked for."""
    path, mark, size, facts, loads = row
    return Outcome(Artifact(path, Kept(mark, size, whole), facts and Facts(*facts), _loads(loads)))


@lru_cache(maxsize=256)  # most pages load the same; held once, it is also kept once
def _shared(parts: tuple[Any, ...]) -> tuple[Any, ...]:
    return parts


@lru_cache(maxsize=256)
def _loads(parts: tuple[Any, ...]) -> Loads:
    return Loads(*parts)
