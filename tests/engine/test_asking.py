"""Asking other sites: servers that answer rightly, slowly, wrongly and not at all."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
from collections.abc import Mapping
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from socomsite.checks.outside import Answer, Health
from socomsite.engine.asking import Patience, ask_all
from tests.other_site import (
    Handler,
    OtherSite,
    dripping,
    endless,
    endless_head,
    head,
    other_site,
    own_certificate,
    silent,
)

HOST = "muu.example"
AGENT = "socomsite/1 (+https://testi.example/)"
FINE = head("200 OK")


def patience(site: OtherSite | None, **wishes: float) -> Patience:
    """No pauses; questions to the host go to the server on loopback."""
    there = ("127.0.0.1", site.port if site else 9)
    ports = {(HOST, port): there for port in (80, 443)}
    given = {"answer": 10.0, "pause": 0.0, "tries": 2, "whole": 60.0, **wishes}
    return Patience(**given, ports=ports)  # type: ignore[arg-type]  # whole numbers are floats too


def answer(
    path: str, answers: Mapping[str, bytes | Handler | list[bytes]], **wishes: float
) -> tuple[Answer, list[str]]:
    """The answer of one address, and what its server was asked."""
    with other_site(answers) as site:
        address = f"http://{HOST}{path}"
        found = ask_all([address], AGENT, patience(site, **wishes))
        return found[address], site.asked


def health(answers: Mapping[str, bytes | Handler | list[bytes]], **wishes: float) -> Answer:
    return answer("/a", answers, **wishes)[0]


def test_a_page_that_is_there_is_well_and_only_its_head_is_asked_for() -> None:
    assert answer("/a", {"/a": FINE}) == (Answer(Health.WELL), ["HEAD /a"])


def test_a_server_that_knows_no_head_is_asked_for_the_page() -> None:
    for status in ("405 Method Not Allowed", "404 Not Found", "500 Fault", "403 Forbidden"):
        both = [head(status), FINE]
        assert answer("/a", {"/a": both}) == (Answer(Health.WELL), ["HEAD /a", "GET /a"])


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("404 Not Found", Answer(Health.DEAD, "link-not-found", 404)),
        ("410 Gone", Answer(Health.DEAD, "link-gone", 410)),
        ("400 Bad Request", Answer(Health.DEAD, "link-odd-answer", 400)),
        ("500 Fault", Answer(Health.DEAD, "link-server-fault", 500)),
        ("304 Not Modified", Answer(Health.DEAD, "link-odd-answer", 304)),
        ("401 Unauthorized", Answer(Health.UNSURE, "link-turned-away", 401)),
        ("403 Forbidden", Answer(Health.UNSURE, "link-turned-away", 403)),
        ("999 Denied", Answer(Health.UNSURE, "link-turned-away", 999)),
    ],
)
def test_what_an_answer_means(status: str, found: Answer) -> None:
    assert health({"/a": head(status)}) == found


def test_who_asks_says_so() -> None:
    with other_site({"/a": FINE}) as site:
        ask_all([f"http://{HOST}/a"], AGENT, patience(site))
        assert site.agents == [f"User-Agent: {AGENT}"]


@pytest.mark.parametrize("status", ["301 Moved", "308 Moved"])
def test_what_has_moved_for_good_tells_its_new_address(status: str) -> None:
    table = {
        "/a": head(status, "Location: /b"),
        "/b": head("301 Moved", "Location: /c"),
        "/c": FINE,
    }
    assert health(table) == Answer(Health.MOVED, target=f"http://{HOST}/c")


@pytest.mark.parametrize("status", ["302 Found", "303 See Other", "307 Temporary"])
def test_a_passing_redirect_leaves_the_address_well(status: str) -> None:
    table = {
        "/a": head("301 Moved", "Location: /b"),
        "/b": head(status, "Location: /c"),
        "/c": FINE,
    }
    assert health(table) == Answer(Health.WELL)


def test_a_redirect_to_what_is_gone_is_dead() -> None:
    table = {"/a": head("301 Moved", "Location: /b"), "/b": head("404 Not Found")}
    assert health(table) == Answer(Health.DEAD, "link-not-found", 404)


def test_redirects_in_a_circle_end() -> None:
    table = {"/a": head("302 Found", "Location: /b"), "/b": head("302 Found", "Location: /a")}
    assert health(table) == Answer(Health.UNSURE, "link-circle", 302)


def test_redirects_without_end_end() -> None:
    table = {f"/{n}": head("302 Found", f"Location: /{n + 1}") for n in range(40)}
    found, asked = answer("/0", table)
    assert found == Answer(Health.UNSURE, "link-circle", 302)
    assert len(asked) == 11


@pytest.mark.parametrize("place", ["http://127.0.0.1/", "http://intra.local/", "http://[::1]:8/"])
def test_a_redirect_into_a_network_of_ones_own_is_not_followed(place: str) -> None:
    found, asked = answer("/a", {"/a": head("302 Found", f"Location: {place}")})
    assert found == Answer(Health.DEAD, "link-leads-inside")
    assert asked == ["HEAD /a"]


@pytest.mark.parametrize("place", ["file:///etc/passwd", "ftp://muu.example/", "http://[::1"])
def test_a_redirect_to_what_is_no_page_is_dead(place: str) -> None:
    found = health({"/a": head("302 Found", f"Location: {place}")})
    assert found == Answer(Health.DEAD, "link-leads-nowhere")


def test_a_local_address_is_not_asked() -> None:
    with other_site({"/": FINE}) as site:
        address = f"http://127.0.0.1:{site.port}/"
        assert ask_all([address], AGENT, patience(site)) == {address: Answer(Health.LOCAL)}
        assert site.asked == []


@pytest.mark.parametrize(
    ("handler", "reason"),
    [
        (silent, "link-no-answer"),
        (dripping, "link-no-answer"),
        (b"", "link-broken-off"),
        (b"HTTP/1.1 200", "link-broken-off"),
        (b"\x00\xff" * 100 + b"\r\n\r\n", "link-broken-off"),
        (b"HELO muu.example\r\n\r\n", "link-broken-off"),
        (endless_head, "link-garbage"),
    ],
    ids=["silent", "dripping", "empty", "cut", "bytes", "words", "endless head"],
)
def test_what_is_no_answer_ends_in_time(handler: bytes | Handler, reason: str) -> None:
    wait = 0.5 if reason == "link-no-answer" else 10
    assert health({"/a": handler}, answer=wait) == Answer(Health.DEAD, reason)


def test_a_body_without_end_is_not_waited_for() -> None:
    table: dict[str, bytes | Handler | list[bytes]] = {"/a": endless}
    with other_site(table) as site:
        address = f"http://{HOST}/a"
        assert ask_all([address], AGENT, patience(site)) == {address: Answer(Health.WELL)}


def test_a_body_that_lies_about_its_length_does_not_matter() -> None:
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nabc"
    assert health({"/a": [head("405 No"), cut]}) == Answer(Health.WELL)


def test_a_port_that_nobody_listens_at_refuses() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    wish = Patience(answer=1, pause=0, ports={(HOST, 80): ("127.0.0.1", port)})
    (found,) = ask_all([f"http://{HOST}/a"], AGENT, wish).values()
    assert found == Answer(Health.DEAD, "link-refused")


def test_a_host_that_is_nowhere_is_told_as_such() -> None:
    """`.invalid` is promised never to be (RFC 2606)."""
    (found,) = ask_all(["http://ei-ole.invalid/"], AGENT, patience(None)).values()
    assert found in {Answer(Health.DEAD, "link-no-host"), Answer(Health.DEAD, "link-no-answer")}


def test_a_certificate_that_nobody_vouches_for_is_told_as_such(tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    with other_site({"/a": FINE}, own_certificate(tmp_path)) as site:
        (found,) = ask_all([f"https://{HOST}/a"], AGENT, patience(site)).values()
    assert found == Answer(Health.DEAD, "link-certificate")


def test_a_server_without_tls_is_insecure() -> None:
    with other_site({"/a": FINE}) as site:
        (found,) = ask_all([f"https://{HOST}/a"], AGENT, patience(site, answer=2)).values()
    assert found.health is Health.DEAD
    assert found.reason in {"link-insecure", "link-no-answer", "link-broken-off"}


@pytest.mark.parametrize("status", ["503 Busy", "429 Too Many", "502 Bad Gateway"])
def test_a_busy_server_is_asked_again(status: str) -> None:
    found, asked = answer("/a", {"/a": [head(status), head(status), FINE]}, tries=3)
    assert found == Answer(Health.WELL)
    assert asked[-1] == ("HEAD /a" if status.startswith("429") else "GET /a")


def test_a_server_that_stays_busy_is_let_be() -> None:
    found, asked = answer("/a", {"/a": head("429 Too Many")}, tries=3)
    assert found == Answer(Health.UNSURE, "link-turned-away", 429)
    assert asked == ["HEAD /a"] * 3


def test_a_server_that_asks_for_a_pause_gets_it() -> None:
    with other_site({"/a": [head("429 Too Many", "Retry-After: 1"), FINE]}) as site:
        ask_all([f"http://{HOST}/a"], AGENT, patience(site))
        assert site.times[1] - site.times[0] >= 1


@pytest.mark.parametrize(
    "asked", ["3600", format_datetime(dt.datetime(2099, 1, 1, tzinfo=dt.UTC), usegmt=True)]
)
def test_a_server_that_asks_for_too_long_a_pause_is_not_asked_again(asked: str) -> None:
    _, questions = answer("/a", {"/a": head("429 Too Many", f"Retry-After: {asked}")}, tries=3)
    assert questions == ["HEAD /a"]


def test_a_pause_that_cannot_be_read_is_our_own() -> None:
    table = {"/a": [head("429 Too Many", "Retry-After: kohta"), FINE]}
    assert health(table) == Answer(Health.WELL)


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause() -> None:
    table = {f"/{number}": FINE for number in range(4)}
    with other_site(table) as site:
        addresses = [f"http://{HOST}{path}" for path in table]
        found = ask_all(addresses, AGENT, patience(site, pause=0.1))
        assert set(found.values()) == {Answer(Health.WELL)}
        assert site.most_at_once == 1
        times = sorted(site.times)
        assert all(b - a >= 0.09 for a, b in pairwise(times))


def test_hosts_are_asked_at_once() -> None:
    hosts = [f"muu{number}.example" for number in range(6)]
    with other_site({"/": silent}) as site:
        ports = {(host, 80): ("127.0.0.1", site.port) for host in hosts}
        wish = Patience(answer=1.0, pause=0, tries=1, hosts=3, ports=ports)
        ask_all([f"http://{host}/" for host in hosts], AGENT, wish)
        assert site.most_at_once >= 3


def test_when_the_time_is_up_the_rest_is_not_asked() -> None:
    heard: list[tuple[int, int]] = []
    addresses = [f"http://{HOST}/a", f"http://{HOST}/b"]
    with other_site({"/a": FINE, "/b": FINE}) as site:
        wish = patience(site, pause=30, whole=1)
        found = ask_all(addresses, AGENT, wish, lambda done, total: heard.append((done, total)))
    assert found == {
        addresses[0]: Answer(Health.WELL),
        addresses[1]: Answer(Health.UNASKED, "link-no-time"),
    }
    assert heard == [(0, 2), (1, 2)]


def test_without_addresses_nobody_is_asked() -> None:
    assert ask_all([], AGENT, patience(None)) == {}


def test_where_no_host_can_be_found_it_is_the_line_that_is_down() -> None:
    addresses = ["http://muu.invalid/a", "http://toinen.invalid/b"]
    found = ask_all(addresses, AGENT, patience(None))
    assert found == dict.fromkeys(addresses, Answer(Health.UNASKED, "link-no-line"))


def test_where_one_host_answers_the_others_are_gone() -> None:
    with other_site({"/a": FINE}) as site:
        addresses = [f"http://{HOST}/a", "http://muu.invalid/a", "http://toinen.invalid/b"]
        found = ask_all(addresses, AGENT, patience(site))
    assert [found[each].health for each in addresses] == [Health.WELL, Health.DEAD, Health.DEAD]
