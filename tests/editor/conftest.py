"""The editor of a small site, running in this process on a free port, and a browser's requests."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tornado import httpserver

from socomsite.editor.application import application
from socomsite.editor.guard import HOST, Guard
from socomsite.editor.holding import Holding
from socomsite.editor.page import Desk
from socomsite.editor.rooms import ROOMS
from socomsite.language import Language
from tests.commands.conftest import SOUND
from tests.conftest import SITE_YAML, write_site

PUBLISH = "publish:\n  koe: {folder: ../julki}\n"
FORM = "application/x-www-form-urlencoded"
SEARCH = """\
---
title: Haku
reviewed_on: 2026-11-01
owner: Maija
layout: search
menu: none
---
Hae sivuilta.
"""


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers by small letters, body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8")


@dataclass
class Editor:
    """An editor that is running, and the browser that was opened with it."""

    root: Path
    desk: Desk
    cookies: dict[str, str] = field(default_factory=dict)
    reports: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.desk.guard.port

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request, as it is; redirects are not followed."""
        line = HTTPConnection(HOST, self.port, timeout=30)
        cookie = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        given = {k: v for k, v in (cookie | dict(headers or {})).items() if v}
        line.request(method, path, body or None, given)
        got = line.getresponse()
        answer = Answer(got.status, {k.lower(): v for k, v in got.getheaders()}, got.read())
        for name, value in got.getheaders():
            if name.lower() == "set-cookie" and (found := re.match(r"([^=]+)=([^;]*)", value)):
                self.cookies[found[1]] = found[2]
        line.close()
        return answer

    def begin(self) -> None:
        """Open the start address."""
        assert self.ask(f"/alku?avain={self.desk.guard.start}").status == 302

    def get(self, path: str) -> Answer:
        """The page at an address, redirects followed."""
        answer = self.ask(path)
        while "location" in answer.headers:
            answer = self.ask(answer.headers["location"].partition("#")[0])
        return answer

    def post(self, path: str, fields: Mapping[str, object], *, follow: bool = True) -> Answer:
        """Send a form of the editor; fields of several values are lists."""
        body = urlencode({"token": self.desk.guard.form_token, **fields}, doseq=True)
        headers = {"Content-Type": FORM, "Origin": f"http://{HOST}:{self.port}"}
        answer = self.ask(path, method="POST", body=body.encode(), headers=headers)
        is_elsewhere = follow and "location" in answer.headers
        return self.get(answer.headers["location"].partition("#")[0]) if is_elsewhere else answer


def running(root: Path) -> Iterator[Editor]:
    """The editor of the site in a folder, until it is no longer wanted; faults of ours fail."""
    listening = socket.create_server((HOST, 0))
    guard, reports = Guard(listening.getsockname()[1]), list[str]()

    def keep_report(tracebacks: object) -> str:
        reports.append(str(tracebacks))
        return "-"

    desk = Desk(root, Holding(root), guard, Language.FI, keep_report)
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    def serve() -> None:
        asyncio.set_event_loop(loop)
        server = httpserver.HTTPServer(application(desk, ROOMS))
        listening.setblocking(False)
        server.add_sockets([listening])
        loop.call_soon(ready.set)
        loop.run_forever()
        server.stop()
        loop.run_until_complete(server.close_all_connections())
        loop.run_until_complete(loop.shutdown_default_executor())
        loop.close()

    thread = threading.Thread(target=serve)
    thread.start()
    ready.wait(10)
    try:
        yield Editor(root, desk, reports=reports)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        listening.close()
    assert reports == []


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[Editor]:
    """The editor of a small sound site, and a browser that it does not know."""
    yield from running(write_site(tmp_path / "sivusto", SOUND))


@pytest.fixture
def editor(stranger: Editor) -> Editor:
    """The editor of a small sound site, and the browser that was opened with it."""
    stranger.begin()
    return stranger


@pytest.fixture
def home(editor: Editor) -> Editor:
    """The editor of a small site with one place to publish to."""
    (editor.root / "site.yaml").write_text(SITE_YAML + PUBLISH)
    return editor
