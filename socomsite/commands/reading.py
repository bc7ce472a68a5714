"""The graph of a site for commands that ask something of its content and build no page.

Must never know what is asked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from socomsite.commands.build import lines_of
from socomsite.dates import today_in_helsinki
from socomsite.language import Language
from socomsite.messages import told
from socomsite.model.attachedfiles import discover_files
from socomsite.model.decode import Decoder
from socomsite.model.discovery import discover
from socomsite.model.graph import Graph
from socomsite.model.kinds import schema
from socomsite.model.linking import link
from socomsite.model.schema import Entry
from socomsite.model.site import read_site
from socomsite.problem import Problem, gathered


@dataclass(frozen=True)
class Reading:
    """A site's graph as it stands on a day, or None, and every problem in its content."""

    graph: Graph | None
    problems: tuple[Problem, ...]

    def entries(self, folder: str) -> tuple[Entry, ...]:
        """Every entry of a kind, those that the public does not see too."""
        if self.graph is None:
            return ()
        shown = [e for vs in self.graph.entries.values() for e in vs.values()]
        found = [*shown, *(held.entry for held in self.graph.withheld)]
        return tuple(sorted((e for e in found if e.folder == folder), key=lambda e: e.origin.path))


def read(root: Path, as_of: dt.date | None = None, *, drafts: bool = False) -> Reading:
    """Read a site as it stands on a day, else on the one that it fixes, else today."""
    site = read_site(root)
    if site.value is None:
        return Reading(None, gathered(site.problems))
    known = schema()
    decode = Decoder(known)
    sources = discover(root, known.kinds, site.value.language, site.value.languages)
    decoded = [decode(source) for source in sources.value]
    pairs = [(source, each.value) for source, each in zip(sources.value, decoded, strict=True)]
    today = as_of or site.value.as_of or today_in_helsinki()
    graph = link(site.value, known, pairs, discover_files(root), today=today, drafts=drafts)
    problems = [*sources.problems, *graph.problems]
    problems += [found for each in decoded for found in each.problems]
    return Reading(graph.value, gathered(problems))


def tell(problems: Iterable[Problem], root: Path, language: Language) -> None:
    """Tell of problems as a build does."""
    line_at = lines_of(root)
    for found in problems:
        click.echo("\n".join(told(found, language, line_at)), err=True)
