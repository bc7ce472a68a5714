"""The site as readers would see it, for those who edit it: built after each save, drafts included.

Built aside, in a thread of its own; what is wrong is kept for whoever asks. Beside it stand the
last pages that were looked at before they were saved. Must never know how a page of the editor
looks.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from hmac import compare_digest
from pathlib import Path

from socomsite.engine.onepage import Pages
from socomsite.engine.showing import Showing
from socomsite.problem import Outcome, Problem

#: So many unsaved pages can be looked at, each until as many others have been.
_MOST_LAID = 20
NAME = "editor-preview"
#: The number under which the site stands as it was saved.
SAVED = "0"


class Previews:
    """What can be looked at: the saved site and unsaved pages, each under a number.

    `key` is part of every address below which they are served. A page that runs nothing has no
    cookie to show, so the address itself is the secret.
    """

    def __init__(self, root: Path, keep_report: Callable[[Sequence[str]], str]) -> None:
        """Nothing is built before somebody asks."""
        self.key = secrets.token_urlsafe(24)
        self._showing = Showing(root, keep_report, drafts=True, name=NAME)
        self._turn = threading.Lock()
        self._laid: dict[str, Pages] = {}
        self._last = 0

    @property
    def folder(self) -> Path:
        """Where the saved site stands, once it has been built."""
        return self._showing.folder

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What kept the saved site from being built the last time it was tried."""
        return self._showing.problems

    def refresh(self) -> None:
        """Build the saved site unless it stands as it was saved; who comes meanwhile waits."""
        with self._turn:
            if self._showing.watched.has_changed() or not self.folder.is_dir():
                self._showing.build()

    @property
    def is_shown(self) -> bool:
        """Whether the site as it is saved now can be looked at, though it is not all written."""
        return self._showing.is_ahead

    def previewed(self, path: str, text: str) -> Outcome[str | None]:
        """The address of the page that a content file would have with a text, or what is wrong.

        Empty if it has no page. Nothing is saved.
        """
        made = self._showing.laid(path, text)
        if made.value is None:
            return Outcome(None, made.problems)
        if not made.value.path:
            return Outcome("")
        self._last += 1
        number = str(self._last)
        self._laid[number] = made.value
        for old in list(self._laid)[:-_MOST_LAID]:
            self._laid.pop(old, None)
        return Outcome(self.address(f"/{made.value.path.removesuffix('index.html')}", number))

    def address(self, page: str, number: str = SAVED) -> str:
        """Where a page of the site is shown."""
        return f"/esikatselu/{self.key}/{number}{page}"

    @property
    def style(self) -> str:
        """Where the editor's style is for what is said in a sandbox, which the plain one is not."""
        return f"/esikatselu/{self.key}/editor.css"

    def opens(self, key: str) -> bool:
        """Whether an address is one of ours."""
        return compare_digest(key.encode(), self.key.encode())

    def files(self, number: str) -> Mapping[str, bytes] | None:
        """What lies over the saved site under a number; None if there is no such number now."""
        if number == SAVED:
            return self._showing.ahead
        laid = self._laid.get(number)
        return laid.files if laid else None
