"""Who has got a message, on the disk before the next step, and that one run alone sends.

Addresses stand in it only as digests. Must never know a mail server.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from enum import StrEnum
from hashlib import sha256
from pathlib import Path


class Stage(StrEnum):
    """How far a message has come, as the journal says it."""

    CLOSING = "closing"
    NO = "no"
    SENT = "sent"


class Journal:
    """What has been sent of one issue: a line for each step, on the disk before the next."""

    def __init__(self, file: Path, issue: str) -> None:
        """The journal of an issue, with what an earlier run wrote; a torn last line is ignored."""
        self._file = file
        self._issue = issue
        self._stages: dict[str, str] = {}
        # What is no text is no line of ours: a damaged one must not hide those that are whole.
        text = file.read_bytes().decode("utf-8", "replace") if file.exists() else ""
        whole = text[: text.rfind("\n") + 1]
        for line in whole.split("\n"):
            stage, _, mark = line.partition(" ")
            self._stages[mark] = stage

    def mark(self, address: str) -> str:
        """What stands for an address in the journal."""
        return sha256(f"{self._issue}\n{address.casefold()}".encode()).hexdigest()

    def stage(self, address: str) -> str:
        """How far an address's message came, or empty."""
        return self._stages.get(self.mark(address), "")

    def note(self, stage: Stage, address: str) -> None:
        """Write that a message has come so far, and wait until the disk has it."""
        mark = self.mark(address)
        with self._file.open("a+b") as opened:
            opened.seek(0, os.SEEK_END)
            if opened.tell():
                opened.seek(-1, os.SEEK_END)
                torn = opened.read(1) != b"\n"
                opened.write(b"\n" if torn else b"")
            opened.write(f"{stage} {mark}\n".encode())
            opened.flush()
            os.fsync(opened.fileno())
        self._stages[mark] = stage


@contextlib.contextmanager
def locked(file: Path) -> Iterator[bool]:
    """Whether this is the only run that sends an issue, for as long as it lasts."""
    with contextlib.suppress(ImportError):
        import fcntl  # noqa: PLC0415 - not on every system

        with file.open("ab") as opened:
            try:
                fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True
            return
    yield True
