"""The content files of a site as they stand, of which only those are read that do not as before.

Must never know what a file holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from socomsite.digest import digest
from socomsite.engine.repeat import Sight
from socomsite.engine.seen import Seen
from socomsite.engine.workers import Workers, engine_digest
from socomsite.model.attachedfiles import discover_files
from socomsite.model.discovery import discover
from socomsite.model.schema import Schema
from socomsite.model.site import Site
from socomsite.model.source import Source
from socomsite.problem import Outcome

_SEEN = "sources"
# With more, it is quicker to note how they stand than to read them each time.
_MOST_SAVED = 32


def read_sources(  # noqa: PLR0913 - what is asked and what is known, each by its name
    root: Path,
    schema: Schema,
    settings: Site,
    workers: Workers,
    laid: Mapping[str, str | None] | None = None,
    sight: Sight | None = None,
) -> Outcome[tuple[tuple[Source, ...], Mapping[str, str]]]:
    """The content files of a site, and the digests of its attachments; what stands is not read.

    `laid` as in `discover`, which has the problems; `sight` if there was a look at all just now.
    """
    cache = workers.cache
    last = cache.table(_SEEN)
    seen = _seen(root, schema, settings, sight or Sight(cache.now(), {}), last)
    sources = discover(root, schema.kinds, settings.language, settings.languages, seen, laid)
    files = discover_files(root, seen)
    table = seen.table(sources, files)
    if table != last and not workers.is_partial:
        cache.keep_table(_SEEN, table)
    return Outcome((tuple(sources.value), files), sources.problems)


def read_files(
    root: Path, schema: Schema, settings: Site, workers: Workers, sight: Sight | None = None
) -> Mapping[str, str]:
    """The digests of a site's attachments alone, for who may not need its content files.

    Those of a first build are kept, so that `read_sources` does not read them again.
    """
    cache = workers.cache
    seen = _seen(root, schema, settings, sight or Sight(cache.now(), {}), cache.table(_SEEN))
    files = discover_files(root, seen)
    if not seen.digests and not workers.is_partial:
        # None: of what else stands in the folder nothing is known yet.
        cache.keep_table(_SEEN, (*seen.table(Outcome(()), files)[:-1], None))
    return files


def _seen(root: Path, schema: Schema, settings: Site, sight: Sight, table: object) -> Seen:
    state = digest(engine_digest(), tuple(schema.kinds), settings.language, settings.languages)
    return Seen(str(root), table, state, sight)


def seen_before(
    root: Path, schema: Schema, settings: Site, workers: Workers, sight: Sight
) -> Seen | None:
    """What the last build read, if the same files stand there still; some may have been saved."""
    seen = _seen(root, schema, settings, sight, workers.cache.table(_SEEN))
    saved = seen.saved
    return seen if saved is not None and len(saved) <= _MOST_SAVED else None
