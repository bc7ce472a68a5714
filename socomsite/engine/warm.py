"""What a program that goes on keeps in memory from build to build, so that a save is soon seen.

Outcomes by the keys under which the cache has them too, and the last whole build. Must never know
what the outcomes are.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from socomsite.problem import Outcome

if TYPE_CHECKING:
    from socomsite.engine.following import Last

#: So many outcomes of parts of a build are kept, until the next whole one.
_MOST_LATER = 100


class Warm:
    """The outcomes of the last build of a site; `last` is the whole build to go on from."""

    def __init__(self) -> None:
        """Keeps nothing yet."""
        self.last: Last | None = None
        self._outcomes: dict[str, Mapping[str, Outcome[Any]]] = {}
        self._later: dict[str, Mapping[str, Outcome[Any]]] = {}

    def outcomes(self, step: str) -> Mapping[str, Outcome[Any]]:
        """The outcomes of a step in the last build and in parts of it since, by key."""
        return ChainMap({}, self._outcomes.get(step, {}), self._later.get(step, {}))  # type: ignore[arg-type]  # they are only read

    def keep(
        self, step: str, outcomes: Mapping[str, Outcome[Any]], *, is_whole: bool = True
    ) -> None:
        """Keep the outcomes of a step: those alone if it `is_whole`, else beside what there is."""
        if is_whole:
            self._outcomes[step], self._later[step] = outcomes, {}
            return
        known, later = self._outcomes.get(step, {}), self._later.get(step, {})
        more = [*later.items(), *((k, each) for k, each in outcomes.items() if k not in known)]
        self._later[step] = dict(more[-_MOST_LATER:])
