"""Lines put into a person's YAML file: nothing that stands in it is moved, changed or taken away.

A list is written on, or made where there is none; one between brackets takes what fits on a line.
Whoever asks checks afterwards that the file says the same as before and the new lines beside. Must
never know what the fields mean.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from socomsite.yamltext import Mapping, Node, Scalar, Sequence, read_yaml

Path = tuple[str | int, ...]
# What stands between brackets: quoted texts and comments are one sign each.
_SIGNS = re.compile(
    r"\"(?:\\.|[^\"\\])*\"|(?<![^\s,\[{])'(?:''|[^'])*'|(?P<comment>(?<=\s)#[^\n]*)|[\s\S]"
)


class NoRoom(ValueError):  # noqa: N818 - told to the person as something to do, no fault of ours
    """The list is written between brackets on one line, so lines cannot be put into it."""


@dataclass(frozen=True)
class Text:
    """A YAML file as lines and as the tree they mean."""

    lines: tuple[str, ...]
    newline: str
    tree: Node | None

    @staticmethod
    def of(text: str) -> Text:
        """The text of a file, taken apart."""
        newline = "\r\n" if "\r\n" in text else "\n"
        return Text(tuple(text.split(newline)), newline, read_yaml(text, "").value)

    def __str__(self) -> str:
        """The text of the file."""
        return self.newline.join(self.lines)

    def appended(self, path: Path, items: list[list[str]], note: str = "") -> Text:
        """With items put last into the list at a path; each item is lines without its dash.

        A list that is not there yet is made, with a note above it if one is given. Raises NoRoom.
        """
        found = _at(self.tree, path)
        if isinstance(found, Sequence):
            return self._into(found, items)
        if found is not None:
            raise NoRoom(str(path))
        owner = _at(self.tree, path[:-1])
        if not isinstance(owner, Mapping) or not self._is_in_lines(owner):
            raise NoRoom(str(path))
        column = owner.position.column - 1
        last = self._last_line(owner.position.line - 1, column, is_list=False)
        head = [f"# {note}"] if note else []
        return self._with(last, [*head, f"{path[-1]}:", *dashed(items, 2)], column)

    def listed(self, name: str, item: str) -> Text:
        """With an item, as it stands between brackets, put last into the list of a field.

        A list that is not there yet is made between brackets. Raises NoRoom.
        """
        found = _at(self.tree, (name,))
        if isinstance(found, Sequence) and not self._is_in_lines(found):
            return self._in_brackets(found, item)
        if isinstance(found, Sequence):
            return self._into(found, [[item]])
        owner = self.tree
        if found is not None or not isinstance(owner, Mapping) or not self._is_in_lines(owner):
            raise NoRoom(name)
        column = owner.position.column - 1
        last = self._last_line(owner.position.line - 1, column, is_list=False)
        return self._with(last, [f"{name}: [{item}]"], column)

    def _in_brackets(self, found: Sequence, item: str) -> Text:
        text = str(self)
        before = self.lines[: found.position.line - 1]
        start = sum(len(line) + len(self.newline) for line in before) + found.position.column - 1
        start += text.startswith("\ufeff") and found.position.line == 1
        end = _last_sign(text, start)
        comma = "" if text[end - 1] in "[," else ","
        space = "" if text[end - 1] == "[" else " "
        return Text.of(f"{text[:end]}{comma}{space}{item}{text[end:]}")

    def _into(self, found: Sequence, items: list[list[str]]) -> Text:
        column = found.position.column - 1
        if not self._is_in_lines(found):
            raise NoRoom(str(found.position))
        last = self._last_line(found.position.line - 1, column, is_list=True)
        return self._with(last, dashed(items, 0), column)

    def _is_in_lines(self, node: Node) -> bool:
        line = self.lines[node.position.line - 1]
        sign = line.removeprefix("\ufeff")[node.position.column - 1 :][:1]
        return sign not in {"[", "{"}

    def _with(self, last: int, lines: list[str], column: int) -> Text:
        """With lines put below one of the file, moved in to a column."""
        moved = [f"{' ' * column}{line}" if line else "" for line in lines]
        kept = self.lines
        text = self.newline.join([*kept[: last + 1], *moved, *kept[last + 1 :]])
        return Text.of(text if kept[last + 1 :] else text + self.newline)

    def _last_line(self, first: int, column: int, *, is_list: bool) -> int:
        """The last line of the list or group that starts on a line and stands in a column."""
        last = first
        for number in range(first + 1, len(self.lines)):
            line = self.lines[number]
            bare = line.lstrip(" ")
            if not bare.strip():
                continue
            indent = len(line) - len(bare)
            if bare.startswith("#") and indent <= column:
                continue  # belongs to what comes next
            is_next = bare.startswith("- ") or bare.rstrip() == "-"
            if indent < column or (is_list and indent == column and not is_next):
                break
            last = number
        return last


def _last_sign(text: str, start: int) -> int:
    """Behind which sign a list between brackets ends that opens at a place, blanks apart."""
    depth, end = 0, start
    for sign in _SIGNS.finditer(text, start):
        if sign[0].isspace() or sign.lastgroup == "comment":
            continue
        depth += (sign[0] in "[{") - (sign[0] in "]}")
        if not depth:
            break
        end = sign.end()
    return end


def _at(tree: Node | None, path: Path) -> Node | None:
    node = tree
    for step in path:
        if isinstance(node, Mapping) and isinstance(step, str):
            node = node.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int):
            node = node.items[step] if step < len(node.items) else None
        else:
            return None
    return None if isinstance(node, Scalar) and not node.text and path else node


def dashed(items: list[list[str]], indent: int = 2) -> list[str]:
    """Items, each given as lines, as the lines of a list that is moved in."""
    lines = []
    for first, *more in items:
        lines += [f"- {first}", *(f"  {line}" if line else "" for line in more)]
    return [f"{' ' * indent}{line}" if line else "" for line in lines]
