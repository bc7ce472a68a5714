"""What tests of the commands share: a small sound site, and commands run here or on their own."""

from __future__ import annotations

import contextlib
import io
import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from socomsite.commands.cli import main
from tests.conftest import TOPIC, news, write_site

ROOT = Path(__file__).parent.parent.parent
FRONT = """\
---
title: Etusivu
menu: main
reviewed_on: 22.11.2026
owner: Viestintä
address: ""
layout: front
---
Tervetuloa.
"""
SOUND = {
    "content/pages/etusivu.md": FRONT,
    "content/topics/lapset.md": TOPIC,
    "content/news/uutinen.md": news(),
}
BROKEN = news(date="31.2.2026")


class Said(NamedTuple):
    """What a command said: its exit code, standard output and standard error."""

    code: int
    out: str
    err: str


Runner = Callable[..., Said]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small sound site."""
    return write_site(tmp_path / "sivusto", SOUND)


@pytest.fixture
def socomsite(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Runner:
    """Run a command in this process; `typed` is what a person answers, line by line."""

    def run(*arguments: str | Path, typed: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return Said(ended.value.code, said.out, said.err)

    return run


def environment(**more: str) -> dict[str, str]:
    """The environment of a command run on its own."""
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def alone(
    *arguments: str | Path, env: Mapping[str, str] | None = None, typed: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "socomsite", *map(str, arguments)],
        input=typed,
        capture_output=True,
        env=env or environment(),
        check=False,
        timeout=30,
    )


# The session's leader makes the terminal its own, so that ^C reaches it and its pool.
_OWN_TERMINAL = """\
import fcntl, runpy, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
runpy.run_module("socomsite", run_name="__main__")
"""
CTRL_C = "\x03"
PRESSED_AGAIN = 1.5


def on_terminal(
    *arguments: str | Path, replies: Sequence[tuple[str, str]] = (), **env: str
) -> tuple[str, int]:
    """What a command shows on a terminal, and its exit code.

    `replies` are what a person types after seeing some words; Ctrl+C is pressed until it is heard.
    """
    ours, theirs = pty.openpty()
    ended = subprocess.Popen(
        [sys.executable, "-c", _OWN_TERMINAL, *map(str, arguments)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(**env),
        start_new_session=True,
    )
    os.close(theirs)
    shown, waiting, pressed, end = b"", list(replies), 0.0, time.monotonic() + 30
    with contextlib.suppress(OSError):  # the terminal is gone when its last user ends
        while (now := time.monotonic()) < end:
            if select.select([ours], [], [], 0.1)[0]:
                shown += os.read(ours, 65536)
            elif ended.poll() is not None:
                break
            if not waiting or waiting[0][0].encode() not in shown:
                continue
            if waiting[0][1] != CTRL_C:
                os.write(ours, waiting.pop(0)[1].encode())
            elif now - pressed > PRESSED_AGAIN:  # Python is deaf just before it reads a line
                os.write(ours, CTRL_C.encode())
                pressed = now
    os.close(ours)
    if time.monotonic() >= end:
        ended.kill()
    return shown.decode("utf-8", "replace"), ended.wait(timeout=30)
