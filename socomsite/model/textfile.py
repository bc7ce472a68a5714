"""The text of a file of the site, or the problem that keeps it from being read.

Reads the disk. Must never know what a text means.
"""

from __future__ import annotations

import os
import stat
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from socomsite.problem import Outcome, Position, problem
from socomsite.signs import visible

LARGEST = 1_000_000


def text_of(data: bytes, path: str, largest: int = LARGEST) -> Outcome[str | None]:
    """Bytes as text: UTF-8, byte order mark and invisible control signs gone, line feeds only.

    Problems: `file-too-large`, `not-utf8` with the line of the first wrong byte, `file-empty`.
    """
    if len(data) > largest:
        size, limit = f"{len(data) / 1e6:.1f} MB", f"{largest / 1e6:.0f} MB"
        return Outcome(None, (problem(Position(path), "file-too-large", size=size, limit=limit),))
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Outcome(None, (problem(Position(path, line, 1), "not-utf8"),))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = visible(text, data)
    if not text or text.isspace():
        return Outcome(None, (problem(Position(path), "file-empty"),))
    return Outcome(text)


def read_text(file: Path, root: Path, path: str, largest: int = LARGEST) -> Outcome[str | None]:
    """The text of a file of the site, or the problem that keeps it from being read.

    Problems beside those of `text_of`: `symlink-outside`, `file-unreadable`.
    """
    try:
        if not file.resolve().is_relative_to(root.resolve()):
            return Outcome(None, (problem(Position(path), "symlink-outside"),))
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links
        return _unreadable(error, path)
    return text_inside(file, path, largest)


def _unreadable(error: OSError | RuntimeError, path: str) -> Outcome[str | None]:
    reason = getattr(error, "strerror", None) or "symlink loop"
    return Outcome(None, (problem(Position(path), "file-unreadable", reason=str(reason)),))


def text_inside(
    file: Path | str,
    path: str,
    largest: int = LARGEST,
    hear: Callable[[str, bytes], None] | None = None,
) -> Outcome[str | None]:
    """The text of a file that is known to stand inside the site; `hear` is told its bytes."""
    try:
        found = os.stat(file)  # noqa: PTH116 - ten thousand times in a build
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            reason = "reason-no-file"  # a pipe or device, which may never end
            return Outcome(None, (problem(Position(path), "file-unreadable", reason=reason),))
        if found.st_size > largest:
            size, limit = f"{found.st_size / 1e6:.1f} MB", f"{largest / 1e6:.0f} MB"
            return Outcome(
                None, (problem(Position(path), "file-too-large", size=size, limit=limit),)
            )
        data = _bytes_of(file, found.st_size)
    except OSError as error:
        return _unreadable(error, path)
    if hear:
        hear(path, data)
    return text_of(data, path, largest)


def _bytes_of(file: Path | str, size: int) -> bytes:
    """The bytes of a file of about this size, read in one step; Python's own way takes four."""
    opened = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = os.read(opened, size + 1)
        while more := os.read(opened, LARGEST) if len(data) > size else b"":
            data += more
        return data
    finally:
        os.close(opened)


class Texts(Mapping[str, str]):
    """The texts of a site's files by path, each read when somebody asks: of most nobody does.

    Held, they were a sixth of what a build of 10 000 posts needs of memory.
    """

    def __init__(
        self, root: Path, paths: Iterable[str], laid: Mapping[str, str | None] | None = None
    ) -> None:
        """The texts of the files at these paths below a site's root; `laid` as in `discover`."""
        self._root = root
        self._paths = dict.fromkeys(paths)
        self._laid = {path: text for path, text in (laid or {}).items() if text is not None}

    def __getitem__(self, path: str) -> str:
        """The text of a file; empty if it cannot be read any more. Raises KeyError for others."""
        if path not in self._paths:
            raise KeyError(path)
        if path in self._laid:
            return text_of(self._laid[path].encode("utf-8", "replace"), path).value or ""
        return read_text(self._root / path, self._root, path).value or ""

    def __iter__(self) -> Iterator[str]:
        """The paths in their order."""
        return iter(self._paths)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._paths)
