"""The form of an entry as a value: its headings, fields, what can be chosen and what is wrong.

Must never know HTML, requests or files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from socomsite.editor.telling import Told
from socomsite.model.description import FieldSort


class Widget(StrEnum):
    """How a field is filled in."""

    LINE = "line"
    AREA = "area"
    PROSE = "prose"
    DATE = "date"
    NUMBER = "number"
    BOX = "box"
    RADIOS = "radios"
    BOXES = "boxes"
    SELECT = "select"
    SEARCH = "search"
    LINES = "lines"
    GROUP = "group"
    ROWS = "rows"


@dataclass(frozen=True)
class Option:
    """Something to choose: what is sent, what is read, whether it is chosen."""

    value: str
    text: str
    is_chosen: bool


@dataclass(frozen=True)
class Input:
    """A field as it is shown, by the name under which it is sent.

    `rows` are the lines of a list or the groups in it, `inputs` the fields of a group; `one` is
    what a row is called, `listed` the list that is searched.
    """

    name: str
    widget: Widget
    label: str
    hint: str = ""
    is_required: bool = False
    value: str = ""
    options: tuple[Option, ...] = ()
    listed: str = ""
    one: str = ""
    rows: tuple[Input, ...] = ()
    inputs: tuple[Input, ...] = ()
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sort: FieldSort = FieldSort.TEXT

    @property
    def says(self) -> bool:
        """Whether anything is said in it."""
        chosen = any(each.is_chosen and each.value for each in self.options)
        below = any(each.says for each in (*self.rows, *self.inputs))
        return bool(self.value) or chosen or below

    @property
    def first(self) -> str:
        """The first text in it, to know it by."""
        return self.value or next((each.first for each in self.inputs if each.first), "")

    @property
    def is_told_of(self) -> bool:
        """Whether something is told of it or of what is in it."""
        below = any(each.is_told_of for each in (*self.rows, *self.inputs))
        return bool(self.faults or self.notes) or below

    @property
    def asks(self) -> bool:
        """Whether it is to be seen at once."""
        return self.is_required or self.says or self.is_told_of


@dataclass(frozen=True)
class Section:
    """A heading with its fields; `folded` are those that few entries need.

    One that `is_quiet` is closed whatever it says.
    """

    heading: str
    inputs: tuple[Input, ...]
    folded: tuple[Input, ...]
    is_quiet: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something in it is to be seen at once."""
        inputs = (*self.inputs, *self.folded)
        return any(each.is_told_of if self.is_quiet else each.asks for each in inputs)


@dataclass(frozen=True)
class Form:
    """The form of an entry; `lists` are the names to search in, by the list's own name."""

    sections: tuple[Section, ...]
    lists: Mapping[str, tuple[str, ...]]
    faults: tuple[Told, ...] = ()
    notes: tuple[Told, ...] = ()
