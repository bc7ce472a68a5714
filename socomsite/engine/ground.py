"""What is known of a site before any page of it is made: read, decoded, linked, measured.

The first half of a build, for whoever wants a single page of it too. Must never know how a page is
made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from socomsite.engine.content import Content, check_content, read_content, texts_of
from socomsite.engine.repeat import Sight
from socomsite.engine.tasks import measure
from socomsite.engine.workers import Workers
from socomsite.formats import printing
from socomsite.formats.asset import read_assets
from socomsite.formats.planning import Planning
from socomsite.formats.share import offered
from socomsite.formats.template import read_templates
from socomsite.model.accessibility import weighed
from socomsite.model.graph import Graph
from socomsite.model.linking import link
from socomsite.model.schema import Schema
from socomsite.model.site import FILE, Site, read_site
from socomsite.problem import Outcome, Problem, gathered


@dataclass(frozen=True)
class Ground:
    """What is known of a site before any page of it is made.

    `planning` is None if the site or its templates cannot be used. `problems` are those of content
    and templates, `told` the same as the site's settings weigh them, `later` those of pictures and
    files, told with the pages.
    """

    site: Site | None
    problems: tuple[Problem, ...]
    told: tuple[Problem, ...]
    content: Content | None = None
    graph: Outcome[Graph] | None = None
    texts: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    planning: Planning | None = None
    later: tuple[Problem, ...] = ()


def read_ground(  # noqa: PLR0913 - the inputs of a build, each by its name
    root: Path,
    schema: Schema,
    workers: Workers,
    *,
    today: dt.date,
    as_of: dt.date | None = None,
    drafts: bool = False,
    laid: Mapping[str, str | None] | None = None,
    sight: Sight | None = None,
) -> Ground:
    """Read, decode and link the site in a folder, and gather what pages are planned from.

    The inputs are those of `build`.
    """
    laid = dict(laid or {})
    site = read_site(root, laid.pop(FILE, None))
    if site.value is None:
        return Ground(None, site.problems, gathered(site.problems))
    settings = site.value
    content = read_content(root, schema, settings, workers, laid, sight)
    day = as_of or settings.as_of or today
    graph = link(settings, schema, content.pairs, content.files, today=day, drafts=drafts)
    templates = read_templates(root)
    texts = texts_of(root, content, templates.value)
    problems = [*content.problems, *graph.problems, *templates.problems]
    problems += check_content(root, content, graph.value, templates.value, workers)
    told = gathered(weighed(problems, settings.severities))
    if any(found.is_error for found in templates.problems):
        return Ground(settings, tuple(problems), told, content, graph, texts)
    assets = read_assets(root)
    share = offered(templates.value)
    originals = measure(root, graph.value, content.files, workers)
    planning = Planning(
        graph.value,
        templates.value,
        assets.value,
        share=share.value,
        originals=originals.value,
        prints=not printing.missing(),
    )
    later = (*assets.problems, *share.problems, *originals.problems)
    return Ground(settings, tuple(problems), told, content, graph, texts, planning, later)
