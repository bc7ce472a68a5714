"""One SQLite file of remembered values, of which each carries a digest of its key and itself.

So a damaged value is as good as missing. Any fault of the file (damaged, locked, disk full) makes
it forget, never fail. Must never know what the bytes are.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from socomsite.digest import digest_of_bytes

_KEPT_DAYS = 30
_BATCH = 500
# Python cannot read what SQLite says of a damage if the words it quotes are damaged too.
_FAULTS = (sqlite3.Error, UnicodeDecodeError)


class Shelf:
    """The values in one file, which opens when the shelf is made; closed, it holds nothing.

    A connection must not live through a fork: who forks closes what the other process may open.
    """

    def __init__(self, file: Path, day: int) -> None:
        """Open the file, anew if it is none of ours, on a day counted in whole days."""
        self._file = file
        self._day = day
        self._connection: sqlite3.Connection | None = None
        self._open()

    def _open(self) -> None:
        for _ in range(2):
            try:
                self._file.parent.mkdir(exist_ok=True)
                self._connection = sqlite3.connect(self._file, timeout=5)
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
                self.close()
                if _code(error) == sqlite3.SQLITE_BUSY:
                    return  # another build is at work in it
                with contextlib.suppress(OSError):
                    self._file.unlink(missing_ok=True)
            else:
                return

    def close(self) -> None:
        """Close the file; what is asked for afterwards is not there."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _heal(self, error: Exception) -> bool:
        """Begin anew if the file is damaged; a full disk or another build's lock passes."""
        damages = sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB
        is_damaged = _code(error) in damages or isinstance(error, UnicodeDecodeError)
        if is_damaged:
            self.close()
            with contextlib.suppress(OSError):
                self._file.unlink(missing_ok=True)
            self._open()
        return is_damaged

    def get(self, keys: Sequence[str]) -> Mapping[str, bytes]:
        """The values of those keys that are here and whole; what is used stays for longer."""
        if self._connection is None:
            return {}
        found, asked = dict[str, bytes](), frozenset(keys)
        stale: list[tuple[int, str]] = []
        try:
            for start in range(0, len(keys), _BATCH):
                batch = keys[start : start + _BATCH]
                marks = ",".join("?" * len(batch))
                # The statement's only variable part is a row of question marks.
                query = f"SELECT key, mark, day, data FROM made WHERE key IN ({marks})"  # noqa: S608
                for key, mark, day, data in self._connection.execute(query, batch):
                    # A damaged index leads to the whole row of another key.
                    if key in asked and isinstance(data, bytes) and _mark(key, data) == mark:
                        found[key] = data
                        if day != self._day:
                            stale.append((self._day, key))
            if stale:
                self._connection.executemany("UPDATE made SET day = ? WHERE key = ?", stale)
                self._connection.commit()  # or another build would wait until this one ends
        except _FAULTS as error:
            return {} if self._heal(error) else found
        return found

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

    @property
    def is_tidy(self) -> bool:
        """Whether `tidy` has been here today, or cannot be."""
        if self._connection is not None:
            with contextlib.suppress(*_FAULTS):
                (last,) = self._connection.execute("PRAGMA user_version").fetchone()
                return bool(last == self._day)
        return True

    def tidy(self) -> None:
        """Forget what no build used for thirty days."""
        if self._connection is not None:
            with contextlib.suppress(*_FAULTS):
                limit = (self._day - _KEPT_DAYS,)
                self._connection.execute("DELETE FROM made WHERE day < ?", limit)
                self._connection.execute(f"PRAGMA user_version = {self._day:d}")
                self._connection.commit()


def _mark(key: str, data: bytes) -> str:
    """What proves a value whole, and that of its key: none stands in for another."""
    return digest_of_bytes(key.encode() + data)


def _code(error: Exception) -> int | None:
    """SQLite's own number of an error, without its finer distinctions; None of another's."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
