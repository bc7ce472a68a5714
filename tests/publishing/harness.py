"""Kills publishings and reads what is served all the while: is it ever anything but whole?

A round publishes the next edition in a child that is killed at a named step or at a random moment,
then publishes it again to the end. Readers poll over HTTP from before to after. Imports no pytest,
so that the count of survived faults can use it too.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.publishing.editions import PAGES, asset_in, edition_of

ROOT = Path(__file__).parents[2]
#: The steps of every publishing, whatever the target.
CORE_STEPS = ("locked", "sent", "switched", "recorded", "tidied")
_PATIENCE = 60.0
_AGAIN = 4
_PAUSE = 0.003


@dataclass(frozen=True)
class Place:
    """A target under test: what `site.yaml` says of it, and where its readers come.

    `is_atomic` if all files switch in one moment; else each page with its assets is whole.
    `leftovers` names what a cut-off publishing left there. `environ` is given to the child.
    """

    name: str
    site: Path
    settings: Mapping[str, Any]
    url: str
    steps: tuple[str, ...]
    leftovers: Callable[[], list[str]]
    is_atomic: bool = True
    environ: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Figures:
    """What came of a campaign; `torn` and `unmended` must be empty."""

    kills: int = 0
    at: Counter[str] = field(default_factory=Counter)
    by: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    reads: int = 0
    tried_again: int = 0
    torn: list[str] = field(default_factory=list)
    unmended: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Read:
    """One page with its asset as a reader got it."""

    began: float
    ended: float
    edition: int


class Reader(threading.Thread):
    """Reads page after page, each with the asset that it asks for, until told to stop."""

    def __init__(self, url: str, allowed: frozenset[int]) -> None:
        super().__init__(daemon=True)
        self.reads: list[Read] = []
        self.torn: list[str] = []
        self._allowed = allowed
        self._host = urlsplit(url).netloc
        self._done = threading.Event()

    def run(self) -> None:
        """Read until stopped, at the least every page once."""
        while not self._done.is_set() or len(self.reads) + len(self.torn) < len(PAGES):
            for page in PAGES:
                self._read(page)
                time.sleep(_PAUSE)  # the publisher is to have its share of the machine

    def stop(self) -> None:
        """End after the pass that is under way."""
        self._done.set()
        self.join(timeout=_PATIENCE)

    def _read(self, page: str) -> None:
        began = time.monotonic()
        try:
            status, body = get(self._host, "/" + page.removesuffix("index.html"))
            edition = edition_of(body)
            if status != 200 or edition not in self._allowed:
                self.torn.append(f"{page}: {status}, edition {edition}, {len(body)} bytes")
                return
            ended = time.monotonic()
            status, body = get(self._host, "/" + asset_in(body))
            if status != 200 or edition_of(body) != edition:
                self.torn.append(f"asset of {page} {edition}: {status}, {edition_of(body)}")
        except (OSError, HTTPException) as error:
            self.torn.append(f"{page}: {error!r}")
            return
        self.reads.append(Read(began, ended, edition))


def get(host: str, address: str) -> tuple[int, bytes]:
    """Status and body, over a connection of its own as a new reader has."""
    connection = HTTPConnection(host, timeout=20)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def turned_back(reads: list[Read]) -> list[str]:
    """Answers of the old edition that were asked for when the new one had been answered."""
    newest = max((read.edition for read in reads), default=0)
    first = min((read.ended for read in reads if read.edition == newest), default=0.0)
    old = [read for read in reads if read.edition < newest and read.began > first]
    return [f"edition {read.edition} after {newest}" for read in old]


class Launcher:
    """Starts publishings, each in a process of its own."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.publishing.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **place.environ},
        )
        self._child = 0
        self._began = 0.0

    def start(self, edition: int, kill: tuple[str, int, bool] | None = None) -> None:
        """Begin to publish an edition."""
        order: dict[str, object] = {"edition": edition, "kill": kill}
        order |= {"settings": dict(self._place.settings), "site": str(self._place.site)}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        self._child = int(self._line())
        self._began = time.monotonic()

    def kill(self, *, with_children: bool) -> None:
        """Kill it, if it is there."""
        # It begins with a group of its own; killed before that, it is alone.
        with contextlib.suppress(ProcessLookupError):
            send = os.killpg if with_children else os.kill
            send(self._child, signal.SIGKILL)

    def end(self) -> tuple[bool, str, float]:
        """Whether it was killed, what it said and how long it took."""
        told = json.loads(self._line())
        return told["is_killed"], told["said"], time.monotonic() - self._began

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def close(self) -> None:
        """End."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=20)
        self._process.stdout.close()


@dataclass
class _Campaign:
    place: Place
    chance: random.Random
    readers: int
    launcher: Launcher
    figures: Figures = field(default_factory=Figures)
    took: list[float] = field(default_factory=list)

    def publish(self, edition: int) -> str:
        """Publish to the end; what it said at last. A straggler of the killed one may overtake."""
        said = ""
        for number in range(_AGAIN):
            self.launcher.start(edition)
            _, said, took = self.launcher.end()
            if said == "done":
                self.took.append(took)
                return ""
            self.figures.tried_again += number + 1 < _AGAIN
            time.sleep(0.3)
        return said

    def kill_one(self, edition: int) -> bool:
        """Start a publishing and kill it; False if it came to its end before."""
        with_children = self.chance.random() < 0.5
        steps = (*CORE_STEPS, *self.place.steps)
        if self.chance.random() < 0.6:
            step = self.chance.choice(steps)
            times = self.chance.randint(1, len(PAGES) + 4) if step == "send" else 1
            self.launcher.start(edition, (step, times, with_children))
        else:
            step = "any moment"
            self.launcher.start(edition)
            time.sleep(self.chance.uniform(0, statistics.median(self.took) * 1.05))
            self.launcher.kill(with_children=with_children)
        is_killed, _, _ = self.launcher.end()
        if is_killed:
            self.figures.kills += 1
            self.figures.at[step] += 1
            self.figures.by["with children" if with_children else "alone"] += 1
        return is_killed

    def round(self, edition: int) -> None:
        """Kill a publishing of an edition, then publish it, with readers there all the while."""
        readers = [
            Reader(self.place.url, frozenset({edition - 1, edition})) for _ in range(self.readers)
        ]
        for reader in readers:
            reader.start()
        is_killed = self.kill_one(edition)
        if is_killed:
            status, body = get(urlsplit(self.place.url).netloc, "/")
            is_new = status == 200 and edition_of(body) == edition
            self.figures.after["new" if is_new else "old"] += 1
        said = self.publish(edition)
        if said:
            self.figures.unmended.append(said)
        self.await_served(edition)
        for reader in readers:
            reader.stop()
        reads = [read for reader in readers for read in reader.reads]
        torn = [found for reader in readers for found in reader.torn]
        torn += turned_back(reads) if self.place.is_atomic else []
        self.figures.reads += len(reads)
        self.figures.torn += [f"round {edition}: {found}" for found in torn]
        left = self.place.leftovers()
        self.figures.unmended += [f"round {edition}: {name} is left" for name in left]

    def await_served(self, edition: int) -> None:
        """Wait until every page is of the edition: a host of pages needs a moment."""
        host, end = urlsplit(self.place.url).netloc, time.monotonic() + _PATIENCE
        found: set[int | None] = set()
        while time.monotonic() < end:
            pages = [get(host, "/" + page.removesuffix("index.html")) for page in PAGES]
            found = {edition_of(body) for _, body in pages}
            if found == {edition}:
                return
            time.sleep(0.05)
        self.figures.unmended.append(f"edition {edition} is not served: {found}")


def campaign(place: Place, *, kills: int, seed: int, readers: int = 2) -> Figures:
    """So many killed publishings of a place, each followed by one that must come to its end."""
    launcher = Launcher(place)
    chance = random.Random(seed)  # noqa: S311 - the same points for the same seed
    run = _Campaign(place, chance, readers, launcher)
    try:
        said = run.publish(1)
        assert not said, said
        run.await_served(1)
        edition = 2
        while run.figures.kills < kills and edition < kills * 4 + 2:
            run.round(edition)
            edition += 1
    finally:
        launcher.close()
    return run.figures


def told(name: str, figures: Figures) -> str:
    """The figures in one line."""
    found = figures
    return (
        f"{name}: {found.kills} kills ({dict(found.at)}, {dict(found.by)}), then served"
        f" {dict(found.after)}; {found.reads} pages read, torn {len(found.torn)},"
        f" unmended {len(found.unmended)}, tried again {found.tried_again}"
    )
