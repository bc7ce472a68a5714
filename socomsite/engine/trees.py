"""A site's files, each written into its place in a new tree by the process that made it.

And linked into a second tree at once: where no folder stands by, a site needs two that share all
their files (`output`). Both lie aside until the site is sound and are moved whole. What is to come
into them is noted first, so it is known what they may hold: nobody looks for more. Nobody relies
on them: unless all that was noted is there, and wanted, they are none. Must never know what the
files are.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Mapping

from socomsite.engine.stamps import Stamp

_LIST, _ONE, _OTHER = "list.", "one", "other"
_LINKS = 2  # of each file, one in each tree
_END = b"\0"  # no path holds it


class Trees:
    """Two trees in a folder, for all processes of one build."""

    def __init__(self, folder: str) -> None:
        """Trees that are `begun` in a folder of their own."""
        self._folder = folder
        self._one, self._other = f"{folder}/{_ONE}", f"{folder}/{_OTHER}"
        self._list = (0, -1)  # the process that has it open, and where
        self._is_void = False
        self._last = ""
        #: The paths of the files in the first tree, once that has been moved.
        self.moved: frozenset[str] = frozenset()

    def begin(self) -> None:
        """Make the folders, here alone: who finds them gone does not begin anew. Raises OSError."""
        for each in (self._folder, self._one, self._other):
            os.mkdir(each)  # noqa: PTH102 - as below

    def end(self) -> None:
        """Nothing more is written by this process."""
        process, opened = self._list
        if process == os.getpid():
            os.close(opened)
        self._list, self._is_void = (0, -1), True

    def put(self, path: str, mark: str, data: bytes) -> None:
        """Write a file into both; where that cannot be done this process writes no more."""
        if self._is_void:
            return
        try:
            self._note(path, mark, len(data))
            self._make_above(path)
            _write(f"{self._one}/{path}", data)
            os.link(f"{self._one}/{path}", f"{self._other}/{path}")
        except OSError:
            self._is_void = True

    def _note(self, path: str, mark: str, size: int) -> None:
        process, opened = self._list
        if process != os.getpid():  # another's list, which came with the fork
            process = os.getpid()
            name = f"{self._folder}/{_LIST}{process}"
            opened = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
            self._list = process, opened
        _write_all(opened, b"%b %d %b%b" % (mark.encode(), size, os.fsencode(path), _END))

    def _make_above(self, path: str) -> None:
        above = path.rpartition("/")[0]
        if above and above != self._last:
            for tree in (self._one, self._other):
                _make(tree, above)
            self._last = above

    def _noted(self) -> dict[str, tuple[str, int]] | None:
        """The SHA-256 and size of each file that was to come into them; None if that is unsure."""
        found: dict[str, tuple[str, int]] = {}
        try:
            with os.scandir(self._folder) as items:
                lists = [item.path for item in items if item.name.startswith(_LIST)]
            for each in lists:
                with open(each, "rb") as file:  # noqa: PTH123 - of each process one
                    *lines, rest = file.read().split(_END)
                for line in lines:
                    mark, size, path = line.split(b" ", 2)
                    known = found.setdefault(os.fsdecode(path), (mark.decode(), int(size)))
                    if known[0] != mark.decode():
                        return None  # made twice, and not the same
                if rest:
                    return None
        except (OSError, ValueError):
            return None
        return found

    def sound(self, wanted: Mapping[str, str]) -> dict[str, tuple[Stamp, str]]:
        """The stamp and SHA-256 of each file, if all are whole and wanted; `wanted` are SHA-256s.

        Else nothing.
        """
        look, found = os.stat, dict[str, tuple[Stamp, str]]()
        for path, (mark, size) in (self._noted() or {}).items():
            if wanted.get(path) != mark:
                return {}
            try:
                seen = look(f"{self._one}/{path}")
            except OSError:
                return {}
            if (seen.st_size, seen.st_nlink) != (size, _LINKS):
                return {}
            found[path] = (seen.st_mtime_ns, size, seen.st_ino, seen.st_ctime_ns), mark
        return found

    def clear(self) -> None:
        """Throw away both, which become none."""
        self._is_void = True
        for each in (self._one, self._other):
            shutil.rmtree(each, ignore_errors=True)

    def move_one(self, folder: str, paths: Iterable[str]) -> bool:
        """Move the first tree, which holds these files, to an empty place; says if it could be."""
        if _moved(self._one, folder):
            self.moved = frozenset(paths)
        return bool(self.moved)

    def move_other(self, folder: str) -> bool:
        """Move the second tree, in which the same files are, likewise."""
        return _moved(self._other, folder)


def folders_of(paths: Iterable[str]) -> set[str]:
    """All folders in which these files lie, and those above; not the one that holds all."""
    found = set[str]()
    for path in paths:
        while (path := path.rpartition("/")[0]) and path not in found:
            found.add(path)
    return found


def _make(tree: str, folder: str) -> None:
    """Make a folder of a tree and those above it, but not the tree."""
    with contextlib.suppress(FileExistsError):
        try:
            os.mkdir(f"{tree}/{folder}")  # noqa: PTH102 - ten thousand times
        except FileNotFoundError:
            above = folder.rpartition("/")[0]
            if not above:
                raise
            _make(tree, above)
            os.mkdir(f"{tree}/{folder}")  # noqa: PTH102 - as above


def _write(file: str, data: bytes) -> None:
    """Write a file that is not there. Raises OSError."""
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    try:
        _write_all(opened, data)
    finally:
        os.close(opened)


def _write_all(opened: int, data: bytes) -> None:
    if (written := os.write(opened, data)) < len(data):  # what does not fit into one
        rest = memoryview(data)
        while rest := rest[written:]:
            written = os.write(opened, rest)


def _moved(tree: str, folder: str) -> bool:
    try:
        os.rename(tree, folder)  # noqa: PTH104 - paths are text here
    except OSError:  # gone, or another file system
        return False
    return True
