"""How a YAML text stands in lines: which lines an item or a field takes up, and its comments.

A comment belongs to what stands below it, unless it stands further in than what is above it. Must
never know what is changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from socomsite.yamltext import Mapping, Node, Scalar, Sequence

# Where YAML 1.1 ends a line.
_BREAK = re.compile("[\n\x85\u2028\u2029]")
_COMMENT = re.compile(r"(?<!\S)#[^\n\x85\u2028\u2029]*")


@dataclass(frozen=True, eq=False)
class Child:
    """An item of a list, or a field of a group, that stands in lines of its own.

    From `lead` on stand the comments above it; it begins at its dash or name, what it says begins
    after `head`, and it ends with its last line.
    """

    name: str | None
    node: Node
    lead: int
    start: int
    head: int
    end: int


class Standing:
    """A text with its lines."""

    def __init__(self, text: str) -> None:
        """Of a text as the build sees it."""
        self.text = text
        self.starts = (0, *(found.end() for found in _BREAK.finditer(text)))

    def _line(self, index: int) -> int:
        return bisect_right(self.starts, index) - 1

    def line_start(self, index: int) -> int:
        """Where the line begins that a sign stands on."""
        return self.starts[self._line(index)]

    def line_end(self, index: int) -> int:
        """Where the line ends that a sign stands on, its break apart."""
        found = _BREAK.search(self.text, index)
        return found.start() if found else len(self.text)

    def column(self, index: int) -> int:
        """How many signs stand before one on its line."""
        return index - self.line_start(index)

    def is_inline(self, child: Child) -> bool:
        """Whether something stands before it on its line: the dash of a list around it."""
        return bool(self.text[self.line_start(child.start) : child.start].strip(" "))

    def end(self, node: Node) -> int:
        """Behind the last sign of a value; empty lines below a block are not its own."""
        if isinstance(node, Scalar):
            start, end = node.span
            if node.is_block:
                header = self.text[start : self.line_end(start)].partition("#")[0]
                lines = self.text[start:end]
                kept = lines if "+" in header else lines.rstrip(" \t\n\x85\u2028\u2029")
                return start + len(kept) - (kept[-1:] == "\n")
            return end
        if node.is_flow:
            return node.span[1]
        return self.end(node.items[-1] if isinstance(node, Sequence) else node.entries[-1][1])

    def _end_with_comments(self, end: int, column: int) -> int:
        """The end of the last line, and of comments below it that stand further in than it."""
        last = self.line_end(end)
        for line in range(self._line(end) + 1, len(self.starts)):
            start = self.starts[line]
            written = self.text[start : self.line_end(start)]
            bare = written.lstrip(" ")
            if bare.strip() and not (bare.startswith("#") and len(written) - len(bare) > column):
                break
            last = start + len(written) if bare.strip() else last
        return last

    def children(self, node: Mapping | Sequence) -> list[Child]:
        """What a list or group that stands in lines is made of. Raises ValueError."""
        children: list[Child] = []
        named = node.entries if isinstance(node, Mapping) else [(None, n) for n in node.items]
        begin = node.span[0]
        for key, value in named:
            if key is None:
                start = self._dash(begin, value.span[0])
                head = start + 1
            else:
                start, head = key.span[0], self.text.index(":", key.span[1]) + 1
                mark = self.line_start(start)
                if self.text[mark:start].strip(" ") == "?":
                    start = self.text.index("?", mark)
            column = self.column(start)
            end = self._end_with_comments(max(self.end(value), head), column)
            name = key.text if key else None
            line = self.line_start(start)
            lead = self._next_line(children[-1].end) if children else line
            children.append(Child(name, value, min(lead, line), start, head, end))
            begin = end
        return children

    def _next_line(self, index: int) -> int:
        end = self.line_end(index)
        return min(end + 1, len(self.text))

    def _dash(self, begin: int, before: int) -> int:
        """Where the dash of the next item of a list stands; comments and empty lines come first."""
        place = begin
        while place <= before:
            stop = self.line_end(place)
            line = self.text[place:stop]
            bare = line.lstrip(" ")
            if bare.startswith("-"):
                return place + len(line) - len(bare)
            place = stop + 1
        raise ValueError(begin)

    def with_lead(self, first: Child, floor: int) -> Child:
        """The first item of a list, with the comments that stand above it."""
        line = self._line(first.start)
        while self._line(floor) < line - 1:
            above = self.text[self.starts[line - 1] : self.starts[line]].strip()
            if above and not above.startswith("#"):
                break
            line -= 1
        return replace(first, lead=self.starts[line])

    def comments(self, node: Node, start: int, end: int) -> Iterator[str]:
        """The comments in a part of the text, what the node says left out."""
        for scalar in _scalars(node):
            first = scalar.span[0]
            if scalar.is_block:
                first = min(self.line_end(first), self.end(scalar))
            yield from _COMMENT.findall(self.text[start:first])
            start = max(start, self.end(scalar))
        yield from _COMMENT.findall(self.text[start:end])


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
        return
    below = node.items if isinstance(node, Sequence) else [n for e in node.entries for n in e]
    for each in below:
        yield from _scalars(each)
