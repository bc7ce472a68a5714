"""Files for tests, decoded, and what is told of them."""

from __future__ import annotations

from typing import TypeVar

from socomsite.language import Language, Words
from socomsite.model.decode import Decoder
from socomsite.model.kinds import (
    schema,
)
from socomsite.model.schema import Entry
from socomsite.model.source import Source
from socomsite.problem import Position, Problem

E = TypeVar("E", bound=Entry)


FI = Language.FI


DECODE = Decoder(schema())


NEWS_ITEM = Words("uutinen", "nyhet", "news item")


SORTS = ("project", "programme", "network", "development_unit", "form_of_work")


def source(path: str, text: str) -> Source:
    """A source at `folder/key.ending` with this text."""
    folder, name = path.split("/")
    return Source(f"content/{path}", folder, name.split(".")[0], FI, text)


def decoded(kind: type[E], path: str, text: str) -> E:
    """The entry of a sound file."""
    made = DECODE(source(path, text))
    assert made.problems == ()
    assert isinstance(made.value, kind)
    return made.value


def told(path: str, text: str) -> list[Problem]:
    """The problems of a file, in the order of their places."""
    made = DECODE(source(path, text))
    assert made.value is None
    return sorted(made.problems, key=lambda found: (found.position, found.code))


def at(path: str, line: int, column: int) -> Position:
    return Position(f"content/{path}", line, column)
