"""What a program that goes on keeps in memory from build to build, so that a save is soon seen.

Outcomes by the keys under which the cache has them too. Must never know what the outcomes are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from socomsite.problem import Outcome


class Warm:
    """The outcomes of the last build of a site."""

    def __init__(self) -> None:
        """Keeps nothing yet."""
        self._outcomes: dict[str, Mapping[str, Outcome[Any]]] = {}

    def outcomes(self, step: str) -> Mapping[str, Outcome[Any]]:
        """The outcomes of a step in the last build, by key."""
        return self._outcomes.get(step, {})

    def keep(self, step: str, outcomes: Mapping[str, Outcome[Any]]) -> None:
        """Keep the outcomes of a step, and those alone."""
        self._outcomes[step] = outcomes
