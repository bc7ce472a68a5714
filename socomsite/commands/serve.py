"""`serve`: preview on this machine, rebuilt and reloaded after each save.

The only importer of `livereload` and its Tornado. The same build as ever, with a warm cache; on
a mistake the last good page stays with the problems over it, in words. Must never know how a page
is made.
"""

from __future__ import annotations

import asyncio
import html
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import click
from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import httpserver, netutil, web

from socomsite.commands.build import lines_of
from socomsite.commands.cli import FINE, PROBLEMS, keep_report
from socomsite.dates import today_in_helsinki
from socomsite.engine.cache import FOLDER, Cache
from socomsite.engine.output import write
from socomsite.engine.pipeline import build
from socomsite.engine.workers import Workers
from socomsite.language import Language
from socomsite.messages import say, told
from socomsite.model.kinds import schema
from socomsite.problem import Problem

HOST = "127.0.0.1"
_SCAN_SECONDS = 0.1
_QUIET_SECONDS = 0.08
_WATCHED = ("content", "templates", "site.yaml")
_OVERLAY_STYLE = (
    "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:9999;margin:0;"
    "padding:1rem 2rem;background:#fff;color:#13262b;border-top:8px solid #b3121d;"
    "font:16px/1.5 sans-serif;white-space:pre-wrap"
)
_SCRIPT = b'<script src="/livereload.js?snipver=1" defer></script>'


@dataclass
class Preview:
    """A site being previewed: where its last good build stands, and what is wrong since."""

    root: Path
    language: Language | None
    drafts: bool
    problems: tuple[Problem, ...] = ()
    spoken: Language = Language.FI
    seen: dict[str, float] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        """The folder that is served."""
        return (self.root / FOLDER / "preview").resolve()

    def build(self) -> float:
        """Build into the preview's folder; the seconds it took."""
        start = time.perf_counter()
        today = today_in_helsinki()
        (self.root / FOLDER).mkdir(exist_ok=True)
        with Cache(self.root, today.toordinal()) as cache:
            workers = Workers(os.cpu_count() or 1, cache)
            made = build(self.root, schema(), workers, today=today, drafts=self.drafts)
        if workers.crashes:
            keep_report(self.root, workers.crashes)
        self.spoken = self.language or (made.site.language if made.site else Language.FI)
        self.problems = tuple(found for found in made.problems if found.is_error)
        if made.is_sound:
            self.problems = write(made.artifacts, self.folder)
        return time.perf_counter() - start

    def has_changed(self) -> bool:
        """Whether a watched file came, went or was saved since the last look."""
        now: dict[str, float] = {}
        for name in _WATCHED:
            path = self.root / name
            files = [path] if path.is_file() else path.rglob("*")
            for file in files:
                if not file.name.startswith("."):
                    try:
                        now[str(file)] = file.stat().st_mtime
                    except OSError:
                        continue  # it went away while we looked
        changed = now != self.seen
        self.seen = now
        return changed

    def overlay(self) -> bytes:
        """The problems in words, to lay over the page; empty if there are none."""
        if not self.problems:
            return b""
        line_at = lines_of(self.root)
        lines = [say("serve-problems", self.spoken), ""]
        for found in self.problems:
            lines += told(found, self.spoken, line_at)
        text = html.escape("\n".join(lines))
        start = f'<div id="socomsite-problems" role="alert" style="{_OVERLAY_STYLE}">'
        return f"{start}{text}</div>".encode()


class _PageHandler(web.RequestHandler):
    """Serves the preview folder: pages with the reload script and, if any, the problems."""

    def initialize(self, preview: Preview, port: int) -> None:
        self.preview = preview
        self.port = port

    def prepare(self) -> None:
        # A name that points here from elsewhere (DNS rebinding) gets nothing.
        if self.request.host not in {f"{HOST}:{self.port}", f"localhost:{self.port}"}:
            raise web.HTTPError(403)

    def get(self, path: str) -> None:
        folder = self.preview.folder
        file = (folder / path).resolve()
        hidden = any(part.startswith(".") for part in Path(path).parts)
        is_inside = file.is_relative_to(folder) and not hidden and "\0" not in path
        if is_inside and file.is_dir() and path and not path.endswith("/"):
            self.redirect(f"/{path}/")
            return
        if file.is_dir():
            file /= "index.html"
        if not is_inside or not file.is_file():
            self.set_status(404)
            file = folder / "404.html"
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        data = file.read_bytes() if file.is_file() else b"<!doctype html><head></head><body></body>"
        if file.suffix == ".html":
            data = data.replace(b"</head>", _SCRIPT + b"</head>", 1)
            data = data.replace(b"</body>", self.preview.overlay() + b"</body>", 1)
        self.set_header("Content-Type", _TYPES.get(file.suffix, "application/octet-stream"))
        self.finish(data)

    def data_received(self, chunk: bytes) -> None:
        """Nothing is ever sent here."""


_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".pdf": "application/pdf",
}


class _Watcher:
    """What livereload's handler wants to know of a watcher: the file that changed last."""

    filepath = "*"


def application(preview: Preview, port: int) -> web.Application:
    """The preview as a web application."""
    LiveReloadHandler.watcher = _Watcher()
    LiveReloadHandler.live_css = False
    arguments = {"preview": preview, "port": port}
    return web.Application(
        [
            (r"/livereload", LiveReloadHandler),
            (r"/livereload\.js", LiveReloadJSHandler),
            (r"/(.*)", _PageHandler, arguments),
        ]
    )


async def _watch(preview: Preview) -> None:
    """Rebuild and reload after each save; files saved together make one build."""
    preview.has_changed()
    while True:
        await asyncio.sleep(_SCAN_SECONDS)
        if not preview.has_changed():
            continue
        while preview.has_changed():  # noqa: ASYNC110 - files send no event
            await asyncio.sleep(_QUIET_SECONDS)
        seconds = await asyncio.get_running_loop().run_in_executor(None, preview.build)
        _tell(preview, seconds)
        LiveReloadHandler.reload_waiters()


def _tell(preview: Preview, seconds: float) -> None:
    if preview.problems:
        line_at = lines_of(preview.root)
        for found in preview.problems:
            click.echo("\n".join(told(found, preview.spoken, line_at)), err=True)
        return
    clock = time.strftime("%H:%M:%S")
    click.echo(say("serve-built", preview.spoken, time=clock, seconds=f"{seconds:.2f}"))


async def _serve(preview: Preview, port: int) -> None:
    server = httpserver.HTTPServer(application(preview, port))
    server.add_sockets(netutil.bind_sockets(port, HOST))
    click.echo(say("serve-started", preview.spoken, url=f"http://{HOST}:{port}/"))
    await _watch(preview)


def run(root: Path, port: int, language: Language | None, *, drafts: bool) -> int:
    """Preview the site in a folder until interrupted. The result is the exit code."""
    preview = Preview(root, language, drafts)
    if not (root / "site.yaml").is_file():
        name = root.resolve().name
        click.echo(say("site-missing", language or Language.FI, folder=name), err=True)
        return PROBLEMS
    _tell(preview, preview.build())
    try:
        asyncio.run(_serve(preview, port))
    except KeyboardInterrupt:
        return FINE
    except OSError:
        text = say("port-in-use", preview.spoken, port=port, suggestion=port + 1)
        click.echo(text, err=True)
        return PROBLEMS
    return FINE
