"""What was made before, by the digest of what it was made from; one SQLite file, and tables.

A value carries a digest of its key and itself, so a damaged one is as good as missing. Must never
know what the bytes are.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from socomsite.digest import digest_of_bytes
from socomsite.engine.stamps import keep, kept, now

FOLDER = ".cache"
_FILE = "made.sqlite"
_KEPT_DAYS = 30
_DAYS_OF_WEEK = 7
_BATCH = 500
# Python cannot read what SQLite says of a damage if the words it quotes are damaged too.
_FAULTS = (sqlite3.Error, UnicodeDecodeError)


class Cache:
    """The remembered values of one site; without a folder it remembers nothing.

    Any fault of the file (damaged, locked, disk full) makes it forget, never fail: what is not
    remembered is made.
    """

    def __init__(self, root: Path | None, day: int) -> None:
        """The cache of a site, on a day counted in whole days for eviction."""
        self._root = root
        self._day = day
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        """Open the file, anew if it is no cache of ours."""
        if self._root is not None:
            self._open(self._root / FOLDER)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what no build used for thirty days, once a day, and close."""
        if self._connection is not None:
            with contextlib.suppress(*_FAULTS):
                self._forget(self._connection)
            self._close()

    def _forget(self, connection: sqlite3.Connection) -> None:
        (last,) = connection.execute("PRAGMA user_version").fetchone()
        if last != self._day:  # to look at all of it takes as long as a small build
            connection.execute("DELETE FROM made WHERE day < ?", (self._day - _KEPT_DAYS,))
            connection.execute(f"PRAGMA user_version = {self._day:d}")
            connection.commit()

    def _open(self, folder: Path) -> None:
        for _ in range(2):
            try:
                folder.mkdir(exist_ok=True)
                self._connection = sqlite3.connect(folder / _FILE, timeout=5)
                # Values are of some 10 kB each; of these sizes 8 kB was the quickest.
                self._connection.execute("PRAGMA page_size=8192")
                self._connection.execute("PRAGMA journal_mode=WAL")
                self._connection.execute("PRAGMA synchronous=OFF")
                self._connection.execute(
                    "CREATE TABLE IF NOT EXISTS made"
                    " (key TEXT PRIMARY KEY, mark TEXT, day INTEGER, data BLOB)"
                )
                self._connection.execute("SELECT key, mark, day, data FROM made LIMIT 0")
            except (*_FAULTS, OSError) as error:
                self._close()
                if _code(error) == sqlite3.SQLITE_BUSY:
                    return  # another build is at work in it
                with contextlib.suppress(OSError):
                    (folder / _FILE).unlink(missing_ok=True)
            else:
                return

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _heal(self, error: Exception) -> bool:
        """Begin anew if the file is damaged; a full disk or another build's lock passes."""
        damages = sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB
        is_damaged = _code(error) in damages or isinstance(error, UnicodeDecodeError)
        if is_damaged and self._root is not None:
            self._close()
            with contextlib.suppress(OSError):
                (self._root / FOLDER / _FILE).unlink(missing_ok=True)
            self._open(self._root / FOLDER)
        return is_damaged

    def get(self, keys: Iterable[str]) -> Mapping[str, bytes]:
        """The values of those keys that are remembered whole."""
        if self._connection is None:
            return {}
        found: dict[str, bytes] = {}
        wanted = list(keys)
        stale: list[tuple[int, str]] = []
        try:
            for start in range(0, len(wanted), _BATCH):
                batch = wanted[start : start + _BATCH]
                marks = ",".join("?" * len(batch))
                # The statement's only variable part is a row of question marks.
                query = f"SELECT key, mark, day, data FROM made WHERE key IN ({marks})"  # noqa: S608
                for key, mark, day, data in self._connection.execute(query, batch):
                    if isinstance(data, bytes) and _mark(key, data) == mark:
                        found[key] = data
                        if day != self._day:
                            stale.append((self._day, key))
            if stale:
                self._connection.executemany("UPDATE made SET day = ? WHERE key = ?", stale)
                self._connection.commit()  # or another build would wait until this one ends
        except _FAULTS as error:
            return {} if self._heal(error) else found
        return found

    @property
    def week(self) -> str:
        """The week of the build: who knows of a value by a table reads it once in each.

        So it is used, and stays.
        """
        return str(self._day // _DAYS_OF_WEEK)

    def elsewhere(self) -> Cache:
        """The same, open for a process that was forked: it must not use this one's connection."""
        return Cache(self._root, self._day).__enter__()

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
        """The value of a key, if it is remembered whole; a cache that was closed opens for it."""
        if self._connection is not None or self._root is None:
            return self.get([key]).get(key)
        with Cache(self._root, self._day) as cache:
            return cache.get([key]).get(key)

    def put(self, values: Mapping[str, bytes]) -> bool:
        """Remember values by key; whether they are."""
        if self._connection is None:
            return False
        rows = [(key, _mark(key, data), self._day, data) for key, data in values.items()]
        try:
            self._connection.executemany("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?)", rows)
            self._connection.commit()
        except _FAULTS as error:
            self._heal(error)
            return False
        return True


def _mark(key: str, data: bytes) -> str:
    """What proves a value whole, and that of its key: none stands in for another."""
    return digest_of_bytes(key.encode() + data)


def _code(error: Exception) -> int | None:
    """SQLite's own number of an error, without its finer distinctions; None of another's."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
