"""A page at each old address, which leads a browser on to where the old address leads today.

For hosts that read none of the maps for servers. The page of an old file stands in a folder of the
file's name, since nothing else can be a page there. Must never know other formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

from socomsite.formats.planning import Planning, Tools, old_file
from socomsite.formats.relative import standing, up_from
from socomsite.job import Artifact, Job
from socomsite.language import Language
from socomsite.problem import Outcome

NAME = "redirect"
TEMPLATE = "redirect.html"


@dataclass(frozen=True)
class RedirectView:
    """An old address, and the one to which it leads: root-relative and in full."""

    address: str
    language: Language
    target: str
    canonical: str


def plan(planning: Planning) -> Iterator[Job]:
    """A job for each old address that leads to one of today."""
    site, recipe = planning.graph.site, planning.templates.recipe(TEMPLATE)
    for source, led in planning.answers.redirects.items():
        target = quote(unquote(led), safe="/#~!$&'()*+,;=:@")
        path = old_file(source)
        address = f"/{path.removesuffix('index.html')}"
        canonical = site.url + target.lstrip("/")
        view = RedirectView(address, site.language_of(led), target, canonical)
        yield Job(path, NAME, view, recipe, NAME)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The page as HTML in which every address is relative to the page."""
    view = job.view
    assert isinstance(view, RedirectView)
    names = {**vars(view), "up": up_from(view.address)}
    made = tools.renderer.render(TEMPLATE, names, view.language, TEMPLATE)
    if made.value is None:
        return Outcome(None, made.problems)
    html, _, loads = standing(made.value, view.address, up_from(view.address))
    return Outcome(Artifact(job.path, html.encode(), loads=loads))
