"""What has come since a series' previous issue and has stood in none of its issues.

Knows which kinds a bulletin tells of and what makes each of them new; must never know files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from socomsite.language import collation_key
from socomsite.model.fields import Prose, Ref
from socomsite.model.graph import Graph
from socomsite.model.kinds import (
    Bulletin,
    Event,
    News,
    Post,
    Project,
    Publication,
    PublicationStatus,
    Service,
)
from socomsite.model.parts import Item
from socomsite.model.references import Name, names_of
from socomsite.model.schema import Entry, values_of
from socomsite.model.site import Series
from socomsite.model.traits import EventState

#: In the order in which they stand under a development area.
TOLD_OF: tuple[type[Entry], ...] = (News, Post, Event, Service, Publication)
_REF = "ref:"


@dataclass(frozen=True)
class Found:
    """Something to tell of: an entry or, of a service, one change by its date.

    `topic` is the key of the development area that it belongs to, or empty.
    """

    entry: Entry
    topic: str
    change: str = ""

    @property
    def mark(self) -> str:
        """By what an issue remembers it: `news/avajaiset`, `services/henkka 2026-03-01`."""
        return f"{self.entry.folder}/{self.entry.key} {self.change}".rstrip()


def current_issue(issues: Iterable[Bulletin]) -> Bulletin | None:
    """The newest issue of a series if it is still a draft: the one that is being made."""
    newest = max(issues, key=_rank, default=None)
    return newest if newest and newest.draft else None


def next_number(issues: Iterable[Bulletin], year: int) -> int:
    """The number of the next issue of a year."""
    return max((issue.number for issue in issues if issue.year == year), default=0) + 1


def gathered(
    graph: Graph, series: Series, issues: Iterable[Bulletin], current: Bulletin | None
) -> tuple[Found, ...]:
    """What an issue made today should tell of beside what it holds, by topic and kind.

    `issues` are those of the series, drafts too; `current` is the one being made. What came is
    looked for from the day of the last issue that was put together by hand, so that nothing that
    is added late is lost: what any issue has told of, or was offered and a person left out, is
    known and does not come again.
    """
    listed = sorted(issues, key=_rank)
    told = {mark for issue in listed for mark in marks_of(issue, graph)}
    since = _since(listed, current, graph.today)
    found = [
        each
        for kind in TOLD_OF
        for each in _new_of(graph, kind, since)
        if each.mark not in told and _belongs(graph, series, each.entry)
    ]
    return tuple(sorted(found, key=lambda each: _place(graph, each)))


def marks_of(issue: Bulletin, graph: Graph) -> Iterator[str]:
    """The marks of all that an issue tells of, links to, or was offered."""
    yield from issue.gathered
    folders = tuple(kind.folder for kind in TOLD_OF)
    changes = [item for _, item in values_of(issue, Item) if item.change]
    for item in changes:
        for name in _known(graph, item.entry.key, folders):
            yield f"{'/'.join(name)} {item.change}"
    of_changes = {id(item.entry) for item in changes}
    refs = [ref.ref for ref in graph.schema.references(issue)]
    keys = [ref.key for ref in refs if id(ref) not in of_changes]
    for _, prose in values_of(issue, Prose):
        links = (link.target for link in prose.links if link.target.startswith(_REF))
        keys += [target.removeprefix(_REF).partition("#")[0] for target in links]
    for key in keys:
        for name in _known(graph, key, folders):
            yield "/".join(name)


def _known(graph: Graph, key: str, folders: tuple[str, ...]) -> Iterator[Name]:
    return (name for name in names_of(key, folders) if name in graph.entries)


def _rank(issue: Bulletin) -> tuple[int, int]:
    return (issue.year, issue.number)


def _since(listed: list[Bulletin], current: Bulletin | None, today: dt.date) -> dt.date:
    """The day of the last issue that nobody gathered, else a year back."""
    before = [issue for issue in listed if current is None or _rank(issue) < _rank(current)]
    by_hand = [issue.date.first_day for issue in before if not issue.gathered]
    if by_hand:
        return by_hand[-1]
    earliest = min((issue.date.first_day for issue in before), default=today)
    return earliest - dt.timedelta(days=365)


def _new_of(graph: Graph, kind: type[Entry], since: dt.date) -> Iterator[Found]:
    for entry in graph.of_kind(kind.folder, graph.site.language):
        topic = _topic(graph, entry)
        if isinstance(entry, Service):
            for change in entry.changes:
                first, last = change.effective.first_day, change.effective.last_day
                if last >= since and first.year <= graph.today.year + 1:
                    yield Found(entry, topic, str(change.effective))
        elif _is_new(entry, since, graph.today):
            yield Found(entry, topic)


def _is_new(entry: Entry, since: dt.date, today: dt.date) -> bool:
    """Whether an entry is worth telling of now: what is shown has come, events are still to come.

    A publication is dated by its year, so one of this year may come with the next issue.
    """
    match entry:
        case News() | Post():
            return entry.shown_from is None or entry.shown_from >= since
        case Event():
            return entry.state(today) is not EventState.PAST
        case Publication() if entry.is_own and entry.status is PublicationStatus.PUBLISHED:
            year = entry.year
            came = [day for day in (year and year.last_day, entry.appears) if day]
            is_out = year is None or year.first_day <= today
            return is_out and max(came, default=dt.date.min) >= since
    return False


def _topic(graph: Graph, entry: Entry) -> str:
    """The development area of an entry: its first, else that of what it is about."""
    topics: tuple[Ref[Entry], ...] = getattr(entry, "topics", ())
    for ref in topics:
        return ref.key.rpartition("/")[2]
    for ref in _about(entry):
        name = graph.find(ref.key, (Project.folder, Service.folder))
        if name is not None:
            return _topic(graph, graph.entry(name, graph.site.language))
    return ""


def _about(entry: Entry) -> tuple[Ref[Entry], ...]:
    project: Ref[Entry] | None = getattr(entry, "project", None)
    about: tuple[Ref[Entry], ...] = getattr(entry, "about", ())
    return (*about, *((project,) if project else ()))


def _belongs(graph: Graph, series: Series, entry: Entry) -> bool:
    """Whether an entry is of a series' own subject, if the series has one."""
    if series.about is None:
        return True
    folders = (Project.folder, Service.folder)
    own = graph.find(series.about, folders)
    names = [graph.find(ref.key, folders) for ref in _about(entry)]
    return own is not None and own in [*names, (entry.folder, entry.key)]


def _place(graph: Graph, found: Found) -> tuple[object, ...]:
    """By the name of the topic, those without one last; then by kind, in the kind's order."""
    language = graph.site.language
    name = graph.find(found.topic, ("topics",)) if found.topic else None
    title = graph.entry(name, language).label if name else ""
    kind = [kind.folder for kind in TOLD_OF].index(found.entry.folder)
    order = found.entry.order(graph.today)
    return (not title, collation_key(title, language), kind, order, found.mark)
