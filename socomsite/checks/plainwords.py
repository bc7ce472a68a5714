"""The words that plain-language advice knows: jargon, abbreviations, short forms with a point.

Reads `plainwords.yaml` beside it; must never know texts or entries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from socomsite.yamltext import Mapping, Node, Scalar, Sequence, read_yaml


@dataclass(frozen=True, slots=True)
class Jargon:
    """A word of the trade in all its forms, in small letters, and what could stand instead.

    With a capital it is a name, or the first word of a sentence, where one case is not worth a
    false alarm.
    """

    form: re.Pattern[str]
    word: str
    instead: str


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form, what it is short for, and what shows that a text opens it, if anything can."""

    short: str
    form: re.Pattern[str]
    long: str
    opened: re.Pattern[str] | None


@dataclass(frozen=True, slots=True)
class PlainWords:
    """All that is known of words."""

    jargon: tuple[Jargon, ...]
    abbreviations: tuple[Abbreviation, ...]
    points: frozenset[str]


@cache
def plain_words() -> PlainWords:
    """The catalogue of words; read once."""
    text = files("socomsite.checks").joinpath("plainwords.yaml").read_text("utf-8")
    tree = read_yaml(text, "plainwords.yaml").value
    assert isinstance(tree, Mapping)
    return PlainWords(
        jargon=tuple(_jargon(node) for node in _items(tree.get("jargon"))),
        abbreviations=tuple(_abbreviation(node) for node in _items(tree.get("abbreviations"))),
        points=frozenset(n.text for n in _items(tree.get("points")) if isinstance(n, Scalar)),
    )


def _items(node: Node | None) -> tuple[Node, ...]:
    assert isinstance(node, Sequence)
    return node.items


def _field(node: Node, name: str) -> str:
    assert isinstance(node, Mapping)
    value = node.get(name)
    assert isinstance(value, Scalar)
    return value.text


def _jargon(node: Node) -> Jargon:
    form = re.compile(rf"(?<![\w-])(?:{_field(node, 'stem')})(?![\w-])")
    return Jargon(form, _field(node, "word"), _field(node, "instead"))


def _abbreviation(node: Node) -> Abbreviation:
    short, opened = _field(node, "short"), _field(node, "opened")
    # Inflected after a colon, `ESR:n`; part of a compound, `ESR-hanke`; never of a longer word.
    form = re.compile(rf"(?<![\w-]){re.escape(short)}(?![\w])")
    shown = re.compile(opened, re.IGNORECASE) if opened else None
    return Abbreviation(short, form, _field(node, "long"), shown)
