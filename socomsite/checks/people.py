"""Contacts who have left: first a warning for each place that still names them, then an error.

Reads the graph and finished files; must never know how they were made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from socomsite.job import Artifact, Job
from socomsite.model.graph import Graph
from socomsite.model.kinds import Person, Project, RegisterEntry, Service
from socomsite.model.mailaddress import unveiled
from socomsite.model.schema import Entry
from socomsite.model.site import FILE
from socomsite.model.traits import PeriodState
from socomsite.problem import Position, Problem, Severity, problem

if TYPE_CHECKING:
    from socomsite.model.departed import Departure

_PREFIX = f"{Person.folder}/"
_CONTACT_FIELDS = frozenset(
    {(Project.folder, "people"), (Service.folder, "people"), (RegisterEntry.folder, "person")}
)


def check_people(graph: Graph, made: Iterable[tuple[Job, Artifact]]) -> Iterator[Problem]:
    """A problem for every place that still shows somebody who has left as a contact.

    What packed attachments say, `attachments` looks at.

    Problems: `person-left`, a warning for as many days as `site.yaml` allows, then an error; and
    `person-address-left`, an error at once, for a finished file that holds an address of theirs.
    """
    if not graph.departures:
        return
    for departure in graph.departures:
        for place in sorted({*departure.texts, *_contacts(graph, departure)}):
            yield _told(graph, departure, place)
    yield from check_addresses_left(graph, made)


def check_addresses_left(graph: Graph, made: Iterable[tuple[Job, Artifact]]) -> Iterator[Problem]:
    """A problem, `person-address-left`, for every file that holds an address of who has left."""
    patterns = [(each.name, pattern) for each in graph.departures if (pattern := each.pattern)]
    for job, artifact in made if patterns else ():
        text = _text(artifact)
        for name, pattern in patterns:
            if pattern.search(text):
                place = job.origin if job.origin.path else Position(FILE)
                yield problem(place, "person-address-left", name=name, file=artifact.path)


def _text(artifact: Artifact) -> str:
    """A file's text; the addresses of a page as they are read."""
    text = artifact.data.decode("utf-8", "ignore")
    return unveiled(text) if artifact.path.endswith(".html") else text


def _told(graph: Graph, departure: Departure, place: Position) -> Problem:
    limit = departure.last_day + dt.timedelta(days=graph.site.left_person_days)
    return problem(
        place,
        "person-left",
        severity=Severity.ERROR if graph.today > limit else Severity.WARNING,
        name=departure.name,
        date=str(departure.last_day),
        days=graph.site.left_person_days,
    )


def _contacts(graph: Graph, departure: Departure) -> Iterator[Position]:
    """Where a page names them as somebody to turn to; what has ended only tells of its time."""
    for versions in graph.entries.values():
        for entry in versions.values():
            if not _is_over(entry, graph.today):
                for found in graph.schema.references(entry):
                    is_contact = (entry.folder, found.field) in _CONTACT_FIELDS
                    if is_contact and found.ref.key.removeprefix(_PREFIX) == departure.key:
                        yield found.ref.position


def _is_over(entry: Entry, today: dt.date) -> bool:
    return isinstance(entry, (Project, Service)) and entry.state(today) is PeriodState.ENDED
