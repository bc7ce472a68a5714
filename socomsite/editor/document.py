"""The fields of a content file as an author's texts, and the file with other fields in it.

What is read is what the build reads. What is written changes the lines of the fields that changed
and no other sign of the file: comments, order, quotation marks, line ends and the byte order mark
stay. Must never know where the file lies, nor what a field means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from socomsite.editor.meaning import cleaned, is_said, meaning
from socomsite.editor.splicing import Edit, Splicing, fresh
from socomsite.model.source import split_front_matter
from socomsite.model.textfile import text_of
from socomsite.problem import Outcome, Position, Problem, problem
from socomsite.signs import visible
from socomsite.yamltext import Mapping, Plain, plain_of, read_yaml

#: The field that the text below the front matter is.
BODY = "body"
_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")


class Unwritable(ValueError):  # noqa: N818 - told to the person as something to do, no fault of ours
    """The file cannot be made to say the fields: it cannot be read, or is written too oddly."""


def fields_in(text: str, path: str) -> Outcome[dict[str, Plain] | None]:
    """What a file says, by field; the text below the front matter is the field `body`.

    Blank lines around the body are not part of it. A field written without a value is an empty
    text. None where the build could not read the file either, with the problems it would tell.
    """
    page = _Page.of(text, path)
    return Outcome(page.fields if page.tree else None, page.problems)


def with_fields(text: str, path: str, fields: dict[str, Plain]) -> str:
    """The text that says exactly these fields, with the least change.

    The same fields, the same text. A field that is not given is taken away with its own lines, a
    new one stands behind the one that comes before it in `fields`. Raises Unwritable.
    """
    page = _Page.of(text, path)
    if page.tree is None:
        raise Unwritable(path)
    wished = _wished(path, fields)
    for is_careful in (True, False):
        try:
            made = page.with_edits(page.edits(wished, is_careful=is_careful))
        except ValueError:
            continue
        if made == text or _says(made, path, wished):
            return made
    raise Unwritable(path)


def new_text(path: str, fields: dict[str, Plain]) -> str:
    """A new file that says these fields, in their order. Raises Unwritable."""
    wished = _wished(path, fields)
    body = wished.pop(BODY, "") if path.endswith(".md") else None
    said = {name: value for name, value in wished.items() if is_said(value) or value == ""}
    card = "\n".join([fresh(name, value, 0) for name, value in said.items()] or ["{}"]) + "\n"
    made = card if body is None else f"---\n{card}---\n" + (f"{body}\n" if body else "")
    if not _says(made, path, _wished(path, fields)):
        raise Unwritable(path)
    return made


def _wished(path: str, fields: dict[str, Plain]) -> dict[str, Plain]:
    wished = {str(cleaned(name)): cleaned(value) for name, value in fields.items()}
    body = wished.get(BODY)
    if path.endswith(".md") and isinstance(body, str):
        wished[BODY] = _core(body)
    return wished


def _core(body: str) -> str:
    """A body without the blank lines above and below it."""
    start = _BLANK_LINES.match(body)
    return body[start.end() if start else 0 :].rstrip(" \t\n")


def _says(text: str, path: str, fields: dict[str, Plain]) -> bool:
    read = fields_in(text, path)
    if read.value is None or read.problems:
        return False
    asked = {name for name, value in fields.items() if value == "" and name != BODY}
    return meaning(read.value) == meaning(fields) and asked <= read.value.keys()


@dataclass(frozen=True)
class _Page:
    """A file as it is written, as the build sees it, and what it is made of."""

    raw: str
    text: str = ""
    front: str = ""
    front_start: int = 0
    body_start: int | None = None
    tree: Mapping | None = None
    problems: tuple[Problem, ...] = ()

    @staticmethod
    def of(raw: str, path: str) -> _Page:
        """A text taken apart; without a tree if the build could not read it."""
        seen = text_of(raw.encode("utf-8", "surrogateescape"), path)
        if seen.value is None:
            return _Page(raw, problems=seen.problems)
        text, start = seen.value, Position(path, 1, 1)
        if not path.endswith(".md"):
            read = read_yaml(text, path)
            front, front_start, body_start = text, 0, None
        else:
            split = split_front_matter(text)
            if split.front is None:
                return _Page(raw, problems=(problem(start, "front-matter-missing"),))
            read = read_yaml(split.front, path, split.front_line)
            front, front_start = split.front, text.index("\n") + 1
            body_start = len(text) - len(split.body)
        tree, problems = read.value, read.problems
        if tree is None:
            problems = problems or (problem(start, "front-matter-missing"),)
        elif not isinstance(tree, Mapping):
            problems = (*problems, problem(tree.position, "yaml-syntax"))
        elif body_start is not None and tree.get(BODY) and text[body_start:].strip():
            key = next(key for key, _ in tree.entries if key.text == BODY)
            line = text.count("\n", 0, body_start) + 1
            problems = (*problems, problem(key.position, "yaml-duplicate", field=BODY, line=line))
        else:
            return _Page(raw, text, front, front_start, body_start, tree, problems)
        return _Page(raw, problems=problems)

    @property
    def fields(self) -> dict[str, Plain]:
        """What the file says, by field."""
        found = plain_of(self.tree) if self.tree else {}
        assert isinstance(found, dict)
        body = _core(self.text[self.body_start :]) if self.body_start is not None else ""
        return found | ({BODY: body} if body else {})

    def edits(self, wished: dict[str, Plain], *, is_careful: bool) -> list[Edit]:
        """What is to be changed for the file to say these fields."""
        assert self.tree is not None
        edits, wished = [], dict(wished)
        if self.body_start is not None and self.tree.get(BODY) is None:
            body = wished.pop(BODY, "")
            if not isinstance(body, str):
                raise Unwritable(BODY)
            edits += self._body_edits(self.body_start, body)
        said = plain_of(self.tree)
        if meaning(said) != meaning(wished) or self._asks_for_empty(wished):
            splicing = Splicing(self.front, is_careful=is_careful)
            moved = self.front_start
            for start, end, text in splicing.changed(self.tree, wished):
                edits.append(Edit(start + moved, end + moved, text))
        return edits

    def _asks_for_empty(self, wished: dict[str, Plain]) -> bool:
        there = self.fields
        return any(value == "" and name not in there for name, value in wished.items())

    def _body_edits(self, start: int, wished: str) -> list[Edit]:
        old = self.text[start:]
        core = _core(old)
        if core == wished:
            return []
        if core:
            begin = start + old.index(core)
            return [Edit(begin, begin + len(core), wished)]
        ends_line = self.text[:start].endswith("\n")
        return [Edit(start, len(self.text), ("" if ends_line else "\n") + wished + "\n")]

    def with_edits(self, edits: list[Edit]) -> str:
        """The file as it was written, with the edits made in it and its own line ends in them."""
        places, pieces, done = self._places, [], 0
        for start, end, text in sorted(edits):
            pieces += [self.raw[done : places[start]], text.replace("\n", self._newline)]
            done = places[end]
        return "".join([*pieces, self.raw[done:]])

    @cached_property
    def _places(self) -> list[int] | range:
        """Where each sign that the build sees stands in the file as it was written."""
        if self.raw == self.text:
            return range(len(self.raw) + 1)
        places = []
        for place, sign in enumerate(self.raw):
            is_second = sign == "\n" and self.raw[place - 1 : place] == "\r"
            if visible(sign) and not is_second:
                places.append(place)
        return [*places, len(self.raw)]

    @cached_property
    def _newline(self) -> str:
        if "\r\n" in self.raw:
            return "\r\n"
        return "\r" if "\r" in self.raw and "\n" not in self.raw else "\n"
