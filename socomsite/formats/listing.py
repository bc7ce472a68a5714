"""Lists of entries on a page: choosing, arranging and dividing into pages.

Must never know templates or output paths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from socomsite.formats.grouping import rows_of, state_of
from socomsite.formats.record import Record
from socomsite.formats.view import Viewer
from socomsite.language import Language
from socomsite.model.pages import Listing
from socomsite.model.schema import Entry


@dataclass(frozen=True, slots=True)
class GroupView:
    """A part of a list under one heading: plain words, or the name of an interface word.

    `language` is that of the heading where it is not the page's.
    """

    cards: tuple[Record, ...]
    title: str = ""
    word: str = ""
    anchor: str = ""
    address: str = ""
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class ListView:
    """A list as a page shows it; `total` counts the whole list, not this page's part."""

    of: str
    total: int
    groups: tuple[GroupView, ...]
    title: str = ""
    note: str = ""
    empty: str = ""
    all: Record | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """A list in its order, before anybody asks what its rows show.

    `total` counts its entries. Each row is the number of its group, that of its heading, and a
    key; a heading holds what `GroupView` shows of it.
    """

    total: int
    rows: tuple[tuple[int, int, str], ...]
    headings: tuple[tuple[str, str, str, str, Language | None], ...]

    def pages(self, size: int) -> int:
        """How many pages of so many rows it takes; always at least one."""
        return max(-(-len(self.rows) // size), 1)


def _is_wanted(entry: Entry, listing: Listing, viewer: Viewer) -> bool:
    if listing.state:
        state = state_of(entry, viewer)
        if state is None or state.value not in listing.state:
            return False
    if listing.sort and str(getattr(entry, "sort", "")) not in listing.sort:
        return False
    if listing.series and getattr(entry, "series", None) != listing.series:
        return False
    if listing.own is not None:
        is_own = getattr(entry, "is_own", getattr(entry, "staff", True))
        return is_own is listing.own
    return True


def size_of(listing: Listing) -> int:
    """How many rows a page of the list has at most."""
    return max(listing.per_page, 1)


def arrange(listing: Listing, viewer: Viewer) -> Arranged:
    """Which entries stand where in a list; what else is asked for it is asked for all pages."""
    folder, graph = listing.of.name, viewer.graph
    entries = [
        entry
        for key in graph.keys_of(folder, viewer.language)
        if _is_wanted(entry := graph.thin((folder, key), viewer.language), listing, viewer)
    ]
    with graph.entries.for_all():
        rows = [
            row
            for entry in entries[: listing.latest]
            for row in rows_of(entry, listing.group, viewer)
        ]
    rows.sort(key=lambda row: row.rank)  # stable: within a group the kind's own order stays
    headings: dict[tuple[str, str, str, str, Language | None], int] = {}
    arranged = []
    together = groupby(rows, key=lambda row: (row.rank, row.title, row.word))
    for group, (_, found) in enumerate(together):
        for row in found:
            heading = (row.title, row.word, row.anchor, row.address, row.language)
            arranged.append((group, headings.setdefault(heading, len(headings)), row.key))
    return Arranged(len(entries), tuple(arranged), tuple(headings))


def list_page(listing: Listing, arranged: Arranged, viewer: Viewer, number: int) -> ListView:
    """A page of a list, by its number from 1 on."""
    all_page = viewer.graph.find(listing.all.key, ("pages",)) if listing.all else None
    return ListView(
        of=listing.of.name,
        total=arranged.total,
        groups=tuple(_groups(listing, arranged, viewer, number)),
        title=listing.title or "",
        note=listing.note or "",
        empty=listing.empty or "",
        all=viewer.card(all_page) if all_page else None,
    )


def anchors_on(listing: Listing, arranged: Arranged, number: int) -> tuple[str, ...]:
    """The anchors of the groups on a page of a list."""
    return tuple(arranged.headings[found[0][1]][2] for found in _parts(listing, arranged, number))


def _parts(
    listing: Listing, arranged: Arranged, number: int
) -> Iterator[list[tuple[int, int, str]]]:
    """The rows of a page, group by group."""
    size = size_of(listing)
    rows = arranged.rows[(number - 1) * size : number * size]
    return (list(found) for _, found in groupby(rows, key=itemgetter(0)))


def _groups(
    listing: Listing, arranged: Arranged, viewer: Viewer, number: int
) -> Iterable[GroupView]:
    for rows in _parts(listing, arranged, number):
        title, word, anchor, address, language = arranged.headings[rows[0][1]]
        yield GroupView(
            cards=viewer.cards((listing.of.name, key) for _, _, key in rows),
            title=title,
            word=word,
            anchor=anchor,
            address=address,
            language=language,
        )
