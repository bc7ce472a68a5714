"""What finished files would fetch from other hosts by themselves: nothing may.

Reads what files load and the texts they were made from; must never know how they were made.
"""

from __future__ import annotations

import html as entities
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from socomsite.job import Artifact, Job
from socomsite.problem import Position, Problem, Severity, problem


def check_requests(
    made: Iterable[tuple[Job, Artifact]],
    texts: Mapping[str, str],
    own: str,
    told: frozenset[str] = frozenset(),
) -> Iterator[Problem]:
    """A problem for every address of another host than `own` that would load by itself.

    `texts` are templates and content by path, for finding the place; `told` are addresses that
    linking has told of. Problem: `foreign-request`, at the address in the file's own text, a
    template or the entry; a warning where a script only may fetch it.
    """
    host = urlsplit(own).netloc
    places: dict[str, Position | None] = {}
    for job, artifact in made:
        for directive, address in artifact.loads.requests:
            if not urlsplit(address).netloc or urlsplit(address).netloc == host or address in told:
                continue
            place = _found(address, _own_text(job, artifact))
            if place is None and address not in places:
                places[address] = _found(address, texts)
            severity = Severity.WARNING if directive == "connect-src" else Severity.ERROR
            yield problem(
                place or places.get(address) or job.origin,
                "foreign-request",
                severity=severity,
                url=address,
            )


def _own_text(job: Job, artifact: Artifact) -> Mapping[str, str]:
    """The text of a file that is published as it was written, by its path in the site."""
    is_page = artifact.path.endswith(".html")
    return {} if is_page else {job.origin.path: artifact.data.decode("utf-8", "replace")}


def _found(address: str, texts: Mapping[str, str]) -> Position | None:
    """The first place of an address in texts by path; of its host, if it is put together there."""
    parts = urlsplit(address)
    start = f"{parts.scheme}://{parts.netloc}" if parts.scheme else f"//{parts.netloc}"
    for wanted in (address, entities.escape(address), start):
        for path, text in texts.items():
            before, found, _ = text.partition(wanted)
            if found:
                column = len(before) - (before.rfind("\n") + 1) + 1
                return Position(path, before.count("\n") + 1, column)
    return None
