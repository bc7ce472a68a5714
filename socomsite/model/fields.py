"""What one field of content can hold: text, dates, references, prose, files.

Each reads what an author wrote, keeping its place. Must never know a kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from sys import intern
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BeforeValidator, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from socomsite.dates import (
    DateImpossible,
    DateUnreadable,
    Moment,
    PartialDate,
    read_date,
    read_moment,
)
from socomsite.problem import Position

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
NOWHERE = Position("")
# Stands in no text: signs that cannot be seen are taken out.
_BETWEEN = "\0"


class Placed(str):
    """A scalar's text on its way into a field, still knowing where it stands."""

    __slots__ = ("position",)
    position: Position

    @classmethod
    def at(cls, text: str, position: Position) -> Placed:
        """The text, placed."""
        placed = cls(text)
        placed.position = position
        return placed


def _place_of(value: object) -> Position:
    return value.position if isinstance(value, Placed) else NOWHERE


class Ref(Generic[T_co]):
    """An entry naming another by key, or by `folder/key` where several kinds are possible.

    Not a dataclass: pydantic would build `Ref[Person]` from its fields rather than from text.
    """

    __slots__ = ("key", "position")

    def __init__(self, key: str, position: Position = NOWHERE) -> None:
        """A reference to this key, written at this place; thousands name the same."""
        self.key = intern(str(key))
        self.position = position

    def __reduce__(self) -> tuple[type[Ref[T_co]], tuple[str, Position]]:
        """What makes it again, as of a `Position`."""
        return Ref, (self.key, self.position)

    def __eq__(self, other: object) -> bool:
        """References are equal if they name the same, wherever they stand."""
        return isinstance(other, Ref) and self.key == other.key

    def __hash__(self) -> int:
        """As equality has it."""
        return hash(self.key)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """A reference is written as plain text."""

        def read(value: object) -> Ref[Any]:
            if isinstance(value, Ref):
                return value
            if not isinstance(value, str):
                raise PydanticCustomError("type-wrong", "reference", {"expected": "key"})
            return Ref(str(value).strip(), _place_of(value))

        return core_schema.no_info_plain_validator_function(read)


@dataclass(frozen=True, slots=True)
class Link:
    """An address in prose that names an entry, a picture or a file, with its place."""

    target: str
    position: Position = field(default=NOWHERE, compare=False)

    def __reduce__(self) -> tuple[type[Link], tuple[str, Position]]:
        """What makes it again, as of a `Position`."""
        return Link, (self.target, self.position)


class Prose:
    """Running text as safe HTML, in which `ref:` links are still symbolic.

    `outline` lists headings as (level, id, text). Text and headings are held as one value, in
    UTF-8: nothing else takes so much memory, and who looks at them in another process copies less.
    """

    __slots__ = ("_held", "links", "pictures")

    def __init__(
        self,
        html: str,
        outline: tuple[tuple[int, str, str], ...] = (),
        links: tuple[Link, ...] = (),
        pictures: tuple[Link, ...] = (),
    ) -> None:
        """The text with what stands in it."""
        headings = [f"{level}{_BETWEEN}{name}{_BETWEEN}{words}" for level, name, words in outline]
        self._held = _BETWEEN.join([html, *headings]).encode()
        self.links, self.pictures = links, pictures

    @property
    def html(self) -> str:
        """The text."""
        return self._held.partition(_BETWEEN.encode())[0].decode()

    @property
    def outline(self) -> tuple[tuple[int, str, str], ...]:
        """The headings."""
        _, *words = self._held.decode().split(_BETWEEN)
        return tuple(zip(map(int, words[::3]), words[1::3], words[2::3], strict=True))

    @property
    def _parts(self) -> tuple[object, ...]:
        return self._held, self.links, self.pictures

    def __eq__(self, other: object) -> bool:
        """Texts are equal if all in them is, wherever it stands."""
        return isinstance(other, Prose) and self._parts == other._parts

    def __hash__(self) -> int:
        """As equality has it."""
        return hash(self._parts)

    def __repr__(self) -> str:
        """What makes it."""
        return f"Prose({self.html!r}, {self.outline!r}, {self.links!r}, {self.pictures!r})"

    def __reduce__(self) -> tuple[Callable[..., Prose], tuple[object, ...]]:
        """What makes it again, as of a `Position`."""
        return _as_held, self._parts

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Text is handed to the reader that `decode` put into the validation context."""

        def read(value: object, info: core_schema.ValidationInfo) -> Prose:
            if isinstance(value, Prose):
                return value
            if not isinstance(value, str):
                raise PydanticCustomError("type-wrong", "prose", {"expected": "text"})
            context: Mapping[str, Callable[[str, Position], Prose]] = info.context or {}
            reader = context["prose"]
            return reader(str(value), _place_of(value))

        return core_schema.with_info_plain_validator_function(read)


def _as_held(held: bytes, links: tuple[Link, ...], pictures: tuple[Link, ...]) -> Prose:
    made = Prose.__new__(Prose)
    made._held, made.links, made.pictures = held, links, pictures  # noqa: SLF001 - its own maker
    return made


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file below `content/files/` that a field names."""

    name: str
    position: Position = field(default=NOWHERE, compare=False)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """A file is written as its name."""

        def read(value: object) -> Attachment:
            if isinstance(value, cls):
                return value
            if not isinstance(value, str):
                raise PydanticCustomError("type-wrong", "file", {"expected": "text"})
            return cls(str(value).strip(), _place_of(value))

        return core_schema.no_info_plain_validator_function(read)


class PictureFile(Attachment):
    """A picture below `content/pictures/` that a field names."""


class FolderName(Attachment):
    """A folder of content that a field names; which there are, the schema knows."""


class SiteAddress(Attachment):
    """An address of the site, from its root, that a setting names: `/hankkeet/pro-sos/`."""


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


def _truth(value: object) -> object:
    words = {"true": True, "yes": True, "kyllä": True, "ja": True, "on": True}
    words |= {"false": False, "no": False, "ei": False, "nej": False, "off": False}
    if isinstance(value, bool):
        return value
    found = words.get(str(value).strip().lower())
    if found is None:
        raise PydanticCustomError("type-wrong", "truth", {"expected": "truth"})
    return found


def _dated(read: Callable[[str], T]) -> Callable[[object], object]:
    def validate(value: object) -> object:
        if isinstance(value, (list, dict)):
            # pydantic would fill a date's own fields, unread, from a group of that form.
            raise PydanticCustomError("type-wrong", "date", {"expected": "date"})
        if not isinstance(value, str):
            return value
        try:
            return read(str(value))
        except DateImpossible:
            raise PydanticCustomError(
                "date-impossible", "impossible", {"value": str(value)}
            ) from None
        except DateUnreadable:
            raise PydanticCustomError("date-format", "unreadable", {"value": str(value)}) from None

    return validate


def _whole_day(text: str) -> date:
    found = read_date(text)
    if found.day is None:
        raise DateUnreadable(text)
    return found.first_day


Text = Annotated[str, BeforeValidator(_one_line), StringConstraints(min_length=1)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Day = Annotated[date, BeforeValidator(_dated(_whole_day))]
SomeDate = Annotated[PartialDate, BeforeValidator(_dated(read_date))]
SomeMoment = Annotated[Moment, BeforeValidator(_dated(read_moment))]
