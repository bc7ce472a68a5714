"""YAML text to a tree in which every scalar is the text as written, with its place.

The only importer of `yaml`. Never guesses types: `18:00` stays `18:00` and `no` stays `no`,
since the field decides what a scalar means. Anchors and aliases are refused, so a file cannot
grow while it is read. Must never know what the fields mean.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Protocol

import yaml
from yaml.reader import Reader

from socomsite.problem import Outcome, Position, Problem, problem
from socomsite.signs import visible

_DEEPEST = 20
# Keys of one group: no kind has a hundred fields, and each unknown one is told of with its like.
_MOST_KEYS = 3000
# What YAML 1.1 allows in a text; lone surrogates and control characters are outside.
_UNREADABLE = Reader.NON_PRINTABLE
# Which signs of the text a node takes up, for those who write in it; what it says is the same.
_SPAN = (0, 0)
_LOADER: type[yaml.CSafeLoader | yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text; that of a block (`|` or `>`) starts on the line below its position."""

    text: str
    position: Position
    is_block: bool = False
    span: tuple[int, int] = field(default=_SPAN, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list; `is_flow` where it stands between brackets."""

    items: tuple[Node, ...]
    position: Position
    span: tuple[int, int] = field(default=_SPAN, compare=False, repr=False)
    is_flow: bool = field(default=False, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order written; no key twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    position: Position
    span: tuple[int, int] = field(default=_SPAN, compare=False, repr=False)
    is_flow: bool = field(default=False, compare=False, repr=False)

    def get(self, key: str) -> Node | None:
        """The value of a key, if it is there."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping
#: A node without its places: what an author wrote, never typed.
Plain = str | list["Plain"] | dict[str, "Plain"]


def plain_of(node: Node) -> Plain:
    """What a node says, without its places."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain_of(item) for item in node.items]
    return {name.text: plain_of(value) for name, value in node.entries}


class _Mark(Protocol):
    """A place as PyYAML and libyaml give it: how many characters stand before it."""

    index: int


class _Refused(Exception):  # noqa: N818 - carries a problem out of the nested reading, no fault
    def __init__(self, found: Problem) -> None:
        self.found = found


class _Places:
    """Where the characters of a text stand in its file.

    Lines end where they end for editors; libyaml would end one at U+2028 and its like too.
    """

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.path, self.first_line = path, first_line
        self.starts = (0, *accumulate(len(line) + 1 for line in text.split("\n")))

    def at(self, index: int) -> Position:
        row = bisect_right(self.starts, index) - 1
        return Position(self.path, row + self.first_line, index - self.starts[row] + 1)


def quoted(text: str) -> str:
    """Text as a YAML scalar on one line, with quotation marks, so that it reads back the same."""
    return yaml.dump(
        text, Dumper=yaml.SafeDumper, default_style='"', allow_unicode=True, width=10**9
    ).strip()


def _span(first: yaml.Event, last: yaml.Event) -> tuple[int, int]:
    """From the first sign to behind the last; a list or group of lines ends where the next begins.

    A block of text ends behind the empty lines below it.
    """
    start, end = first.start_mark, last.end_mark
    assert start is not None
    assert end is not None
    return start.index, end.index


class _Written(yaml.SafeDumper):
    """Says everything where it stands: what occurs twice is written twice."""

    def ignore_aliases(self, data: object) -> bool:
        """No anchors: a reader of the file shall not have to look elsewhere."""
        del data
        return True


def as_yaml(value: object) -> str:
    """Lists, mappings, texts, numbers and truths as YAML for other programs, order kept."""
    return yaml.dump(value, Dumper=_Written, allow_unicode=True, sort_keys=False, width=100)


@dataclass
class _Reading:
    """One pass over the events of one document."""

    places: _Places
    events: Iterator[yaml.Event]
    problems: list[Problem]

    def at(self, mark: _Mark | None) -> Position:
        assert mark is not None
        return self.places.at(mark.index)

    def document(self) -> Node | None:
        next(self.events)  # the stream starts
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        tree = self.node(next(self.events))
        next(self.events)  # the document ends
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _Refused(problem(self.at(after.start_mark), "yaml-syntax"))
        return tree

    def node(self, event: yaml.Event, depth: int = 0) -> Node:
        here = self.at(event.start_mark)
        if event.__class__ is yaml.ScalarEvent and not event.anchor and depth <= _DEEPEST:
            return self.scalar(event, here)  # as nearly always
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(problem(here, "yaml-alias"))
        if depth > _DEEPEST:
            raise _Refused(problem(here, "yaml-deep", limit=_DEEPEST))
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, here)
        assert isinstance(event, yaml.CollectionStartEvent)
        if isinstance(event, yaml.SequenceStartEvent):
            start, items = event, []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(event, depth + 1))
            return Sequence(tuple(items), here, _span(start, event), bool(start.flow_style))
        return self.mapping(event, here, depth)

    @staticmethod
    def scalar(event: yaml.ScalarEvent, here: Position) -> Scalar:
        return Scalar(visible(event.value), here, event.style in ("|", ">"), _span(event, event))

    def mapping(self, start: yaml.CollectionStartEvent, here: Position, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            value = self.node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused(problem(key.position, "yaml-syntax"))
            if key.text in entries:
                first = entries[key.text][0].position.line
                self.problems.append(
                    problem(key.position, "yaml-duplicate", field=key.text, line=first)
                )
            else:
                entries[key.text] = (key, value)
            if len(entries) > _MOST_KEYS or len(self.problems) > _MOST_KEYS:
                raise _Refused(problem(key.position, "yaml-wide", limit=_MOST_KEYS))
        return Mapping(tuple(entries.values()), here, _span(start, event), bool(start.flow_style))


def read_yaml(text: str, path: str, first_line: int = 1) -> Outcome[Node | None]:
    """The tree of one YAML document, or None where there is none or it cannot be read.

    `first_line` is the line of the file on which the text starts. Problems: `yaml-syntax`,
    `yaml-tab`, `yaml-duplicate` (the first value is kept), `yaml-alias`, `yaml-deep`, `yaml-wide`.
    """
    text = text.removeprefix("\ufeff")
    places = _Places(text, path, first_line)
    if refused := _UNREADABLE.search(text):
        return Outcome(None, (problem(places.at(refused.start()), "yaml-syntax"),))
    problems: list[Problem] = []
    try:
        # `yaml.parse` asks of each event first whether there is one.
        events = iter(_LOADER(text).get_event, None)
        tree = _Reading(places, events, problems).document()
    except _Refused as refusal:
        return Outcome(None, (*problems, refusal.found))
    except yaml.MarkedYAMLError as error:
        return Outcome(None, (*problems, _syntax_problem(error, text, places)))
    return Outcome(tree, tuple(problems))


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, places: _Places) -> Problem:
    mark: _Mark | None = error.problem_mark
    if mark is None or not text[mark.index :].strip():
        # A quote or bracket that is never closed: where it opens helps, the end of the file not.
        mark = error.context_mark or mark
    index = min(mark.index, len(text.rstrip())) if mark else 0
    # libyaml looks ahead of what it has told us, and since PyYAML 6.0.4 it has a limit of its own.
    if "nesting depth" in str(error.problem):
        return problem(places.at(index), "yaml-deep", limit=_DEEPEST)
    start = text.rfind("\n", 0, index) + 1
    line = text[start:].partition("\n")[0]
    indent = line[: len(line) - len(line.lstrip())]
    return problem(places.at(index), "yaml-tab" if "\t" in indent else "yaml-syntax")
