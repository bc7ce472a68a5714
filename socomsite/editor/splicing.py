"""Changes put into the lines of a YAML text: what did not change is not touched.

A list or group that stands in lines is changed line by line: comments stay with what they stand
above or behind, also when items are moved. A single value, or a list between brackets, is written
anew in its old manner. Whoever asks checks that the result says what it should. Must never know
what the fields mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Sequence as List
from typing import NamedTuple

from socomsite.editor.meaning import is_said, meaning
from socomsite.editor.restyling import restyled
from socomsite.editor.standing import Child, Standing
from socomsite.yamllines import read_lines, yaml_lines
from socomsite.yamltext import Mapping, Plain, Scalar, Sequence, plain_of, quoted


class Edit(NamedTuple):
    """What is put in the place of some signs of the text."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit], start: int, end: int) -> str:
    """A part of the text with those edits made that lie in it."""
    pieces = []
    for edit in sorted(each for each in edits if start <= each.start and each.end <= end):
        pieces += [text[start : edit.start], edit.text]
        start = edit.end
    return "".join([*pieces, text[start:end]])


class _Placed(NamedTuple):
    """What is to stand in a list or group: perhaps a child that is there, and what it shall say."""

    child: Child | None
    name: str | None
    value: Plain


class Splicing:
    """The changes to one text."""

    def __init__(self, text: str, *, is_careful: bool = True) -> None:
        """Of a text; where care fails, each changed field is written anew as a whole."""
        self.text, self.is_careful = text, is_careful
        self.standing = Standing(text)

    def changed(self, tree: Mapping, fields: dict[str, Plain]) -> list[Edit]:
        """What makes the text say these fields, given the tree that it is now."""
        if tree.is_flow:
            return [self._anew(tree, fields)]
        return self._group(tree, fields)

    def _group(self, node: Mapping, fields: dict[str, Plain]) -> list[Edit]:
        children = self.standing.children(node)
        known = {child.name: child for child in children}
        order: list[_Placed] = []
        for child in children:
            assert child.name is not None
            old = plain_of(child.node)
            if child.name in fields or not is_said(old):
                order.append(_Placed(child, child.name, fields.get(child.name, old)))
        names = list(fields)
        for place, name in enumerate(names):
            # As good as there: nothing is said by it. An empty text is, if it is asked for.
            if name in known or not (is_said(fields[name]) or fields[name] == ""):
                continue
            there = [placed.name for placed in order]
            before = [there.index(n) + 1 for n in names[:place] if n in there]
            after = [there.index(n) for n in names[place:] if n in there]
            at = before[-1] if before else min(after, default=len(there))
            order.insert(at, _Placed(None, name, fields[name]))
        return self._ordered(children, order)

    def _list(self, node: Sequence, items: list[Plain], floor: int) -> list[Edit]:
        children = self.standing.children(node)
        if not self.standing.is_inline(children[0]):
            children[0] = self.standing.with_lead(children[0], floor)
        paired = _paired([plain_of(child.node) for child in children], items)
        order = [
            _Placed(None if at is None else children[at], None, item)
            for at, item in zip(paired, items, strict=True)
        ]
        return self._ordered(children, order)

    def _ordered(self, children: list[Child], order: list[_Placed]) -> list[Edit]:
        edits = [edit for placed in order for edit in self._edits(placed)]
        if [placed.child for placed in order] == children:
            return edits
        first = children[0]
        column, is_inline = self.standing.column(first.start), self.standing.is_inline(first)
        leads, rest = self._leads(children, {placed.child for placed in order})
        text, waiting = "", ""
        for placed in order:
            child = placed.child
            lead = waiting + (leads[child] if child else "")
            waiting = ""
            if child:
                own = applied(self.text, edits, child.start, child.end)
            else:
                own = fresh(placed.name, placed.value, column)
            if is_inline and not text:  # no line can be put between it and the dash before it
                text, waiting = own, lead
            else:
                text += ("\n" if text else "") + lead + " " * column + own
        text = text or (" " * column * (not is_inline) + "{}")
        if rest := (waiting + rest).rstrip("\n"):
            text += "\n" + rest
        return [Edit(first.start if is_inline else first.lead, children[-1].end, text)]

    def _leads(
        self, children: list[Child], kept: set[Child | None]
    ) -> tuple[dict[Child, str], str]:
        """The lines above each child that stays, and those left over when the last one goes."""
        leads: dict[Child, str] = {}
        carried = ""
        for child in children:
            carried += self.text[child.lead : self.standing.line_start(child.start)]
            if child in kept:
                leads[child], carried = carried, ""
        return leads, carried

    def _edits(self, placed: _Placed) -> Iterator[Edit]:
        child, value = placed.child, placed.value
        if child is None or meaning(plain_of(child.node)) == meaning(value):
            return
        node = child.node
        is_in_lines = self.is_careful and not isinstance(node, Scalar) and not node.is_flow
        if is_in_lines and isinstance(node, Mapping) and isinstance(value, dict) and is_said(value):
            yield from self._group(node, value)
        elif is_in_lines and isinstance(node, Sequence) and isinstance(value, list) and value:
            yield from self._list(node, value, child.head)
        else:
            yield self._manner(child, value) or self._whole(child, value)

    # What is written anew

    def _manner(self, child: Child, value: Plain) -> Edit | None:
        """A single value, or a list between brackets, in the place and manner of the old one."""
        node = child.node
        start, end = node.span[0], self.standing.end(node)
        raw = self.text[start:end]
        if not (self.is_careful and raw and is_said(value)):
            return None
        if not isinstance(node, Scalar) and (not node.is_flow or not is_said(plain_of(node))):
            return None
        if not isinstance(value, str) and isinstance(node, Scalar):
            return None
        comments = list(self.standing.comments(node, start, end))
        if comments and not isinstance(node, Scalar):
            return None
        if raw[0] in "\"'|>[{!":
            text = restyled(raw, value)
        else:
            first, *more = yaml_lines({"a": value})
            text = "\n".join([first.removeprefix("a:").strip(" "), *more])
        has_more = self.text[end : self.standing.line_end(end)].strip()
        if text is None or ("\n" in text and has_more) or not _says(text, value):
            return None
        if any(comment not in text for comment in comments):
            return None
        column = self.standing.column(child.start)
        return Edit(start, end, _moved(text.split("\n"), column))

    def _whole(self, child: Child, value: Plain) -> Edit:
        """All that stands behind a dash or a name, its comments on the lines of the new value."""
        comments = list(self.standing.comments(child.node, child.head, child.end))
        column = self.standing.column(child.start)
        below = yaml_lines(value) if is_said(value) and not isinstance(value, str) else []
        if below and child.name is None and not comments:
            return Edit(child.start, child.end, fresh(None, value, column))
        if below:
            lines = [f"  {line}" if line else "" for line in [*comments, *below]]
            first = f"  {lines.pop(0).strip()}" if comments else ""
            return Edit(child.head, child.end, _moved([first, *lines], column))
        if isinstance(value, str):
            first, *more = yaml_lines({"a": value})
            lines = [first.removeprefix("a: "), *more]
            if not value or (more and comments):
                lines = [quoted(value)]
        else:
            lines = ["{}" if isinstance(value, dict) else "[]"]
        told = "".join(f"  {comment}" for comment in comments)
        return Edit(child.head, child.end, f" {_moved(lines, column)}{told}")

    def _anew(self, tree: Mapping, fields: dict[str, Plain]) -> Edit:
        """A whole file between brackets: in that manner, else line by line."""
        start, end = tree.span
        comments = list(self.standing.comments(tree, start, end))
        if self.is_careful and tree.entries and fields and not comments:
            text = restyled(self.text[start:end], fields)
            if text is not None:
                return Edit(start, end, text)
        is_alone = not self.text[self.standing.line_start(start) : start].strip()
        said = {name: value for name, value in fields.items() if is_said(value) or value == ""}
        lines = [*comments, *(fresh(name, value, 0) for name, value in said.items())] or ["{}"]
        return Edit(start, end, "\n".join(lines if is_alone else ["", *lines]))


def fresh(name: str | None, value: Plain, column: int) -> str:
    """A new field, or without a name a new item of a list, all but its first line moved in."""
    shown = "x" if value == "" else value
    lines = yaml_lines([shown] if name is None else {name: shown})
    if value == "":
        lines = [lines[0].removesuffix("x") + quoted("")]
    return _moved(lines, column)


def _moved(lines: List[str], column: int) -> str:
    first, *more = lines
    return "\n".join([first, *(" " * column + line if line else "" for line in more)])


def _says(text: str, value: Plain) -> bool:
    """Whether the text means the value, behind a name and behind a dash."""
    behind_name, behind_dash = (read_lines(f"{head} {text}\n") for head in ("a:", "-"))
    return behind_name == {"a": value} and behind_dash == [value]


def _paired(old: List[Plain], new: List[Plain]) -> list[int | None]:
    """For each new item the old one that it is, or that it has come from."""
    left = dict(enumerate(map(meaning, old)))
    found: list[int | None] = []
    for item in map(meaning, new):
        at = next((number for number, value in left.items() if value == item), None)
        left.pop(-1 if at is None else at, None)
        found.append(at)
    for place, item in enumerate(new):
        if found[place] is None and left:
            found[place] = max(left, key=lambda number: (_likeness(left[number], item), -number))
            left.pop(found[place] or 0)
    return found


def _likeness(old: Plain, new: Plain) -> int:
    if not (isinstance(old, dict) and isinstance(new, dict)):
        return 0
    return sum(meaning(new[name]) == value for name, value in old.items() if name in new)
