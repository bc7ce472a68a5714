"""Pictures of people whose consent has ended, or is about to.

Reads the graph; must never know how a picture is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from socomsite.model.graph import Graph
from socomsite.model.parts import Picture
from socomsite.model.schema import values_of
from socomsite.problem import Problem, Severity, problem

#: So long before its last day a consent is told of: time enough to ask again.
_AHEAD = dt.timedelta(days=30)


def check_consents(graph: Graph) -> Iterator[Problem]:
    """A problem for every picture that is shown and whose consent does not hold for long.

    Problems: `consent-ended`, from the day after its last; `consent-ending`, a warning before it.
    """
    for versions in graph.entries.values():
        for entry in versions.values():
            for _, picture in values_of(entry, Picture):
                until = picture.consent.until if picture.consent else None
                if until is None:
                    continue
                place, path = picture.file.position, picture.file.name
                if until < graph.today:
                    yield problem(place, "consent-ended", path=path, date=str(until))
                elif until <= graph.today + _AHEAD:
                    day = str(until)
                    yield problem(
                        place, "consent-ending", severity=Severity.WARNING, path=path, date=day
                    )
