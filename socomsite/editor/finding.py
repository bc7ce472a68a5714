"""Rows are found by words, state, language and year, and counted for every other choice.

Must never know how a list looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

from socomsite.editor.holding import Held
from socomsite.editor.listing import Concern, Row, rows_of
from socomsite.language import Language, slug

T = TypeVar("T")


@dataclass(frozen=True)
class Wanted:
    """What is asked of a list; what is None or empty is not asked."""

    folder: str | None = None
    words: str = ""
    concern: Concern | None = None
    language: Language | None = None
    year: int | None = None


@dataclass(frozen=True)
class Found:
    """The rows that were asked for, and how many each other choice would give."""

    rows: tuple[Row, ...]
    concerns: Mapping[Concern | None, int] = field(default_factory=dict)
    languages: Mapping[Language | None, int] = field(default_factory=dict)
    years: Mapping[int | None, int] = field(default_factory=dict)


def list_address(wanted: Wanted = Wanted(), page: int = 1) -> str:
    """The address of a list."""
    asked = {
        "laji": wanted.folder,
        "haku": wanted.words.strip(),
        "tila": wanted.concern and wanted.concern.value,
        "kieli": wanted.language and wanted.language.value,
        "vuosi": wanted.year and str(wanted.year),
        "sivu": str(page) if page > 1 else "",
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"/sisallot/?{query}" if query else "/sisallot/"


def find(held: Held, wanted: Wanted) -> Found:
    """The rows that are wanted, and the counts of every other choice of one sort."""
    kinds = held.once(rows_of)
    rows = kinds.get(wanted.folder, ()) if wanted.folder else [r for f in kinds.values() for r in f]
    named = [row for row in rows if _is_named(row, wanted.words)]
    concern = [row for row in named if wanted.concern in {None, *_concerns(row)}]
    language = [row for row in named if wanted.language in {None, *_languages(row)}]
    year = [row for row in named if wanted.year in {None, row.first.year}]
    return Found(
        rows=_both(_both(concern, language), year),
        concerns=_counted(_both(language, year), _concerns),
        languages=_counted(_both(concern, year), _languages),
        years=_counted(_both(concern, language), _years),
    )


def _is_named(row: Row, words: str) -> bool:
    """Whether all words are somewhere in a row, whatever their accents and capitals."""
    sought = [word for word in slug(words).split("-") if word]
    return not words.strip() or (bool(sought) and all(word in row.sought for word in sought))


def _concerns(row: Row) -> set[Concern]:
    return {concern for version in row.versions for concern in version.concerns}


def _languages(row: Row) -> set[Language]:
    return {version.language for version in row.versions}


def _years(row: Row) -> set[int]:
    return {row.first.year} if row.first.year else set()


def _both(some: Iterable[Row], others: Iterable[Row]) -> tuple[Row, ...]:
    known = set(map(id, others))
    return tuple(row for row in some if id(row) in known)


def _counted(rows: Iterable[Row], choices: Callable[[Row], Iterable[T]]) -> Mapping[T | None, int]:
    """How many rows each choice would show; under None, how many there are in all."""
    listed = list(rows)
    counts: dict[T | None, int] = {None: len(listed)}
    for choice in (choice for row in listed for choice in choices(row)):
        counts[choice] = counts.get(choice, 0) + 1
    return counts
