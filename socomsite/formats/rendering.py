"""Templates are filled: filters and words of a language, and faults with their place.

One environment a language, so that filters and words need no context. Must never know the graph.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from functools import partial
from types import CodeType

import jinja2
from jinja2.bccache import Bucket

from socomsite import datewords
from socomsite.dates import Moment
from socomsite.formats.sandbox import EndlessError, Sandbox
from socomsite.formats.template import FOLDER, Templates
from socomsite.hyphenation import soft_hyphenated
from socomsite.language import Language
from socomsite.problem import Outcome, Position, problem


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
