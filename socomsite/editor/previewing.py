"""The preview in the browser: pages of the site, in which nothing ever runs.

What is shown is written by others, in HTML. So it is served under an address that holds a secret,
in a sandbox without an origin: it can neither read nor ask anything of the editor. Must never know
how a page is made.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from urllib.parse import urlencode

from tornado import web

from socomsite.editor.look import static
from socomsite.editor.page import Page, Route
from socomsite.engine.onepage import entry_of
from socomsite.engine.serving import ELSEWHERE, served
from socomsite.messages import message_of

_NOT_FOUND, _UNPROCESSABLE = 404, 422
_PATIENCE_SECONDS = 2.0
_GLANCE_SECONDS = 0.02
_STYLE = "editor.css"


class Frame(Page):
    """What can stand in a frame of the editor's own pages."""

    def set_default_headers(self) -> None:
        """As other pages, but in a frame of ours, and with styles that need no session."""
        super().set_default_headers()
        here = f"http://{self.request.host}/esikatselu/"
        self.set_header(
            "Content-Security-Policy",
            f"sandbox; default-src 'none'; style-src {here}; img-src {here}; "
            f"font-src {here}; media-src {here}; form-action 'none'; base-uri 'none'; "
            f"frame-ancestors http://{self.request.host}",
        )
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        self.set_header("Referrer-Policy", "no-referrer")
        self.clear_header("Cross-Origin-Opener-Policy")  # a page in a sandbox cannot have one

    def tell(self, code: str, told: Iterable[str] = (), *, again: bool = False) -> None:
        """Say in the frame why there is no page in it; `again` asks in a moment by itself."""
        if again:
            self.set_header("Refresh", "1")
        self.show(
            "preview.html",
            code=code,
            told=list(dict.fromkeys(told)),
            style=self.desk.previews.style,
        )

    def write_error(self, status_code: int, **about: object) -> None:
        """Said in the frame, without the parts of the editor around it."""
        del about
        self.tell("preview-gone" if status_code == _NOT_FOUND else "fault")


class Door(Page):
    """The door to the preview, for the editor's browser: from here on the address is enough."""

    def get(self) -> None:
        """Lead to the saved site, or to the page of one content file of it."""
        asked = urlencode({"sisalto": self.get_query_argument("sisalto", "")})
        self.redirect(f"/esikatselu/{self.desk.previews.key}/?{asked}")


class Saved(Frame):
    """The saved site, or the page of one content file of it, once what was saved is built."""

    @property
    def is_open(self) -> bool:
        """A page in a sandbox has no cookies, not even to ask again by itself."""
        return True

    async def get(self, key: str) -> None:
        """Lead to the page."""
        if not self.desk.previews.opens(key):
            raise web.HTTPError(_NOT_FOUND)
        previews = self.desk.previews
        building = asyncio.ensure_future(self.desk.aside(previews.refresh))
        if not await self._is_shown(building):
            # What there is would be the site before the save: without a page that is new in it.
            self.tell("preview-building", again=True)
        elif not previews.folder.is_dir():
            self.set_status(_UNPROCESSABLE)
            told = (message_of(each, self.language) for each in previews.problems)
            self.tell("preview-problems", told)
        elif page := self._page():
            self.redirect(previews.address(page))
        else:
            self.tell("preview-nowhere")

    async def _is_shown(self, building: asyncio.Future[None]) -> bool:
        """Wait for the site as it was saved, though not until all of it is written."""
        end = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < end:
            done, _ = await asyncio.wait({building}, timeout=_GLANCE_SECONDS)
            if done or self.desk.previews.is_shown:
                return True
        return False

    def _page(self) -> str:
        """The address on the site of the entry that is asked for; the front page if none is."""
        path, graph = self.get_query_argument("sisalto", ""), self.desk.holding.now().graph
        if not path:
            return "/"
        entry = entry_of(graph, path) if graph else None
        return graph.address(entry) if graph and entry else ""


class Shown(Frame):
    """A file of the preview. Nobody is asked for a session: the address is the secret."""

    @property
    def is_open(self) -> bool:
        """A page in a sandbox has no cookies."""
        return True

    def set_default_headers(self) -> None:
        """May be loaded by a page without an origin, which is what a page in a sandbox is."""
        super().set_default_headers()
        self.set_header("Cross-Origin-Resource-Policy", "cross-origin")
        self.set_header("Access-Control-Allow-Origin", "null")

    def get(self, key: str, number: str, path: str) -> None:
        """Answer with the file at a path of the saved site, or of an unsaved page over it."""
        previews = self.desk.previews
        ahead = previews.files(number)
        if not previews.opens(key) or ahead is None:
            raise web.HTTPError(_NOT_FOUND)
        found = served(previews.folder, path, ahead)
        if found.status == ELSEWHERE:
            self.redirect(f"{previews.address('/', number)}{path}/")
            return
        self.set_status(found.status)
        self.set_header("Content-Type", found.kind)
        self.finish(found.data)

    head = get


class Style(Shown):
    """The editor's own style, for what is said in a frame."""

    def get(self, key: str) -> None:  # type: ignore[override]  # another address
        """Answer with the style."""
        if not self.desk.previews.opens(key):
            raise web.HTTPError(_NOT_FOUND)
        self.set_header("Content-Type", "text/css; charset=utf-8")
        self.finish(static(_STYLE))

    head = get  # type: ignore[assignment]  # as above


ROUTES: tuple[Route, ...] = (
    (r"/esikatselu/", Door),
    (r"/esikatselu/([\w-]+)/", Saved),
    (r"/esikatselu/([\w-]+)/editor\.css", Style),
    (r"/esikatselu/([\w-]+)/([0-9]+)/(.*)", Shown),
)
