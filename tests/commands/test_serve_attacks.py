"""The preview under attack: by other pages of the same browser, by crafted requests, by links."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.commands.conftest import SOUND
from tests.commands.test_serve import ADDRESS, Served, serving
from tests.conftest import write_site

SECRET = "salaisuus-joka-ei-kuulu-kenellekaan"  # noqa: S105 - what must not be given away


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A preview in whose folder somebody has put links that lead out."""
    root = tmp_path_factory.mktemp("hyokkays") / "sivusto"
    write_site(root, SOUND)
    secret = root.parent / "secret.txt"
    secret.write_text(SECRET, "utf-8")
    (root / "secret.html").write_text(SECRET, "utf-8")
    with serving(root) as found:
        folder = root / ".cache/preview"
        (folder / "ulos.txt").symlink_to(secret)
        (folder / "ulos").symlink_to(root.parent)
        (folder / "silmukka.txt").symlink_to("silmukka.txt")
        yield found


def raw(port: int, request: bytes) -> bytes:
    """What comes back for exactly these bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request)
        line.shutdown(socket.SHUT_WR)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
        return answer


def get(port: int, target: bytes, *more: bytes) -> bytes:
    host = b"Host: 127.0.0.1:%d" % port
    lines = (b"GET " + target + b" HTTP/1.1", host, *more, b"Connection: close", b"", b"")
    return raw(port, b"\r\n".join(lines))


@pytest.mark.parametrize(
    "target",
    [
        *(b"/ulos.txt", b"/ulos/secret.txt", b"/ulos/", b"/silmukka.txt"),
        *(b"/../secret.html", b"/..%2f..%2fsecret.html", b"/%252e%252e/secret.html"),
        *(b"/..\\..\\secret.html", b"/..%5c..%5csecret.html", b"/.%2e/.%2e/secret.html"),
        *(b"/%2e%2e%2f%2e%2e%2fsecret.html", b"/....//....//secret.html", b"/./../secret.html"),
        *(b"/assets/../../../secret.html", b"/%c0%ae%c0%ae/secret.html", b"/%00../secret.html"),
        *(b"/secret.html%00.html", b"/.cache/internal.txt", b"/.git/config", b"/%2egit/config"),
        *(b"file:///etc/passwd", b"http://evil.example/", b"//evil.example/%2e%2e", b"*", b""),
        *(b"/" + b"../" * 500 + b"etc/passwd", b"/" + b"a/" * 3000, b"/~root/", b"/C:/Windows"),
    ],
)
def test_no_crafted_address_leads_out_of_the_preview(served: Served, target: bytes) -> None:
    answer = get(served.port, target)
    assert SECRET.encode() not in answer
    assert b"root:x:" not in answer
    assert b"Traceback" not in answer
    assert answer == b"" or answer.split(b" ", 2)[1] in {b"400", b"403", b"404"}
    assert served.ask("/")[0] == 200


@pytest.mark.parametrize(
    "target", [b"/a%0d%0aSet-Cookie:%20a=b", b"/ajankohtaista%0d%0aX-Evil:1", b"/%0aX-Evil:1"]
)
def test_no_address_writes_a_header(served: Served, target: bytes) -> None:
    head = get(served.port, target).partition(b"\r\n\r\n")[0].lower()
    assert b"set-cookie" not in head
    assert b"x-evil" not in head


@pytest.mark.parametrize(
    "request_bytes",
    [
        *(b"\r\n\r\n", b"\x00" * 100, b"GET / HTTP/9.9\r\n\r\n", b"GET /\r\n\r\n"),
        *(b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\nx",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
        *(b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
)
def test_a_request_that_is_none_gives_nothing_and_does_no_harm(
    served: Served, request_bytes: bytes
) -> None:
    answer = raw(served.port, request_bytes)
    assert b"<h1" not in answer
    assert not answer.startswith((b"HTTP/1.1 2", b"HTTP/1.1 5"))
    assert served.ask(ADDRESS)[0] == 200


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PROPFIND", "CONNECT", "X"])
def test_other_methods_than_get_and_head_are_refused(served: Served, method: str) -> None:
    assert served.ask("/", method)[0] == 405


@pytest.mark.parametrize(
    "host",
    [
        *("evil.example:{port}", "127.0.0.1.evil.example:{port}", "localhost", "LOCALHOST.:{port}"),
        *("0.0.0.0:{port}", "[::1]:{port}", "2130706433:{port}", "a@127.0.0.1:{port}", ""),
    ],
)
def test_a_name_bound_to_this_machine_elsewhere_gets_nothing(served: Served, host: str) -> None:
    status, _, text = served.ask("/", Host=host.format(port=served.port))
    assert status in {400, 403}
    assert "<h1" not in text


def test_another_site_can_neither_frame_nor_embed_the_preview(served: Served) -> None:
    with closing(HTTPConnection("127.0.0.1", served.port, timeout=10)) as line:
        line.request("GET", "/")
        head = line.getresponse().headers
    assert head["X-Frame-Options"] == "DENY"
    assert head["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in head


def test_it_listens_to_one_address_alone(served: Served) -> None:
    with socket.socket() as other:
        other.settimeout(2)
        # Another address of the same machine: whoever listens to all would answer there too.
        assert other.connect_ex(("127.0.0.2", served.port)) != 0
