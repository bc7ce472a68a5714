"""A lock in a file, with who holds it and since when.

The system's own lock (flock) is what counts, so that of a process which died is free at once; the
text in the file is for people. Must never know what it guards.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from socomsite.datewords import instant_words
from socomsite.language import Words
from socomsite.problem import Position, Problem, problem
from socomsite.publishing.target import Owner, Refused

_UNKNOWN = Words("aika ei tiedossa", "tiden okänd", "time unknown")


@contextmanager
def hold(file: Path, owner: Owner, mode: int) -> Iterator[None]:
    """Hold a lock. Raises Refused with `publish-busy` if another does, OSError if none can be."""
    opened = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, mode)
    try:
        with contextlib.suppress(PermissionError):  # another person's file has its mode already
            os.fchmod(opened, mode)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(busy(os.pread(opened, 4096, 0))) from None
        os.ftruncate(opened, 0)
        os.pwrite(opened, text_of(owner), 0)
        try:
            yield
        finally:
            os.ftruncate(opened, 0)
    finally:
        os.close(opened)


def text_of(owner: Owner) -> bytes:
    """An owner as a lock tells of it."""
    return json.dumps({"owner": owner.name, "started": owner.started.isoformat()}).encode()


def busy(text: bytes) -> Problem:
    """The problem `publish-busy` that tells of the owner in a lock, as far as it can be read."""
    try:
        told = json.loads(text)
        name, started = str(told["owner"]), dt.datetime.fromisoformat(told["started"])
    except (ValueError, KeyError, TypeError):
        return problem(Position("site.yaml"), "publish-busy", time=_UNKNOWN, owner="?")
    when = instant_words(started)
    return problem(Position("site.yaml"), "publish-busy", time=when, owner=name)
