"""What a browser sends of a form, as what was typed; and the buttons that change its rows.

Must never know what a field means.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from socomsite.editor.typed import NAME, nothing, nothing_in
from socomsite.model.description import FieldDescription, describe
from socomsite.model.schema import Part
from socomsite.yamltext import Plain

#: What the names of inputs begin with, and what they hold apart.
PREFIX, DOT = "f", "."
#: The last input of a form: without it, something was cut off on the way.
END = "end"
_MOST_ROWS = 2000

Sent = Mapping[str, Sequence[str]]


def typed_in(group: type[Part], sent: Sent, prefix: str = PREFIX) -> dict[str, Plain]:
    """What was typed into the fields of a kind or group, out of what a browser sent."""
    return {each.name: _field(each, sent, f"{prefix}{DOT}{each.name}") for each in describe(group)}


def _field(field: FieldDescription, sent: Sent, name: str) -> Plain:
    if not (field.is_list or field.is_named):
        return _one(field, sent, name)
    if name in sent:  # boxes to tick: one name, many values
        return [text for text in sent[name] if text]
    return [_row(field, sent, f"{name}{DOT}{number}") for number in _numbers(sent, name)]


def _row(field: FieldDescription, sent: Sent, name: str) -> Plain:
    made = _one(field, sent, name)
    if field.is_named and isinstance(made, dict):
        return {NAME: _last(sent, f"{name}{DOT}{NAME}"), **made}
    return made


def _one(field: FieldDescription, sent: Sent, name: str) -> Plain:
    return typed_in(field.group, sent, name) if field.group else _last(sent, name)


def _last(sent: Sent, name: str) -> str:
    return (sent.get(name) or [""])[-1]


def _numbers(sent: Sent, name: str) -> list[int]:
    """The numbers of the rows of a list, in their order."""
    row = re.compile(rf"{re.escape(name + DOT)}([0-9]{{1,6}})(?:\..*)?", re.DOTALL)
    found = {int(match[1]) for each in sent if (match := row.fullmatch(each))}
    return sorted(found)[:_MOST_ROWS]


@dataclass(frozen=True)
class Move:
    """A button that was pressed at a row: what it does, and the name of the list or row."""

    act: str
    name: str

    @classmethod
    def of(cls, pressed: str) -> Self | None:
        """The move that a button's value `add f.goals` stands for; None if it is another."""
        act, _, name = pressed.partition(" ")
        return cls(act, name) if act in {"add", "remove", "up", "down"} else None


def moved(
    kind: type[Part], typed: Mapping[str, Plain], move: Move
) -> tuple[dict[str, Plain], str] | None:
    """What is typed after a move, and the name of the row to go on from.

    None if there is no such list or row.
    """
    steps = move.name.split(DOT)
    if steps[:1] != [PREFIX]:
        return None
    found = _in_group(kind, dict(typed), steps[1:], move.act)
    if found is None:
        return None
    changed, onward = found
    return changed, DOT.join([PREFIX, *onward])


_Changed = tuple[dict[str, Plain], list[str]]


def _in_group(
    group: type[Part], typed: dict[str, Plain], steps: list[str], act: str
) -> _Changed | None:
    field = next((each for each in describe(group) if [each.name] == steps[:1]), None)
    if field is None:
        return None
    name, rest, here = field.name, steps[1:], typed.get(field.name, nothing(field))
    if field.is_list or field.is_named:
        rows = list(here) if isinstance(here, list) else []
        below = _in_rows(field, rows, rest, act)
        if below is None:
            return None
        return {**typed, name: below[0]}, [name, *below[1]]
    if field.group and rest and isinstance(here, dict):
        inside = _in_group(field.group, here, rest, act)
        return ({**typed, name: inside[0]}, [name, *inside[1]]) if inside else None
    return None


def _in_rows(
    field: FieldDescription, rows: list[Plain], steps: list[str], act: str
) -> tuple[list[Plain], list[str]] | None:
    if not steps:
        if act != "add" or len(rows) >= _MOST_ROWS:
            return None
        # The empty row that an empty list shows is there already.
        rows = rows or ([] if field.group else [""])
        return [*rows, nothing_in(field.group) if field.group else ""], [str(len(rows))]
    number = int(steps[0]) if steps[0].isdecimal() and steps[0].isascii() else len(rows)
    if number >= len(rows):
        return None
    if len(steps) > 1:
        row = rows[number]
        if field.group is None or not isinstance(row, dict):
            return None
        below = _in_group(field.group, row, steps[1:], act)
        if below is None:
            return None
        return [*rows[:number], below[0], *rows[number + 1 :]], [steps[0], *below[1]]
    return _row_moved(rows, number, act)


def _row_moved(rows: list[Plain], number: int, act: str) -> tuple[list[Plain], list[str]] | None:
    match act:
        case "remove":
            left = [*rows[:number], *rows[number + 1 :]]
            return left, [str(min(number, len(left) - 1))] if left else []
        case "up" | "down":
            other = number - 1 if act == "up" else number + 1
            if 0 <= other < len(rows):
                rows[number], rows[other] = rows[other], rows[number]
                return rows, [str(other)]
    return None
