"""The files of the content as the last build saw them, so that what stands is not read again.

Of each file that was read without fault: its stamp and what was read. A file is known by its stamp
if that is the one it had and it cannot have changed unseen since (`stamps.may_deceive`). Must never
know what a file holds.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from typing import cast

from socomsite.engine.repeat import Sight
from socomsite.engine.stamps import Stamp, may_deceive, stamp, surely_older
from socomsite.language import BY_TAG
from socomsite.model.source import Source
from socomsite.problem import Outcome

#: What is kept of a source beside its path: its stamp, folder, key, language and digest.
Row = tuple[Stamp, str, str, str, str]
_CONTENT = "content/"


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
        self._marks = sight.marks
        self._looked: dict[str, Stamp] = {}
        self._sources: dict[str, Row] = {}
        self._files: dict[str, tuple[Stamp, str]] = {}
        self._others: Sequence[str] | None = None
        match table:
            case (str(was), dict(sources), dict(files), others) if was == state:
                self._sources = cast("dict[str, Row]", sources)
                self._files = cast("dict[str, tuple[Stamp, str]]", files)
                self._others = cast("Sequence[str] | None", others)

    @property
    def digests(self) -> Mapping[str, str]:
        """What was read of each content file."""
        return {path: row[4] for path, row in self._sources.items()}

    @property
    def files(self) -> Mapping[str, str]:
        """The digests of attachments, as `discover_files` has them."""
        return {path.removeprefix(_CONTENT): row[1] for path, row in self._files.items()}

    @cached_property
    def saved(self) -> list[str] | None:
        """The content files that have other stamps than when they were read, most often few.

        None if others stand there, something was amiss, or an attachment has another stamp.
        """
        root, stamps = self._root, self._stamps
        if self._others is None:
            return None
        known = len(self._sources) + len(self._files) + len(self._others)
        own = f"{root}/content"
        if known != sum(path.startswith(own) for path in stamps):
            return None
        if any(f"{root}/{path}" not in stamps for path in self._others):
            return None
        if any(stamps.get(f"{root}/{path}") != row[0] for path, row in self._files.items()):
            return None
        found = []
        for path, row in self._sources.items():
            seen = stamps.get(f"{root}/{path}")
            if seen is None:
                return None
            if seen != row[0]:
                found.append(path)
        return found

    def source(self, file: str, path: str) -> Source | None:
        """The source of a file, without its text, if it stands as it was read.

        `path` is how it is told of, which leads to it only if it stands below the root so.
        """
        found = self._look(file, path)
        row = self._sources.get(path)
        if row is None or row[0] != found:
            return None
        return Source(path, row[1], row[2], BY_TAG[row[3]], mark=row[4])

    def mark(self, file: str, path: str) -> str | None:
        """The digest of an attachment, if it stands as it was read."""
        found = self._look(file, path)
        row = self._files.get(path)
        return row[1] if row is not None and row[0] == found else None

    def read(self, path: str, data: bytes) -> None:
        """Take down what a plain file holds, for who compares them all at the end of a command."""
        if self._marks is not None:
            self._marks[path] = sha256(data).digest()

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

    def table(
        self, sources: Outcome[tuple[Source, ...]], given: Mapping[str, str]
    ) -> tuple[object, ...]:
        """What is to be kept for the next build: these sources and given files as they stand.

        One that could have changed since it was looked at is read again by the next build.
        """
        older = surely_older(self._taken)
        trusted = {
            path: found
            for path, found in self._looked.items()
            if (found[0] < older and found[3] < older) or not may_deceive(found, self._taken)
        }
        rows = {
            each.path: (trusted[each.path], each.folder, each.key, each.language.value, each.digest)
            for each in sources.value
            if each.path in trusted and not each.problems
        }
        marks = {
            f"{_CONTENT}{name}": (trusted[f"{_CONTENT}{name}"], mark)
            for name, mark in given.items()
            if f"{_CONTENT}{name}" in trusted
        }
        is_all = len(rows) == len(sources.value) and len(marks) == len(given)
        is_whole = is_all and bool(self._stamps) and not sources.problems
        return self._state, rows, marks, self._left_over(rows, marks) if is_whole else None

    def _left_over(self, *known: Mapping[str, object]) -> tuple[str, ...] | None:
        """What else stands in the folder of the content: its folders, what is hidden.

        None if that is not sure: a content file may have been gone just when folders were read.
        """
        own, above = f"{self._root}/content", len(f"{self._root}/")
        found = []
        for file, seen in self._stamps.items():
            path = file[above:]
            if file.startswith(own) and not any(path in each for each in known):
                if stamp(file) != seen:
                    return None
                found.append(path)
        return tuple(found)
