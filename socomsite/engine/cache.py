"""What was made before, by the digest of what it was made from; one SQLite file.

A value carries its own digest, so a damaged one is as good as missing. Must never know what the
bytes are.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from socomsite.digest import digest_of_bytes

FOLDER = ".cache"
_FILE = "made.sqlite"
_KEPT_DAYS = 30
_BATCH = 500


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
            for _ in range(2):
                try:
                    self._connection = self._opened(self._root / FOLDER)
                    break
                except (sqlite3.Error, OSError):
                    with contextlib.suppress(OSError):
                        (self._root / FOLDER / _FILE).unlink(missing_ok=True)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what no build used for thirty days, and close."""
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                oldest = self._day - _KEPT_DAYS
                self._connection.execute("DELETE FROM made WHERE day < ?", (oldest,))
                self._connection.commit()
            self._connection.close()
            self._connection = None

    @staticmethod
    def _opened(folder: Path) -> sqlite3.Connection:
        folder.mkdir(exist_ok=True)
        connection = sqlite3.connect(folder / _FILE, timeout=5)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS made"
            " (key TEXT PRIMARY KEY, mark TEXT, day INTEGER, data BLOB) WITHOUT ROWID"
        )
        return connection

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
                    if isinstance(data, bytes) and digest_of_bytes(data) == mark:
                        found[key] = data
                        if day != self._day:
                            stale.append((self._day, key))
            self._connection.executemany("UPDATE made SET day = ? WHERE key = ?", stale)
        except sqlite3.Error:
            return found
        return found

    def put(self, values: Mapping[str, bytes]) -> None:
        """Remember values by key."""
        if self._connection is None:
            return
        rows = [(key, digest_of_bytes(data), self._day, data) for key, data in values.items()]
        with contextlib.suppress(sqlite3.Error):
            self._connection.executemany("INSERT OR REPLACE INTO made VALUES (?, ?, ?, ?)", rows)
            self._connection.commit()
