"""A source's scalars and a kind's schema to an Entry, or every mistake in the file at once.

Knows how pydantic tells what is wrong; must never know other entries or read files.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from pydantic import BaseModel, ValidationError

from socomsite.language import Words, slug
from socomsite.messages import choice_words
from socomsite.model.accessibility import RULES
from socomsite.model.fields import Placed, Prose
from socomsite.model.labels import example_of
from socomsite.model.prose import read_prose
from socomsite.model.reader import Reader
from socomsite.model.schema import PLACED_FIELDS, Entry, Schema, part_at
from socomsite.model.source import Source, split_front_matter
from socomsite.problem import Outcome, Position, Problem, problem
from socomsite.yamltext import Mapping, Node, Plain, Scalar, Sequence, read_yaml

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Loc = tuple[int | str, ...]
M = TypeVar("M", bound=BaseModel)

_QUOTED = re.compile(r"'([^']*)'")
_BODY = "body"
# What pydantic calls a wrong type, and which word tells an author what was needed.
_EXPECTED = {
    "string_type": "text",
    "int_type": "number",
    "int_parsing": "number",
    "int_parsing_size": "number",
    "int_from_float": "number",
    "tuple_type": "list",
    "list_type": "list",
    "model_type": "group",
    "model_attributes_type": "group",
    "dict_type": "group",
    "string_pattern_mismatch": "postcode",
}
_LONGEST_SHOWN = 60


def near(word: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """Up to three known words that this one was perhaps meant to be, nearest first."""
    folded = {slug(name): name for name in known}
    if slug(word) in folded:
        return (folded[slug(word)],)
    return tuple(get_close_matches(word, known, n=3, cutoff=0.75))


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
        here = _position(tree, ("#key", name))
        problems.append(_unknown(names, kind, name, here))
        del fields[name]
    try:
        made = kind.model_validate({**fields, **given}, context={"prose": prose})
    except ValidationError as error:
        teller = _Teller(kind, tree, names, folder)
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
        here = _position(read.value, ("#key", _BODY))
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


def _position(tree: Node, loc: Loc) -> Position:
    """The place of a field, or of the nearest group that holds it; `#key` asks for its name."""
    node, wants_key = tree, False
    for step in loc:
        if step == "#key":
            wants_key = True
            continue
        below: Node | None = None
        if isinstance(node, Mapping):
            if wants_key:
                below = next((name for name, _ in node.entries if name.text == step), None)
            else:
                below = node.get(str(step))
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            below = node.items[step]
        if below is None:
            break
        node = below
    return node.position


@dataclass(frozen=True)
class _Teller:
    """Puts what pydantic found into the author's words, with its place."""

    kind: type[BaseModel]
    tree: Node
    names: Words
    folder: str

    def told(self, detail: ErrorDetails) -> Problem:
        loc: Loc = detail["loc"]
        is_name = loc[-1:] == ("[key]",)  # what pydantic calls a mapping's own key
        loc = loc[:-2] if is_name else loc
        field = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
        values = dict(detail.get("ctx") or {})
        sort, value = detail["type"], _shown(detail["input"])
        here = _position(self.tree, (*loc, values["at"]) if "at" in values else loc)
        if is_name:
            here = _position(self.tree, (*loc, "#key", value))
        match sort:
            case "extra_forbidden":
                here = _position(self.tree, (*loc[:-1], "#key", loc[-1]))
                return _unknown(self.names, part_at(self.kind, loc[:-1]), field, here)
            case "missing" | "field-missing":
                field = str(values.get("field", field))
                group = part_at(self.kind, loc[:-1])
                place = self.folder if group is self.kind else group.__name__.lower()
                return problem(here, "field-missing", field=field, example=example_of(place, field))
            case "too_short" | "string_too_short":
                return problem(here, "field-empty", field=field)
            case "enum" | "literal_error":
                allowed = tuple(_QUOTED.findall(str(values.get("expected", ""))))
                meant = _called(value, allowed) or near(value, allowed)
                return _not_allowed(here, field, value, allowed, meant)
            case "greater_than_equal":
                return _not_allowed(here, field, value, (f"≥ {values['ge']}",), ())
            case "less_than_equal":
                return _not_allowed(here, field, value, (f"≤ {values['le']}",), ())
            case _ if sort in _EXPECTED or sort == "type-wrong":
                expected = f"expected-{values.get('expected', _EXPECTED.get(sort))}"
                return problem(here, "type-wrong", field=field, value=value, expected=expected)
        named = {"field": field, "value": value} | {k: str(v) for k, v in values.items()}
        named.pop("at", None)
        return Problem(here, sort, tuple(sorted(named.items())))


def _called(value: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """The choice that goes by a name in one of the languages: `hanke` is `project`."""
    for choice in allowed:
        words = choice_words(choice)
        names = (words.fi, words.sv, words.en) if words else ()
        if slug(value) in map(slug, names):
            return (choice,)
    return ()


def _not_allowed(
    here: Position, field: str, value: str, allowed: tuple[str, ...], meant: tuple[str, ...]
) -> Problem:
    return problem(here, "value-not-allowed", allowed=allowed, near=meant, field=field, value=value)


def _unknown(names: Words, group: type[BaseModel], name: str, here: Position) -> Problem:
    known = tuple(field for field in group.model_fields if field not in PLACED_FIELDS)
    return problem(here, "field-unknown", near=near(name, known), field=name, kind=names)


def _shown(value: object) -> str:
    if isinstance(value, dict) and len(value) == 1:
        (value,) = value.values()  # a shorthand: what stood there was its only value
    text = value if isinstance(value, str) else "…"
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
