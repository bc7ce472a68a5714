"""Carries a function over many values: asks the cache, makes what is missing, keeps it.

In processes when enough is missing to pay for them. A crash of ours in one value is caught here
and becomes the problem `internal`; the others finish. Must never know what is being made.
"""

from __future__ import annotations

import os
import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from socomsite.digest import digest, digest_of_bytes
from socomsite.engine.aside import Aside
from socomsite.engine.cache import FOLDER, Cache
from socomsite.engine.crew import Carrier, Made, Row, Unfolded, shared_out
from socomsite.engine.errand import Errand
from socomsite.engine.forking import can_fork, is_alone
from socomsite.engine.outcomes import unpickled
from socomsite.engine.sending import sent_out
from socomsite.engine.warm import Warm
from socomsite.problem import Outcome, Position, problem

if TYPE_CHECKING:
    from concurrent.futures import Executor

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[T], Outcome[R]]

#: Below so many missing values a pool costs more than it saves (measured in `bench/`).
WORTH_A_POOL = 64
#: So many outlines are made whole in processes (planning takes a quarter of a millisecond a page).
WORTH_UNFOLDING = 500
_BATCH = 500
_HEAVY = 16  # so many light values pay for processes as much as a heavy one
# Of those that a site can be built without, a version counts where there is one.
_OPTIONAL = ("libvoikko", "pagefind_bin", "snowballstemmer")
_LIBRARIES = ("jinja2", "markdown", "markupsafe", "nh3", "pydantic", "pydantic_core", "pyyaml")


@cache
def engine_digest() -> str:
    """The digest of this program: its own source and the versions of what it is built on.

    Part of every key, so that changed code never meets what older code made.
    """
    files, data = [], []
    waiting = [str(Path(__file__).parent.parent)]
    while waiting:
        with os.scandir(waiting.pop()) as items:
            for item in sorted(items, key=lambda found: found.name):
                if item.name.endswith((".py", ".yaml")):
                    data.append(_read(item.path))
                    files.append((item.name, len(data[-1])))
                elif item.is_dir() and item.name != "__pycache__":
                    waiting.append(item.path)
    versions = tuple((name, metadata.version(name)) for name in _LIBRARIES)
    optional = tuple((name, _version(name)) for name in _OPTIONAL)
    return digest(tuple(files), digest_of_bytes(b"".join(data)), versions, optional)


def _read(path: str) -> bytes:
    """What a file holds, by the system's own calls: hundreds in each build."""
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(opened, os.fstat(opened).st_size)
    finally:
        os.close(opened)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def kept_by(step: str, key: str) -> str:
    """The key by which the cache has an outcome of a step, from that of its value."""
    return digest(engine_digest(), step, key)


@dataclass(frozen=True)
class Light(Generic[R]):
    """How outcomes are known without their weight: all rows of a map are in one table.

    `row` gives the plain values that stand for an outcome, or None for one that has to be read;
    `fresh` does so for one that was made just now, in the process that made it; `lean` gives the
    same row, which may come from there, with what many hold held once; `made` the outcome of a
    row, with who gives the whole of it on demand.
    """

    row: Callable[[Outcome[R]], Row | None]
    fresh: Callable[[Outcome[R]], Row | None]
    lean: Callable[[Row], Row]
    made: Callable[[Row, Callable[[], Outcome[R] | None]], Outcome[R | None]]


@dataclass(frozen=True)
class Outlines(Generic[T]):
    """Values that may be but outlines until they are needed, in whatever process that is.

    `is_one` tells them, `whole` gives what one stands for, and `note` what must be known of a
    whole value once it is gone. Notes that come from other processes share what they have in
    common after `lean`.
    """

    is_one: Callable[[T], bool]
    whole: Callable[[T], T]
    note: Callable[[T], object]
    lean: Callable[[Any], object] = lambda note: note


@dataclass(frozen=True)
class Task(Generic[T, R]):
    """What to do with each value: `factory()` makes the function, once in each process.

    `key` gives the digest of all that the function sees of a value, or None for a value not
    worth remembering; `place` says where a crash is told of; `is_heavy` marks values that take
    long enough each for a process of their own; `what` names a value where work is counted;
    `stays` says whether outcomes are worth keeping in memory, where there is a next build;
    `light` is there if most outcomes need only be known of, `outlines` if values may be such.
    `spent` gives what is left of a value once its outcome is made; a list of values is changed.
    """

    factory: Callable[[], Work[T, R]]
    key: Callable[[T], str | None]
    place: Callable[[T], Position]
    is_heavy: Callable[[T], bool] = lambda _: False
    what: Callable[[T], str] = lambda _: ""
    stays: bool = False
    light: Light[R] | None = None
    outlines: Outlines[T] | None = None
    spent: Callable[[T], T] | None = None

    def whole(self, value: T) -> T:
        """The value, or what it is the outline of."""
        is_outline = self.outlines and self.outlines.is_one(value)
        return self.outlines.whole(value) if self.outlines and is_outline else value


@dataclass
class Workers:
    """How maps are carried out in one build: processes at most, cache, and who hears of progress.

    `executor` carries the values out instead of processes here, if one is handed in. `made` counts
    the values that were made, not remembered, by step and what they are; `crashes` collects the
    tracebacks of our own faults; `warm` is what a preview keeps in memory. Who maps a part of the
    values only `is_partial` and leaves the tables of light outcomes as they are. `keys` are those
    by which the cache has the outcomes of each step's last map, `notes` what was noted of its
    outlines, by number, `last` the light rows that were known before. Who will write the files has
    them put `aside`. What nobody waits for before the end is sent on an `errand`. There are
    processes only while this thread `is_alone`.
    """

    jobs: int
    cache: Cache
    progress: Callable[[str, int, int], None] = lambda _step, _done, _total: None
    executor: Executor | None = None
    made: Counter[tuple[str, str]] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    warm: Warm | None = None
    is_partial: bool = False
    keys: dict[str, list[str | None]] = field(default_factory=dict)
    notes: dict[str, dict[int, Any]] = field(default_factory=dict)
    last: dict[str, dict[str | None, Row]] = field(default_factory=dict)
    aside: Aside | None = None
    errand: Errand = field(default_factory=Errand)
    is_alone: Callable[[], bool] = is_alone

    def map(self, step: str, task: Task[T, R], values: Sequence[T]) -> list[Outcome[R | None]]:
        """The outcome for each value, in the order of the values, whatever made it."""
        has_processes = self._may_fork()
        values, later = self._unfolded(step, task, values, has_processes=has_processes)
        keys = [None if n in later else task.key(value) for n, value in enumerate(values)]
        salted = [key and kept_by(step, key) for key in keys]
        self.keys[step] = salted
        outcomes = _Outcomes(step, task, values, salted, self.cache)
        made = outcomes.remembered(self.warm.outcomes(step) if self.warm else {})
        self.last[step] = outcomes.last
        missing = [number for number in range(len(values)) if number not in made]
        self.progress(step, len(made), len(values))
        crashes: dict[int, str] = {}
        for sent, outcome in self._make(task, outcomes, missing, has_processes=has_processes):
            self.made[step, task.what(values[sent.number])] += 1
            if sent.crash:
                crashes[sent.number] = sent.crash
                place, report = task.place(values[sent.number]), f"{FOLDER}/internal.txt"
                made[sent.number] = Outcome(None, (problem(place, "internal", report=report),))
            else:
                outcomes.keep(sent, outcome)
            if task.spent and isinstance(values, list):
                values[sent.number] = task.spent(values[sent.number])
            self.progress(step, outcomes.count, len(values))
        self.crashes += [crashes[number] for number in sorted(crashes)]
        outcomes.end(is_whole=not self.is_partial)
        if self.warm and task.stays:
            kept = ((key, made[number]) for number, key in enumerate(salted))
            # What failed is tried again, as in the cache.
            found = {key: each for key, each in kept if key and each.value is not None}
            self.warm.keep(step, found, is_whole=not self.is_partial)
        return [made[number] for number in range(len(values))]

    def _may_fork(self) -> bool:
        return self.jobs > 1 and not self.executor and can_fork() and self.is_alone()

    def _unfolded(
        self, step: str, task: Task[T, R], values: Sequence[T], *, has_processes: bool
    ) -> tuple[Sequence[T], frozenset[int]]:
        """The values, and the numbers of outlines that are left to be made whole in processes."""
        self.notes[step] = {}
        outlines = task.outlines
        if outlines is None:
            return values, frozenset()
        found = frozenset(n for n, value in enumerate(values) if outlines.is_one(value))
        if len(found) >= WORTH_UNFOLDING and has_processes:
            return values, found
        whole = [task.whole(value) for value in values]
        self.notes[step] = {number: outlines.note(whole[number]) for number in found}
        return whole, frozenset()

    def _make(
        self,
        task: Task[T, R],
        outcomes: _Outcomes[T, R],
        missing: list[int],
        *,
        has_processes: bool,
    ) -> Iterator[tuple[Made, Outcome[R] | None]]:
        """What comes of the missing values: as it was sent, and the outcome if it is at hand.

        What turns out to be known when its outline is made whole comes not.
        """
        values = outcomes.values
        heavy = [number for number in missing if task.is_heavy(values[number])]
        light = [number for number in missing if not task.is_heavy(values[number])]
        is_little = len(light) + _HEAVY * len(heavy) < WORTH_A_POOL
        row = task.light.fresh if task.light else None
        carrier = Carrier(task.factory, values, outcomes.unfold, outcomes.last, row)
        if is_little or not (self.executor or has_processes):
            for number in missing:
                outcome, crash = carrier(number)
                yield Made(number, None, crash), outcome
        elif self.executor:
            numbered = [[(number, values[number]) for number in each] for each in (heavy, light)]
            for number, outcome, crash in sent_out(self.executor, task.factory, *numbered):
                yield Made(number, None, crash), outcome
        else:
            carrier.keys = self.keys[outcomes.step]
            carrier.cache = self.cache
            for made in shared_out(carrier, self.jobs, heavy, light, self.cache.let_go):
                if made.unfolded and task.outlines:
                    note = task.outlines.lean(made.unfolded.note)
                    self.notes[outcomes.step][made.number] = note
                    if outcomes.is_known(made.number, made.unfolded):
                        continue
                yield made, None


class _Outcomes(Generic[T, R]):
    """The outcomes of one map as the cache has them: whole, or in a table of light ones."""

    def __init__(
        self,
        step: str,
        task: Task[T, R],
        values: Sequence[T],
        keys: list[str | None],
        cache: Cache,
    ) -> None:
        self.step, self._task, self.values, self._keys = step, task, values, keys
        self._cache = cache
        self._made: dict[int, Outcome[R | None]] = {}
        self._fresh: dict[str, bytes] = {}
        self._waiting: list[tuple[int, Row | None]] = []
        self._unknown = 0
        self.last: dict[str | None, Row] = {}
        self._rows: dict[str, Row] = {}

    def remembered(self, near: Mapping[str, Outcome[R | None]]) -> dict[int, Outcome[R | None]]:
        """What is remembered of the outcomes, by number; `near` are those in memory."""
        light = self._task.light
        match self._cache.table(self.step) if light else None:
            case (str(day), dict(rows)) if day == self._cache.week:
                self.last = rows
        wanted: dict[str, list[int]] = {}
        for number, key in enumerate(self._keys):
            if not key:
                continue
            if key in near:
                self._made[number] = near[key]
            elif light and key in self.last:
                self._rows[key] = self.last[key]
                self._made[number] = light.made(self.last[key], self._whole(number))
            else:
                wanted.setdefault(key, []).append(number)
        waiting = list(wanted)
        for start in range(0, len(waiting), _BATCH):
            for key, data in self._cache.get(waiting[start : start + _BATCH]).items():
                outcome = unpickled(data)
                if outcome is not None:
                    row = light.row(outcome) if light else None
                    for number in wanted[key]:
                        self._made[number] = (
                            Outcome(outcome.value, outcome.problems)
                            if row is None
                            else self._known(number, row)
                        )
        return self._made

    def unfold(self, value: T) -> tuple[T, Unfolded | None]:
        """What an outline stands for, with its key; any other value as it is."""
        outlines = self._task.outlines
        if outlines is None or not outlines.is_one(value):
            return value, None
        whole = outlines.whole(value)
        key = self._task.key(whole)
        return whole, Unfolded(key and kept_by(self.step, key), outlines.note(whole))

    def is_known(self, number: int, unfolded: Unfolded) -> bool:
        """Take down the key of a value that was an outline; whether its outcome is known by it."""
        key, light = unfolded.key, self._task.light
        self._keys[number] = key
        if light is None or key is None or key not in self.last:
            return False
        self._rows[key] = self.last[key]
        self._made[number] = light.made(self.last[key], self._whole(number))
        return True

    @property
    def count(self) -> int:
        """How many there are, with those that wait to be kept before they are known."""
        return len(self._made) + self._unknown

    def keep(self, sent: Made, outcome: Outcome[R] | None) -> None:
        """Keep what was made now; what failed is tried again.

        What was sent is not unpacked if a row tells of it, unless the cache cannot have it; who
        made it may have kept it already.
        """
        number, row, key = sent.number, sent.row, self._keys[sent.number]
        if row is not None and sent.is_kept:
            self._made[number] = self._known(number, row)
            return
        if row is None or not key:
            outcome = outcome or pickle.loads(sent.outcome or b"")  # noqa: S301 - our own process
            self._made[number] = Outcome(outcome.value, outcome.problems)
            if sent.is_kept or not key or outcome.value is None:
                return
            row = self._task.light.fresh(outcome) if self._task.light else None
        else:
            self._unknown += 1
        self._fresh[key] = sent.outcome or pickle.dumps(outcome, protocol=5)
        self._waiting.append((number, row))
        if len(self._fresh) == _BATCH:  # what waits to be kept does not fill the memory
            self._put()

    def end(self, *, is_whole: bool) -> None:
        """All is made: keep what waits, and the table if it is that of the `is_whole` map."""
        self._put()
        if self._task.light and is_whole and self._rows != self.last:
            self._cache.keep_table(self.step, (self._cache.week, self._rows))

    def _put(self) -> None:
        is_kept = bool(self._fresh) and self._cache.put(self._fresh)
        for number, row in self._waiting:
            if is_kept and row is not None:
                self._made[number] = self._known(number, row)
            elif number not in self._made:
                found = pickle.loads(self._fresh[self._keys[number] or ""])  # noqa: S301 - as above
                self._made[number] = Outcome(found.value, found.problems)
        self._fresh, self._waiting, self._unknown = {}, [], 0

    def _known(self, number: int, row: Row) -> Outcome[R | None]:
        """An outcome that the cache has, without its weight."""
        light, key = self._task.light, self._keys[number]
        assert light is not None  # or there was no row
        assert key is not None
        self._rows[key] = light.lean(row)
        return light.made(self._rows[key], self._whole(number))

    def _whole(self, number: int) -> Callable[[], Outcome[R] | None]:
        """Who gives an outcome with its weight; a function of its own would take twice as much."""
        return partial(_again, self._cache, self._task, self._keys[number], self.values[number])


def _again(cache: Cache, task: Task[T, R], key: str | None, value: T) -> Outcome[R] | None:
    """An outcome with its weight, from the cache or made again."""
    found = unpickled(cache.fetch(key or ""))
    return found or Carrier(task.factory, [task.whole(value)])(0)[0]
