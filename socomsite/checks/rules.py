"""Socom's own rules of content: a number used once, a channel for each running project.

Reads the graph; must never know templates.
"""

from __future__ import annotations

from collections.abc import Iterator

from socomsite.language import Language
from socomsite.messages import say
from socomsite.model.blocks import plain_text
from socomsite.model.graph import Graph
from socomsite.model.kinds import Bulletin, Project, Publication, Service
from socomsite.model.parts import Item
from socomsite.model.schema import values_of
from socomsite.model.traits import PeriodState
from socomsite.problem import Position, Problem, Severity, problem


def check_rules(graph: Graph) -> Iterator[Problem]:
    """What breaks the rules, in Finnish entries or their fallback.

    Problems: `publication-number-duplicate`, `project-without-channel` (a warning),
    `value-not-allowed` for a series that `site.yaml` does not name or a change that a service does
    not have, `bulletin-unwritten` for an issue that is no draft but unwritten.
    """
    language = graph.site.language
    numbers: dict[tuple[str, str], str] = {}
    for entry in graph.of_kind(Publication.folder, language):
        if isinstance(entry, Publication) and entry.series and entry.number:
            first = numbers.setdefault((entry.series, entry.number), entry.origin.path)
            if first != entry.origin.path:
                yield problem(
                    entry.origin,
                    "publication-number-duplicate",
                    number=entry.number,
                    other=first,
                )
    for entry in graph.of_kind(Project.folder, language):
        is_running = isinstance(entry, Project) and entry.state(graph.today) is PeriodState.RUNNING
        if isinstance(entry, Project) and is_running and entry.lacks_channel:
            yield problem(entry.origin, "project-without-channel", severity=Severity.WARNING)
    yield from _issues(graph)


def _issues(graph: Graph) -> Iterator[Problem]:
    """Issues of series that `site.yaml` does not name, and changes that a service does not have."""
    names = tuple(series.name for series in graph.site.series)
    for entry in graph.of_kind(Bulletin.folder, graph.site.language):
        if not isinstance(entry, Bulletin):
            continue
        if names and entry.series not in names:
            yield _not_allowed(entry.origin, "series", entry.series, names)
        lead = plain_text(entry.lead.text.html) if entry.lead.text else ""
        if not entry.draft and {entry.summary, lead} & _unwritten():
            yield problem(entry.origin, "bulletin-unwritten")
        for _, item in values_of(entry, Item):
            name = graph.find(item.entry.key, graph.schema.kinds)
            told = graph.entry(name, entry.language) if name and item.change else None
            if told is None:
                continue
            changes = told.changes if isinstance(told, Service) else ()
            dates = tuple(str(change.effective) for change in changes)
            if str(item.change) not in dates:
                yield _not_allowed(item.entry.position, "change", str(item.change), dates)


def _unwritten() -> set[str]:
    """The words that a new issue has where a person is to write."""
    codes = ("bulletin-lead-text", "bulletin-summary-empty")
    return {say(code, language) for code in codes for language in Language}


def _not_allowed(place: Position, field: str, value: str, allowed: tuple[str, ...]) -> Problem:
    return problem(place, "value-not-allowed", allowed=allowed, field=field, value=value)
