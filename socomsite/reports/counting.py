"""What the site's own dated entries and the log prove to be done, for a row of the plan.

Must never know how often something should be done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from socomsite.dates import PartialDate
from socomsite.model.communications import Counting, Doing, LogEntry, PlanRow
from socomsite.model.fields import Ref
from socomsite.model.graph import Graph
from socomsite.model.kinds import (
    Bulletin,
    Event,
    EventStatus,
    Material,
    MediaAppearance,
    News,
    Person,
    Post,
    Project,
    Publication,
    PublicationStatus,
    Service,
)
from socomsite.model.references import Name
from socomsite.model.schema import Entry
from socomsite.model.traits import Dated
from socomsite.reports.freshness import reviewed_entries

_WORKS = (Project.folder, Service.folder)
#: Of what kind an entry is that counts as done; other doings are changes of what is there.
MADE_AS: Mapping[Doing, type[Entry]] = {
    Doing.BULLETIN: Bulletin,
    Doing.NEWS: News,
    Doing.POST: Post,
    Doing.OWN_PUBLICATION: Publication,
    Doing.EVENT: Event,
    Doing.MATERIAL: Material,
    Doing.MEDIA: MediaAppearance,
}
_UNMADE = (PublicationStatus.PLANNED, PublicationStatus.UNKNOWN)


@dataclass(frozen=True)
class Done:
    """One thing done: when, what, where it is written, and for which projects and services."""

    day: PartialDate
    title: str
    path: str
    about: tuple[Name, ...] = ()


def whole(day: dt.date) -> PartialDate:
    """A calendar day as a date of which all is known."""
    return PartialDate(day.year, day.month, day.day)


def done(row: PlanRow, graph: Graph) -> tuple[Done, ...]:
    """All that counts for a row up to the graph's day, oldest first."""
    found = [each for counting in row.counts for each in _counted(counting, graph)]
    found += [_logged(entry, graph) for entry in graph.staff if _is_of(entry, row)]
    past = {each for each in found if each.day.first_day <= graph.today}
    return tuple(sorted(past, key=lambda each: (each.day.first_day, each.path, each.title)))


def _is_of(entry: Entry, row: PlanRow) -> bool:
    return isinstance(entry, LogEntry) and entry.channel.key.removeprefix("plan/") == row.key


def _logged(entry: Entry, graph: Graph) -> Done:
    assert isinstance(entry, LogEntry)
    return Done(entry.date, entry.title, entry.origin.path, _works(entry.about, graph))


def _works(about: Iterable[Ref[Entry]], graph: Graph) -> tuple[Name, ...]:
    names = (graph.find(ref.key, _WORKS) for ref in about)
    return tuple(name for name in names if name)


def _counted(counting: Counting, graph: Graph) -> Iterator[Done]:
    """The published entries that a counting asks for, each once whatever its languages."""
    if counting.of is Doing.REVIEW:
        for entry, reviewed_on in reviewed_entries(graph):
            yield Done(whole(reviewed_on), entry.label, entry.origin.path)
        return
    for folder in graph.schema.public_folders:
        for entry in graph.of_kind(folder, graph.site.language):
            sort = str(getattr(entry, "sort", ""))
            if (not counting.sort or sort in counting.sort) and entry.origin.path:
                for day in _days(entry, counting):
                    about = getattr(entry, "about", ())
                    yield Done(day, entry.label, entry.origin.path, _works(about, graph))


def _days(entry: Entry, counting: Counting) -> Iterator[PartialDate]:
    """When an entry counts as done for a counting; never, for one of another sort."""
    match counting.of, entry:
        case Doing.BULLETIN, Bulletin() if counting.series in {None, entry.series}:
            yield entry.date
        case (Doing.NEWS, News()) | (Doing.POST, Post()) | (Doing.MEDIA, MediaAppearance()):
            assert isinstance(entry, Dated)
            yield whole(entry.date)
        case Doing.EVENT, Event() if entry.status is not EventStatus.CANCELLED:
            yield entry.start.day
        case Doing.MATERIAL, Material() if entry.date:
            yield entry.date
        case Doing.OWN_PUBLICATION, Publication() if entry.is_own and entry.year:
            if entry.status not in _UNMADE:
                yield entry.year
        case Doing.SERVICE_CHANGE, Service():
            yield from (change.effective for change in entry.changes)
        case Doing.COMPETENCE_CARD, Person() if entry.competence:
            yield whole(entry.competence.consent)
