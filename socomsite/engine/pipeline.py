"""The order of a build: read, decode, link, plan, render, check. Writing is the caller's.

Must never know YAML, Jinja or HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from socomsite.checks.links import check_links
from socomsite.checks.rules import check_rules
from socomsite.digest import digest
from socomsite.engine.workers import Task, Work, Workers
from socomsite.formats import FORMATS, printing
from socomsite.formats.asset import read_assets
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.template import Renderer, Templates, read_templates
from socomsite.job import Artifact, Job
from socomsite.model.decode import Decoder
from socomsite.model.graph import Graph, link
from socomsite.model.kinds import Bulletin
from socomsite.model.schema import Entry, Schema
from socomsite.model.site import FILE, Site, read_site
from socomsite.model.source import Source, discover, discover_files
from socomsite.problem import Outcome, Position, Problem, Severity, gathered, problem

_REMEMBERED = frozenset(each.NAME for each in FORMATS if getattr(each, "REMEMBERED", False))


@dataclass(frozen=True)
class Build:
    """What came of a build: the graph and artifacts if it came so far, and every problem."""

    site: Site | None
    graph: Graph | None
    made: tuple[tuple[Job, Artifact], ...]
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing keeps the site from being written."""
        return not any(found.is_error for found in self.problems)

    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """The files of the site."""
        return tuple(artifact for _, artifact in self.made)


def build(  # noqa: PLR0913 - the inputs of a build, each by its name
    root: Path,
    schema: Schema,
    workers: Workers,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    drafts: bool = False,
) -> Build:
    """Build the site in a folder as it stands on a day in Helsinki; writes nothing.

    The day is `as_of`, else the one that `site.yaml` fixes, else `today`.
    """
    site = read_site(root)
    if site.value is None:
        return Build(None, None, (), gathered(site.problems))
    settings = site.value
    sources = discover(root, schema.kinds, settings.language, settings.languages)
    decoded = workers.map("read", _decoding(schema), sources.value)
    pairs = [(source, each.value) for source, each in zip(sources.value, decoded, strict=True)]
    day = as_of or settings.as_of or today
    graph = link(settings, schema, pairs, discover_files(root), today=day, drafts=drafts)
    templates = read_templates(root)
    problems: list[Problem] = [*sources.problems, *graph.problems, *templates.problems]
    problems += [found for each in decoded for found in each.problems]
    if not sources.value:
        problems.append(problem(Position("content"), "content-missing"))
    if any(found.is_error for found in templates.problems):
        return Build(settings, graph.value, (), gathered(problems))
    assets = read_assets(root)
    lacking = printing.missing()
    jobs = plan(Planning(graph.value, templates.value, assets.value, prints=not lacking))
    problems += _unprinted(graph.value, lacking)
    rendered = workers.map("render", _rendering(root, templates.value), jobs.value)
    problems += [*assets.problems, *jobs.problems]
    problems += [found for each in rendered for found in each.problems]
    pairs_made = zip(jobs.value, rendered, strict=True)
    made = tuple((job, each.value) for job, each in pairs_made if each.value)
    problems += check(graph.value, made, is_whole=len(made) == len(jobs.value))
    return Build(settings, graph.value, made, gathered(problems))


def plan(planning: Planning) -> Outcome[list[Job]]:
    """A job for every file of the site, sorted by path; no two make the same file.

    Problem: `address-duplicate`, for what the graph cannot see, such as a list's second page.
    """
    first: dict[str, Job] = {}
    problems = []
    for job in (job for each in FORMATS for job in each.plan(planning)):
        other = first.setdefault(job.path, job)
        if other is not job and not _is_told(other, job):
            url, path = f"/{job.path.removesuffix('index.html')}", other.origin.path or FILE
            problems.append(problem(job.origin, "address-duplicate", url=url, other=path))
    return Outcome(sorted(first.values(), key=lambda job: job.path), tuple(problems))


def _is_told(one: Job, other: Job) -> bool:
    """Whether linking has told of it: two entries' own addresses, or an old address."""
    return (one.is_own and other.is_own) or "redirect" in {one.kind, other.kind}


def check(
    graph: Graph, made: Iterable[tuple[Job, Artifact]], *, is_whole: bool
) -> Iterable[Problem]:
    """What the checks have to say; links only of a whole site, so that nobody is accused twice."""
    yield from check_rules(graph)
    if is_whole:
        yield from check_links(made, graph.broken)


def _unprinted(graph: Graph, lacking: tuple[str, str] | None) -> Iterable[Problem]:
    """A notice where there are issues to print and a library for it is missing."""
    if lacking and graph.of_kind(Bulletin.folder, graph.site.language):
        library, command = lacking
        yield problem(
            Position(FILE),
            "library-missing",
            severity=Severity.NOTICE,
            library=library,
            lost="lost-pdf",
            command=command,
        )


def _decoding(schema: Schema) -> Task[Source, Entry | None]:
    kinds = digest(tuple(kind.__qualname__ for kind in schema.kinds.values()))
    return Task(
        factory=partial(_decoder, tuple(schema.kinds.values())),
        key=lambda source: digest(source.digest, kinds),
        place=lambda source: Position(source.path),
    )


def _decoder(kinds: tuple[type[Entry], ...]) -> Work[Source, Entry | None]:
    return Decoder(Schema.of(kinds))  # kinds are whole only where a schema was made of them


def _rendering(root: Path, templates: Templates) -> Task[Job, Artifact | None]:
    return Task(
        factory=partial(_renderer, str(root), templates),
        key=lambda job: (
            digest(job.path, job.view, job.recipe) if job.format in _REMEMBERED else None
        ),
        place=lambda job: job.origin if job.origin.path else Position(FILE),
    )


@lru_cache(maxsize=2)  # a preview keeps its compiled templates from save to save
def _renderer(root: str, templates: Templates) -> Work[Job, Artifact | None]:
    tools = Tools(Renderer(templates), root)
    formats = {each.NAME: each for each in FORMATS}

    def render(job: Job) -> Outcome[Artifact | None]:
        return formats[job.format].render(job, tools)

    return render
