"""`serve`: preview on this machine, rebuilt and reloaded after each save.

The only importer of `livereload` and its Tornado. The same build as ever, with a warm cache; on
a mistake the last good page stays with the problems over it, in words. Must never know how a page
is made.
"""

from __future__ import annotations

import asyncio
import json
import socket
import time
import traceback
from pathlib import Path
from types import TracebackType
from urllib.parse import unquote, urlsplit

import click
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import httpserver, web

from socomsite.commands.build import Progress
from socomsite.commands.ending import FINE, USAGE, keep_report
from socomsite.commands.listening import HOST, listening_for
from socomsite.commands.preview import Preview
from socomsite.engine.serving import ELSEWHERE, served
from socomsite.engine.stamps import TICK_SECONDS
from socomsite.language import Language
from socomsite.messages import say

_GLANCE_SECONDS = 0.02
_LOOK_SECONDS, _LOOK_SHARE = 0.05, 12
_QUIET_SECONDS = TICK_SECONDS


class _Guarded(web.RequestHandler):
    """Answers only to its own name: one that leads here from elsewhere gets nothing."""

    def initialize(self, preview: Preview, port: int) -> None:
        self.preview = preview
        self.names = {f"{HOST}:{port}", f"localhost:{port}"}

    def prepare(self) -> None:
        if self.request.host not in self.names:
            raise web.HTTPError(403)  # a name bound to this address elsewhere (DNS rebinding)

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """A fault of ours goes to the report, not over the terminal."""
        if not isinstance(value, web.HTTPError):
            trace = "".join(traceback.format_exception(typ, value, tb))
            report = keep_report(self.preview.root, [trace])
            click.echo(say("internal", self.preview.language, report=report), err=True)

    def data_received(self, chunk: bytes) -> None:
        """Nothing is ever sent here."""


class _Pages(_Guarded):
    """Serves the preview folder: pages with the reload script and, if any, the problems."""

    def get(self, path: str) -> None:
        """Answer with the file at a path, else with the page that says there is none."""
        found = served(self.preview.folder, path, self.preview.ahead)
        if found.status == ELSEWHERE:
            self.redirect(f"/{path}/")
            return
        self.set_status(found.status)
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Content-Type", found.kind)
        self.finish(self.preview.shown(found.data) if found.is_page else found.data)

    def head(self, path: str) -> None:
        """As `get`; Tornado leaves the body out."""
        self.get(path)


class _Script(_Guarded, LiveReloadJSHandler):  # type: ignore[misc]  # livereload ships no types
    """The script that listens in the browser."""


class _Listener(_Guarded, LiveReloadHandler):  # type: ignore[misc]  # as above
    """A browser that waits for a reload; `shows` is the file of its page, once it has said so."""

    shows = ""

    def check_origin(self, origin: str) -> bool:
        """Whether the page that listens is ours."""
        return urlsplit(origin).netloc in self.names

    def on_message(self, message: str | bytes) -> None:
        """Take livereload's greetings; hang up on anything else."""
        try:
            told = json.loads(message)
            if told["command"] == "info":
                path = unquote(urlsplit(str(told["url"])).path).lstrip("/")
                self.shows = path if path.endswith(".html") else f"{path}index.html"
            super().on_message(message)
        except (ValueError, TypeError, AttributeError, KeyError):
            self.close()


class _Watcher:
    """What livereload's handler wants to know of a watcher: the file that changed last."""

    filepath = "*"


def application(preview: Preview, port: int) -> web.Application:
    """The preview as a web application."""
    LiveReloadHandler.watcher = _Watcher()
    LiveReloadHandler.live_css = False
    wanted = {"preview": preview, "port": port}
    handlers = [
        (r"/livereload", _Listener, wanted),
        (r"/livereload\.js", _Script, wanted),
        (r"/(.*)", _Pages, wanted),
    ]
    return web.Application(handlers, log_function=lambda _handler: None)


async def _watch(preview: Preview) -> None:
    """Rebuild and reload after each save; files saved together make one build."""
    loop = asyncio.get_running_loop()
    while True:
        await _change(preview)
        await asyncio.sleep(_QUIET_SECONDS)
        while preview.watched.glance():  # noqa: ASYNC110 - files send no event
            await asyncio.sleep(_QUIET_SECONDS)
        if await loop.run_in_executor(None, preview.build):
            LiveReloadHandler.reload_waiters()


async def _change(preview: Preview) -> None:
    """Until a file came, went or was saved: glances, and a look at all as often as it is cheap."""
    watched, next_look = preview.watched, time.monotonic()
    while True:
        start = time.monotonic()
        if start >= next_look:
            if watched.has_changed():
                return
            looked = time.monotonic() - start
            next_look = start + max(_LOOK_SECONDS, _LOOK_SHARE * looked)
        elif watched.glance():
            return
        preview.heed()
        await asyncio.sleep(_GLANCE_SECONDS)


def _shown() -> frozenset[str]:
    """The files of the pages that are open in browsers."""
    return frozenset(waiter.shows for waiter in LiveReloadHandler.waiters.copy())


async def _serve(preview: Preview, port: int, listening: socket.socket) -> None:
    loop, reload = asyncio.get_running_loop(), LiveReloadHandler.reload_waiters
    preview.looked_at = _shown

    def tell_browsers() -> None:
        loop.call_soon_threadsafe(reload)

    preview.tell_browsers = tell_browsers
    server = httpserver.HTTPServer(application(preview, port))
    listening.setblocking(False)
    server.add_sockets([listening])
    click.echo(say("serve-started", preview.language, url=f"http://{HOST}:{port}/"))
    await _watch(preview)


def run(root: Path, port: int, language: Language, *, drafts: bool) -> int:
    """Preview the site in a folder until interrupted. The result is the exit code."""
    listening = listening_for(root, port, language)
    if listening is None:
        return USAGE
    preview = Preview(root, language, drafts)
    preview.build(Progress(language, is_quiet=False))
    try:
        asyncio.run(_serve(preview, port, listening))
    except KeyboardInterrupt:
        return FINE
    return FINE
