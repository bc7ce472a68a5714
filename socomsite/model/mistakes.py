"""What pydantic found wrong in a group of fields, in the author's words and at its place.

Must never know entries or read files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pydantic import BaseModel

from socomsite.language import Words, slug
from socomsite.messages import choice_words
from socomsite.model.labels import example_of
from socomsite.model.schema import PLACED_FIELDS, part_at
from socomsite.problem import Position, Problem, problem
from socomsite.yamltext import Mapping, Node, Sequence

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Loc = tuple[int | str, ...]

_QUOTED = re.compile(r"'([^']*)'")
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


def position_of(tree: Node, loc: Loc) -> Position:
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
class Teller:
    """Puts what pydantic found into the author's words, with its place."""

    kind: type[BaseModel]
    tree: Node
    names: Words
    folder: str

    def told(self, detail: ErrorDetails) -> Problem:
        """A mistake as pydantic tells it, for the author."""
        loc: Loc = detail["loc"]
        is_name = loc[-1:] == ("[key]",)  # what pydantic calls a mapping's own key
        loc = loc[:-2] if is_name else loc
        field = next((str(step) for step in reversed(loc) if isinstance(step, str)), "")
        values = dict(detail.get("ctx") or {})
        sort, value = detail["type"], _shown(detail["input"])
        here = position_of(self.tree, (*loc, values["at"]) if "at" in values else loc)
        if is_name:
            here = position_of(self.tree, (*loc, "#key", value))
        match sort:
            case "extra_forbidden":
                here = position_of(self.tree, (*loc[:-1], "#key", loc[-1]))
                return unknown(self.names, part_at(self.kind, loc[:-1]), field, here)
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


def unknown(names: Words, group: type[BaseModel], name: str, here: Position) -> Problem:
    """A field that a group does not have. Problem: `field-unknown`."""
    known = tuple(field for field in group.model_fields if field not in PLACED_FIELDS)
    return problem(here, "field-unknown", near=near(name, known), field=name, kind=names)


def _shown(value: object) -> str:
    if isinstance(value, dict) and len(value) == 1:
        (value,) = value.values()  # a shorthand: what stood there was its only value
    text = value if isinstance(value, str) else "…"
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
