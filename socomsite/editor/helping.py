"""Ohje: the daily tasks, each in a few steps."""

from __future__ import annotations

from socomsite.editor.page import Page, Route

_TASKS = ("post", "bulletin", "contact", "project", "removal", "return")
_STEP = " | "


class Help(Page):
    """Ohje; also where the site's settings cannot be read."""

    place = "help"
    needs_site = False

    def get(self) -> None:
        """Show the tasks with their steps."""
        tasks = [
            (task, self.say(f"help-{task}"), self.say(f"help-{task}-steps").split(_STEP))
            for task in _TASKS
        ]
        self.show("help.html", tasks=tasks)


ROUTES: tuple[Route, ...] = ((r"/ohje/?", Help),)
