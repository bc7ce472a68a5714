"""The ways onward from a page: to the other pages of its list, and to what came before and after.

Each page knows only the ways it shows, so that a list of a thousand pages costs as many times one.
Must never know templates or output paths.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from socomsite.formats.links import NavLink
from socomsite.language import Language
from socomsite.model.entries import MENTION
from socomsite.model.graph import Graph
from socomsite.model.schema import Entry
from socomsite.model.traits import Dated

_NEAR = 2  # so many pages on either side of the one shown


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered page of a list."""

    number: int
    address: str


@dataclass(frozen=True, slots=True)
class Pager:
    """The ways from one page of a list to the others.

    `steps` are the first, the last and those nearby; where numbers are left out, there is a gap.
    """

    number: int
    count: int
    previous: str
    next: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What came next before and next after a dated entry, of its kind and language."""

    older: NavLink | None = None
    newer: NavLink | None = None


# As `numbered` makes it
NUMBERED = re.compile(r"(?<=/)sivu-[0-9]+/$")


def numbered(address: str, number: int) -> str:
    """The address of a list's page: the first is the list's own."""
    return address if number == 1 else f"{address}sivu-{number}/"


def pager(address: str, number: int, count: int) -> Pager | None:
    """The ways from a numbered page of the list at an address; None if it is its only page."""
    if count == 1:
        return None
    near = {n for n in range(number - _NEAR, number + _NEAR + 1) if 0 < n <= count} | {1, count}
    # A gap of one page is no shorter than its number.
    near |= {n + 1 for n in near if n + 2 in near}
    return Pager(
        number=number,
        count=count,
        previous=numbered(address, number - 1) if number > 1 else "",
        next=numbered(address, number + 1) if number < count else "",
        steps=tuple(Step(n, numbered(address, n)) for n in sorted(near)),
    )


class Leafing:
    """Who stands beside whom among the dated entries of one language."""

    def __init__(self, graph: Graph, language: Language) -> None:
        """For pages of this language: a reader is not led from one language to another."""
        self._graph = graph
        self._language = language
        self._places: dict[str, dict[str, int]] = {}
        # Each is the older of one and the newer of another, which are often made in a row.
        self._link = lru_cache(maxsize=256)(self._linked)

    def neighbours(self, entry: Entry) -> Neighbours | None:
        """What stands beside an entry; None for a kind that is not followed from day to day."""
        if not (isinstance(entry, Dated) and entry.has_feed):
            return None
        folder = entry.folder
        keys = self._graph.keys_of(folder, self._language)
        if folder not in self._places:
            self._places[folder] = {key: place for place, key in enumerate(keys)}
        place = self._places[folder][entry.key]
        return Neighbours(
            older=self._nearest(folder, (keys[each] for each in range(place + 1, len(keys)))),
            newer=self._nearest(folder, (keys[each] for each in range(place - 1, -1, -1))),
        )

    def _nearest(self, folder: str, keys: Iterable[str]) -> NavLink | None:
        """The first of these entries that is of this language."""
        languages = self._graph.entries.languages
        own = (key for key in keys if self._language in languages((folder, key)))
        found = next(own, None)
        if found is None:
            return None
        self._graph.entries.asked.add((MENTION, folder, found))
        return self._link(folder, found)

    def _linked(self, folder: str, key: str) -> NavLink:
        with self._graph.entries.frame():  # what is shown of it is what is shown where it is named
            entry = self._graph.brief((folder, key), self._language)
        return NavLink(entry.label, self._graph.address(entry), entry.language)
