"""What every page of the editor shares: whom it answers, in which language, what is at hand.

Must never know what a page is for.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TypeVar
from urllib.parse import unquote

from tornado import web

from socomsite.editor.guard import POLICY, Guard, path_of
from socomsite.editor.holding import Held, Holding
from socomsite.editor.look import page
from socomsite.editor.previews import Previews
from socomsite.editor.publications import Publications
from socomsite.editor.words import say
from socomsite.language import Language, Words
from socomsite.messages import hints_of, message_of

T = TypeVar("T")
#: An address as a regular expression, and the page that answers there.
Route = tuple[str, type["Page"]]

#: The choices of a browser: its language, and the name of the person.
LANGUAGE, PERSON = "socomsite-language", "socomsite-person"
LONGEST_NAME = 100
_NOT_FOUND, _FORBIDDEN, _REFUSED = 404, 403, 400


@dataclass(frozen=True)
class Desk:
    """What every page of one run of the editor has at hand.

    `keep_report` writes tracebacks of our own faults to a file and gives its name.
    """

    root: Path
    holding: Holding
    guard: Guard
    language: Language
    keep_report: Callable[[Sequence[str]], str]

    @cached_property
    def previews(self) -> Previews:
        """The site to be looked at before anybody else sees it."""
        return Previews(self.root, self.keep_report)

    @cached_property
    def publications(self) -> Publications:
        """What is being published, and what came of it."""
        return Publications(self.root, self.keep_report)

    @staticmethod
    def aside(work: Callable[[], T]) -> Awaitable[T]:
        """Do what takes its time in a thread of its own, so that others are answered meanwhile."""
        return asyncio.get_running_loop().run_in_executor(None, work)


class Page(web.RequestHandler):
    """A page of the editor: answers its own browser only, in that browser's language.

    `place` is the part of the editor that the page belongs to, for the navigation. Where the
    settings cannot be read, a page that `needs_site` is not asked: what is wrong is shown instead.
    """

    place = ""
    needs_site = True

    def initialize(self, desk: Desk) -> None:
        """Take what pages share."""
        self.desk = desk

    def set_default_headers(self) -> None:
        """Nothing foreign, nothing kept, nothing framed."""
        self.set_header("Content-Security-Policy", POLICY)
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("Referrer-Policy", "same-origin")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Cross-Origin-Opener-Policy", "same-origin")
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    def prepare(self) -> None:
        """Refuse whoever is not the browser that was started with the editor."""
        self.admit()
        if self.request.method not in {"GET", "HEAD"}:
            self.admit_form()
        if self.needs_site:
            self._show_settings_if_broken()

    def _show_settings_if_broken(self) -> None:
        language = self.language
        if self.standing.site is None:
            told = [
                (str(found.position), (message_of(found, language), *hints_of(found, language)))
                for found in self.standing.problems
            ]
            self.show("settings.html", told=told)

    def admit(self) -> None:
        """Refuse a request that does not come from the browser of this session."""
        guard = self.desk.guard
        if self.request.host not in guard.names:
            raise web.HTTPError(_FORBIDDEN)
        if not self.is_open and not guard.knows(self.get_cookie(guard.cookie)):
            raise web.HTTPError(_FORBIDDEN, "session")
        is_writing = self.request.method not in {"GET", "HEAD"}
        if is_writing and not guard.is_ours(self.request.headers.get("Origin")):
            raise web.HTTPError(_FORBIDDEN)

    def admit_form(self) -> None:
        """Refuse a form that was not made by a page of this session; its body is read by then."""
        token = self.get_body_argument("token", "") or self.request.headers.get("X-Token", "")
        if not self.desk.guard.allows(token):
            raise web.HTTPError(_FORBIDDEN)

    @cached_property
    def standing(self) -> Held:
        """The site as it stands when the page is asked for."""
        return self.desk.holding.now()

    @property
    def is_open(self) -> bool:
        """Whether the page is for those without a session too: the door itself."""
        return False

    @property
    def language(self) -> Language:
        """The language that this browser chose, else that of the command."""
        tag = self.get_cookie(LANGUAGE)
        return next((each for each in Language if each.value == tag), self.desk.language)

    @property
    def person(self) -> str:
        """The name of the person who edits, as they gave it; empty if they have not."""
        return unquote(self.get_cookie(PERSON) or "")[:LONGEST_NAME]

    def say(self, code: str, /, **values: str | int | Words) -> str:
        """The words of a code in the page's language."""
        return say(code, self.language, **values)

    def show(self, template: str, **values: object) -> None:
        """Answer with the page that a template makes of values and of what pages share."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        guard = self.desk.guard
        is_known = self.request.host in guard.names and guard.knows(self.get_cookie(guard.cookie))
        shared = {
            "say": self.say,
            "language": self.language,
            "languages": tuple(Language),
            # Empty for strangers: they are shown neither the way around nor a form.
            "token": guard.form_token if is_known else "",
            "person": self.person,
            "place": self.place,
            "here": path_of(self.request.uri or "/"),
        }
        self.finish(page(template, **shared, **values))

    def write_error(self, status_code: int, **about: object) -> None:
        """A page that says what happened and what to do, instead of what Tornado would say."""
        del about
        code = {_NOT_FOUND: "not-found", _FORBIDDEN: "forbidden"}.get(status_code, "fault")
        self.show("error.html", code=code)

    def log_exception(
        self,
        typ: type[BaseException] | None,
        value: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """A fault of ours goes to the report, not over the terminal."""
        if not isinstance(value, web.HTTPError):
            self.desk.keep_report(["".join(traceback.format_exception(typ, value, tb))])

    def on_finish(self) -> None:
        """What may have been saved is built anew, for the preview."""
        if self.request.method == "POST" and self.get_status() < _REFUSED:
            self.desk.aside(self.desk.previews.refresh)

    def data_received(self, chunk: bytes) -> None:
        """Bodies are read whole."""
