"""Every place that names or depends on a person: fields, links, and words in any file.

Must never read files: texts are handed in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from socomsite.model.departed import address_pattern
from socomsite.model.fields import Prose
from socomsite.model.graph import Graph
from socomsite.model.kinds import Person
from socomsite.model.schema import Entry, values_of
from socomsite.problem import Position

_STEM = 4
_EXCERPT = 80


class Tie(StrEnum):
    """How a place hangs on a person."""

    FIELD = "field"
    LINK = "link"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, order=True)
class Place:
    """A line of a file and every way in which it hangs on the person."""

    path: str
    line: int
    ties: tuple[Tie, ...]
    text: str


@dataclass(frozen=True)
class HandoverReport:
    """The person, the last day if one is set, their own files, and every other place."""

    as_of: dt.date
    key: str
    name: str
    last_day: dt.date | None
    own: tuple[str, ...]
    places: tuple[Place, ...]


def person_of(graph: Graph, wanted: str) -> Person | None:
    """The person of a key or a name, whichever way it is written."""
    people = [entry for entry in _all(graph) if isinstance(entry, Person)]
    meant = wanted.strip().removeprefix(f"{Person.folder}/").casefold()
    return next((p for p in people if meant in {p.key, p.name.casefold()}), None)


def handover(
    graph: Graph, person: Person, texts: Mapping[str, str], addresses: Iterable[str]
) -> HandoverReport:
    """Where a person is named, in files by path; `addresses` are their e-mail and phone."""
    own = sorted(path for path in texts if _is_own(path, person.key))
    ties: dict[tuple[str, int], set[Tie]] = {}
    for place, tie in chain(_referred(graph, person.key), _written(texts, person.name, addresses)):
        if place.path not in own:
            ties.setdefault((place.path, max(place.line, 1)), set()).add(tie)
    return HandoverReport(
        as_of=graph.today,
        key=person.key,
        name=person.name,
        last_day=person.end.last_day if person.end else None,
        own=tuple(own),
        places=tuple(
            Place(path, line, tuple(sorted(found)), _line(texts.get(path, ""), line))
            for (path, line), found in sorted(ties.items())
        ),
    )


def _is_own(path: str, key: str) -> bool:
    return re.fullmatch(rf"content/{Person.folder}/{key}(\.\w\w)?\.(md|yaml)", path) is not None


def _line(text: str, line: int) -> str:
    lines = text.split("\n")
    return lines[line - 1].strip()[:_EXCERPT] if line <= len(lines) else ""


def _all(graph: Graph) -> Iterator[Entry]:
    """What is shown, what is withheld, and what staff keep for themselves."""
    for versions in graph.entries.values():
        yield from versions.values()
    yield from (held.entry for held in graph.withheld)
    yield from graph.staff


def _referred(graph: Graph, key: str) -> Iterator[tuple[Position, Tie]]:
    names = {key, f"{Person.folder}/{key}"}
    for entry in _all(graph):
        for found in graph.schema.references(entry):
            # A bare key may name some other kind's entry.
            if found.ref.key in names and Person.folder in found.kinds:
                yield found.ref.position, Tie.FIELD
        for _, prose in values_of(entry, Prose):
            for link in prose.links:
                target = link.target.partition("#")[0]
                if target.removeprefix("ref:") in names and target.startswith("ref:"):
                    yield link.position, Tie.LINK


def _written(
    texts: Mapping[str, str], name: str, addresses: Iterable[str]
) -> Iterator[tuple[Position, Tie]]:
    """Lines that hold the name in any of its cases, the e-mail address or the phone number."""
    sought = [(Tie.NAME, _name_pattern(name))]
    for address in addresses:
        pattern = address_pattern([address])
        if pattern:
            sought.append((Tie.EMAIL if "@" in address else Tie.PHONE, pattern))
    for path, text in texts.items():
        for number, line in enumerate(text.split("\n"), start=1):
            for tie, pattern in sought:
                if pattern.search(line):
                    yield Position(path, number, 1), tie


def _name_pattern(name: str) -> re.Pattern[str]:
    """A name in any Finnish case: what follows its first letters may change (Mallikas: -kkaan).

    `Maija Mallikas` is also found as `Maijan Mallikkaan` and `Mallikas, Maija`.
    """
    words = [rf"\b{re.escape(word[:_STEM])}\w*" for word in name.split()]
    forms = [r"\s+".join(words)]
    if len(words) > 1:
        forms.append(rf"{words[-1]},\s+{words[0]}")
    return re.compile("|".join(forms), re.IGNORECASE)
