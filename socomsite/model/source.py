"""A content file: what its name says, its text, and where its front matter ends.

Must never know what fields mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from socomsite.digest import digest
from socomsite.language import Language
from socomsite.model.textfile import read_text, text_of
from socomsite.problem import Position, Problem, problem

_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """One content file: what its name says and its text, or why there is none.

    One that stands as it was read has its `mark`, the digest of then, instead of its text.
    """

    path: str
    folder: str
    key: str
    language: Language
    text: str = ""
    problems: tuple[Problem, ...] = ()
    mark: str = field(default="", compare=False)

    @property
    def digest(self) -> str:
        """Changes when anything that decoding sees changes."""
        if self.mark:
            return self.mark
        return digest(self.path, self.folder, self.key, self.language, self.text, self.problems)

    def whole(self, root: Path) -> Source:
        """The source with its text, read if that was let go.

        Problem, if the file is no longer the one that was read: `file-unreadable`.
        """
        if self.text or self.problems or not self.mark:
            return self
        text = read_text(root / self.path, root, self.path)
        found = replace(self, text=text.value or "", problems=text.problems, mark="")
        if found.digest == self.mark:
            return found
        changed = problem(Position(self.path), "file-unreadable", reason="reason-changed")
        return replace(found, text="", problems=(changed,))


def read_again(source: Source, root: Path, text: str | None = None) -> Source:
    """A source as its file stands now, or with a text that is laid over it."""
    path = source.path
    if text is None:
        found = read_text(root / path, root, path)
    else:
        found = text_of(text.encode("utf-8", "replace"), path)
    now = replace(source, text=found.value or "", problems=found.problems, mark="")
    return replace(now, mark=now.digest)


class Known(Protocol):
    """What somebody knows of files without reading them; None of those that must be read."""

    def source(self, file: str, path: str, /) -> Source | None:
        """The source of a content file, with its mark."""

    def mark(self, file: str, path: str, /) -> str | None:
        """The digest of an attachment."""

    def read(self, path: str, data: bytes, /) -> None:
        """Hear what a content file holds that had to be read."""


@dataclass(frozen=True, slots=True)
class Split:
    """A text file's front matter and body, with the line on which each starts."""

    front: str | None
    front_line: int
    body: str
    body_line: int


def split_front_matter(text: str) -> Split:
    """The YAML between the first two `---` lines and the Markdown after them."""
    match = _FRONT.match(text)
    if match is None:
        return Split(None, 1, text, 1)
    return Split(match[1], 2, text[match.end() :], text.count("\n", 0, match.end()) + 1)
