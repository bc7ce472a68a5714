"""The lists of what a site has: by kind, found by words, state, language and year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from socomsite.datewords import date_short
from socomsite.editor.choices import Choices
from socomsite.editor.finding import Found, Wanted, find, list_address
from socomsite.editor.holding import Held
from socomsite.editor.listing import (
    Concern,
    Row,
    State,
    Version,
    errors_by_path,
    new_address,
    rows_of,
)
from socomsite.editor.page import Page, Route
from socomsite.editor.store import Store
from socomsite.editor.telling import in_words
from socomsite.editor.words import plural, purpose
from socomsite.language import Language
from socomsite.messages import term
from socomsite.problem import Problem

T = TypeVar("T")

_TAGS = {State.FAULTY: "problem", State.ENDED: "draft"}
_CALM = {Concern.PUBLISHED, Concern.ENDED}
_PER_PAGE = 50
_MOST_WORDS = 200
_MOST_TOLD = 3


@dataclass(frozen=True)
class Choice:
    """One choice of a filter: its words, how many it would show, its address unless it is made."""

    words: str
    count: int
    address: str | None


@dataclass(frozen=True)
class Shown:
    """A row of a list in words."""

    title: str
    address: str
    kind: str
    state: str
    tag: str
    day: str
    versions: tuple[tuple[str, str, str], ...]
    errors: int
    told: tuple[str, ...]


class Lists(Page):
    """Sisällöt."""

    place = "contents"

    def get(self) -> None:
        """Show the list that the address asks for; without any wish, all kinds."""
        held, wanted = self.standing, self._wanted()
        if wanted == Wanted():
            self._show_kinds(held)
            return
        found = find(held, wanted)
        pages = max(1, -(-len(found.rows) // _PER_PAGE))
        page = min(self._number("sivu") or 1, pages)
        first = (page - 1) * _PER_PAGE
        rows = found.rows[first : first + _PER_PAGE]
        kind = held.schema.kinds[wanted.folder] if wanted.folder else None
        errors = errors_by_path(held)
        is_mending = wanted.concern is Concern.PROBLEMS
        count = len(found.rows)
        numbers = {"first": first + 1, "last": first + len(rows), "n": count}
        self.show(
            "list.html",
            title=plural(kind, self.language) if kind else self.say("list-all"),
            purpose=purpose(kind, self.language) if kind else "",
            crumbs=((self.say("contents"), "/sisallot/"),),
            new=self.say("list-new", kind=kind.names.in_language(self.language)) if kind else "",
            new_address=new_address(kind) if kind else "/uusi/",
            is_bare=wanted == Wanted(wanted.folder),
            wanted=wanted,
            reset=list_address(Wanted(wanted.folder)) if kind else "/sisallot/",
            filters=[*self._filters(found, wanted)],
            counted=self.say("list-shown" if pages > 1 else "list-count", **numbers),
            rows=[self._row(held, row, wanted, errors if is_mending else {}) for row in rows],
            others=[*self._others(held, errors)] if is_mending and kind is None else [],
            pages=[(n, list_address(wanted, n) if n != page else None) for n in _near(page, pages)],
            following=list_address(wanted, page + 1) if page < pages else "",
        )

    def _show_kinds(self, held: Held) -> None:
        rows, found = held.once(rows_of), find(held, Wanted())
        kinds = [
            (plural(kind, self.language), purpose(kind, self.language), len(rows[folder]), folder)
            for folder, kind in held.schema.kinds.items()
        ]
        waiting = [
            Choice(self._concern(each), found.concerns[each], list_address(Wanted(concern=each)))
            for each in Concern
            if each in found.concerns and each not in _CALM
        ]
        self.show("kinds.html", kinds=kinds, waiting=waiting, address=list_address, wanted=Wanted)

    def _wanted(self) -> Wanted:
        folder = self.get_query_argument("laji", "")
        concern = self.get_query_argument("tila", "")
        tag = self.get_query_argument("kieli", "")
        return Wanted(
            folder if folder in self.standing.schema.kinds else None,
            self.get_query_argument("haku", "")[:_MOST_WORDS],
            next((each for each in Concern if each.value == concern), None),
            next((each for each in Language if each.value == tag), None),
            self._number("vuosi"),
        )

    def _number(self, name: str) -> int | None:
        said = self.get_query_argument(name, "")
        is_number = said.isascii() and said.isdigit() and len(said) < len("10000")
        return int(said) or None if is_number else None

    def _filters(self, found: Found, wanted: Wanted) -> Iterator[tuple[str, list[Choice]]]:
        """The filters that have anything to choose between."""
        languages = {each: self._in(f"language-{each.value}") for each in Language}
        years = {year for year in (*found.years, wanted.year) if year}
        concerns = {each: self._concern(each) for each in Concern}
        for code, choices in (
            (
                "list-state",
                self._choices(
                    concerns,
                    found.concerns,
                    wanted.concern,
                    lambda each: replace(wanted, concern=each),
                ),
            ),
            (
                "list-language",
                self._choices(
                    languages,
                    found.languages,
                    wanted.language,
                    lambda each: replace(wanted, language=each),
                ),
            ),
            (
                "list-year",
                self._choices(
                    {year: str(year) for year in sorted(years, reverse=True)},
                    found.years,
                    wanted.year,
                    lambda each: replace(wanted, year=each),
                ),
            ),
        ):
            if len(choices) > len(("all", "one")) or choices[0].address:
                yield self.say(code), choices

    def _concern(self, concern: Concern) -> str:
        return self.say(f"list-{concern.name.lower()}")

    def _choices(
        self,
        words: Mapping[T, str],
        counts: Mapping[T | None, int],
        chosen: T | None,
        wanted: Callable[[T | None], Wanted],
    ) -> list[Choice]:
        """All, and each choice that would show anything or is made."""
        found = [(value, said) for value, said in words.items() if counts.get(value)]
        if chosen is not None and not counts.get(chosen):
            found.append((chosen, words[chosen]))
        return [
            Choice(
                said,
                counts.get(value, 0),
                None if value == chosen else list_address(wanted(value)),
            )
            for value, said in ((None, self.say("list-any")), *found)
        ]

    def _row(
        self, held: Held, row: Row, wanted: Wanted, errors: Mapping[str, tuple[Problem, ...]]
    ) -> Shown:
        version = _meant(row, wanted)
        told = [p for each in row.versions for p in errors.get(each.path, ())]
        kind = held.schema.kinds[version.folder]
        return Shown(
            title=version.title,
            address=version.address,
            kind="" if wanted.folder else kind.names.in_language(self.language),
            state=self.say(f"state-{version.state.value}"),
            tag=_TAGS.get(version.state, version.state.value),
            day=date_short(version.day, self.language) if version.day else "",
            versions=tuple(
                (each.language.value, each.address, self._in(f"language-{each.language.value}"))
                for each in row.versions
            ),
            errors=sum(each.errors for each in row.versions),
            told=tuple(self._told(found) for found in told[:_MOST_TOLD]),
        )

    def _others(
        self, held: Held, errors: Mapping[str, tuple[Problem, ...]]
    ) -> Iterator[tuple[str, list[str]]]:
        """What is wrong in files that have no form."""
        for path, found in sorted(errors.items()):
            if path not in held.by_path:
                yield path, [self._told(each) for each in found]

    def _told(self, found: Problem) -> str:
        store = Store(self.desk.root, self.person)
        return in_words(found, store, Choices(self.standing, self.language), self.language)

    def _in(self, name: str) -> str:
        return term(name).in_language(self.language)


def _meant(row: Row, wanted: Wanted) -> Version:
    """The version that was asked for: in the language, else the one that is of concern."""
    if wanted.language:
        return row.in_language(wanted.language)
    concerned = (each for each in row.versions if wanted.concern in set(each.concerns))
    return next(concerned, row.first)


def _near(page: int, pages: int) -> Iterable[int]:
    """The first, the last and those beside the page that is shown."""
    return sorted({n for n in (1, *range(page - 2, page + 3), pages) if 1 <= n <= pages})


ROUTES: tuple[Route, ...] = ((r"/sisallot/?", Lists),)
