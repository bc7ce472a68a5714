"""A site being previewed: building it after each save, and laying its problems over the page.

Must never know how pages reach the browser, nor how one is made.
"""

from __future__ import annotations

import html
import os
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click

from socomsite.commands.build import lines_of, seconds_text, without_collection
from socomsite.commands.cli import keep_report
from socomsite.dates import today_in_helsinki
from socomsite.engine.cache import FOLDER, Cache
from socomsite.engine.output import release
from socomsite.engine.pipeline import build
from socomsite.engine.tasks import rendering
from socomsite.engine.warm import Warm
from socomsite.engine.workers import Workers
from socomsite.formats.page import plan_of
from socomsite.formats.planning import Planning
from socomsite.job import Artifact
from socomsite.language import Language
from socomsite.messages import say, told
from socomsite.model.kinds import schema
from socomsite.problem import Position, Problem, problem

_WATCHED = ("content", "templates", "site.yaml")
_SCRIPT = b'<script src="/livereload.js?snipver=1" defer></script>'
_OVERLAY_STYLE = (
    "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:9999;margin:0;"
    "padding:1rem 2rem;background:#fff;color:#13262b;border-top:8px solid #b3121d;"
    "font:16px/1.5 ui-monospace,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere"
)


def _nobody() -> frozenset[str]:
    return frozenset()


@dataclass
class Preview:
    """A site being previewed: where its last good build stands, and what is wrong since.

    `looked_at` gives the files of the pages that are open in a browser. They are made before all
    others; until the whole site is written they are in `ahead`, and `tell_browsers` is called.
    """

    root: Path
    language: Language
    drafts: bool
    problems: tuple[Problem, ...] = ()
    looked_at: Callable[[], frozenset[str]] = _nobody
    tell_browsers: Callable[[], None] = lambda: None
    ahead: Mapping[str, bytes] = field(default_factory=dict)
    _seen: dict[str, tuple[int, int]] = field(default_factory=dict)
    _warm: Warm = field(default_factory=Warm)

    @property
    def folder(self) -> Path:
        """The folder that is served."""
        return (self.root / FOLDER / "preview").resolve()

    def build(self, progress: Callable[[str, int, int], None] = lambda _s, _d, _t: None) -> bool:
        """Build into the preview's folder and tell of it; what is there stays if that fails.

        Says whether browsers have yet to be told.
        """
        start = time.perf_counter()
        try:
            with without_collection():
                self.problems = self._built(progress)
        except Exception:  # noqa: BLE001 - a fault of ours must not take the last good page away
            report = keep_report(self.root, [traceback.format_exc()])
            self.problems = (problem(Position("site.yaml"), "internal", report=report),)
        were_told, self.ahead = bool(self.ahead), {}
        self._tell(time.perf_counter() - start)
        return not were_told or bool(self.problems)

    def _built(self, progress: Callable[[str, int, int], None]) -> tuple[Problem, ...]:
        today = today_in_helsinki()
        with Cache(self.root, today.toordinal()) as cache:
            workers = Workers(os.cpu_count() or 1, cache, progress, warm=self._warm)
            first = partial(self._look_ahead, workers)
            made = build(self.root, schema(), workers, today=today, drafts=self.drafts, first=first)
        if workers.crashes:
            keep_report(self.root, workers.crashes)
        if made.is_sound:
            self.problems = ()  # what is published now has none
            memory = self.root / FOLDER / "preview-written"
            return release(made.artifacts, self.folder, memory).problems
        return tuple(found for found in made.problems if found.is_error)

    def _look_ahead(self, workers: Workers, planning: Planning) -> None:
        """Make the pages that are looked at, and show them if each is whole as it is.

        One that needs a file which is yet to be made has to wait for the whole site, as all have
        to under which mistakes were told.
        """
        paths = self.looked_at()
        jobs = list(plan_of(planning, paths))
        if not paths or self.problems or {job.path for job in jobs} != paths:
            return
        quiet = Workers(1, workers.cache)
        made = quiet.map("render", rendering(self.root, planning.templates), jobs)
        pages = [each.value for each in made if each.value and not each.problems]
        if len(pages) == len(jobs) and all(self._has_all(page) for page in pages):
            self.ahead = {page.path: page.data for page in pages}
            self.tell_browsers()

    def _has_all(self, page: Artifact) -> bool:
        """Whether everything that a page loads from here stands in the folder already."""
        own = (each for _, each in page.loads.requests if each.startswith("/") and each[1:2] != "/")
        return all((self.folder / unquote(urlsplit(each).path)[1:]).is_file() for each in own)

    def _tell(self, seconds: float) -> None:
        line_at = lines_of(self.root)
        for found in self.problems:
            click.echo("\n".join(told(found, self.language, line_at)), err=True)
        if not self.problems:
            clock, shown = time.strftime("%H.%M.%S"), seconds_text(seconds, self.language)
            click.echo(say("serve-built", self.language, time=clock, seconds=shown))

    def has_changed(self) -> bool:
        """Whether a watched file came, went or was saved since the last look."""
        now: dict[str, tuple[int, int]] = {}
        for name in _WATCHED:
            path = self.root / name
            files = [str(path)] if path.is_file() else _files(path)
            for file in files:
                try:
                    found = os.stat(file)  # noqa: PTH116 - many times a second
                except OSError:
                    continue  # it went away while we looked
                now[file] = (found.st_mtime_ns, found.st_size)
        changed = now != self._seen
        self._seen = now
        return changed

    def shown(self, page: bytes) -> bytes:
        """A page with the script that reloads it and, if any, the problems over it."""
        head, end_of_head, rest = page.partition(b"</head>")
        if not end_of_head:
            head, rest = b"", page
        body, end_of_body, after = rest.rpartition(b"</body>")
        if not end_of_body:
            body, after = rest, b""
        return b"".join((head, _SCRIPT, end_of_head, body, self.overlay(), end_of_body, after))

    def overlay(self) -> bytes:
        """The problems in words, to lay over the page; empty if there are none."""
        if not self.problems:
            return b""
        line_at = lines_of(self.root)
        lines = [say("serve-problems", self.language), ""]
        for found in self.problems:
            lines += told(found, self.language, line_at)
        text = html.escape("\n".join(lines))
        attributes = f'role="alert" tabindex="0" lang="{self.language.value}"'
        start = f'<div id="socomsite-problems" {attributes} style="{_OVERLAY_STYLE}">'
        return f"{start}{text}</div>".encode()


def _files(folder: Path) -> list[str]:
    """Every file below a folder but the hidden ones, such as an editor's swap files."""
    found = []
    for at, below, names in os.walk(folder):
        below[:] = [name for name in below if not name.startswith(".")]
        found += [os.path.join(at, name) for name in names if not name.startswith(".")]  # noqa: PTH118 - many times a second
    return found
