"""What an author must hear: problems with their place, and values that come with problems.

Knows nothing of stages, files or languages: words are put to a problem in `messages`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from socomsite.language import Words

T = TypeVar("T")
U = TypeVar("U")
Value = str | int | Words


class Severity(StrEnum):
    """How much a problem matters; only an error stops a build from being written."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a file of the site: path from the site's root with `/`, line and column from 1.

    Line 0 means the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0

    def __reduce__(self) -> tuple[type[Position], tuple[str, int, int]]:
        """What makes it again: an entry has a dozen, and a dataclass's own way asks each field."""
        return Position, (self.path, self.line, self.column)

    def __str__(self) -> str:
        """`path:line:column`, as editors and terminals make it clickable."""
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell somebody.

    `code` names the message in the catalogue, `values` fill its placeholders, `allowed` lists
    what would have been right, `near` what was perhaps meant. The line of a problem that
    `is_secret` is shown to nobody.
    """

    position: Position
    code: str
    values: tuple[tuple[str, Value], ...] = ()
    severity: Severity = Severity.ERROR
    allowed: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    is_secret: bool = False

    @property
    def is_error(self) -> bool:
        """Whether this problem keeps the site from being written."""
        return self.severity is Severity.ERROR


def problem(  # noqa: PLR0913 - the parts of a problem, each by its name
    position: Position,
    code: str,
    /,
    *,
    severity: Severity = Severity.ERROR,
    allowed: Iterable[str] = (),
    near: Iterable[str] = (),
    is_secret: bool = False,
    **values: Value,
) -> Problem:
    """A problem with its message values given by name."""
    return Problem(
        position=position,
        code=code,
        values=tuple(sorted(values.items())),
        severity=severity,
        allowed=tuple(allowed),
        near=tuple(near),
        is_secret=is_secret,
    )


def library_missing(position: Position, library: str, *, lost: Value, command: str) -> Problem:
    """The notice that a library is not installed: what is left out, and how to get it."""
    return problem(
        position,
        "library-missing",
        severity=Severity.NOTICE,
        library=library,
        lost=lost,
        command=command,
    )


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What a stage made, or nothing, and every problem it met on the way."""

    value: T
    problems: tuple[Problem, ...] = ()

    def __reduce__(self) -> tuple[type[Outcome[T]], tuple[object, ...]]:
        """What makes it again, as of a `Position`."""
        return Outcome, (self.value, self.problems)


def gathered(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """All problems once each, sorted by place, then code: the order in which they are told."""
    return tuple(
        sorted(
            set(problems),
            key=lambda p: (p.position, p.code, str(p.values), p.severity, p.allowed, p.near),
        )
    )
