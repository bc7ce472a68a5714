"""Templates and the interface's words: reading, digests, rendering, and faults with their place.

The only importer of `jinja2`. One environment a language, so that filters and words need no
context. Must never know the graph.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path
from types import CodeType

import jinja2
from jinja2 import meta
from jinja2.bccache import Bucket

from socomsite import datewords
from socomsite.dates import Moment
from socomsite.digest import digest
from socomsite.formats.sandbox import EndlessError, Sandbox
from socomsite.formats.strings import STRINGS, read_strings
from socomsite.hyphenation import soft_hyphenated
from socomsite.language import Language, Words
from socomsite.model.source import read_text, shown_path
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


class _StringMissing(jinja2.TemplateError):
    """A template asked for a word that is not in the strings file."""


def _filters(language: Language) -> dict[str, Callable[..., str]]:
    def in_language(function: Callable[..., str]) -> Callable[..., str]:
        return partial(function, language=language)

    def moment(start: Moment, end: Moment | None = None) -> str:
        return datewords.moments_label(start, end, language)

    return {
        "date": in_language(datewords.date_label),
        "date_text": in_language(datewords.date_text),
        "date_short": in_language(datewords.date_short),
        "machine_date": datewords.machine_date,
        "moments": moment,
        "weekday": in_language(datewords.weekday_label),
        "years_seen": in_language(datewords.years_text),
        "number": in_language(datewords.number_label),
        "listed": in_language(datewords.list_text),
        "hyphenated": in_language(soft_hyphenated),
        "phone_link": phone_link,
    }


def phone_link(number: str) -> str:
    """A Finnish phone number as a `tel:` address: `05 123 4567` → `tel:+35851234567`."""
    digits = "".join(sign for sign in number if sign.isdigit() or sign == "+")
    return "tel:" + ("+358" + digits[1:] if digits.startswith("0") else digits)


class _Compiled(jinja2.BytecodeCache):
    """What templates were compiled to, for all languages: nothing in it depends on the language."""

    def __init__(self) -> None:
        self._codes: dict[str, CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what a template was compiled to, if it was."""
        bucket.code = self._codes.get(bucket.key)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a template was compiled to."""
        if bucket.code is not None:
            self._codes[bucket.key] = bucket.code


class Renderer:
    """Renders templates; holds its process's environments."""

    def __init__(self, templates: Templates) -> None:
        """A renderer of these templates."""
        self._texts = dict(templates.texts)
        self._strings = dict(templates.strings)
        self._compiled = _Compiled()
        self._environments: dict[Language, Sandbox] = {}

    def render(
        self, name: str, view: Mapping[str, object], language: Language, kind: str
    ) -> Outcome[str | None]:
        """The template filled from a view, or None and what is wrong with the template.

        Problems: `template-missing`, `template-undefined`, `string-missing`, `template-unsafe`,
        `template-endless`, `template-fault`.
        """
        if name not in self._texts:
            place = Position(f"{FOLDER}/{name}")
            return Outcome(None, (problem(place, "template-missing", name=name),))
        try:
            return Outcome(self._environment(language).filled(name, view))
        except _StringMissing as error:
            found = problem(self._place(error, name), "string-missing", name=str(error))
        except jinja2.UndefinedError as error:
            missing = _undefined_name(error)
            found = problem(self._place(error, name), "template-undefined", name=missing, view=kind)
        except jinja2.TemplateNotFound as error:
            found = problem(self._place(error, name), "template-missing", name=str(error.name))
        except jinja2.exceptions.SecurityError as error:
            detail = str(error)
            found = problem(self._place(error, name), "template-unsafe", detail=detail)
        except (EndlessError, RecursionError, MemoryError, OverflowError) as error:
            found = problem(self._place(error, name), "template-endless")
        except Exception as error:  # noqa: BLE001 - templates run code of the site's, not ours
            place = self._place(error, name)
            detail = f"{type(error).__name__}: {error}"
            found = problem(place, "template-fault", detail=detail)
        return Outcome(None, (found,))

    def word(self, name: str, language: Language) -> str:
        """A word of the interface in a language, for those who write without a template."""
        return self._word(language, name)

    def _place(self, error: BaseException, name: str) -> Position:
        """The template line on which an error arose; Jinja rewrites tracebacks so."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename in self._texts:
                return Position(f"{FOLDER}/{frame.filename}", frame.lineno or 1, 1)
        return Position(f"{FOLDER}/{name}", getattr(error, "lineno", 1) or 1, 1)

    def _environment(self, language: Language) -> Sandbox:
        if language not in self._environments:
            environment = Sandbox(jinja2.FunctionLoader(self._load), self._compiled)
            environment.filters.update(_filters(language))
            environment.globals["t"] = partial(self._word, language)
            environment.globals["period_short"] = partial(datewords.period_short, language=language)
            environment.globals["period"] = partial(datewords.period_label, language=language)
            environment.globals["hours"] = partial(datewords.hours_label, language=language)
            environment.globals["hours_heard"] = partial(datewords.hours_heard, language=language)
            self._environments[language] = environment
        return self._environments[language]

    def _load(self, name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = self._texts.get(name)
        return None if text is None else (text, name, lambda: True)

    def _word(self, language: Language, name: str, **values: object) -> str:
        words = self._strings.get(name)
        if words is None:
            raise _StringMissing(name)
        text = words.in_language(language)
        for key, value in values.items():
            text = text.replace("{" + key + "}", str(value))
        return text


def _undefined_name(error: jinja2.UndefinedError) -> str:
    """The name that a view lacks, out of Jinja's `'x' is undefined` or `no attribute 'x'`."""
    quoted = str(error).split("'")
    return quoted[-2] if len(quoted) > 2 else str(error)  # noqa: PLR2004 - text, name, text
