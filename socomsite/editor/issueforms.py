"""An issue of Tiedote as readers get it: as mail, as text and on paper.

Made of the saved file as a build makes it. Must never know how an issue is put together.
"""

from __future__ import annotations

import os

from tornado import web

from socomsite.editor.page import Route
from socomsite.editor.previewing import Frame
from socomsite.engine.cache import Cache
from socomsite.engine.ground import read_ground
from socomsite.engine.workers import Workers
from socomsite.formats import mail, printing
from socomsite.formats.issue import PRINT, html_of, issue_view
from socomsite.formats.mail import letter_of
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.rendering import Renderer
from socomsite.model.kinds import Bulletin, schema

_NOT_FOUND = 404


class Form(Frame):
    """An issue as mail, as text or on paper, out of the saved file; nothing in it can run."""

    async def get(self, key: str, form: str) -> None:
        """The form."""
        made = await self.desk.aside(lambda: self._made(key, form))
        if made is None:
            raise web.HTTPError(_NOT_FOUND)
        data, kind = made
        if form == "pdf":  # browsers show a PDF in no sandbox
            self.set_header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'self'")
        else:
            policy = (
                "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
            )
            self.set_header("Content-Security-Policy", policy)
        self.set_header("Content-Type", kind)
        self.finish(data)

    def _made(self, key: str, form: str) -> tuple[bytes, str] | None:
        root, held = self.desk.root, self.desk.holding.now()
        with Cache(root, held.day.toordinal()) as cache:
            workers = Workers(os.cpu_count() or 1, cache)
            ground = read_ground(root, schema(), workers, today=held.day, drafts=True)
        if ground.planning is None or ground.graph is None:
            return None
        versions = ground.graph.value.entries.get((Bulletin.folder, key), {})
        issue = versions.get(ground.graph.value.site.language)
        if not isinstance(issue, Bulletin):
            return None
        return _shown(
            ground.planning, issue, Tools(Renderer(ground.planning.templates), str(root)), form
        )


def _shown(
    planning: Planning, issue: Bulletin, tools: Tools, form: str
) -> tuple[bytes, str] | None:
    if form == "pdf":
        if printing.missing():
            return None
        html = html_of(issue_view(planning, issue, PRINT), tools).value
        return (printing.pdf_of(html, issue.language), "application/pdf") if html else None
    letter = None if mail.missing() else letter_of(planning, issue, tools).value
    if letter is None:
        return None
    if form == "posti":
        return letter.html.encode(), "text/html; charset=utf-8"
    return letter.text.encode(), "text/plain; charset=utf-8"


ROUTES: tuple[Route, ...] = ((r"/tiedote/([a-z0-9-]+)/muoto/(posti|teksti|pdf)", Form),)
