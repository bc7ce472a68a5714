"""How long the editor takes on a site of a thousand posts, and what that is of a plain build.

    python bench/editor.py [--count 1000] [--rounds 9]

Makes the corpus of the other benchmarks, starts `socomsite edit` on it as staff do, and asks for
pages as a browser would. Writes `bench/EDITOR.md`. Nothing here is asserted by a test: it says what
one machine took on one day.
"""

from __future__ import annotations

import argparse
import json
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
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))  # the walk through forms that the tests use

from tests.editor.pages import Form, Shown, read  # noqa: E402 - found by the line above

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
        assert shown.answer.status == HTTPStatus.OK, shown.answer.text[:500]
        yield browser, time.perf_counter() - start
    finally:
        process.terminate()
        process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def built(site: Path) -> float:
    """Seconds of a build by the command, as staff would run it."""
    start = time.perf_counter()
    subprocess.run(
        program("build", "--site", site), check=True, capture_output=True, cwd=HERE.parent
    )
    return time.perf_counter() - start


def form_in(shown: Shown) -> Form:
    """The form of an entry on its page."""
    return max(shown.forms, key=lambda form: len(form.fields))


def written(browser: Browser, address: str, sentence: str) -> Form:
    """The form of an entry with another text typed into it, ready to be sent."""
    form = form_in(browser.ask(address))
    body = dict(form.fields)["f.body"]
    form.fields = [(n, f"{body}\n\n{sentence}" if n == "f.body" else v) for n, v in form.fields]
    return form


def previewed(browser: Browser, form: Form, sentence: str) -> None:
    """The page of a text that is not saved, holding what was typed."""
    shown = browser.ask(form.action, form.values() | {"do": ["preview"]})
    assert sentence in shown.answer.text, "the preview does not show what was typed"


def saved(browser: Browser, form: Form, sentence: str) -> None:
    """The entry saved, and its form shown again."""
    shown = browser.ask(form.action, form.values() | {"do": ["save"]})
    assert sentence in shown.answer.text, "the form does not show what was saved"


def looked_at(browser: Browser, form: Form, sentence: str) -> None:
    """The post saved, its form shown again, and its page in the preview of what is saved."""
    saved(browser, form, sentence)
    _, _, folder, slug, _ = form.action.split("/")
    where = f"/esikatselu/?sisalto=content/{folder}/{slug}.md"
    while sentence not in (shown := browser.ask(where)).answer.text:
        assert "refresh" in shown.answer.headers, "the preview does not show what was saved"
        time.sleep(float(shown.answer.headers["refresh"]))


def measure(site: Path, slug: str, rounds: int) -> tuple[list[Measured], Mapping[str, float]]:
    """What the editor of a site took; and builds: cold, with nothing changed, after one edit."""
    builds = {"cold": built(site), "same": built(site)}
    post = next((site / "content/news").glob(f"{slug}.md"))
    post.write_text(post.read_text("utf-8") + "\nYksi virke lisää.\n", "utf-8")
    builds["edit"] = built(site)
    address = f"/sisallot/news/{slug}/fi"
    found = []
    with editing(site) as (browser, first):
        found.append(Measured("from the command to the first page", (first,)))
        for what, where in (
            ("the desk", "/"),
            ("the list of posts", "/sisallot/?laji=news"),
            ("a search", "/sisallot/?haku=virke"),
            ("the form of a post", address),
        ):
            found.append(timed(what, rounds, lambda _, where=where: browser.ask(where)))  # type: ignore[misc]
        marks = [f"Mitattu virke {number}." for number in range(rounds)]
        forms = [written(browser, address, mark) for mark in marks]
        what = "the form sent, to the page of the text that is not saved"
        found.append(timed(what, rounds, lambda n: previewed(browser, forms[n], marks[n])))
        for what, sentence, act in (
            ("the form saved, to the form again", "Tallennettu virke", saved),
            ("the same, and on to the saved page in the preview", "Katsottu virke", looked_at),
        ):
            seconds = []
            for mark in (f"{sentence} {number}." for number in range(rounds)):
                form = written(browser, address, mark)
                seconds += timed("", 1, lambda _, f=form, m=mark, do=act: do(browser, f, m)).rounds  # type: ignore[misc]
            found.append(Measured(what, tuple(seconds)))
        found.append(timed("the desk after a save", rounds, lambda _: browser.ask("/")))
    return found, builds


def table(found: list[Measured], builds: Mapping[str, float], count: int) -> str:
    """The results as Markdown."""
    words = {
        "cold": "nothing remembered",
        "same": "nothing changed",
        "edit": "one post edited",
    }
    lines = [
        "# How long the editor takes",
        "",
        f"A site of {count} blog posts, the same as in [RESULTS.md](RESULTS.md), edited through",
        "`socomsite edit` by requests on one open line. Written by `python bench/editor.py`.",
        "Medians of the rounds, and the slowest of them; the last column is what it is of a plain",
        "`socomsite build` with nothing remembered.",
        "",
        f"{platform.system()}, {os.cpu_count()} processors, Python {platform.python_version()};",
        f"load before: {os.getloadavg()[0]:.1f}.",
        "",
        "| | median, ms | slowest, ms | of a plain build |",
        "|---|--:|--:|--:|",
    ]
    for each in found:
        share = each.median / builds["cold"]
        slowest = max(each.rounds)
        lines.append(
            f"| {each.what} | {each.median * 1000:.0f} | {slowest * 1000:.0f} | {share:.3f} |"
        )
    lines += ["", "| plain build | seconds |", "|---|--:|"]
    lines += [f"| {words[name]} | {seconds:.2f} |" for name, seconds in builds.items()]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Make the site, measure and write the results."""
    parser = argparse.ArgumentParser(description="Measure the editor.")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--results", type=Path, default=RESULTS)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        neutral, site = Path(folder) / "neutral", Path(folder) / "site"
        for command in (("posts.py", given.count, neutral), ("corpus.py", neutral, site)):
            name, *rest = command
            subprocess.run([sys.executable, str(HERE / name), *map(str, rest)], check=True)
        slug = json.loads((neutral / "corpus.json").read_text("utf-8"))["slugs"][given.count // 2]
        found, builds = measure(site, slug, given.rounds)
    given.results.write_text(table(found, builds, given.count), "utf-8")


if __name__ == "__main__":
    main()
