"""What stands once another template has made files of the last whole build anew.

Must never know how a page is planned or made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from socomsite.engine.planned import Standing, keep_table
from socomsite.engine.retemplated import then
from socomsite.engine.stood import file_of, keep_loose
from socomsite.engine.whole import MANY, asked_by
from socomsite.engine.workers import Workers
from socomsite.formats.planning import Planning
from socomsite.job import Artifact, Job


@dataclass(frozen=True)
class Renewal:
    """What another template made anew: these files, by number, with their keys.

    `saved` are the digests of the sources that are no longer what they were, by place.
    """

    last: Standing
    saved: Mapping[int, str]
    planning: Planning
    made: Mapping[int, tuple[Job, Artifact, str | None]]

    @property
    def standing(self) -> Standing:
        """What stands now."""
        sources, files = list(self.last.sources), list(self.last.files)
        for place, mark in self.saved.items():
            sources[place] = (*sources[place][:-1], mark)
        for number, each in self.made.items():
            files[number] = file_of(*each)
        templates, common = then(self.planning.templates), self.planning.graph.entries.common
        rows = {
            **self.last.rows,
            "files": files,
            "asked": asked_by(self.last.rows["asked"], {n: j for n, (j, *_) in self.made.items()}),
            "common": self.last.common | common,
            "templates": templates.marks,
            "names": templates.names,
            "recipes": {**self.last.templates.recipes, **templates.recipes},
        }
        return Standing(sources, self.last.names, rows)


def keep_renewed(workers: Workers, state: str, renewal: Renewal) -> None:
    """Keep what stands once another template has made files anew; an errand, as of a whole one."""
    if keep_loose(workers.cache, [a for _, a, key in renewal.made.values() if not key]):
        is_long = len(renewal.made) > MANY
        workers.errand.send(
            lambda: keep_table(workers.cache, state, renewal.standing), is_long=is_long
        )
