"""HTML pages: one for each entry and language, lists over several pages, 404 and 410.

Must never know other formats.
"""

from __future__ import annotations

from collections.abc import Iterator

from socomsite.formats.apart import GONE, NOT_FOUND, not_found
from socomsite.formats.leafing import NUMBERED
from socomsite.formats.outlines import SEVERAL, Pages
from socomsite.formats.pageview import PAGE, PageView
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.relative import standing, up_from
from socomsite.job import Artifact, Job
from socomsite.model.mailaddress import veiled
from socomsite.model.schema import Entry
from socomsite.problem import Outcome

NAME = PAGE


def plan(planning: Planning, *, is_whole: bool = True) -> Iterator[Job]:
    """A job for every page of the site; if it need not be whole, outlines for those of entries.

    An outline can become `whole` in any process: what is asked for all pages is asked here.
    """
    pages = {language: Pages(planning, viewer) for language, viewer in planning.viewers.items()}
    for each in pages.values() if not is_whole else ():
        each.views.foresee()
    for versions in planning.graph.entries.values():
        for entry in versions.values():
            own = pages[entry.language]
            yield from own.of(entry) if is_whole else own.outlines(entry)
    yield not_found(planning)


def plan_of(planning: Planning, paths: frozenset[str]) -> Iterator[Job]:
    """The jobs of some pages of entries alone, by their files: the same as `plan` has."""
    pages = {language: Pages(planning, viewer) for language, viewer in planning.viewers.items()}
    addresses = {f"/{path.removesuffix('index.html')}" for path in paths}
    addresses |= {NUMBERED.sub("", address) for address in addresses}
    graph = planning.graph
    for address in sorted(addresses & graph.by_address.keys()):
        name, language = graph.by_address[address]
        yield from pages[language].of(graph.entries[name][language], paths)


def outlines_of(planning: Planning, paths: frozenset[str]) -> Iterator[Job]:
    """The jobs of some pages by their files, of entries but outlines; 404 is whole.

    Entries of which it is known how many pages they have are not looked at, so that outlines do
    not tell where their content was written.
    """
    pages = {language: Pages(planning, viewer) for language, viewer in planning.viewers.items()}
    graph = planning.graph
    for each in pages.values():
        each.views.foresee()
    several: list[Entry] = []
    for address in sorted(f"/{path.removesuffix('index.html')}" for path in paths):
        if (found := graph.by_address.get(address)) is None:
            continue  # a further page
        name, language = found
        if issubclass(graph.schema.kinds[name[0]], SEVERAL):
            several.append(graph.entries[name][language])
        else:
            yield pages[language].outline_of(name, address)
    for entry in several:  # together, since they show the same cards
        jobs = pages[entry.language].outlines(entry)
        yield from (job for job in jobs if job.path in paths)
    if NOT_FOUND in paths:
        yield not_found(planning)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The page as HTML: every address relative to the page, those of mail veiled."""
    view = job.view
    assert isinstance(view, PageView)
    made = tools.renderer.render(view.template, vars(view), view.language, view.kind)
    if made.value is None:
        return Outcome(None, made.problems)
    # A server shows these at any depth, so they keep the site's own path.
    up = view.site.base_path if view.kind in {NOT_FOUND, GONE} else up_from(view.address)
    html, facts, loads = standing(made.value, view.address, up)
    return Outcome(Artifact(job.path, veiled(html).encode(), facts, loads), made.problems)
