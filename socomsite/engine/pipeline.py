"""The order of a build: read, decode, link, plan, render, check. Writing is the caller's.

Must never know YAML, Jinja or HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from socomsite.checks.ledger import problems_of
from socomsite.checks.links import check_links
from socomsite.checks.people import check_people
from socomsite.checks.register import check_register
from socomsite.checks.requests import check_requests
from socomsite.checks.rules import check_rules
from socomsite.engine.addresses import check_addresses, found_addresses, plan_old
from socomsite.engine.built import Build
from socomsite.engine.edited import build_edited
from socomsite.engine.findable import findables, is_search
from socomsite.engine.following import Asked, ground_of, keep_last
from socomsite.engine.ground import read_ground
from socomsite.engine.headers import header_files
from socomsite.engine.onward import go_on
from socomsite.engine.repeat import Sight
from socomsite.engine.search import NO_SEARCH, Search, lacking, search, with_job
from socomsite.engine.state import state_of
from socomsite.engine.tasks import rendering
from socomsite.engine.waiting import NOBODY, Waiting
from socomsite.engine.whole import Whole, is_fit, keep_standing
from socomsite.engine.workers import Workers
from socomsite.formats import feed, formats, page, printing
from socomsite.formats.pageview import PageView, has_search
from socomsite.formats.planning import Planning
from socomsite.job import Artifact, Job
from socomsite.model.accessibility import weighed
from socomsite.model.filenames import folded
from socomsite.model.graph import Graph
from socomsite.model.kinds import Bulletin
from socomsite.model.ledger import read_ledger
from socomsite.model.redirects import Answers
from socomsite.model.schema import Schema
from socomsite.model.site import FILE, Site
from socomsite.problem import Outcome, Position, Problem, gathered, library_missing, problem


def build(  # noqa: PLR0913 - the inputs of a build, each by its name
    root: Path,
    schema: Schema,
    workers: Workers,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    drafts: bool = False,
    laid: Mapping[str, str | None] | None = None,
    waiting: Waiting = NOBODY,
    may_go_on: bool = False,
    sight: Sight | None = None,
    only_told: bool = False,
    state: str | None = None,
) -> Build:
    """Build the site in a folder as it stands on a day in Helsinki; writes nothing.

    The day is `as_of`, else the one that `site.yaml` fixes, else `today`. `laid` are texts of
    content laid over what stands on disk, by path: what would come of them if they were saved.
    Whoever wants but files and problems `may_go_on` from the last build, where little differs;
    from the one in memory, if that is warm. `sight` are the stamps of the site's files, if they
    were looked at just now. Who is `only_told` what is wrong gets no search, which takes longest.
    `state` is what `go_on` told of all but the content, when it could not.
    """
    laid, wanted = laid or {}, Asked(today, drafts, only_told)
    if may_go_on and state is None:
        at = root, schema, workers, sight
        state, edited = (
            ("", _followed(*at, waiting, wanted, laid))
            if workers.warm
            else go_on(*at, today=today, as_of=as_of, drafts=drafts)
        )
        if edited is not None:
            return edited
    ground = read_ground(
        root, schema, workers, today=today, as_of=as_of, drafts=drafts, laid=laid, sight=sight
    )
    settings, content, graph, planning = ground.site, ground.content, ground.graph, ground.planning
    if settings is None or content is None or graph is None or planning is None:
        found = graph.value if graph else None
        return Build(settings, found, (), ground.told, ground.texts)
    problems = list(ground.problems)
    waiting.hear_of_plan(planning, problems)
    ledger = read_ledger(root)
    # Whoever wants but files and problems needs no views, unless for the search.
    planned = plan(planning, is_whole=not may_go_on or has_search(planning))
    book = found_addresses(graph.value, planned.value, content.files, ledger.value)
    jobs = plan_old(planning, planned.value, book.value)
    problems += _unprinted(graph.value, printing.missing())
    rendered = workers.map("render", rendering(root, planning.templates, workers.aside), jobs)
    workers.last.clear()  # or the rows of the last build would be held until the end of this one
    for number, asked in workers.notes["render"].items():
        jobs[number] = replace(jobs[number], asked=asked)
    problems += [*ground.later, *planned.problems]
    problems += [*ledger.problems, *book.problems]
    problems += [found for each in rendered for found in each.problems]
    pairs_made = zip(jobs, rendered, strict=True)
    made = tuple((job, each.value) for job, each in pairs_made if each.value)
    is_whole = len(made) == len(jobs)
    problems += check(graph, made, ground.texts, is_whole=is_whole)
    kept = book.value
    if is_whole:
        # A look back in time misses what has been published since.
        is_fair = content.is_sound and (as_of is None or as_of >= today)
        kept = check_addresses(graph.value, made, kept, is_fair=is_fair, prints=planning.prints)
        problems += problems_of(kept.losses)
        waiting.hear_of_files(made, weighed(problems, settings.severities))
        searching = _search(made, workers, only_told=only_told)
        problems += searching.problems
        made = finish(settings, made, searching.value.files, kept.answers)
    told = gathered(weighed(problems, settings.severities))
    is_quiet = told == ground.told
    copies = searching.value.copies if is_whole else ()
    whole = Whole(content.sources, planning, jobs, made, told, copies, is_quiet)
    is_kept = is_whole and not (workers.crashes or kept.losses or kept.unmade)
    if state and is_kept:
        given = (root, schema, content.files)
        is_same = state == state_of(*given, day=graph.value.today, today=today, drafts=drafts)
        if is_same and is_fit(whole):
            keep_standing(workers, state, whole)
    if may_go_on and sight and is_kept:
        keep_last(workers, whole, sight, wanted, laid)
    return Build(settings, graph.value, made, told, ground.texts, kept)


def _followed(  # noqa: PLR0913 - the inputs of a build, each by its name
    root: Path,
    schema: Schema,
    workers: Workers,
    sight: Sight | None,
    waiting: Waiting,
    asked: Asked,
    laid: Mapping[str, str | None],
) -> Build | None:
    """A build that goes on from the last whole one in memory, if it can."""
    ground = ground_of(root, schema, workers, sight, asked, laid)
    edited = ground and build_edited(ground, waiting.anew)
    if not ground or not edited:
        return None
    return Build(ground.site, edited.graph, edited.files, edited.told, is_edited=True)


def plan(planning: Planning, *, is_whole: bool = True) -> Outcome[list[Job]]:
    """A job for every file of the site, sorted by path; no two make the same file.

    Of pages there are but outlines, if the jobs need not be whole.

    Nor do they on a computer that does not tell capitals apart, and none is a folder of another.
    Problem: `address-duplicate`, for what the graph cannot see, such as a list's second page.
    """
    first: dict[str, Job] = {}
    problems = []

    def accuse(job: Job, other: Job) -> None:
        url, path = f"/{job.path.removesuffix('index.html')}", other.origin.path or FILE
        place = job.origin if job.origin.path else other.origin
        problems.append(problem(place, "address-duplicate", url=url, other=path))

    for job in _planned(planning, is_whole=is_whole):
        other = first.setdefault(folded(job.path), job)
        if other is not job and not _is_told(other, job):
            accuse(job, other)
    for path, job in list(first.items()):
        parts = path.split("/")
        above = ("/".join(parts[:length]) for length in range(1, len(parts)))
        file = next((first[folder] for folder in above if folder in first), None)
        if file is not None:
            accuse(job, file)
            del first[path]
    return Outcome(sorted(first.values(), key=lambda job: job.path), tuple(problems))


def _planned(planning: Planning, *, is_whole: bool) -> Iterator[Job]:
    """The jobs of all formats; those that know not what they ask, ask it for all."""
    for each in formats():
        if each is page:
            yield from page.plan(planning, is_whole=is_whole)
        elif each is feed:
            yield from feed.plan(planning)
        else:
            with planning.graph.entries.for_all():
                jobs = list(each.plan(planning))
            yield from jobs


def _is_told(one: Job, other: Job) -> bool:
    """Whether linking has told of it: two entries' own addresses."""
    return one.is_own and other.is_own


def check(
    graph: Outcome[Graph],
    made: tuple[tuple[Job, Artifact], ...],
    texts: Mapping[str, str],
    *,
    is_whole: bool,
) -> Iterable[Problem]:
    """What the checks say of the finished files; `texts` are those of content and templates.

    Links are looked at only in a whole site, so that nobody is accused twice.
    """
    asked = (p for p in graph.problems if p.code == "foreign-request")
    excused = frozenset(str(dict(found.values).get("url")) for found in asked)
    yield from check_requests(made, texts, graph.value.site.url, excused)
    yield from check_rules(graph.value)
    yield from check_register(graph.value)
    yield from check_people(graph.value, made)
    if is_whole:
        yield from check_links(made, graph.value.broken)


def finish(
    site: Site,
    made: tuple[tuple[Job, Artifact], ...],
    searching: Iterable[Artifact],
    old: Answers,
) -> tuple[tuple[Job, Artifact], ...]:
    """All files by path: those made, and what is made of them, for the search and for servers."""
    made += tuple(map(with_job, searching))
    made += tuple(header_files(site, made, old))
    return tuple(sorted(made, key=lambda pair: pair[0].path))


def _search(
    made: tuple[tuple[Job, Artifact], ...], workers: Workers, *, only_told: bool
) -> Outcome[Search]:
    """The search, if the site has a page that searches.

    Who is `only_told` what is wrong hears what it lacks, but it is not made.
    """
    if not any(isinstance(job.view, PageView) and is_search(job.view) for job, _ in made):
        return Outcome(NO_SEARCH)
    if only_told:
        views = (job.view for job, _ in made if job.is_own)
        pages = (view for view in views if isinstance(view, PageView) and not is_search(view))
        return Outcome(NO_SEARCH, tuple(lacking({view.language for view in pages})))
    return search(findables(made), workers)


def _unprinted(graph: Graph, lacking: tuple[str, str] | None) -> Iterable[Problem]:
    """A notice where there are issues to print and a library for it is missing."""
    if lacking and graph.of_kind(Bulletin.folder, graph.site.language):
        library, command = lacking
        yield library_missing(Position(FILE), library, lost="lost-pdf", command=command)
