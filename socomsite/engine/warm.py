"""What a program that goes on keeps in memory from build to build, so that a save is soon seen.

Texts of files by their stamps, and outcomes by the keys under which the cache has them too. Must
never know what the outcomes are.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from socomsite.engine.stamps import Stamp, may_deceive, now, stamp
from socomsite.model.source import read_text
from socomsite.problem import Outcome


class Warm:
    """The texts and outcomes of the last build of a site."""

    def __init__(self, folder: str) -> None:
        """Keeps nothing yet; the file system's time is taken in a folder."""
        self._folder = folder
        self._seen = 0
        self._texts: dict[str, tuple[Stamp, Outcome[str | None]]] = {}
        self._outcomes: dict[str, Mapping[str, Outcome[Any]]] = {}

    def begin(self) -> None:
        """A build begins: what is read from now on is of this time or later."""
        self._seen = now(self._folder)

    def read(self, file: Path, root: Path, path: str) -> Outcome[str | None]:
        """The text of a file as `read_text` gives it, read only if its stamp is a new one."""
        found = stamp(str(file))
        known = self._texts.get(path)
        if known is not None and known[0] == found:
            return known[1]
        text = read_text(file, root, path)
        if text.value is not None and not may_deceive(found, self._seen):
            self._texts[path] = found, text
        else:
            self._texts.pop(path, None)
        return text

    def outcomes(self, step: str) -> Mapping[str, Outcome[Any]]:
        """The outcomes of a step in the last build, by key."""
        return self._outcomes.get(step, {})

    def keep(self, step: str, outcomes: Mapping[str, Outcome[Any]]) -> None:
        """Keep the outcomes of a step, and those alone."""
        self._outcomes[step] = outcomes
