"""What entries hold beside their running texts, in a table: a thousand cards need no more.

Must never know what a card shows.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from socomsite.digest import digest
from socomsite.engine.cache import Cache
from socomsite.engine.workers import engine_digest
from socomsite.language import Language
from socomsite.model.departed import Departure
from socomsite.model.entries import brief, made_of
from socomsite.model.graph import Graph
from socomsite.model.references import Name
from socomsite.model.schema import Entry, Schema
from socomsite.model.source import Source

_TABLE = "briefs"
_MOST_HELD = 20_000  # or a process that makes very many pages would have them all
_At = tuple[str, str, str]
# The digest of the source, and a kind with its fields, pickled.
_Row = tuple[str, bytes]


class Briefs:
    """Entries without their running texts, as they were read from their sources."""

    def __init__(self, rows: Mapping[_At, _Row]) -> None:
        """The entries of a table."""
        self._rows = rows
        self._made: dict[_At, Entry] = {}

    def has(self, name: Name, language: Language, mark: str) -> bool:
        """Whether there is an entry as it is in a source of this digest."""
        found = self._rows.get((*name, language))
        return found is not None and found[0] == mark

    def entry(self, name: Name, language: Language) -> Entry:
        """An entry that is there. Raises KeyError."""
        at = (*name, language.value)
        if at not in self._made:
            if len(self._made) == _MOST_HELD:
                self._made.clear()
            self._made[at] = made_of(*pickle.loads(self._rows[at][1]))  # noqa: S301 - our own file
        return self._made[at]


def briefs_of(cache: Cache, schema: Schema, departures: Sequence[Departure]) -> Briefs:
    """The entries that are kept so, by this very program, when the same people had left."""
    return Briefs(_rows(cache, _mark(schema, departures)))


def keep_briefs(cache: Cache, graph: Graph, sources: Sequence[Source]) -> None:
    """Keep the entries of these sources that are shown; those that are known are not made again."""
    mark = _mark(graph.schema, graph.departures)
    cache.keep_table(_TABLE, (mark, dict(_made(graph, sources, _rows(cache, mark)))))


def _made(
    graph: Graph, sources: Sequence[Source], known: Mapping[_At, _Row]
) -> Iterator[tuple[_At, _Row]]:
    entries = graph.entries
    for source in sources:
        name, language, mark = (source.folder, source.key), source.language, source.digest
        if name not in entries or language not in entries.languages(name):
            continue
        at = (*name, language.value)
        row = known.get(at, ("", b""))
        if row[0] != mark:
            entry = entries[name][language]
            row = mark, pickle.dumps((type(entry), brief(entry)), protocol=5)
        yield at, row


def _rows(cache: Cache, mark: str) -> Mapping[_At, _Row]:
    match cache.table(_TABLE):
        case (str(was), dict(rows)) if was == mark:
            return cast("Mapping[_At, _Row]", rows)
    return {}


def _mark(schema: Schema, departures: Sequence[Departure]) -> str:
    """Changes with all that says what an entry holds of a source: the program, and who has left."""
    kinds = tuple(kind.__qualname__ for kind in schema.kinds.values())
    return digest(engine_digest(), kinds, tuple((d.key, d.addresses) for d in departures))
