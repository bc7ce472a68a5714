"""Templates and the interface's words as they are written: their texts, and what each reaches.

Must never know how one is filled, or the graph.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import jinja2
from jinja2 import meta

from socomsite.digest import digest
from socomsite.formats.strings import STRINGS, read_strings
from socomsite.language import Words
from socomsite.model.textfile import read_text
from socomsite.model.walking import shown_path
from socomsite.problem import Outcome, Position, Problem, problem

FOLDER = "templates"
ASSETS = "assets"
_SUFFIXES = (".html", ".xml", ".txt", ".svg")


@dataclass(frozen=True)
class Templates:
    """The texts of all templates by name, and the interface's words by dotted name.

    `references` says which templates each extends, includes or imports.
    """

    texts: tuple[tuple[str, str], ...]
    strings: tuple[tuple[str, Words], ...]
    references: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        return dict(self.texts)

    def __contains__(self, name: object) -> bool:
        """Whether there is a template of that name."""
        return name in self._by_name

    @cached_property
    def _strings_digest(self) -> str:
        return digest(self.strings)

    @cached_property
    def _references(self) -> Mapping[str, tuple[str, ...]]:
        return dict(self.references)

    @cached_property
    def _recipes(self) -> dict[str, str]:
        return {}

    def recipe(self, name: str) -> str:
        """The digest of a template with all it extends, includes and imports, and the words."""
        if name not in self._recipes:
            parts = sorted(self._reached(name))
            texts = tuple((part, self._by_name.get(part, "")) for part in parts)
            self._recipes[name] = digest(texts, self._strings_digest)
        return self._recipes[name]

    @property
    def recipes(self) -> Mapping[str, str]:
        """The recipes that were asked for, by template."""
        return self._recipes

    def may_name(self, name: str, word: str) -> bool:
        """Whether a template, or one that it reaches, holds a word; of a missing one, yes.

        What no template of a page can name need not be made for its view.
        """
        if (name, word) not in self._words_held:
            texts = (self._by_name.get(part) for part in self._reached(name))
            self._words_held[name, word] = any(text is None or word in text for text in texts)
        return self._words_held[name, word]

    @cached_property
    def _words_held(self) -> dict[tuple[str, str], bool]:
        return {}

    def _reached(self, name: str) -> set[str]:
        reached: set[str] = set()
        waiting = [name]
        while waiting:
            current = waiting.pop()
            if current not in reached:
                reached.add(current)
                waiting += self._references.get(current, ())
        return reached


def read_templates(
    root: Path, known: Mapping[str, tuple[str, ...]] | None = None
) -> Outcome[Templates]:
    """The templates of a site, and what can be seen to be wrong with them before they are used.

    `known` says of sound ones what they name, by digest of the text: those are not read through.
    Problems: those of reading a file, `template-syntax`, `template-dynamic`, `string-…`.
    """
    folder = root / FOLDER
    texts: list[tuple[str, str]] = []
    references: list[tuple[str, tuple[str, ...]]] = []
    problems: list[Problem] = []
    for file in sorted(folder.rglob("*")):
        if not is_template(file, root):
            continue
        path = shown_path(file, root)
        read = read_text(file, root, path)
        problems.extend(read.problems)
        if read.value is not None:
            name = path.removeprefix(f"{FOLDER}/")
            names = known.get(digest(read.value)) if known else None
            used = _referenced(path, read.value) if names is None else Outcome(names)
            texts.append((name, read.value))
            references.append((name, used.value))
            problems.extend(used.problems)
    strings = read_strings(folder / STRINGS, root)
    templates = Templates(tuple(texts), strings.value, tuple(references))
    return Outcome(templates, (*problems, *strings.problems))


def is_template(file: Path, root: Path) -> bool:
    """Whether a file below the templates of a site is one, not an asset or the words."""
    return file.suffix in _SUFFIXES and root / FOLDER / ASSETS not in file.parents


@lru_cache(maxsize=256)  # a preview reads the same texts again after each save
def _named(text: str) -> frozenset[str | None]:
    """What a template extends, includes and imports; None for one that it computes."""
    tree = jinja2.Environment(autoescape=True).parse(text)
    return frozenset(meta.find_referenced_templates(tree))


def _referenced(path: str, text: str) -> Outcome[tuple[str, ...]]:
    """The templates that a template names, and what keeps it from being understood."""
    try:
        found = _named(text)
    except jinja2.TemplateSyntaxError as error:
        detail = (error.message or "").rstrip(".")
        return Outcome(
            (), (problem(Position(path, error.lineno, 1), "template-syntax", detail=detail),)
        )
    if None in found:
        return Outcome((), (problem(Position(path), "template-dynamic"),))
    return Outcome(tuple(sorted(name for name in found if name)))
