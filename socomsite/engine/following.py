"""A build that goes on from one in memory, where it is known which files were saved since.

Nothing else is looked at: not the settings, not the templates, not the other content. What is kept
is what the table of the last plan holds (`planned`). Must never know how files are watched.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from socomsite.engine.edits import Ground
from socomsite.engine.planned import Standing
from socomsite.engine.repeat import Sight
from socomsite.engine.stamps import may_deceive
from socomsite.engine.whole import Whole, is_fit, standing_of
from socomsite.engine.workers import Workers
from socomsite.formats.template import Templates
from socomsite.model.schema import Schema
from socomsite.model.site import Site
from socomsite.model.source import Source, read_again


class Asked(NamedTuple):
    """What was asked of a build: on which day, whether with drafts, whether only what is wrong."""

    today: dt.date
    drafts: bool
    only_told: bool


@dataclass(frozen=True)
class Last:
    """A whole and sound build: of what it was made, for which day of the site, what it planned.

    `sight` are the files as they were seen before it, `laid` the texts that were laid over them.
    """

    site: Site
    day: dt.date
    asked: Asked
    sources: tuple[Source, ...]
    laid: Mapping[str, str | None]
    sight: Sight
    standing: Standing
    templates: Templates

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each content file stands among the sources."""
        return {source.path: number for number, source in enumerate(self.sources)}

    def source(self, path: str) -> Source | None:
        """The content file at a path."""
        return self.sources[self.places[path]] if path in self.places else None

    def path_of(self, page: str) -> str | None:
        """The content file whose page stands in a file; None if none has it."""
        return self.standing.path_of(f"/{page.removesuffix('index.html')}")

    @cached_property
    def doubtful(self) -> frozenset[str]:
        """The files that may have changed since, and still look as they did."""
        taken, stamps, _ = self.sight
        return frozenset(path for path, found in stamps.items() if may_deceive(found, taken))


def keep_last(
    workers: Workers, whole: Whole, sight: Sight, asked: Asked, laid: Mapping[str, str | None]
) -> None:
    """Keep a whole and sound build in a warm memory, if the next can go on from it."""
    standing = standing_of(workers, whole) if workers.warm and is_fit(whole) else None
    if workers.warm and standing:
        graph, sources = whole.planning.graph, tuple(whole.sources)
        planned = standing, whole.planning.templates
        workers.warm.last = Last(graph.site, graph.today, asked, sources, laid, sight, *planned)


def ground_of(  # noqa: PLR0913 - the inputs of a build, each by its name
    root: Path,
    schema: Schema,
    workers: Workers,
    sight: Sight | None,
    asked: Asked,
    laid: Mapping[str, str | None],
) -> Ground | None:
    """What a build of edits stands on; None if other than known content files may differ.

    `sight` are the files as they were just seen, all that were seen before the last whole build.
    """
    last = workers.warm.last if workers.warm else None
    if last is None or sight is None or last.asked != asked:
        return None
    stamps, then = sight.stamps, last.sight.stamps
    differing = {path for path, found in stamps.items() if then.get(path) != found}
    differing |= then.keys() - stamps.keys()
    above = len(f"{root}/")
    paths = {path[above:] for path in differing | last.doubtful}
    saved = {}
    for path in {*paths, *last.laid, *laid}:
        text = laid.get(path)
        if path not in last.places or (path in laid and text is None):
            return None
        place = last.places[path]
        was = last.sources[place]
        if (now := read_again(was, root, text)).digest != was.digest:
            saved[place] = now
    return Ground(
        root,
        last.site,
        schema,
        workers,
        sources=(),
        day=last.day,
        standing=last.standing,
        saved=saved,
        laid=laid,
        templates=last.templates,
    )
