"""A job to make one output from one view, and the artifact that came out.

Must never know any format.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from socomsite.problem import Position


@dataclass(frozen=True, slots=True)
class Job:
    """Make the file at `path` below the output folder, in a format, from a view.

    `recipe` is the digest of the template or asset it is made with; `origin` and `places` say
    where its content and the links in it were written, for messages only. `is_own` marks the page
    at an entry's own address rather than a further page of its list or a redirect. `asked` is what
    the view hangs on beside what all hang on (`model.entries.Question`).
    """

    path: str
    format: str
    view: object
    recipe: str
    kind: str = ""
    origin: Position = field(default=Position(""), compare=False)
    places: tuple[tuple[str, Position], ...] = field(default=(), compare=False)
    is_own: bool = False
    asked: Collection[tuple[str, str, str]] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a finished page says of itself, for the checks.

    `links` are root-relative addresses as written before they were made relative, `ids` the
    anchors one can link to.
    """

    address: str
    links: tuple[str, ...] = ()
    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Loads:
    """What a browser fetches and runs for a finished file by itself.

    `requests` are addresses, each with the directive of the Content Security Policy (CSP, level 3)
    that governs it; own ones are root-relative. `scripts` and `styles` are the hash sources of
    what stands inline and takes effect. `frames` are fetched after a click only, `actions` when a
    form is sent. `searches` says whether the files of the search are named anywhere in it.
    """

    requests: tuple[tuple[str, str], ...] = ()
    scripts: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    searches: bool = False


class Held(Protocol):
    """Bytes that are kept elsewhere until somebody asks for them."""

    @property
    def mark(self) -> str:
        """Their SHA-256."""

    @property
    def size(self) -> int:
        """Their number."""

    def read(self) -> bytes:
        """The bytes."""


class Finished(Protocol):
    """A finished file, for who writes it."""

    @property
    def path(self) -> str:
        """Where it stands below the output folder."""

    @property
    def mark(self) -> str:
        """The SHA-256 of its bytes."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    @property
    def data(self) -> bytes:
        """The bytes. Raises OSError if who held them has lost them."""


@dataclass(frozen=True, slots=True, eq=False)
class Artifact:
    """A finished file: its path below the output folder and its bytes, or who holds them.

    Equal are those with equal bytes, wherever these are.
    """

    path: str
    content: bytes | Held
    facts: Facts | None = None
    loads: Loads = Loads()

    @property
    def data(self) -> bytes:
        """The bytes, read now if they are held elsewhere."""
        return self.content if isinstance(self.content, bytes) else self.content.read()

    @property
    def mark(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal digits."""
        if isinstance(self.content, bytes):
            return sha256(self.content).hexdigest()
        return self.content.mark

    @property
    def size(self) -> int:
        """How many bytes there are."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.size

    @property
    def _parts(self) -> tuple[object, ...]:
        return self.path, self.mark, self.facts, self.loads

    def __eq__(self, other: object) -> bool:
        """Whether this is the same file."""
        return isinstance(other, Artifact) and self._parts == other._parts

    def __hash__(self) -> int:
        """By the path and the bytes."""
        return hash((self.path, self.mark))
