"""What somebody who waits for a site is given on the way to it.

Must never know who waits, nor how anything is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from socomsite.formats.planning import Planning
from socomsite.job import Artifact, Job
from socomsite.problem import Problem


def _nothing(_: object) -> None:
    """Nobody waits."""


@dataclass(frozen=True)
class Waiting:
    """Whom to tell what.

    `first` is called once all is known, before any page is made; `anew` with the files that differ,
    if the build goes on from the last; `ready` with all files but those that are made of them, if
    nothing is wrong by then: the search takes longest.
    """

    first: Callable[[Planning], None] = _nothing
    anew: Callable[[Mapping[str, bytes]], None] = _nothing
    ready: Callable[[Sequence[Artifact]], None] = _nothing

    def hear_of_plan(self, planning: Planning, found: Iterable[Problem]) -> None:
        """Call `first`, if nothing is wrong."""
        if not any(each.is_error for each in found):
            self.first(planning)

    def hear_of_files(self, made: Iterable[tuple[Job, Artifact]], found: Iterable[Problem]) -> None:
        """Call `ready`, if nothing is wrong."""
        if not any(each.is_error for each in found):
            self.ready([artifact for _, artifact in made])


#: Nobody waits.
NOBODY = Waiting()
