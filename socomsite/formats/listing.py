"""Lists of entries on a page: choosing, grouping and dividing into pages.

Must never know templates or output paths.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from socomsite.dates import Moment, PartialDate
from socomsite.datewords import date_label
from socomsite.formats.view import Record, Viewer
from socomsite.language import Language, collation_key, initial
from socomsite.model.fields import Ref
from socomsite.model.kinds import Person, Project, Service
from socomsite.model.pages import Group, Listing
from socomsite.model.schema import Entry
from socomsite.model.traits import ByFamilyName, EventState, Happening, Lasting, PeriodState


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
class IndexRow:
    """An entry in the index of everything; `is_fallback` if it is not in the reader's language."""

    label: str
    address: str
    kind: str
    language: Language
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class IndexLetter:
    """A letter of the index of everything, with its rows in alphabetical order."""

    letter: str
    anchor: str
    rows: tuple[IndexRow, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """Everything that is published: by letter, and the kinds and topics there are of it."""

    letters: tuple[IndexLetter, ...]
    kinds: tuple[str, ...]
    topics: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """An entry's key with the group it stands in: sort key, then what the heading needs."""

    key: str
    rank: tuple[object, ...] = ()
    title: str = ""
    word: str = ""
    anchor: str = ""
    address: str = ""
    language: Language | None = None


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


def _state(entry: Entry, viewer: Viewer) -> PeriodState | EventState | None:
    return entry.state(viewer.graph.today) if isinstance(entry, (Lasting, Happening)) else None


def _is_wanted(entry: Entry, listing: Listing, viewer: Viewer) -> bool:
    if listing.state:
        state = _state(entry, viewer)
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


def _rows(entry: Entry, group: Group | None, viewer: Viewer) -> list[_Row]:  # noqa: C901 - a table
    """The entry once, or once for each topic it belongs to."""
    match group:
        case Group.YEAR:
            year = _year(entry)
            if year is None:
                return [_Row(entry.key, (1, 0), word="list.no-year", anchor="ei-vuotta")]
            return [_Row(entry.key, (0, -year), title=str(year), anchor=f"v{year}")]
        case Group.MONTH:
            return [_month_row(entry, viewer)]
        case Group.TOPIC:
            return _topic_rows(entry, viewer)
        case Group.SERIES:
            series = getattr(entry, "series", None)
            if not series:
                return [_Row(entry.key, (1, ""), word="list.no-series", anchor="ei-sarjaa")]
            return [_Row(entry.key, (0, collation_key(series, viewer.language)), title=series)]
        case Group.STATE:
            state = _state(entry, viewer)
            rank = list(type(state)).index(state) if state else 0
            word = f"state.{state.value}" if state else "list.others"
            return [_Row(entry.key, (rank,), word=word)]
        case Group.SORT:
            sort = str(getattr(entry, "sort", ""))
            return [_Row(entry.key, (sort,), word=f"sort.{sort}")]
        case Group.REGION:
            return [_region_row(entry, viewer)]
        case None:
            return [_Row(entry.key)]


def _region_row(entry: Entry, viewer: Viewer) -> _Row:
    area = getattr(entry, "area", None)
    if not area:
        return _Row(entry.key, (1, ""), word="list.others")
    return _Row(entry.key, (0, collation_key(area, viewer.language)), title=area)


def _topic_rows(entry: Entry, viewer: Viewer) -> list[_Row]:
    rows = []
    for ref in _topics(entry, viewer):
        name = viewer.graph.find(ref.key, ("topics",))
        if name is not None:
            topic = viewer.graph.entry(name, viewer.language)
            rank = (0, collation_key(topic.label, viewer.language))
            address = viewer.graph.address(topic)
            row = _Row(entry.key, rank, title=topic.label, anchor=topic.key, address=address)
            is_fallback = topic.language is not viewer.language
            rows.append(replace(row, language=topic.language) if is_fallback else row)
    return rows or [_Row(entry.key, (1, ""), word="list.no-topic", anchor="muut")]


def _topics(entry: Entry, viewer: Viewer) -> Iterable[Ref[Entry]]:
    """The topics an entry names itself, else those of the project or service it works in."""
    own: Iterable[Ref[Entry]] = getattr(entry, "topics", ())
    if own or not isinstance(entry, Person) or entry.unit is None:
        return own
    name = viewer.graph.find(entry.unit.key, (Project.folder, Service.folder))
    return _topics(viewer.graph.entry(name, viewer.language), viewer) if name else ()


def _when(entry: Entry) -> PartialDate | dt.date | int | None:
    """What an entry is listed by in time: its date, year or start."""
    for name in ("date", "year", "start"):
        found: PartialDate | dt.date | int | Moment | None = getattr(entry, name, None)
        if found is not None:
            return found.day if isinstance(found, Moment) else found
    return None


def _year(entry: Entry) -> int | None:
    """The year under which an entry is listed."""
    found = _when(entry)
    return found if found is None or isinstance(found, int) else found.year


def _month_row(entry: Entry, viewer: Viewer) -> _Row:
    """Under its month, or the season or year where no more is known; what comes nearest first."""
    found = _when(entry)
    if found is None:
        return _Row(entry.key, (2, 0), word="list.no-year", anchor="ei-vuotta")
    known = PartialDate(found) if isinstance(found, int) else found
    first = known.first_day if isinstance(known, PartialDate) else known
    title = date_label(PartialDate(known.year, known.month), viewer.language)
    comes = _state(entry, viewer) in {EventState.UPCOMING, EventState.ON_NOW}
    number = first.year * 12 + first.month
    place = (0, number) if comes else (1, -number)
    # A season or year goes before the months that it holds.
    rank = (*place, known.month if known.month and known.month <= _MONTHS else 0)
    return _Row(entry.key, rank, title=title[:1].upper() + title[1:], anchor=f"k{first:%Y-%m}")


def list_pages(listing: Listing, viewer: Viewer) -> list[ListView]:
    """The list in pages of at most `per_page` rows; always at least one page."""
    arranged = arrange(listing, viewer)
    count = arranged.pages(size_of(listing))
    return [list_page(listing, arranged, viewer, number) for number in range(1, count + 1)]


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
            for row in _rows(entry, listing.group, viewer)
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


def index_of_everything(viewer: Viewer, besides: Entry) -> IndexView:
    """Every published entry but one by its first letter, in the order of the reader's language.

    Persons stand under their family names.
    """
    graph, language = viewer.graph, viewer.language
    entries = [
        entry
        for folder in graph.schema.public_folders
        for entry in graph.of_kind(folder, language)
        if entry is not besides
    ]
    rows = [_index_row(entry, viewer) for entry in entries]
    rows.sort(key=lambda row: (collation_key(row.label, language), row.address))
    letters = groupby(rows, key=lambda row: initial(row.label, language))
    return IndexView(
        letters=tuple(
            IndexLetter(letter, _ANCHORS.get(letter, letter.lower()), tuple(found))
            for letter, found in letters
        ),
        kinds=tuple(dict.fromkeys(entry.folder for entry in entries)),
        topics=viewer.cards((_TOPICS, key) for key in graph.keys_of(_TOPICS, language)),
    )


_TOPICS = "topics"
_MONTHS = 12
# What a letter beyond A–Z is called in an address.
_ANCHORS = {"Å": "aa", "Ä": "ae", "Ö": "oe", "0–9": "0-9"}


def _index_row(entry: Entry, viewer: Viewer) -> IndexRow:
    label = entry.label
    if isinstance(entry, ByFamilyName):
        given, _, family = label.rpartition(" ")
        label = f"{family}, {given}" if given else family
    is_fallback = entry.language is not viewer.language
    return IndexRow(label, viewer.graph.address(entry), entry.folder, entry.language, is_fallback)
