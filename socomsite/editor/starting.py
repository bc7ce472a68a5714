"""What one can begin to write: every kind with a sentence on what it is for, the daily ones first.

Their forms are another room's.
"""

from __future__ import annotations

from collections.abc import Iterable

from socomsite.editor.listing import new_address
from socomsite.editor.page import Page, Route
from socomsite.editor.words import purpose
from socomsite.model.schema import Entry

#: What staff write week after week; the other kinds come in the order of the schema.
_DAILY = ("posts", "news", "events", "bulletins")


class Starting(Page):
    """Uusi."""

    place = "new"

    def get(self) -> None:
        """Show what there is to choose from."""
        kinds = self.standing.schema.kinds
        daily = [kinds[folder] for folder in _DAILY if folder in kinds]
        others = [kind for kind in kinds.values() if kind not in daily]
        groups = (
            ("start-daily", daily),
            ("start-other", [kind for kind in others if kind.is_public]),
            ("start-staff", [kind for kind in others if not kind.is_public]),
        )
        self.show("starting.html", groups=[(c, self._choices(k)) for c, k in groups if k])

    def _choices(self, kinds: Iterable[type[Entry]]) -> list[tuple[str, str, str]]:
        """What each kind is called, what it is for, and where one begins."""
        language = self.language
        return [
            (_capital(kind.names.in_language(language)), purpose(kind, language), new_address(kind))
            for kind in kinds
        ]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


ROUTES: tuple[Route, ...] = ((r"/uusi/?", Starting),)
