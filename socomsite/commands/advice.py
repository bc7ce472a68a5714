"""What `check` tells beyond problems: advice on plain language, and translations that are missing.

Knows how it is told on a terminal and as JSON; must never know how advice is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from socomsite.checks.plainlanguage import Reading, average_of, readings
from socomsite.checks.translations import missing_translations, outdated_translations
from socomsite.engine.built import Build
from socomsite.language import Language
from socomsite.messages import as_json, say, told
from socomsite.model.graph import Graph
from socomsite.model.schema import Entry
from socomsite.problem import Position, Problem, Severity

LineAt = Callable[[Position], str | None]

_WORST = 10
_FEW = 5


@dataclass(frozen=True)
class Advice:
    """The advice on a build: on single places, and on the language of whole entries."""

    places: tuple[Problem, ...]
    readings: tuple[Reading, ...]

    @property
    def hard(self) -> tuple[Reading, ...]:
        """The entries on whose language there is advice, hardest first."""
        return tuple(each for each in self.readings if each.advice)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every piece of advice."""
        return (*self.places, *(found for each in self.hard for found in each.advice))


def advice_on(made: Build) -> Advice:
    """The advice on what was built."""
    places = tuple(found for found in made.problems if found.severity is Severity.ADVICE)
    found = readings(made.graph, made.texts) if made.graph else ()
    return Advice(places, found)


def advice_lines(
    advice: Advice, language: Language, line_at: LineAt, *, in_full: bool
) -> Iterator[str]:
    """The advice in words: the ten hardest entries, or all of them, and how much there is."""
    for found in advice.places:
        yield from told(found, language, line_at)
    if advice.hard:
        average = _decimal(average_of(advice.readings), language)
        yield say("plain-summary", language, n=len(advice.hard), average=average)
    for each in advice.hard if in_full else advice.hard[:_WORST]:
        for found in each.advice:
            yield from told(found, language, line_at)
    if advice.problems:
        yield say("advice-count", language, n=len(advice.problems))


def _decimal(number: float, language: Language) -> str:
    shown = f"{number:.1f}"
    return shown if language is Language.EN else shown.replace(".", ",")


def translation_lines(graph: Graph, language: Language) -> Iterator[str]:
    """The translations that are missing, and those older than their originals, by language."""
    for other, kinds in missing_translations(graph).items():
        listed = ", ".join(_counted(found, language) for found in kinds.values())
        if listed:
            name = f"language-{other.value}"
            yield say("translations-missing", language, language=name, list=listed)
    old = outdated_translations(graph)
    for other in sorted({entry.language for entry in old}):
        listed = ", ".join(entry.origin.path for entry in old if entry.language is other)
        name = f"language-{other.value}"
        yield say("translations-outdated", language, language=name, list=listed)


def _counted(entries: tuple[Entry, ...], language: Language) -> str:
    """How many of a kind, and which if they are few: `toimipiste 2 (kotka, kouvola)`."""
    kind = type(entries[0]).names.in_language(language)
    keys = f" ({', '.join(entry.key for entry in entries)})" if len(entries) <= _FEW else ""
    return f"{kind} {len(entries)}{keys}"


def for_programs(made: Build, advice: Advice, language: Language) -> dict[str, object]:
    """The same as plain values."""
    graph = made.graph
    missing = missing_translations(graph) if graph else {}
    return {
        "advice": [as_json(found, language) for found in advice.problems],
        "words_per_sentence": round(average_of(advice.readings), 1),
        "translations_missing": {
            other.value: {kind: [entry.key for entry in found] for kind, found in kinds.items()}
            for other, kinds in missing.items()
        },
        "translations_outdated": [
            entry.origin.path for entry in (outdated_translations(graph) if graph else ())
        ],
    }
