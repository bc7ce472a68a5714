"""Files of a site that are planned and made again, by the same functions as ever, and found sound.

Must never know why they are made again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from urllib.parse import unquote

from socomsite.checks.people import check_addresses_left
from socomsite.checks.requests import check_requests
from socomsite.engine.cache import Cache
from socomsite.engine.crew import Row
from socomsite.engine.edits import Ground
from socomsite.engine.light import made_of
from socomsite.engine.outcomes import unpickled
from socomsite.engine.recalled import ForgottenError, Recalled
from socomsite.engine.stood import File, Pair
from socomsite.engine.tasks import rendering
from socomsite.formats import feed, page
from socomsite.formats.planning import FEED_FILE, Planning
from socomsite.job import Artifact, Facts, Job
from socomsite.model.graph import Graph
from socomsite.problem import Outcome

#: With more, the whole build takes no longer; unless most are pages of other templates.
_MOST_FILES = 400


@dataclass(frozen=True)
class Remade:
    """Files that were made again: with their jobs by path, and by path the keys of the cache."""

    made: Mapping[str, Pair]
    keys: Mapping[str, str | None]


def remade(
    ground: Ground, recalled: Recalled, planning: Planning, numbers: Sequence[int], *, is_most: bool
) -> Remade | None:
    """The files of these numbers, made again; None if they cannot be made so, or are not sound.

    If they are most of all files, what is wrong with one is known before the others are made.
    Raises ForgottenError.
    """
    files = [ground.standing.files[number] for number in numbers]
    jobs = _planned(recalled, planning, files, is_most=is_most)
    if jobs is None:
        return None
    workers, root, templates = ground.workers, ground.root, planning.templates
    quiet = replace(workers, is_partial=True)
    few = replace(rendering(root, templates), light=None)  # of few, no table
    # What is wrong with a template is mostly wrong on all pages.
    if is_most and quiet.map("render", few, [jobs[len(jobs) // 2]])[0].problems:
        return None
    most = rendering(root, templates, workers.aside)
    mapping, task = (workers, most) if is_most else (quiet, few)
    rendered = mapping.map("render", task, jobs)
    for number, asked in workers.notes["render"].items():
        jobs[number] = replace(jobs[number], asked=asked)
    keys = {job.path: key for job, key in zip(jobs, workers.keys["render"], strict=True)}
    made = {job.path: (job, a.value) for job, a in zip(jobs, rendered, strict=True) if a.value}
    if any(each.problems for each in rendered) or len(made) < len(jobs):
        return None
    return Remade(made, keys) if _are_sound(ground, planning.graph, files, made) else None


def _planned(
    recalled: Recalled, planning: Planning, files: Sequence[File], *, is_most: bool
) -> list[Job] | None:
    """The jobs of files that have to be planned again; None if they are not the same files.

    Of most of all files there are but outlines, which become whole where they are made.
    """
    is_much = len(files) > _MOST_FILES and not is_most
    if is_much or any(row[1] not in {page.NAME, feed.NAME} for row in files):
        return None
    pages = frozenset(row[0] for row in files if row[1] == page.NAME)
    if is_most:
        recalled.expect_all()
        jobs = list(page.outlines_of(planning, pages))
    else:
        recalled.expect(planning.graph, pages)
        jobs = list(page.plan_of(planning, pages))
    for row in files:
        if row[1] == feed.NAME:
            at = f"/{row[0].removesuffix(FEED_FILE)}"
            jobs.append(feed.job_of(planning, at, planning.feeds[at]))
    return jobs if sorted(job.path for job in jobs) == sorted(row[0] for row in files) else None


def _are_sound(
    ground: Ground, graph: Graph, files: Sequence[File], made: Mapping[str, Pair]
) -> bool:
    """Whether nothing has to be told of these files, and what leads to them still does."""
    paths = {row[0] for row in ground.standing.files}
    told = chain(
        check_requests(list(made.values()), {}, ground.site.url),
        check_addresses_left(graph, made.values()),
    )
    if any(True for _ in told):
        return False
    known = ground.workers.last.pop("render", {})
    for row in files:
        job, now = made[row[0]]
        was = _artifact(ground.workers.cache, row[4], known)
        if job.kind != row[2] or was.loads != now.loads:
            return False
        if was.facts is None or now.facts is None:
            if was.facts is not now.facts:
                return False
            continue
        if was.facts.ids - now.facts.ids:
            return False
        if not all(
            _leads(each, now.facts, paths) for each in {*now.facts.links} - {*was.facts.links}
        ):
            return False
    return True


def _artifact(cache: Cache, key: str, known: Mapping[str | None, Row]) -> Artifact:
    """A file as it stands, without its bytes if a light row of it is `known`."""

    def whole() -> Outcome[Artifact | None] | None:
        return unpickled(cache.fetch(key))

    found = made_of(known[key], whole) if key in known else whole()
    if found is None or not isinstance(found.value, Artifact):
        raise ForgottenError
    return found.value


def _leads(link: str, facts: Facts, paths: set[str]) -> bool:
    """Whether a new link surely leads somewhere: to a file or page of the site, or out of it."""
    if link.startswith("#"):
        return unquote(link[1:]) in facts.ids
    if link.startswith("/") and not link.startswith("//"):
        name = link[1:]
        return name in paths or (link.endswith("/") and f"{name}index.html" in paths)
    return True
