"""Goes on from the last whole build of a site, where little differs.

Loads but what an edit needs: a build of a site in which much differs is the pipeline's. Must never
know how a page is planned or made.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from socomsite.engine.built import Build
from socomsite.engine.edited import build_edited
from socomsite.engine.edits import Ground
from socomsite.engine.planned import standing
from socomsite.engine.renewal import keep_renewed
from socomsite.engine.repeat import Sight
from socomsite.engine.sources import read_files, read_sources, seen_before
from socomsite.engine.state import state_of
from socomsite.engine.workers import Workers
from socomsite.model.schema import Schema
from socomsite.model.site import read_site


def go_on(  # noqa: PLR0913 - the inputs of a build, each by its name
    root: Path,
    schema: Schema,
    workers: Workers,
    sight: Sight | None,
    *,
    today: dt.date,
    as_of: dt.date | None,
    drafts: bool,
) -> tuple[str, Build | None]:
    """The state of all but the content, and a build that goes on from the last, if it can.

    The inputs are those of `build`. Without a state the next build could not go on from this one.
    """
    site = read_site(root)
    if site.value is None or site.problems:
        return "", None
    seen = seen_before(root, schema, site.value, workers, sight) if sight else None
    files = seen.files if seen else read_files(root, schema, site.value, workers, sight)
    day = as_of or site.value.as_of or today
    try:
        state = state_of(root, schema, files, day=day, today=today, drafts=drafts)
    except OSError:
        return "", None
    last = standing(workers.cache, state)
    if last is None:
        return state, None  # before any content file is read: the pipeline reads them all
    sources = None if seen else read_sources(root, schema, site.value, workers, sight=sight)
    if sources and sources.problems:
        return state, None
    found = sources.value[0] if sources else ()
    saved = last.saved(seen, root) if seen else None
    if seen and saved is None:
        return state, None
    ground = Ground(root, site.value, schema, workers, found, day, last, saved)
    edited = build_edited(ground)
    if edited is None:
        return state, None
    if edited.renewed:
        keep_renewed(workers, state, edited.renewed)
    return state, Build(site.value, edited.graph, edited.files, edited.told, is_edited=True)
