"""Runs a command and says what it took: wall and processor time, and memory of all its processes.

Must never know what is run.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
# Memory is looked at so often that looking takes a fiftieth of the time, within these bounds.
_SHORTEST, _LONGEST = 0.02, 2.0
_SHARE = 50


@dataclass(frozen=True)
class Taken:
    """What a command took: seconds of wall and processor, megabytes at its peak, its exit code.

    `code` is None if it had to be stopped because it took too long.
    """

    wall: float
    cpu: float
    memory: float
    code: int | None


def run(
    command: list[str], folder: Path, log: Path, added: Mapping[str, str], limit: float
) -> Taken:
    """Carry out a command in a folder with its words in a log; stop it after so many seconds."""
    with log.open("wb") as words:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=os.environ | added,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
        stopped = threading.Event()
        timer = threading.Timer(limit, lambda: (stopped.set(), stop(process.pid)))
        timer.start()
        with watched(process.pid) as peak:
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    largest = used.ru_maxrss / 1024  # of one process alone: what short runs show at least
    memory = max(peak.megabytes, largest)
    code = None if stopped.is_set() else process.returncode
    return Taken(wall, used.ru_utime + used.ru_stime, memory, code)


def stop(leader: int) -> None:
    """End every process of a session that we started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)


@dataclass
class Peak:
    """The most that was seen at one time."""

    megabytes: float = 0.0


@contextlib.contextmanager
def watched(session: int) -> Iterator[Peak]:
    """Look at the memory of all processes of a session again and again."""
    peak, ended = Peak(), threading.Event()

    def look() -> None:
        pause = _SHORTEST / 4
        while not ended.wait(pause):
            start = time.perf_counter()
            peak.megabytes = max(peak.megabytes, memory_of(session))
            pause = min(max(_SHORTEST, _SHARE * (time.perf_counter() - start)), _LONGEST)

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        ended.set()
        watcher.join()


def memory_of(session: int) -> float:
    """Megabytes that all processes of a session hold; what they share is counted once (PSS)."""
    total = 0
    for process in _PROC.iterdir():
        if process.name.isdigit():
            with contextlib.suppress(OSError, ValueError, StopIteration):
                # The command's name, in brackets, may hold spaces; the session is the fourth after.
                words = (process / "stat").read_text().rpartition(")")[2].split()
                if int(words[3]) == session:
                    lines = (process / "smaps_rollup").read_text().splitlines()
                    total += int(next(x for x in lines if x.startswith("Pss:")).split()[1])
    return total / 1024
