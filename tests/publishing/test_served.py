"""Looking at what readers get: the very bytes, another release, or nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from socomsite.publishing.publishing import planned
from socomsite.publishing.release import MARKER, marker_of
from socomsite.publishing.served import Look, look
from tests.publishing.made import NOTHING, NOW, SOURCES, made, release

FILES = {
    "index.html": "<p>etusivu</p>",
    "ä b/index.html": "<p>sivu</p>",
    "404.html": "<p>ei ole</p>",
    ".htaccess": "x",
    "_headers": "x",
    "old/index.html": "<p>ohjaus</p>",
}


@contextmanager
def serving(answers: Mapping[str, bytes]) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these bodies, and the addresses that it was asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked.append(self.path)
            body = answers.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/osa/", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


PLAN = planned(made(FILES, redirects=("old/index.html",)), NOTHING, SOURCES, NOW)
RELEASE = PLAN.release
GOOD = {
    f"/osa/{MARKER}": marker_of(RELEASE),
    "/osa/": FILES["index.html"].encode(),
    "/osa/%C3%A4%20b/": b"<p>sivu</p>",
    "/osa/404.html": FILES["404.html"].encode(),
}


def seen(answers: Mapping[str, bytes], patience: float = 0) -> Look:
    with serving(answers) as (url, _):
        return look(url, RELEASE, RELEASE.files, patience, pause=lambda _: None)


def test_what_is_served_as_published_is_well() -> None:
    assert seen(GOOD) == Look(seen=4)
    assert seen(GOOD).is_well


def test_settings_of_servers_and_redirects_are_not_asked_for() -> None:
    with serving(GOOD) as (url, asked):
        look(url, RELEASE, RELEASE.files, 0)
    assert sorted(asked) == sorted(GOOD)


def test_the_front_page_is_looked_at_even_if_nothing_else_changed() -> None:
    with serving(GOOD) as (url, asked):
        assert look(url, RELEASE, (), 0).is_well
    assert asked == [f"/osa/{MARKER}", "/osa/"]


def test_files_that_differ_or_are_not_there_are_named() -> None:
    found = seen({**GOOD, "/osa/": b"<p>muuta</p>"})
    assert found.differing == ("index.html",)
    lacking = {path: body for path, body in GOOD.items() if path != "/osa/404.html"}
    assert seen(lacking).differing == ("404.html",)
    assert not seen(lacking).is_well


def test_another_release_is_told_as_such() -> None:
    other = marker_of(release("20200101T000000Z"))
    found = seen({**GOOD, f"/osa/{MARKER}": other})
    assert found.is_other
    assert not found.is_well


def test_a_host_without_the_marker_is_told_by_it() -> None:
    found = seen({"/osa/": b"x"})
    assert (found.is_other, found.differing) == (False, (MARKER,))
    assert not seen({f"/osa/{MARKER}": b"<html>"}).is_other


def test_a_host_that_needs_a_while_is_asked_again() -> None:
    answers = {**GOOD, f"/osa/{MARKER}": marker_of(release("20200101T000000Z"))}
    waited: list[float] = []

    def pause(seconds: float) -> None:
        waited.append(seconds)
        if len(waited) == 3:
            answers.update(GOOD)

    with serving(answers) as (url, _):
        assert look(url, RELEASE, RELEASE.files, 60, pause).is_well
    assert len(waited) == 3


def test_patience_ends() -> None:
    answers = {**GOOD, f"/osa/{MARKER}": marker_of(release("20200101T000000Z"))}
    waited: list[float] = []
    with serving(answers) as (url, _):
        assert look(url, RELEASE, RELEASE.files, 30, waited.append).is_other
    assert sum(waited) == 30


def test_nothing_to_be_reached_is_told_with_the_reason() -> None:
    with serving({}) as (url, _):
        pass
    found = look(url, RELEASE, RELEASE.files, 0)
    assert found.reason == "Connection refused"
    assert not found.is_well
