"""The files of a site most of which stand as the last whole build left them.

Who only counts or writes them needs ten thousand objects of neither jobs nor artifacts: those are
made when somebody asks for them. Must never know how a file is made.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, overload

from socomsite.engine.cache import Cache
from socomsite.engine.outcomes import unpickled
from socomsite.job import Artifact, Facts, Finished, Job
from socomsite.problem import Outcome

#: No more bytes of files that were not rendered are kept.
_MOST_BYTES = 1 << 26
#: Path, format, kind, `is_own`, key of the cache, SHA-256, size, the address of a page, and the
#: recipe it was made with.
File = tuple[str, str, str, bool, str, str, int, str | None, str]
Pair = tuple[Job, Artifact]


@dataclass(frozen=True, slots=True)
class Stored:
    """The bytes of a file that stands, which the cache has by a key."""

    mark: str
    size: int
    key: str
    cache: Cache

    def read(self) -> bytes:
        """The bytes. Raises OSError if the cache has lost them."""
        data = self.cache.fetch(self.key)
        made = unpickled(data)
        if made is None or made.value is None:
            message = "a file that stood is no longer remembered"
            raise OSError(message)
        found: Artifact = made.value
        return found.data


class Stood(NamedTuple):
    """A file that stands, for who writes it."""

    path: str
    mark: str
    size: int
    key: str
    cache: Cache

    @property
    def data(self) -> bytes:
        """The bytes. Raises OSError if the cache has lost them."""
        return Stored(self.mark, self.size, self.key, self.cache).read()


class Files(Sequence[Pair]):
    """All files of a site by path: those made now, and those that stand, as rows of a table.

    Of the pages that stand only the address is told.
    """

    def __init__(self, rows: Sequence[File], made: Mapping[str, Pair], cache: Cache) -> None:
        """The files of these rows, of which some were made now."""
        self._rows = rows
        self._made = made
        self._cache = cache

    @property
    def finished(self) -> Iterator[Finished]:
        """Each file for who writes it, by path."""
        cache, made = self._cache, self._made
        for path, _, _, _, key, mark, size, *_ in self._rows:
            yield made[path][1] if path in made else Stood(path, mark, size, key, cache)

    @property
    def kinds(self) -> Iterator[str]:
        """The kind of each page."""
        return (row[2] for row in self._rows if row[7] is not None)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._rows)

    def __iter__(self) -> Iterator[Pair]:
        """Each file with its job, which has no view any more if it stands."""
        return map(self._pair, self._rows)

    @overload
    def __getitem__(self, place: int) -> Pair: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Pair]: ...
    def __getitem__(self, place: int | slice) -> Pair | Sequence[Pair]:
        """The file at a place."""
        if isinstance(place, slice):
            return [self._pair(row) for row in self._rows[place]]
        return self._pair(self._rows[place])

    def _pair(self, row: File) -> Pair:
        path, name, kind, is_own, key, mark, size, address, _ = row
        if path in self._made:
            return self._made[path]
        facts = None if address is None else Facts(address)
        job = Job(path, name, None, "", kind, is_own=is_own)
        return job, Artifact(path, Stored(mark, size, key, self._cache), facts)


def file_of(job: Job, made: Artifact, key: str | None) -> File:
    """The row of a file; `key` is the one by which the cache has it, if it was rendered."""
    address = made.facts.address if made.facts else None
    what = job.path, job.format, job.kind, job.is_own
    return *what, key or _loose(made), made.mark, made.size, address, job.recipe


def keep_loose(cache: Cache, loose: Sequence[Artifact]) -> bool:
    """Keep the files that have no key, by what they hold; whether all can be remembered."""
    keys = {_loose(each): each for each in loose}
    there = cache.get(keys)
    return sum(each.size for each in loose) <= _MOST_BYTES and cache.put(
        {
            key: pickle.dumps(Outcome(replace(each, content=each.data)), protocol=5)
            for key, each in keys.items()
            if key not in there
        }
    )


def _loose(made: Artifact) -> str:
    return f"file-{made.mark}"
