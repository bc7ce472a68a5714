"""What a site has, as rows of a list: each entry with its versions, their state and their faults.

Must never know how a list looks or what language it is read in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from socomsite.checks.translations import outdated_translations
from socomsite.dates import Moment, PartialDate
from socomsite.editor.holding import Held
from socomsite.language import Language, slug
from socomsite.model.graph import Reason, withheld
from socomsite.model.schema import Entry
from socomsite.model.source import Source
from socomsite.problem import Problem
from socomsite.reports.counting import whole
from socomsite.reports.freshness import review_due

#: Where the day of an entry stands, whatever its kind: the first that it has.
_DAYS = ("date", "start", "year")


class State(StrEnum):
    """Who can see a version of an entry; FAULTY is a file that is no entry as it is."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    ENDED = "ended"
    FAULTY = "faulty"


class Concern(StrEnum):
    """What a row is looked for by: the state of a version, or what it waits for.

    The value is its word in an address; names of states are those of `State`.
    """

    PROBLEMS = "korjattavat"
    REVIEW = "tarkistettavat"
    TRANSLATION = "kaannettavat"
    DRAFT = "luonnokset"
    SCHEDULED = "ajastetut"
    PUBLISHED = "julkaistut"
    ENDED = "paattyneet"


@dataclass(frozen=True)
class Version:
    """A file: an entry in one language, or what would be one."""

    path: str
    folder: str
    key: str
    language: Language
    title: str
    state: State
    day: PartialDate | None = None
    year: int | None = None
    shown_from: dt.date | None = None
    errors: int = 0
    is_late: bool = False
    is_behind: bool = False

    @property
    def address(self) -> str:
        """Where its form is."""
        return form_address(self.folder, self.key, self.language)

    @property
    def concerns(self) -> Iterator[Concern]:
        """All that it is found by."""
        if self.state is not State.FAULTY:
            yield Concern[self.state.name]
        if self.errors or self.state is State.FAULTY:
            yield Concern.PROBLEMS
        if self.is_late:
            yield Concern.REVIEW
        if self.is_behind:
            yield Concern.TRANSLATION


@dataclass(frozen=True)
class Row:
    """An entry with its versions, the site's own language first; `sought` is what is searched."""

    versions: tuple[Version, ...]
    sought: str

    @property
    def first(self) -> Version:
        """The version that stands for all."""
        return self.versions[0]

    def in_language(self, language: Language | None) -> Version:
        """The version in a language, else the first."""
        return next((each for each in self.versions if each.language is language), self.first)


def form_address(folder: str, key: str, language: Language) -> str:
    """The address of the form of an entry in a language."""
    return f"/sisallot/{folder}/{key}/{language.value}"


def new_address(kind: type[Entry]) -> str:
    """Where one begins a new entry of a kind: an issue that gathers, else a form."""
    return "/tiedote/" if kind.is_gathered else f"/uusi/{kind.folder}"


def address_of_file(held: Held, path: str) -> str | None:
    """The address of the form of a content file; None for any other file."""
    known = held.by_path.get(path)
    if known is None:
        return None
    source = known[0]
    return form_address(source.folder, source.key, source.language)


def rows_of(held: Held) -> Mapping[str, tuple[Row, ...]]:
    """All that the site has by kind, each kind in the order of its lists, what is faulty first."""
    named: dict[tuple[str, str], list[tuple[Source, Entry | None]]] = {}
    for source, entry in held.by_path.values():
        named.setdefault((source.folder, source.key), []).append((source, entry))
    errors = errors_by_path(held)
    old = outdated_translations(held.graph) if held.graph else ()
    behind = {entry.origin.path for entry in old}
    rows: dict[str, list[tuple[tuple[object, ...], Row]]] = {f: [] for f in held.schema.kinds}
    for (folder, key), pairs in named.items():
        pairs.sort(key=lambda pair: (pair[0].language is not _own(held), pair[0].language))
        versions = tuple(
            replace(
                _version(held, *pair),
                errors=len(errors.get(pair[0].path, ())),
                is_behind=pair[0].path in behind,
            )
            for pair in pairs
        )
        entries = [entry for _, entry in pairs if entry]
        texts = [t for e in entries for t in (e.label, str(getattr(e, "summary", None) or ""))]
        order = (1, entries[0].order(held.today), key) if entries else (0, (), key)
        rows[folder].append((order, Row(versions, slug(" ".join((key, *texts))))))
    return {
        folder: tuple(row for _, row in sorted(found, key=lambda each: each[0]))
        for folder, found in rows.items()
    }


def errors_by_path(held: Held) -> Mapping[str, tuple[Problem, ...]]:
    """The errors that keep the site from being built, by the file they are in."""
    found: dict[str, tuple[Problem, ...]] = {}
    for each in held.problems:
        if each.is_error:
            path = each.position.path
            found[path] = (*found.get(path, ()), each)
    return found


def _version(held: Held, source: Source, entry: Entry | None) -> Version:
    place = (source.path, source.folder, source.key, source.language)
    if entry is None:
        return Version(*place, source.key, State.FAULTY)
    day, state, reviewed = _day(entry), state_of(held, entry), entry.reviewed_on
    is_shown = state is State.PUBLISHED
    return Version(
        *place,
        title=entry.label,
        state=state,
        day=day,
        year=day.year if day else None,
        shown_from=entry.shown_from,
        is_late=is_shown and reviewed is not None and review_due(reviewed) < held.today,
    )


def state_of(held: Held, entry: Entry) -> State:
    """Who can see an entry on the site's day."""
    found = withheld(entry, held.today, drafts=False)
    if found is None:
        return State.PUBLISHED
    return {
        Reason.DRAFT: State.DRAFT,
        Reason.SCHEDULED: State.SCHEDULED,
        Reason.EXPIRED: State.ENDED,
    }[found.reason]


def _day(entry: Entry) -> PartialDate | None:
    for name in _DAYS:
        match getattr(entry, name, None):
            case PartialDate() as day:
                return day
            case Moment(day=day):
                return day
            case int() as year:
                return PartialDate(year)
            case None:
                continue
            case day:
                return whole(day)
    return None


def _own(held: Held) -> Language | None:
    return held.site.language if held.site else None
