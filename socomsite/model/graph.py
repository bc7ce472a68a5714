"""All entries with their references resolved both ways, their languages and their addresses.

Must never know HTML or jobs.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from socomsite.language import Language
from socomsite.model.entries import BRIEFS, KIND, Entries
from socomsite.model.references import Citation, Name, names_of
from socomsite.model.schema import Entry, Schema
from socomsite.model.site import Site

if TYPE_CHECKING:
    from socomsite.model.departed import Departure

FILE_ADDRESSES = {"pictures": "/kuvat/", "files": "/tiedostot/"}


class Reason(StrEnum):
    """Why an entry is not shown."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Withheld:
    """An entry that the public does not see, why, and the day on which that changes or did."""

    entry: Entry
    reason: Reason
    day: dt.date | None = None


@dataclass(frozen=True)
class Graph:
    """What is published of a site on a day, and how it hangs together.

    `staff` are the entries of kinds without pages, for reports alone; `departures` tells who has
    left; `broken` holds the addresses that entries with mistakes would have; `orders` remembers
    the keys of kinds in the order of their lists, `owners` whose page stands at an address, if
    that is known already.
    """

    site: Site
    schema: Schema
    today: dt.date
    entries: Entries
    addresses: Mapping[tuple[Name, Language], str]
    cited_by: Mapping[Name, tuple[Citation, ...]]
    withheld: tuple[Withheld, ...] = ()
    staff: tuple[Entry, ...] = ()
    departures: tuple[Departure, ...] = ()
    attachments: frozenset[tuple[str, str]] = field(default_factory=frozenset)
    broken: frozenset[str] = field(default_factory=frozenset)
    orders: dict[tuple[str, Language], tuple[str, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )
    owners: Mapping[str, tuple[Name, Language]] | None = field(
        default=None, repr=False, compare=False
    )

    def entry(self, name: Name, language: Language) -> Entry:
        """The entry in a language, else in the site's own, else in the first it has."""
        return self.entries[name][self.language_of(name, language)]

    def brief(self, name: Name, language: Language) -> Entry:
        """The entry as `entry` has it, of which no running text is needed."""
        return self.entries.brief(name, self.language_of(name, language))

    def address(self, entry: Entry) -> str:
        """The entry's address from the site's root: `/hankkeet/pro-sos/`."""
        return self.addresses[(entry.folder, entry.key), entry.language]

    def of_kind(self, folder: str, language: Language) -> tuple[Entry, ...]:
        """Every entry of a kind in the order of its lists, each in a language or its fallback."""
        self.entries.asked.add((KIND, folder, ""))
        if (folder, language) not in self._ordered:
            keys = self.keys_of(folder, language)
            with self.entries.frame():  # all of the kind are asked for, each time
                found = tuple(self.entry((folder, key), language) for key in keys)
            self._ordered[folder, language] = found
        return self._ordered[folder, language]

    def briefs_of_kind(self, folder: str, language: Language) -> tuple[Entry, ...]:
        """Every entry of a kind as `of_kind` has it, of which no running text is needed."""
        self.entries.asked.add((BRIEFS, folder, ""))
        keys = self.keys_of(folder, language)
        with self.entries.frame():  # all of the kind are asked for
            return tuple(self.brief((folder, key), language) for key in keys)

    def keys_of(self, folder: str, language: Language) -> tuple[str, ...]:
        """The keys of a kind in the order of its lists for readers of a language."""
        if (folder, language) not in self.orders:
            with self.entries.frame():
                found = [self.entry((folder, key), language) for key in self._keys[folder]]
            found.sort(key=lambda entry: (entry.order(self.today), entry.key))
            self.orders[folder, language] = tuple(entry.key for entry in found)
        return self.orders[folder, language]

    def language_of(self, name: Name, language: Language) -> Language:
        """The language in which readers of another find an entry: theirs, the site's, the first."""
        languages = self.entries.languages(name)
        own = self.site.language
        return language if language in languages else own if own in languages else min(languages)

    def thin(self, name: Name, language: Language) -> Entry:
        """The entry as `entry` has it, without its name and texts."""
        return self.entries.thin(name, self.language_of(name, language))

    @cached_property
    def by_address(self) -> Mapping[str, tuple[Name, Language]]:
        """Name and language of every published entry, by its address."""
        if self.owners is not None:
            return self.owners
        return {
            self.addresses[name, language]: (name, language)
            for name in self.entries
            for language in self.entries.languages(name)
        }

    @cached_property
    def _ordered(self) -> dict[tuple[str, Language], tuple[Entry, ...]]:
        return {}

    def find(self, key: str, folders: Iterable[str]) -> Name | None:
        """The published entry that a reference names among these kinds."""
        for name in names_of(key, folders):
            if name in self.entries:
                return name
        return None

    @cached_property
    def _keys(self) -> Mapping[str, list[str]]:
        keys: dict[str, list[str]] = defaultdict(list)
        for folder, key in self.entries:
            keys[folder].append(key)
        return keys


def withheld(entry: Entry, today: dt.date, *, drafts: bool) -> Withheld | None:
    """Why an entry is not shown on a day, or None if it is; `drafts` shows drafts too."""
    if entry.draft and not drafts:
        return Withheld(entry, Reason.DRAFT)
    if entry.shown_from and entry.shown_from > today and not drafts:
        return Withheld(entry, Reason.SCHEDULED, entry.shown_from)
    if entry.expires and entry.expires < today:
        return Withheld(entry, Reason.EXPIRED, entry.expires)
    return None
