"""The publication register: Socom's own works with order facts, and what its series lack.

Must never know HTML.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from socomsite.checks.register import Gap, own_publications, series_gaps
from socomsite.dates import PartialDate
from socomsite.model.graph import Graph
from socomsite.model.kinds import Publication


@dataclass(frozen=True)
class Work:
    """A work in the register; texts are empty where nothing is known."""

    key: str
    path: str
    title: str
    year: PartialDate | None
    series: str
    number: str
    price: str
    ordering: str
    isbn: str
    issn: str
    file: str
    accessibility: str
    state: str


@dataclass(frozen=True)
class RegisterReport:
    """Socom's own works in the order of the register, and the gaps of their series."""

    as_of: dt.date
    works: tuple[Work, ...]
    gaps: tuple[Gap, ...]


def register_report(graph: Graph) -> RegisterReport:
    """The register as it stands on the graph's day."""
    own = list(own_publications(graph))
    return RegisterReport(
        as_of=graph.today,
        works=tuple(_work(publication) for publication in own),
        gaps=tuple(series_gaps(own)),
    )


def _work(entry: Publication) -> Work:
    price = entry.price
    notes = (price.amount, price.note) if price else ()
    return Work(
        key=entry.key,
        path=entry.origin.path,
        title=entry.title,
        year=entry.year,
        series=entry.series or "",
        number=entry.number or "",
        price=", ".join(filter(None, notes)),
        ordering=entry.ordering or "",
        isbn=entry.isbn or "",
        issn=entry.issn or "",
        file=entry.file.name if entry.file else "",
        accessibility=entry.accessibility.value if entry.accessibility else "",
        state=_state(entry),
    )


def _state(entry: Publication) -> str:
    """How the work is got: words of the glossary, nothing where no source tells."""
    if entry.file or entry.link:
        return "to_download"
    return "to_order" if entry.price or entry.ordering else ""
