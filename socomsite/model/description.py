"""What fields a kind or group has, told for those who ask: forms, questions and the reference.

Knows the schema's annotations; must never know how a form or page looks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import get_args, get_origin

from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from socomsite.dates import Moment, PartialDate
from socomsite.model.cadence import Cadence
from socomsite.model.fields import Attachment, FolderName, PictureFile, Prose, Ref, SiteAddress
from socomsite.model.hours import Hours
from socomsite.model.schema import PLACED_FIELDS, Entry, Part, ref_targets


class FieldSort(StrEnum):
    """What a field holds."""

    TEXT = "text"
    PROSE = "prose"
    DAY = "day"
    DATE = "date"
    MOMENT = "moment"
    TRUTH = "truth"
    NUMBER = "number"
    CHOICE = "choice"
    REFERENCE = "reference"
    FILE = "file"
    PICTURE = "picture"
    KIND = "kind"
    HOURS = "hours"
    GROUP = "group"


@dataclass(frozen=True)
class FieldDescription:
    """A field: what it holds, whether it must be given, once or several times.

    `is_named` where each value has a name that the author chooses. `choices` are the values of a
    choice, `kinds` the folders a reference may name into (none: any), `group` the fields of a
    group. `default` is the text of what holds where no value is given, if anything does;
    `may_be_blank` where an empty text says something else than none.
    """

    name: str
    sort: FieldSort
    is_required: bool
    is_list: bool
    choices: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    group: type[Part] | None = None
    is_named: bool = False
    default: str = ""
    may_be_blank: bool = False


_PLAIN: tuple[tuple[type, FieldSort], ...] = (
    (Prose, FieldSort.PROSE),
    (PictureFile, FieldSort.PICTURE),
    (SiteAddress, FieldSort.TEXT),
    (FolderName, FieldSort.KIND),
    (Attachment, FieldSort.FILE),
    (Moment, FieldSort.MOMENT),
    (PartialDate, FieldSort.DATE),
    (dt.date, FieldSort.DAY),
    (bool, FieldSort.TRUTH),
    (int, FieldSort.NUMBER),
    (Hours, FieldSort.HOURS),
    (Cadence, FieldSort.TEXT),
    (Part, FieldSort.GROUP),
    (StrEnum, FieldSort.CHOICE),
    (str, FieldSort.TEXT),
)


def describe(group: type[BaseModel]) -> tuple[FieldDescription, ...]:
    """The fields that an author may give, in the order of declaration, required ones first."""
    return _fields_of(group)


@cache
def _fields_of(group: type[BaseModel]) -> tuple[FieldDescription, ...]:
    """Remembered, since every list of a page asks for those of its kind."""
    fields = [
        _described(name, info)
        for name, info in group.model_fields.items()
        if not (issubclass(group, Entry) and name in PLACED_FIELDS)
    ]
    return tuple(sorted(fields, key=lambda field: not field.is_required))


def suffix_of(kind: type[BaseModel]) -> str:
    """The ending of a new entry's file: whoever must have a body is text, all others are cards."""
    must_have = any(field.name == "body" and field.is_required for field in describe(kind))
    return ".md" if must_have else ".yaml"


def _described(name: str, info: FieldInfo) -> FieldDescription:
    is_list = get_origin(info.annotation) is tuple
    targets = ref_targets(info.annotation)
    held = _held(info.annotation)
    sort = FieldSort.REFERENCE if targets else _sort(held)
    is_shown_group = sort is FieldSort.GROUP and issubclass(held, Part)
    return FieldDescription(
        name=name,
        sort=sort,
        is_required=info.is_required(),
        is_list=is_list,
        choices=tuple(str(choice) for choice in held) if issubclass(held, StrEnum) else (),
        kinds=tuple(target.folder for target in targets if target.folder),
        group=held if is_shown_group else None,
        is_named=is_shown_group and get_origin(info.annotation) is dict,
        default=_default(info),
        may_be_blank=sort is FieldSort.TEXT and held is str and not _has_least(info),
    )


def _default(info: FieldInfo) -> str:
    """The text of a default that says something: `20`, `page`, `false`."""
    match info.default:
        case bool() as truth:
            return "true" if truth else "false"
        case int() | StrEnum() as given:
            return str(given)
    return ""


def _has_least(info: FieldInfo) -> bool:
    """Whether a text must have a length, as `Text` says."""
    inside = [info.annotation, *info.metadata]
    while inside:
        found = inside.pop()
        if isinstance(found, StringConstraints) and found.min_length:
            return True
        inside += get_args(found)
    return False


def _held(annotation: object) -> type:
    """The type of one value of a field: Optional, tuple and Annotated taken off."""
    if get_origin(annotation) is Ref:
        return Ref
    if isinstance(annotation, type):
        return annotation
    given = get_args(annotation)
    if get_origin(annotation) is dict and issubclass(_held(given[1]), Part):
        return _held(given[1])  # its keys are names
    inner = [part for part in given if part not in {type(None), Ellipsis}]
    return _held(inner[0]) if inner else str


def _sort(held: type) -> FieldSort:
    return next((sort for known, sort in _PLAIN if issubclass(held, known)), FieldSort.TEXT)
