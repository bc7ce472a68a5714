"""Messages to a real server that breaks the connection: nobody gets two, nobody is forgotten."""

from __future__ import annotations

import contextlib
import itertools
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from socomsite.commands.journal import Journal
from socomsite.commands.posting import (
    _SETTLE,
    Posted,
    Server,
    SettingWrong,
    Tls,
    _dotted,
    post,
)

HOST = "SOCOMSITE_SMTP_HOST"
SCRIPT = Path(__file__).parent.parent / "smtp_server.py"
PEOPLE = [f"lukija{number}@muu.example" for number in range(1, 7)]
#: Cuts before the end of a message: the server has surely not taken it.
BEFORE = ["mail", "rcpt", "inside", "quit"]
MESSAGE = b"Subject: Tiedote\r\n\r\n.piste\r\n..\r\n.\r\nloppu\r\n"


@contextlib.contextmanager
def mail_server(folder: Path, plan: list[str]) -> Iterator[int]:
    """A mail server in a process of its own, and its port."""
    folder.mkdir(parents=True, exist_ok=True)
    started = subprocess.Popen([sys.executable, str(SCRIPT), str(folder), json.dumps(plan)])
    try:
        deadline = time.monotonic() + 60
        while not (folder / "port").exists():
            assert started.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield int((folder / "port").read_text("utf-8"))
    finally:
        started.kill()
        started.wait()


def taken(folder: Path) -> list[str]:
    """The recipients of what the server has taken, in order."""
    file = folder / "taken"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [address for line in lines for address in json.loads(line)["to"]]


def send(port: int, journal: Path, people: list[str] = PEOPLE) -> Posted:
    server = Server("127.0.0.1", port, tls=Tls.NONE)
    seen = journal.parent / "p" / "seen"
    before = seen.stat().st_size if seen.exists() else 0
    texts = itertools.count(before + 1)

    def pause(seconds: float) -> None:
        """Wait until the server has dealt with the text, however slow this machine is."""
        if seconds == _SETTLE:
            wanted, deadline = next(texts), time.monotonic() + 30
            while not seen.exists() or seen.stat().st_size < wanted:
                assert time.monotonic() < deadline
                time.sleep(0.005)

    return post(
        people,
        lambda _: MESSAGE,
        sender="tiedote@testi.example",
        connect=server.connected,
        journal=Journal(journal, "tiedote-1"),
        pause=pause,
    )


def test_everyone_gets_the_message_as_it_was_written(tmp_path: Path) -> None:
    with mail_server(tmp_path / "p", []) as port:
        posted = send(port, tmp_path / "j")
        assert (posted.sent, posted.uncertain, posted.refused, posted.waiting) == (
            PEOPLE,
            [],
            [],
            [],
        )
    assert taken(tmp_path / "p") == PEOPLE
    (first, *_) = (tmp_path / "p" / "taken").read_text("utf-8").splitlines()
    assert json.loads(first)["text"].encode() == MESSAGE


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from([*BEFORE, "fine", "taken"]), max_size=10))
def test_with_cuts_anywhere_everyone_gets_it_exactly_once(
    tmp_path_factory: pytest.TempPathFactory, plan: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("p")
    with mail_server(folder / "p", plan) as port:
        for _ in range(6):
            posted = send(port, folder / "j")
            if not posted.waiting:
                break
        assert not posted.waiting
    assert Counter(taken(folder / "p")) == Counter(PEOPLE)


def test_a_message_that_may_have_been_taken_is_told_of_and_not_sent_again(tmp_path: Path) -> None:
    with mail_server(tmp_path / "p", ["fine", "taken", "lost"]) as port:
        posted = send(port, tmp_path / "j")
        assert posted.uncertain == PEOPLE[1:3]
        assert posted.sent == [PEOPLE[0], *PEOPLE[3:]]
        again = send(port, tmp_path / "j")
    assert again.sent == []
    assert again.uncertain == PEOPLE[1:3]
    assert again.before == [PEOPLE[0], *PEOPLE[3:]]
    assert taken(tmp_path / "p") == [*PEOPLE[:2], *PEOPLE[3:]]


def test_a_refused_address_stops_nobody_else_and_may_be_tried_again(tmp_path: Path) -> None:
    with mail_server(tmp_path / "p", ["unknown", "full"]) as port:
        posted = send(port, tmp_path / "j")
        assert posted.refused == [(PEOPLE[0], "550 no such user"), (PEOPLE[1], "452 no room")]
        assert posted.sent == PEOPLE[2:]
        assert send(port, tmp_path / "j").sent == PEOPLE[:2]
    assert Counter(taken(tmp_path / "p")) == Counter(PEOPLE)


def test_a_server_that_keeps_breaking_ends_the_run_and_the_next_goes_on(tmp_path: Path) -> None:
    with mail_server(tmp_path / "p", ["fine", "rcpt", "rcpt", "rcpt"]) as port:
        posted = send(port, tmp_path / "j")
        assert posted.sent == PEOPLE[:1]
        assert posted.waiting == PEOPLE[1:]
        assert posted.fault
        assert send(port, tmp_path / "j").sent == PEOPLE[1:]
    assert taken(tmp_path / "p") == PEOPLE


def test_a_server_that_is_not_there_leaves_everyone_waiting(tmp_path: Path) -> None:
    posted = send(9, tmp_path / "j")
    assert (posted.sent, posted.waiting) == ([], PEOPLE)
    assert posted.fault


def test_protection_is_the_rule_and_only_this_machine_goes_without() -> None:
    assert Server.of({HOST: "posti.example"}) == Server("posti.example", 587)
    assert Server.of({HOST: "posti.example", "SOCOMSITE_SMTP_TLS": "tls"}).port == 465
    for here in ("localhost", "127.0.0.1", "::1", "[::1]"):
        assert Server.of({HOST: here}).tls is Tls.NONE
    own = {"SOCOMSITE_SMTP_USER": "a", "SOCOMSITE_SMTP_PASSWORD": "salainen"}
    server = Server.of({HOST: "posti.example", "SOCOMSITE_SMTP_PORT": "2525", **own})
    assert (server.port, server.user, server.password) == (2525, "a", "salainen")
    assert "salainen" not in repr(server)


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "HOST"),
        ({"HOST": "posti.example", "TLS": "none"}, "TLS"),
        ({"HOST": "127.0.0.1.example", "TLS": "none"}, "TLS"),
        ({"HOST": "localhost", "TLS": "ehkä"}, "TLS"),
        ({"HOST": "localhost", "PORT": "0"}, "PORT"),
        ({"HOST": "localhost", "PORT": "posti"}, "PORT"),
    ],
)
def test_a_wrong_setting_is_named(given: dict[str, str], wrong: str) -> None:
    with pytest.raises(SettingWrong, match=f"^SOCOMSITE_SMTP_{wrong}$"):
        Server.of({f"SOCOMSITE_SMTP_{name}": value for name, value in given.items()})


def test_nothing_is_said_to_a_server_that_cannot_protect_it(tmp_path: Path) -> None:
    with mail_server(tmp_path / "p", []) as port:
        server = Server("127.0.0.1", port, "a", "salainen", Tls.STARTTLS)
        posted = post(
            PEOPLE,
            lambda _: MESSAGE,
            sender="tiedote@testi.example",
            connect=server.connected,
            journal=Journal(tmp_path / "j", "tiedote-1"),
            pause=lambda _: None,
        )
    assert posted.waiting == PEOPLE
    assert "STARTTLS" in posted.fault
    assert taken(tmp_path / "p") == []


def test_dots_at_the_start_of_lines_are_doubled() -> None:
    assert _dotted(b".a\r\nb\r\n..") == b"..a\r\nb\r\n...\r\n"
