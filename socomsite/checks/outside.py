"""The links of finished pages to other sites, where each was written, and what is known of them.

Reads facts and texts; must never know how a site is asked, or a cache.
"""

from __future__ import annotations

import datetime as dt
import html as entities
import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urldefrag, urlsplit

from pydantic import BaseModel

from socomsite.job import Artifact, Job
from socomsite.language import Language, Words
from socomsite.messages import say, term
from socomsite.model.graph import Graph
from socomsite.model.schema import values_of
from socomsite.problem import Position, Problem, Severity, problem

_LINKS = ("link", "address")
_ARCHIVED = "archived"


class Health(StrEnum):
    """What came of asking an address."""

    WELL = "well"
    MOVED = "moved"
    DEAD = "dead"
    UNSURE = "unsure"
    LOCAL = "local"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """An address on another site, the places where it is written, and a recorded copy of it."""

    address: str
    places: tuple[Position, ...]
    archived: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: `reason` is a term of `messages.yaml`, `status` that of HTTP.

    `target` is where it has moved for good.
    """

    health: Health
    reason: str = ""
    status: int = 0
    target: str = ""


@dataclass(frozen=True, slots=True)
class LinkReport:
    """Each link with its answer and the last day on which it was well, as far as is known.

    `remembered` are the addresses that nobody asked again, since they were well not long ago.
    """

    answers: tuple[tuple[OutsideLink, Answer], ...]
    well_on: Mapping[str, dt.date]
    remembered: frozenset[str] = frozenset()

    def count(self, health: Health) -> int:
        """How many addresses are so."""
        return sum(answer.health is health for _, answer in self.answers)


def outside_links(
    made: Iterable[tuple[Job, Artifact]], texts: Mapping[str, str], graph: Graph
) -> tuple[OutsideLink, ...]:
    """Every address of another host that a page links to, sorted; without the part after `#`.

    `texts` are content and templates by path, for finding the places; an address that none of them
    holds stands at the entry of the page.
    """
    own = host_of(graph.site.url)
    pages: dict[str, set[Position]] = {}
    for job, artifact in made:
        for link in artifact.facts.links if artifact.facts else ():
            if link.lower().startswith(("http://", "https://")) and host_of(link) != own:
                pages.setdefault(link, set()).add(job.origin)
    copies = dict(_copies(graph))
    found: dict[str, set[Position]] = {}
    for link, origins in pages.items():
        places = set(_written(link, texts)) or origins
        found.setdefault(urldefrag(link).url, set()).update(places)
    return tuple(
        OutsideLink(address, tuple(sorted(places)), copies.get(address, ""))
        for address, places in sorted(found.items())
    )


def _written(link: str, texts: Mapping[str, str]) -> Iterator[Position]:
    """Every place where an address stands whole, as it is or with its signs escaped."""
    for path, text in texts.items():
        for form in {link, entities.escape(link)}:
            start = text.find(form)
            while start >= 0:
                end = start + len(form)
                if not _goes_on(text, end):
                    line = text.rfind("\n", 0, start) + 1
                    yield Position(path, text.count("\n", 0, start) + 1, start - line + 1)
                start = text.find(form, end)


def _goes_on(text: str, end: int) -> bool:
    """Whether an address goes on, so that it is another one; a stop or comma ends a sentence."""
    rest = text[end : end + 2]
    if not rest or rest[0] in " \t\n\"'<>()[]{}|":
        return False
    return not (rest[0] in ".,;:!?" and (len(rest) == 1 or rest[1] in " \t\n\"'<"))


def _copies(graph: Graph) -> Iterator[tuple[str, str]]:
    """The archived copies that content records, each by the address that it is a copy of."""
    for versions in graph.entries.values():
        for entry in versions.values():
            for model in (entry, *(part for _, part in values_of(entry, BaseModel))):
                copy = getattr(model, _ARCHIVED, None)
                for name in _LINKS if copy else ():
                    address = getattr(model, name, None)
                    if isinstance(address, str):
                        yield urldefrag(address).url, str(copy)


def host_of(address: str) -> str:
    """The host of a web address, with its port if it has one; nothing if it is no such address."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return ""
    return parts.netloc.lower() if parts.scheme in {"http", "https"} and parts.hostname else ""


def is_local(address: str) -> bool:
    """Whether an address leads to a machine or network of one's own, which readers cannot reach."""
    host = (urlsplit(address).hostname or "").rstrip(".").lower()
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".lan")):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host


def problems_of(report: LinkReport) -> Iterator[Problem]:
    """What is to be told of links, at every place where one is written; none is an error.

    Problems: `link-external-dead`, `link-external-archived` and `link-external-local`, warnings;
    `link-external-unsure`, a notice; `link-external-moved`, advice.
    """
    for link, answer in report.answers:
        for place in link.places:
            found = _problem(place, link, answer, report.well_on.get(link.address))
            if found:
                yield found


def _problem(
    place: Position, link: OutsideLink, answer: Answer, well_on: dt.date | None
) -> Problem | None:
    url = link.address
    reason = _reason(answer, well_on)
    match answer.health:
        case Health.DEAD if link.archived:
            return problem(
                place,
                "link-external-archived",
                severity=Severity.WARNING,
                url=url,
                reason=reason,
                archived=link.archived,
            )
        case Health.DEAD:
            return problem(
                place, "link-external-dead", severity=Severity.WARNING, url=url, reason=reason
            )
        case Health.LOCAL:
            return problem(place, "link-external-local", severity=Severity.WARNING, url=url)
        case Health.UNSURE:
            return problem(
                place, "link-external-unsure", severity=Severity.NOTICE, url=url, reason=reason
            )
        case Health.MOVED:
            target = answer.target
            return problem(
                place, "link-external-moved", severity=Severity.ADVICE, url=url, target=target
            )
    return None


def _reason(answer: Answer, well_on: dt.date | None) -> Words:
    """Why, with the number that HTTP has for it, and since when: `404: …; viimeksi kunnossa …`."""
    words = []
    for language in Language:
        said = term(answer.reason).in_language(language) if answer.reason else ""
        said = f"{said} ({answer.status})" if answer.status else said
        if well_on:
            said += f"; {say('link-external-since', language, date=str(well_on))}"
        words.append(said)
    return Words(*words)
