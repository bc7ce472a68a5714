"""The groups of a list: under which heading an entry stands, and in which order.

Must never know pages, templates or output paths.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from socomsite.dates import Moment, PartialDate
from socomsite.datewords import date_label
from socomsite.formats.view import Viewer
from socomsite.language import Language, collation_key
from socomsite.model.fields import Ref
from socomsite.model.kinds import Person, Project, Service
from socomsite.model.pages import Group
from socomsite.model.schema import Entry
from socomsite.model.traits import EventState, Happening, Lasting, PeriodState

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Row:
    """An entry's key with the group it stands in: sort key, then what the heading needs."""

    key: str
    rank: tuple[object, ...] = ()
    title: str = ""
    word: str = ""
    anchor: str = ""
    address: str = ""
    language: Language | None = None


def state_of(entry: Entry, viewer: Viewer) -> PeriodState | EventState | None:
    """The state of an entry on the day of the build; None for a kind that has none."""
    return entry.state(viewer.graph.today) if isinstance(entry, (Lasting, Happening)) else None


def rows_of(entry: Entry, group: Group | None, viewer: Viewer) -> list[Row]:  # noqa: C901 - a table
    """The entry once, or once for each topic it belongs to."""
    match group:
        case Group.YEAR:
            year = _year(entry)
            if year is None:
                return [Row(entry.key, (1, 0), word="list.no-year", anchor="ei-vuotta")]
            return [Row(entry.key, (0, -year), title=str(year), anchor=f"v{year}")]
        case Group.MONTH:
            return [_month_row(entry, viewer)]
        case Group.TOPIC:
            return _topic_rows(entry, viewer)
        case Group.SERIES:
            series = getattr(entry, "series", None)
            if not series:
                return [Row(entry.key, (1, ""), word="list.no-series", anchor="ei-sarjaa")]
            return [Row(entry.key, (0, collation_key(series, viewer.language)), title=series)]
        case Group.STATE:
            state = state_of(entry, viewer)
            rank = list(type(state)).index(state) if state else 0
            word = f"state.{state.value}" if state else "list.others"
            return [Row(entry.key, (rank,), word=word)]
        case Group.SORT:
            sort = str(getattr(entry, "sort", ""))
            return [Row(entry.key, (sort,), word=f"sort.{sort}")]
        case Group.REGION:
            return [_region_row(entry, viewer)]
        case None:
            return [Row(entry.key)]


def _region_row(entry: Entry, viewer: Viewer) -> Row:
    area = getattr(entry, "area", None)
    if not area:
        return Row(entry.key, (1, ""), word="list.others")
    return Row(entry.key, (0, collation_key(area, viewer.language)), title=area)


def _topic_rows(entry: Entry, viewer: Viewer) -> list[Row]:
    rows = []
    for ref in _topics(entry, viewer):
        name = viewer.graph.find(ref.key, ("topics",))
        if name is not None:
            topic = viewer.graph.brief(name, viewer.language)
            rank = (0, collation_key(topic.label, viewer.language))
            address = viewer.graph.address(topic)
            row = Row(entry.key, rank, title=topic.label, anchor=topic.key, address=address)
            is_fallback = topic.language is not viewer.language
            rows.append(replace(row, language=topic.language) if is_fallback else row)
    return rows or [Row(entry.key, (1, ""), word="list.no-topic", anchor="muut")]


def _topics(entry: Entry, viewer: Viewer) -> Iterable[Ref[Entry]]:
    """The topics an entry names itself, else those of the project or service it works in."""
    own: Iterable[Ref[Entry]] = getattr(entry, "topics", ())
    if own or not isinstance(entry, Person) or entry.unit is None:
        return own
    name = viewer.graph.find(entry.unit.key, (Project.folder, Service.folder))
    return _topics(viewer.graph.brief(name, viewer.language), viewer) if name else ()


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


def _month_row(entry: Entry, viewer: Viewer) -> Row:
    """Under its month, or the season or year where no more is known; what comes nearest first."""
    found = _when(entry)
    if found is None:
        return Row(entry.key, (2, 0), word="list.no-year", anchor="ei-vuotta")
    known = PartialDate(found) if isinstance(found, int) else found
    first = known.first_day if isinstance(known, PartialDate) else known
    title = date_label(PartialDate(known.year, known.month), viewer.language)
    comes = state_of(entry, viewer) in {EventState.UPCOMING, EventState.ON_NOW}
    number = first.year * 12 + first.month
    place = (0, number) if comes else (1, -number)
    # A season or year goes before the months that it holds.
    rank = (*place, known.month if known.month and known.month <= _MONTHS else 0)
    return Row(entry.key, rank, title=title[:1].upper() + title[1:], anchor=f"k{first:%Y-%m}")
