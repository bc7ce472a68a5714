"""The files of the content as the last build saw them, so that what stands is not read again.

Of each file that was read without fault: its stamp and what was read. A file is known by its stamp
if that is the one it had and it cannot have changed unseen since (`stamps.may_deceive`). Must never
know what a file holds.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from typing import Any, cast

from socomsite.engine.repeat import Sight
from socomsite.engine.stamps import Stamp, may_deceive
from socomsite.language import Language
from socomsite.model.source import Source

#: What is kept of a source beside its path: its stamp, folder, key, language and digest.
Row = tuple[Stamp, str, str, str, str]
_LANGUAGES = {language.value: language for language in Language}


class Seen:
    """What the last build read of the files of a site; known by nobody but who asks for a file.

    `sight` is of the file system's time before the first of them is looked at now, with the stamps
    of those that have been looked at since then.
    """

    def __init__(self, root: str, table: object, state: str, sight: Sight) -> None:
        """What is in a table that `table` gave; nothing if that was of another state."""
        self._root = root
        self._state = state
        self._taken = sight.taken
        self._stamps = sight.stamps
        self._looked: dict[str, Stamp] = {}
        self._sources: dict[str, Row] = {}
        self._files: dict[str, tuple[Stamp, str]] = {}
        match table:
            case (str(was), dict(sources), dict(files)) if was == state:
                self._sources = cast("dict[str, Row]", sources)
                self._files = cast("dict[str, tuple[Stamp, str]]", files)

    def source(self, file: str, path: str) -> Source | None:
        """The source of a file, without its text, if it stands as it was read.

        `path` is how it is told of, which leads to it only if it stands below the root so.
        """
        found = self._look(file, path)
        row = self._sources.get(path)
        if row is None or row[0] != found:
            return None
        return Source(path, row[1], row[2], _LANGUAGES[row[3]], mark=row[4])

    def mark(self, file: str, path: str) -> str | None:
        """The digest of an attachment, if it stands as it was read."""
        found = self._look(file, path)
        row = self._files.get(path)
        return row[1] if row is not None and row[0] == found else None

    def _look(self, file: str, path: str) -> Stamp | None:
        """The stamp of a plain file, taken before it is read; of a link it would say too little.

        What has the stamp that was kept is no link: a file's own changes when it is moved.
        """
        row = self._sources.get(path) or self._files.get(path)
        is_same = row is not None and self._stamps.get(file) == row[0]
        if row is not None and is_same and file == f"{self._root}/{path}":
            self._looked[path] = row[0]
            return row[0]
        try:
            found = os.lstat(file)
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode) or file != f"{self._root}/{path}":
            return None
        seen = found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns
        self._looked[path] = seen
        return seen

    def table(self, sources: Iterable[Source], files: Iterable[tuple[str, str]]) -> Any:  # noqa: ANN401 - plain values
        """What is to be kept for the next build: these sources and attachments as they stand.

        One that could have changed since it was looked at is read again by the next build.
        """
        trusted = {
            path: found
            for path, found in self._looked.items()
            if not may_deceive(found, self._taken)
        }
        rows = {
            each.path: (trusted[each.path], each.folder, each.key, each.language.value, each.digest)
            for each in sources
            if each.path in trusted and not each.problems
        }
        marks = {
            f"content/{name}": (trusted[f"content/{name}"], mark)
            for name, mark in files
            if f"content/{name}" in trusted
        }
        return self._state, rows, marks
