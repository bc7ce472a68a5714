"""The first page: what waits for somebody, what the plan asks for, what changes by itself."""

from __future__ import annotations

from socomsite.editor.application import Page, Route


class Dashboard(Page):
    """Työpöytä."""

    place = "dashboard"

    def get(self) -> None:
        """Show what waits."""
        self.show("dashboard.html", held=self.desk.holding.now())


ROUTES: tuple[Route, ...] = ((r"/", Dashboard),)
