"""How long the editor takes on a site of a thousand posts, and what that is of a plain build.

    python bench/editor.py [--count 1000] [--rounds 9]

Makes the corpus of the other benchmarks, starts `socomsite edit` on it as staff do, and asks for
pages as a browser would. Writes `bench/EDITOR.md`. Nothing here is asserted by a test: it says what
one machine took on one day.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # the walk through forms that the tests use

from tests.editor.pages import Shown, read  # noqa: E402 - found by the line above

RESULTS = HERE / "EDITOR.md"
_STARTED = re.compile(r"http://127\.0\.0\.1:(\d+)(/alku\?avain=\S+)")
_FORM = "application/x-www-form-urlencoded"


@dataclass
class Browser:
    """A browser that talks to the editor: one line kept open, and its cookies."""

    port: int
    line: HTTPConnection
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, path: str, values: Mapping[str, list[str]] | None = None) -> Shown:
        """The page at an address, or after a form was sent there; redirects are followed."""
        own = f"http://127.0.0.1:{self.port}"
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie, "Origin": own} if cookie else {}
        body = urlencode(values, doseq=True) if values is not None else None
        if body is not None:
            headers["Content-Type"] = _FORM
        self.line.request("GET" if body is None else "POST", path, body, headers)
        got = self.line.getresponse()
        data = got.read()
        for given in got.headers.get_all("Set-Cookie", []):
            name, _, value = given.partition(";")[0].partition("=")
            self.cookies[name] = value
        if where := got.headers.get("Location"):
            parts = urlsplit(where)
            return self.ask(parts.path + (f"?{parts.query}" if parts.query else ""))
        small = {name.lower(): value for name, value in got.getheaders()}
        return read(path, _answer(got.status, small, data))


def _answer(status: int, headers: Mapping[str, str], body: bytes):  # type: ignore[no-untyped-def]  # noqa: ANN202 - the tests' own
    from tests.editor.conftest import Answer  # noqa: PLC0415 - as above

    return Answer(status, headers, body)


@dataclass(frozen=True)
class Measured:
    """Seconds of each round of something that the editor did."""

    what: str
    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the rounds."""
        return statistics.median(self.rounds)


def timed(what: str, rounds: int, act: Callable[[int], object]) -> Measured:
    """How long something takes, several times."""
    found = []
    for number in range(rounds):
        start = time.perf_counter()
        act(number)
        found.append(time.perf_counter() - start)
    return Measured(what, tuple(found))


def program(*given: object) -> list[str]:
    """A command of socomsite as it is installed beside this Python."""
    return [sys.executable, "-m", "socomsite", *map(str, given)]


@contextmanager
def editing(site: Path) -> Iterator[tuple[Browser, float]]:
    """The editor of a site, opened; and the seconds from the command to the first page."""
    start = time.perf_counter()
    command = program("edit", "--site", site, "--no-browser", "--port", _free_port())
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HERE.parent)
    try:
        assert process.stdout is not None
        found = None
        while found is None:
            line = process.stdout.readline()
            if not line:
                raise SystemExit("the editor did not start")
            found = _STARTED.search(line)
        browser = Browser(int(found[1]), HTTPConnection("127.0.0.1", int(found[1]), timeout=120))
        shown = browser.ask(found[2])
        assert shown.answer.status == 200, shown.answer.text[:500]
        yield browser, time.perf_counter() - start
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
