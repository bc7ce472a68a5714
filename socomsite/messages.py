"""A message code and its values to words in Finnish, Swedish or English.

One catalogue, `messages.yaml`, serves the command line, the preview and the editor. Placeholders
are `{name}` and `{n:one/many}`, which prints the number with the right form (Finnish: nominative
for 1, partitive otherwise). Must never know who asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path

from socomsite.catalogue import read_catalogue
from socomsite.language import Language, Words
from socomsite.problem import Position, Problem

_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([^/{}]*)/([^{}]*))?\}")
_WIDEST = 100
#: The line of these holds what must not be repeated: a terminal's text is copied and stored.
_UNSHOWN = frozenset({"secret-in-settings"})
_Catalogue = dict[str, Words]


@cache
def catalogue() -> tuple[_Catalogue, _Catalogue]:
    """The messages by code, and the terms that stand in their placeholders."""
    return read_catalogue((Path(__file__).parent / "messages.yaml").read_text("utf-8"))


def say(code: str, language: Language, /, **values: str | int | Words) -> str:
    """The message of a code with its values put in. Raises KeyError for an unknown code."""
    return filled(catalogue()[0][code], language, values)


def filled(words: Words, language: Language, values: Mapping[str, str | int | Words]) -> str:
    """Words in a language with values in their placeholders. Raises KeyError where one is missing.

    A value that is the name of a term becomes its words.
    """
    terms = catalogue()[1]

    def put(match: re.Match[str]) -> str:
        value = values[match[1]]
        if isinstance(value, Words):
            return value.in_language(language)
        if match[2] is not None:
            return f"{value}\u00a0{match[2] if value == 1 else match[3]}"
        term = terms.get(value) if isinstance(value, str) else None
        return term.in_language(language) if term else str(value)

    return _PLACEHOLDER.sub(put, words.in_language(language))


def message_of(found: Problem, language: Language) -> str:
    """The sentence or two that tell of a problem, without its place."""
    return say(found.code, language, **dict(found.values))


def term(name: str) -> Words:
    """The words that stand for a term. Raises KeyError for an unknown one."""
    return catalogue()[1][name]


def choice_words(value: str) -> Words | None:
    """What the value of a choice is called, if it has a name."""
    return catalogue()[1].get(f"choice-{value}")


def _named(value: str, language: Language) -> str:
    """A value of a choice with what it is called: `project (hanke)`."""
    words = choice_words(value)
    name = words.in_language(language) if words else ""
    is_plain = name.casefold() in {"", value, value.replace("_", " ")}
    return value if is_plain else f"{value} ({name})"


def hints_of(found: Problem, language: Language) -> tuple[str, ...]:
    """What is allowed and what was perhaps meant, a line each."""
    hints = []
    if found.allowed:
        listed = ", ".join(_named(value, language) for value in found.allowed)
        hints.append(say("allowed", language, list=listed))
    if len(found.near) == 1:
        hints.append(say("did-you-mean-one", language, suggestion=found.near[0]))
    elif found.near:
        hints.append(say("did-you-mean-some", language, list=", ".join(found.near)))
    return tuple(hints)


def _excerpt(line: str, column: int) -> tuple[str, str]:
    """The line cut to a readable width around the column, and a caret line under it."""
    text = line.replace("\t", " ")
    start = max(0, column - 1 - _WIDEST // 2) if len(text) > _WIDEST else 0
    shown = text[start : start + _WIDEST]
    printable = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown)
    return printable, " " * (column - 1 - start) + "^"


def told(
    found: Problem, language: Language, line_at: Callable[[Position], str | None]
) -> tuple[str, ...]:
    """The lines that tell of a problem.

    `path:line:column: error[code]: message`, then the line itself with a mark under the spot,
    unless it holds a secret, what is allowed, and the suggestion.
    """
    lines = [
        f"{found.position}: {found.severity.value}[{found.code}]: {message_of(found, language)}"
    ]
    is_shown = not found.is_secret and found.code not in _UNSHOWN
    line = line_at(found.position) if found.position.line and is_shown else None
    if line is not None and line.strip():
        lines += [f"    {part}" for part in _excerpt(line, found.position.column)]
    lines += [f"    {hint}" for hint in hints_of(found, language)]
    return tuple(lines)


def as_json(found: Problem, language: Language) -> dict[str, object]:
    """A problem for programs: place, severity, code, message and hints."""
    return {
        "path": found.position.path,
        "line": found.position.line,
        "column": found.position.column,
        "severity": found.severity.value,
        "code": found.code,
        "message": message_of(found, language),
        "allowed": list(found.allowed),
        "near": list(found.near),
    }


def codes() -> Iterable[str]:
    """Every message code of the catalogue."""
    return catalogue()[0].keys()
