"""Processes that share out the values of one map.

They are forked once the values exist and see them as they are: only numbers go over, and each
outcome comes back as the bytes that the cache keeps. Where a system cannot fork, the values are
sent once to each process. Must never know what is being made.
"""

from __future__ import annotations

import gc
import multiprocessing
import pickle
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from socomsite.problem import Outcome

Work = Callable[[Any], Outcome[Any]]
# Chunks for each process: few enough to cost nothing, enough for all to end at about one time.
_CHUNKS = 12
_LARGEST = 64


Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What came of the value of a number: its outcome, pickled, or None and why it crashed.

    `row` are the plain values that stand for the outcome where it need only be known of.
    """

    number: int
    outcome: bytes | None
    crash: str = ""
    row: Row | None = None


@dataclass
class Carrier:
    """One process's function, made when the first value comes, and the values it is for.

    `row` tells of an outcome what need be known, so that its bytes are not read where they go.
    """

    factory: Callable[[], Work]
    values: Sequence[Any]
    row: Callable[[Outcome[Any]], Row | None] | None = None
    _work: list[Work] = field(default_factory=list)

    def __call__(self, number: int) -> tuple[Outcome[Any] | None, str]:
        """The outcome for the value of a number, or None and the traceback of a crash."""
        try:
            if not self._work:
                self._work.append(self.factory())
            return self._work[0](self.values[number]), ""
        except Exception:  # noqa: BLE001 - the one wide catch: our fault, told of as such
            return None, traceback.format_exc()

    def made(self, numbers: Sequence[int]) -> list[Made]:
        """What comes of the values of these numbers."""
        return [self._made(number) for number in numbers]

    def _made(self, number: int) -> Made:
        outcome, crash = self(number)
        if outcome is None:
            return Made(number, None, crash)
        row = self.row(outcome) if self.row else None
        return Made(number, pickle.dumps(outcome, protocol=5), row=row)


def shared_out(
    carrier: Carrier, processes: int, heavy: Sequence[int], light: Sequence[int]
) -> Iterator[Made]:
    """What comes of the values of all numbers, heavy ones first, each for itself."""
    size = min(_LARGEST, len(light) // (processes * _CHUNKS) + 1)
    chunks: list[tuple[int, ...]] = [(number,) for number in heavy]
    chunks += [tuple(light[start : start + size]) for start in range(0, len(light), size)]
    # What exists now is no garbage: looked through in a process, it would be copied for it.
    gc.freeze()
    try:
        context = multiprocessing.get_context("fork" if _CAN_FORK else None)
        with ProcessPoolExecutor(processes, context, _start, (carrier,)) as pool:
            for made in pool.map(_carry, chunks):
                yield from made
    finally:
        gc.unfreeze()


_CAN_FORK = "fork" in multiprocessing.get_all_start_methods()
_process: list[Carrier] = []  # the worker process's own carrier


def _start(carrier: Carrier) -> None:
    # Ctrl+C reaches every process; one that dies of it holding the queue's lock hangs the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _process[:] = [carrier]


def _carry(numbers: tuple[int, ...]) -> list[Made]:
    return _process[0].made(numbers)
