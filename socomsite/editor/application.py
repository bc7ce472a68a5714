"""The editor as a web application: its rooms, and the pages that belong to none of them.

Must never know what a page is for; each room brings its own addresses.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from tornado import web

from socomsite.editor.guard import path_of
from socomsite.editor.look import static
from socomsite.editor.page import LANGUAGE, LONGEST_NAME, PERSON, Desk, Page, Route
from socomsite.language import Language

_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_YEAR = 365
_NOT_FOUND, _FORBIDDEN = 404, 403


class _Start(Page):
    """The start address: its token is exchanged for a session."""

    needs_site = False

    @property
    def is_open(self) -> bool:
        """Whoever has the token has no session yet."""
        return True

    def get(self) -> None:
        """Begin the session and go to the first page."""
        guard = self.desk.guard
        if guard.begins(self.get_query_argument("avain", "")):
            self.set_cookie(guard.cookie, guard.session, httponly=True, samesite="Strict", path="/")
        elif not guard.knows(self.get_cookie(guard.cookie)):
            raise web.HTTPError(_FORBIDDEN, "session")
        self.redirect("/")


class _Settings(Page):
    """The choices of this browser: its language, and the name of the person."""

    needs_site = False

    def post(self) -> None:
        """Remember the choices and go back."""
        tag = self.get_body_argument("language", "")
        if tag in {each.value for each in Language}:
            self.set_cookie(LANGUAGE, tag, expires_days=_YEAR, samesite="Strict")
        name = self.get_body_argument("person", None)
        if name is not None:
            shown = quote(" ".join(name.split())[:LONGEST_NAME])
            self.set_cookie(PERSON, shown, expires_days=_YEAR, samesite="Strict")
        self.redirect(path_of(self.get_body_argument("back", "/")))


class _Static(Page):
    """The editor's own styles and scripts."""

    needs_site = False

    @property
    def is_open(self) -> bool:
        """The page that refuses looks like the others."""
        return True

    def get(self, name: str) -> None:
        """Answer with a file."""
        data = static(name)
        if data is None:
            raise web.HTTPError(_NOT_FOUND)
        kind = _TYPES.get(name[name.rfind(".") :], "application/octet-stream")
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.finish(data)


class _Missing(Page):
    """Any other address."""

    needs_site = False

    def prepare(self) -> None:
        """Say that there is no such page, to those who may know."""
        super().prepare()
        raise web.HTTPError(_NOT_FOUND)


def application(desk: Desk, rooms: Sequence[Sequence[Route]]) -> web.Application:
    """The editor of a desk, with the pages of its rooms."""
    routes: list[Route] = [
        (r"/alku", _Start),
        (r"/asetukset", _Settings),
        (r"/static/([a-z.-]+)", _Static),
        *(route for room in rooms for route in room),
        (r".*", _Missing),
    ]
    handlers = [(pattern, page, {"desk": desk}) for pattern, page in routes]
    return web.Application(handlers, log_function=lambda _handler: None)
