"""What was made before, by the digest of what it was made from; SQLite files, and tables.

One file is this process's. Beside it, processes that share out the work have one each, so that
who made something keeps it. Must never know what the bytes are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from socomsite.engine.shelf import Shelf
from socomsite.engine.stamps import keep, kept, now

FOLDER = ".cache"
_FILE = "made.sqlite"
#: The files of processes that shared out the work of a build, be there as many today or not.
_BESIDE = "made-*.sqlite"
_DAYS_OF_WEEK = 7


class Cache:
    """The remembered values of one site; without a folder it remembers nothing.

    Any fault of a file makes it forget, never fail: what is not remembered is made.
    """

    def __init__(self, root: Path | None, day: int) -> None:
        """The cache of a site, on a day counted in whole days for eviction."""
        self._root = root
        self._day = day
        self._is_open = False
        self._here: Shelf | None = None
        self._beside: list[Shelf] | None = None
        self._last: Shelf | None = None  # where the last value was fetched

    def __enter__(self) -> Self:
        """Open the file, anew if it is no cache of ours."""
        self._is_open = self._root is not None
        self._opened()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what no build used for thirty days, once a day, and close."""
        own = self._opened()
        # To look at all of it takes as long as a small build.
        if own and not own.is_tidy:
            for shelf in (*self._others(), own):
                shelf.tidy()
        self.let_go()
        self._is_open = False

    def let_go(self) -> None:
        """Close all files until they are asked for again, as must be done before a fork.

        Then the other process may ask for them too: SQLite knows within a process what it has open.
        """
        for shelf in (self._here, *(self._beside or ())):
            if shelf:
                shelf.close()
        self._here = self._beside = self._last = None

    def beside(self, number: int) -> Shelf | None:
        """Where a process that was forked from this one keeps what it makes, in a file of its own.

        No two processes of one build have the same number. None if nothing can be kept.
        """
        return self._shelf(_BESIDE.replace("*", str(number)))

    def _shelf(self, name: str) -> Shelf | None:
        if self._root is None or not self._is_open:
            return None
        return Shelf(self._root / FOLDER / name, self._day)

    def _opened(self) -> Shelf | None:
        self._here = self._here or self._shelf(_FILE)
        return self._here

    def _others(self) -> list[Shelf]:
        if self._beside is None:
            folder = (self._root or Path()) / FOLDER
            self._beside = [Shelf(file, self._day) for file in sorted(folder.glob(_BESIDE))]
        return self._beside

    def get(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The values of those keys that are remembered whole, here rather than in another file."""
        own = self._opened()
        if own is None:
            return {}
        wanted = list(keys)
        found = dict(own.get(wanted))
        for shelf in self._others() if len(found) < len(wanted) else ():
            found |= shelf.get([key for key in wanted if key not in found])
        return found

    @property
    def week(self) -> str:
        """The week of the build: who knows of a value by a table reads it once in each.

        So it is used, and stays.
        """
        return str(self._day // _DAYS_OF_WEEK)

    def now(self) -> int:
        """The file system's time, by which stamps are judged; 0 where nothing can be kept."""
        return 0 if self._root is None else now(f"{self._root / FOLDER}/now")

    def table(self, name: str) -> object:
        """The plain value that was kept by a name, in a file of its own that is quickly read."""
        return None if self._root is None else kept(f"{self._root / FOLDER}/{name}")

    def keep_table(self, name: str, value: object) -> None:
        """Keep a plain value by a name."""
        if self._root is not None:
            keep(f"{self._root / FOLDER}/{name}", value)

    def fetch(self, key: str) -> bytes | None:
        """The value of a key, if it is remembered whole; a cache that was closed opens for it.

        For a key with which no two values were ever put: it is looked for first where the last was.
        """
        if not self._is_open and self._root is not None:
            with Cache(self._root, self._day) as cache:
                return cache.fetch(key)
        for shelf in self._nearest():
            if (found := shelf.get([key]).get(key)) is not None:
                self._last = shelf
                return found
        return None

    def _nearest(self) -> Iterator[Shelf]:
        if self._last:
            yield self._last
        if (own := self._opened()) and own is not self._last:
            yield own
        if own:
            yield from (shelf for shelf in self._others() if shelf is not self._last)

    def put(self, values: Mapping[str, bytes]) -> bool:
        """Remember values by key; whether they are."""
        own = self._opened()
        return own is not None and own.put(values)
