"""A site being previewed: building it after each save, and laying its problems over the page.

Must never know how pages reach the browser, nor how one is made.
"""

from __future__ import annotations

import html
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from socomsite.commands.build import lines_of, seconds_text
from socomsite.commands.ending import keep_report
from socomsite.engine.showing import Showing
from socomsite.language import Language
from socomsite.messages import say, told

_SCRIPT = b'<script src="/livereload.js?snipver=1" defer></script>'
_OVERLAY_STYLE = (
    "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:9999;margin:0;"
    "padding:1rem 2rem;background:#fff;color:#13262b;border-top:8px solid #b3121d;"
    "font:16px/1.5 ui-monospace,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere"
)


class Preview(Showing):
    """A site being previewed: built after each save, and told of in the terminal."""

    def __init__(self, root: Path, language: Language, drafts: bool) -> None:
        """The preview of the site in a folder, told of in a language."""
        super().__init__(root, partial(keep_report, root), drafts)
        self.language = language

    def build(self, progress: Callable[[str, int, int], None] = lambda _s, _d, _t: None) -> bool:
        """Build into the preview's folder and tell of it; what is there stays if that fails.

        Says whether browsers have yet to be told.
        """
        start = time.perf_counter()
        is_news = super().build(progress)
        self._tell(time.perf_counter() - start)
        return is_news

    def _tell(self, seconds: float) -> None:
        line_at = lines_of(self.root)
        for found in self.problems:
            click.echo("\n".join(told(found, self.language, line_at)), err=True)
        if not self.problems:
            clock, shown = time.strftime("%H.%M.%S"), seconds_text(seconds, self.language)
            click.echo(say("serve-built", self.language, time=clock, seconds=shown))

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
