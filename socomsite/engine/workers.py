"""Carries a function over many values: asks the cache, makes what is missing, keeps it.

In processes when enough is missing to pay for them. A crash of ours in one value is caught here
and becomes the problem `internal`; the others finish. Must never know what is being made.
"""

from __future__ import annotations

import contextlib
import pickle
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import cache
from importlib import metadata, resources
from typing import Generic, TypeVar

from socomsite.digest import digest, digest_of_bytes
from socomsite.engine.cache import FOLDER, Cache
from socomsite.engine.crew import Carrier, shared_out
from socomsite.engine.sending import sent_out
from socomsite.engine.warm import Warm
from socomsite.problem import Outcome, Position, problem

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[T], Outcome[R]]

#: Below so many missing values a pool costs more than it saves (measured in `bench/`).
WORTH_A_POOL = 64
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
    marks = []
    waiting = [resources.files("socomsite")]
    while waiting:
        for item in sorted(waiting.pop().iterdir(), key=lambda found: found.name):
            if item.is_dir():
                waiting.append(item)
            elif item.name.endswith((".py", ".yaml")):
                marks.append((item.name, digest_of_bytes(item.read_bytes())))
    versions = tuple((name, metadata.version(name)) for name in _LIBRARIES)
    optional = tuple((name, _version(name)) for name in _OPTIONAL)
    return digest(tuple(marks), versions, optional)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


@dataclass(frozen=True)
class Task(Generic[T, R]):
    """What to do with each value: `factory()` makes the function, once in each process.

    `key` gives the digest of all that the function sees of a value, or None for a value not
    worth remembering; `place` says where a crash is told of; `is_heavy` marks values that take
    long enough each for a process of their own; `what` names a value where work is counted;
    `stays` says whether outcomes are worth keeping in memory, where there is a next build.
    """

    factory: Callable[[], Work[T, R]]
    key: Callable[[T], str | None]
    place: Callable[[T], Position]
    is_heavy: Callable[[T], bool] = lambda _: False
    what: Callable[[T], str] = lambda _: ""
    stays: bool = False


@dataclass
class Workers:
    """How maps are carried out in one build: processes at most, cache, and who hears of progress.

    `executor` carries the values out instead of processes here, if one is handed in. `made` counts
    the values that were made, not remembered, by step and what they are; `crashes` collects the
    tracebacks of our own faults; `warm` is what a preview keeps in memory.
    """

    jobs: int
    cache: Cache
    progress: Callable[[str, int, int], None] = lambda _step, _done, _total: None
    executor: Executor | None = None
    made: Counter[tuple[str, str]] = field(default_factory=Counter)
    crashes: list[str] = field(default_factory=list)
    warm: Warm | None = None

    def map(self, step: str, task: Task[T, R], values: Sequence[T]) -> list[Outcome[R | None]]:
        """The outcome for each value, in the order of the values, whatever made it."""
        keys = [task.key(value) for value in values]
        salted = [key and digest(engine_digest(), step, key) for key in keys]
        near: Mapping[str, Outcome[R | None]] = self.warm.outcomes(step) if self.warm else {}
        remembered = self.cache.get(key for key in salted if key and key not in near)
        made: dict[int, Outcome[R | None]] = {}
        for number, key in enumerate(salted):
            if key and key in near:
                made[number] = near[key]
            elif key and key in remembered:
                with contextlib.suppress(Exception):  # what cannot be read is made again
                    outcome = pickle.loads(remembered[key])  # noqa: S301 - our own file
                    if isinstance(outcome, Outcome):
                        made[number] = outcome
        missing = [number for number in range(len(values)) if number not in made]
        self.made.update((step, task.what(values[number])) for number in missing)
        fresh: dict[str, bytes] = {}
        self.progress(step, len(made), len(values))
        for number, outcome, sent, crash in self._make(task, values, missing):
            key = salted[number]
            if outcome is None:
                self.crashes.append(crash)
                place, report = task.place(values[number]), f"{FOLDER}/internal.txt"
                made[number] = Outcome(None, (problem(place, "internal", report=report),))
            else:
                made[number] = Outcome(outcome.value, outcome.problems)
                if len(fresh) == _BATCH:  # what waits to be kept does not fill the memory
                    self.cache.put(fresh)
                    fresh = {}
                if key and outcome.value is not None:  # what failed is tried again
                    fresh[key] = sent or pickle.dumps(outcome, protocol=5)
            self.progress(step, len(made), len(values))
        self.cache.put(fresh)
        if self.warm and task.stays:
            kept = ((key, made[number]) for number, key in enumerate(salted))
            # What failed is tried again, as in the cache.
            self.warm.keep(
                step, {key: each for key, each in kept if key and each.value is not None}
            )
        return [made[number] for number in range(len(values))]

    def _make(
        self, task: Task[T, R], values: Sequence[T], missing: list[int]
    ) -> Iterator[tuple[int, Outcome[R] | None, bytes | None, str]]:
        """What comes of the missing values, by number: the outcome, as bytes too if it was sent."""
        heavy = [number for number in missing if task.is_heavy(values[number])]
        light = [number for number in missing if not task.is_heavy(values[number])]
        is_little = len(light) + _HEAVY * len(heavy) < WORTH_A_POOL
        carrier = Carrier(task.factory, values)
        if is_little or (self.jobs == 1 and not self.executor):
            for number in missing:
                outcome, crash = carrier(number)
                yield number, outcome, None, crash
        elif self.executor:
            numbered = [[(number, values[number]) for number in each] for each in (heavy, light)]
            for number, outcome, crash in sent_out(self.executor, task.factory, *numbered):
                yield number, outcome, None, crash
        else:
            for made in shared_out(carrier, self.jobs, heavy, light):
                sent = made.outcome
                yield made.number, pickle.loads(sent) if sent else None, sent, made.crash  # noqa: S301 - our own process
