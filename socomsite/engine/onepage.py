"""One page of a site out of a text that is not saved: the same reading, linking and rendering.

Nothing else of the site is made, but what the page loads and does not stand there yet. Must never
know who looks at it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from socomsite.engine.edited import build_edited
from socomsite.engine.following import Asked, ground_of
from socomsite.engine.ground import read_ground
from socomsite.engine.pipeline import plan
from socomsite.engine.repeat import Sight
from socomsite.engine.tasks import rendering
from socomsite.engine.workers import Task, Workers
from socomsite.formats.page import plan_of
from socomsite.formats.planning import file_of
from socomsite.job import Artifact, Job
from socomsite.model.graph import Graph
from socomsite.model.schema import Entry, Schema
from socomsite.problem import Outcome, Problem


@dataclass(frozen=True)
class Pages:
    """A page's file, and the bytes of it and of all it needs anew, by file.

    `path` is empty if the entry has no page: its kind has none, or its time is over.
    """

    path: str
    files: Mapping[str, bytes]


def pages_of(  # noqa: PLR0913 - the inputs of a build, each by its name
    root: Path,
    schema: Schema,
    workers: Workers,
    path: str,
    text: str,
    *,
    today: dt.date,
    stands: Callable[[str], bool],
    sight: Sight | None = None,
) -> Outcome[Pages | None]:
    """The page that a content file has with a text in place of what it holds.

    Drafts and what is yet to appear have pages too. `stands` says which files need not be made.
    What keeps the page from being made is told as a build tells it; mistakes elsewhere are not.
    With a `sight` of the files it goes on from the build in memory, where little differs from that.
    """
    edited = _edited(root, schema, workers, path, text, today=today, sight=sight)
    if edited is not None:
        return Outcome(edited)
    ground = read_ground(root, schema, workers, today=today, drafts=True, laid={path: text})
    mistakes = [found for found in ground.told if found.is_error]
    own = tuple(found for found in mistakes if found.position.path == path)
    if own or ground.planning is None or ground.graph is None:
        return Outcome(None, own or tuple(mistakes))
    entry = entry_of(ground.graph.value, path)
    if entry is None:
        return Outcome(Pages("", {}))
    file = file_of(ground.graph.value.address(entry))
    render = rendering(root, ground.planning.templates)
    jobs = list(plan_of(ground.planning, frozenset({file})))
    made, problems = _made(workers, render, jobs)
    if file not in made:
        return Outcome(None, problems)
    lacking = {need for page in made.values() for need in needed_by(page) if not stands(need)}
    if lacking:
        planned = plan(ground.planning).value
        more, _ = _made(workers, render, [job for job in planned if job.path in lacking])
        made |= more
    return Outcome(Pages(file, {name: each.data for name, each in made.items()}))


def _edited(  # noqa: PLR0913 - as above
    root: Path,
    schema: Schema,
    workers: Workers,
    path: str,
    text: str,
    *,
    today: dt.date,
    sight: Sight | None,
) -> Pages | None:
    """The page out of a build of edits: what it loads stands there. None if there is no such."""
    last, asked = workers.warm and workers.warm.last, Asked(today, drafts=True, only_told=False)
    ground = ground_of(root, schema, workers, sight, asked, {path: text})
    anew: dict[str, bytes] = {}
    edited = ground and build_edited(replace(ground, all_files=False), anew.update)
    source = last and last.source(path)
    if not edited or not source:
        return None
    file = file_of(edited.graph.addresses[(source.folder, source.key), source.language])
    return Pages(file, {file: anew[file]}) if file in anew else None


def _made(
    workers: Workers, render: Task[Job, Artifact | None], jobs: list[Job]
) -> tuple[dict[str, Artifact], tuple[Problem, ...]]:
    quiet = Workers(1, workers.cache, is_partial=True)
    found = quiet.map("render", render, jobs)
    made = {each.value.path: each.value for each in found if each.value}
    return made, tuple(problem for each in found for problem in each.problems)


def entry_of(graph: Graph, path: str) -> Entry | None:
    """The entry that a content file has become, if it is shown."""
    versions = (entry for each in graph.entries.values() for entry in each.values())
    return next((entry for entry in versions if entry.origin.path == path), None)


def needed_by(page: Artifact) -> Iterable[str]:
    """The files of the site that a page loads by itself."""
    for _, address in page.loads.requests:
        if address.startswith("/") and address[1:2] != "/":
            yield unquote(urlsplit(address).path)[1:]
