"""What readers will see change: the site as it is planned for a day, as it is and as it would be.

Must never know what is being changed, or how a page is made.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass
from pathlib import Path

from socomsite.checks.rules import check_rules
from socomsite.engine.cache import Cache
from socomsite.engine.ground import read_ground
from socomsite.engine.pipeline import plan
from socomsite.engine.workers import Workers
from socomsite.messages import message_of
from socomsite.model.graph import Graph
from socomsite.model.kinds import schema
from socomsite.model.pages import Page as SitePage
from socomsite.model.schema import Entry
from socomsite.problem import Problem

_MOST_TOLD = 40


@dataclass(frozen=True)
class Outlook:
    """The site as it is planned for a day: the view of each page by its file, and what is told."""

    graph: Graph
    views: dict[str, object]
    rules: tuple[Problem, ...]
    told: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What readers will see change: lists, other pages, new pages; and what is told of no more."""

    own: bool
    lists: tuple[str, ...]
    pages: tuple[str, ...]
    new: tuple[str, ...]
    others: int
    settled: tuple[str, ...]
    raised: tuple[str, ...]


def outlook(root: Path, day: dt.date, laid: dict[str, str | None]) -> Outlook | None:
    """The site as it will be planned on a day with these texts; None if it cannot be."""
    with Cache(root, day.toordinal()) as cache:
        workers = Workers(os.cpu_count() or 1, cache)
        ground = read_ground(root, schema(), workers, today=day, as_of=day, laid=laid)
    if ground.planning is None or ground.graph is None:
        return None
    views = {job.path: job.view for job in plan(ground.planning).value}
    return Outlook(ground.graph.value, views, tuple(check_rules(ground.graph.value)), ground.told)


def compared(before: Outlook, after: Outlook, entry: Entry) -> Changes:
    """What differs between two outlooks of a day because of an entry."""
    graph = after.graph
    named = {graph.address(e).lstrip("/"): e for vs in graph.entries.values() for e in vs.values()}
    changed = [path for path, view in after.views.items() if before.views.get(path, view) != view]
    new = [path for path in after.views if path not in before.views]
    touched = {path: named.get(path.removesuffix("index.html")) for path in [*changed, *new]}
    found = [e for path, e in touched.items() if e is not None and path in changed]
    is_own = [e for e in found if (e.folder, e.key) == (entry.folder, entry.key)]
    rest = [e for e in found if e not in is_own]
    told_before = {(p.code, p.position.path): p for p in before.rules}
    told_after = {(p.code, p.position.path): p for p in after.rules}
    language = entry.language
    return Changes(
        own=bool(is_own),
        lists=tuple(dict.fromkeys(e.label for e in rest if isinstance(e, SitePage)))[:_MOST_TOLD],
        pages=tuple(dict.fromkeys(e.label for e in rest if not isinstance(e, SitePage)))[
            :_MOST_TOLD
        ],
        new=tuple(e.label for path in new if (e := touched[path]) is not None),
        others=sum(e is None for e in touched.values()),
        settled=tuple(
            message_of(p, language) for at, p in told_before.items() if at not in told_after
        ),
        raised=tuple(
            message_of(p, language) for at, p in told_after.items() if at not in told_before
        ),
    )
