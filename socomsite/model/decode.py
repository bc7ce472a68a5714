"""A source's scalars and a kind's schema to an Entry, or every mistake in the file at once.

Must never know other entries or read files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from socomsite.language import Words
from socomsite.model.accessibility import RULES
from socomsite.model.fields import Placed, Prose
from socomsite.model.mistakes import Loc, Teller, position_of, unknown
from socomsite.model.prose import read_prose
from socomsite.model.reader import Reader
from socomsite.model.schema import Entry, Schema
from socomsite.model.source import Source, split_front_matter
from socomsite.problem import Outcome, Position, Problem, problem
from socomsite.yamltext import Mapping, Node, Plain, Scalar, Sequence, read_yaml

M = TypeVar("M", bound=BaseModel)

_BODY = "body"


class Decoder:
    """Decodes sources of one schema; holds its process's Markdown engine."""

    def __init__(self, schema: Schema) -> None:
        """A decoder for the kinds of this schema."""
        self._schema = schema
        self._markdown = Reader()

    def __call__(self, source: Source) -> Outcome[Entry | None]:
        """The source's entry, or None and all that is wrong with the file."""
        if source.problems:
            return Outcome(None, source.problems)
        kind = self._schema.kinds[source.folder]
        read = _tree(source, has_body=_BODY in kind.model_fields)
        if not isinstance(read.value, Mapping):
            return Outcome(None, read.problems)
        problems: list[Problem] = list(read.problems)

        def prose(text: str, position: Position) -> Prose:
            made = read_prose(self._markdown, text, position, source.language)
            problems.extend(made.problems)
            return made.value

        origin = Position(source.path, read.value.position.line, 1)
        made = model_of(
            kind,
            read.value,
            kind.names,
            folder=source.folder,
            given={"key": source.key, "language": source.language, "origin": origin},
            prose=prose,
        )
        problems.extend(made.problems)
        # What hinders readers leaves the entry whole: `site.yaml` says how much it weighs.
        is_sound = not any(found.is_error and found.code not in RULES for found in problems)
        return Outcome(made.value if is_sound else None, tuple(problems))


def model_of(  # noqa: PLR0913 - what a group of fields is made from, each by its name
    kind: type[M],
    tree: Mapping,
    names: Words,
    *,
    folder: str,
    given: dict[str, object] | None = None,
    prose: Callable[[str, Position], Prose] | None = None,
) -> Outcome[M | None]:
    """The tree as a group of fields, or None and every mistake in it.

    `names` is what the group is called in messages, `given` the fields that do not come from the
    tree and must not stand in it.
    """
    problems: list[Problem] = []
    plain = _Plain(problems)
    fields = plain.of(tree, ())
    assert isinstance(fields, dict)
    given = given or {}
    for name in sorted(given.keys() & fields.keys()):
        here = position_of(tree, ("#key", name))
        problems.append(unknown(names, kind, name, here))
        del fields[name]
    try:
        made = kind.model_validate({**fields, **given}, context={"prose": prose})
    except ValidationError as error:
        teller = Teller(kind, tree, names, folder)
        told = [(teller.told(detail), detail["loc"]) for detail in error.errors(include_url=False)]
        problems.extend(found for found, loc in told if not plain.accused(loc))
        return Outcome(None, tuple(problems))
    return Outcome(made if not problems else None, tuple(problems))


def _tree(source: Source, *, has_body: bool) -> Outcome[Node | None]:
    """The file's fields as one mapping; a Markdown file's body is its `body` field."""
    if source.path.endswith(".yaml"):
        read = read_yaml(source.text, source.path)
        return _a_mapping(read, Position(source.path, 1, 1))
    split = split_front_matter(source.text)
    start = Position(source.path, 1, 1)
    if split.front is None:
        return Outcome(None, (problem(start, "front-matter-missing"),))
    read = _a_mapping(read_yaml(split.front, source.path, split.front_line), start)
    if not isinstance(read.value, Mapping) or not (has_body or split.body.strip()):
        return read
    place = Position(source.path, split.body_line, 1)
    if not has_body:
        return Outcome(None, (*read.problems, problem(place, "body-unused")))
    if read.value.get(_BODY) is not None:
        here = position_of(read.value, ("#key", _BODY))
        given = problem(here, "yaml-duplicate", field=_BODY, line=split.body_line)
        return Outcome(None, (*read.problems, given))
    if not split.body.strip():
        return read
    body = (Scalar(_BODY, place), Scalar(split.body, place))
    return Outcome(Mapping((*read.value.entries, body), start), read.problems)


def _a_mapping(read: Outcome[Node | None], start: Position) -> Outcome[Node | None]:
    if read.value is None and not read.problems:
        return Outcome(None, (problem(start, "front-matter-missing"),))
    if read.value is not None and not isinstance(read.value, Mapping):
        found = problem(read.value.position, "yaml-syntax")
        return Outcome(None, (*read.problems, found))
    return read


@dataclass
class _Plain:
    """Turns a tree into what pydantic takes, telling of values that were left empty."""

    problems: list[Problem]

    def __post_init__(self) -> None:
        self._empty: set[Loc] = set()

    def of(self, node: Node, loc: Loc) -> Plain:
        match node:
            case Scalar():
                return Placed.at(node.text, _text_start(node))
            case Sequence():
                for i, item in enumerate(node.items):
                    self.is_empty(item, (*loc, i), str(loc[-1]) if loc else "", item)
                # An empty item stays, so that those after it keep their places.
                return [self.of(item, (*loc, i)) for i, item in enumerate(node.items)]
            case Mapping():
                return {
                    name.text: self.of(value, (*loc, name.text))
                    for name, value in node.entries
                    if not self.is_empty(value, (*loc, name.text), name.text, name)
                }

    def is_empty(self, value: Node, loc: Loc, field: str, place: Node) -> bool:
        match value:
            case Scalar(text="") if not (len(loc) == 1 and field == "address"):
                self.problems.append(problem(place.position, "field-empty", field=field))
                self._empty.add(loc)
                return True
        return False

    def accused(self, loc: Loc) -> bool:
        """Whether the place, or the group it is in, was told of already, as empty."""
        return any(loc[:length] in self._empty for length in range(len(loc) + 1))


def _text_start(node: Scalar) -> Position:
    return (
        Position(node.position.path, node.position.line + 1, 1) if node.is_block else node.position
    )
