"""Processes that share out the values of one map.

They are forked once the values exist and see them as they are: only numbers go over, and each
outcome comes back as the bytes that the cache keeps. Where a system cannot fork, the values are
sent once to each process. Must never know what is being made.
"""

from __future__ import annotations

import contextlib
import gc
import pickle
import signal
import traceback
from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from socomsite.problem import Outcome

Work = Callable[[Any], Outcome[Any]]
# Chunks for each process: few enough to cost nothing, enough for all to end at about one time.
_CHUNKS = 12
_LARGEST = 64
# So many values, from all parts of their list, are made before there are processes.
_AHEAD = 4
# After so many values the processes are others: whatever one looks at, it copies.
_MOST = 20_000


Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """What came of the value of a number: its outcome, pickled, or None and why it crashed.

    `row` are the plain values that stand for an outcome which need only be known of. Of a value
    that was but an outline also what became of it; None without a crash is known.
    """

    number: int
    outcome: bytes | None
    crash: str = ""
    unfolded: Unfolded | None = None
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class Unfolded:
    """What became of an outline: the key of the whole value, and what is noted of it."""

    key: str | None
    note: object


@dataclass
class Carrier:
    """One process's function, made when the first value comes, and the values it is for.

    `unfold` makes a value whole that is but an outline; an outcome whose key is `known` is not
    made. `row` tells of one what need be known, so that it is not unpacked where it goes.
    """

    factory: Callable[[], Work]
    values: Sequence[Any]
    unfold: Callable[[Any], tuple[Any, Unfolded | None]] | None = None
    known: Container[str | None] = ()
    row: Callable[[Outcome[Any]], Row | None] | None = None
    _work: list[Work] = field(default_factory=list)

    def __call__(self, number: int) -> tuple[Outcome[Any] | None, str]:
        """The outcome for the value of a number, or None and the traceback of a crash."""
        outcome, _, crash = self._carried(number)
        return outcome, crash

    def _carried(self, number: int) -> tuple[Outcome[Any] | None, Unfolded | None, str]:
        unfolded = None
        try:
            value = self.values[number]
            if self.unfold:
                value, unfolded = self.unfold(value)
                if unfolded and unfolded.key in self.known:
                    return None, unfolded, ""
            if not self._work:
                self._work.append(self.factory())
            return self._work[0](value), unfolded, ""
        except Exception:  # noqa: BLE001 - the one wide catch: our fault, told of as such
            return None, unfolded, traceback.format_exc()

    def made(self, numbers: Sequence[int]) -> list[Made]:
        """What comes of the values of these numbers."""
        return [self._made(number) for number in numbers]

    def _made(self, number: int) -> Made:
        outcome, unfolded, crash = self._carried(number)
        if outcome is None:
            return Made(number, None, crash, unfolded)
        row = self.row(outcome) if self.row else None
        return Made(number, pickle.dumps(outcome, protocol=5), "", unfolded, row)


@cache
def can_fork() -> bool:
    """Whether processes see the values of this one as they are."""
    from multiprocessing import get_all_start_methods  # noqa: PLC0415 - a small build needs none

    return "fork" in get_all_start_methods()


def shared_out(
    carrier: Carrier, processes: int, heavy: Sequence[int], light: Sequence[int]
) -> Iterator[Made]:
    """What comes of the values of all numbers: heavy ones each for itself, before light ones.

    A few light ones come before all, made here, so that processes begin with what they have in
    common.
    """
    import multiprocessing  # noqa: PLC0415 - as above
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - as above

    # What each process would make for itself, such as templates, is made once for all.
    is_much = len(light) > _LARGEST and can_fork()
    ahead = set(light[:: len(light) // _AHEAD + 1]) if is_much else set()
    yield from carrier.made(sorted(ahead))
    light = [number for number in light if number not in ahead]
    size = min(_LARGEST, len(light) // (processes * _CHUNKS) + 1)
    chunks: list[tuple[int, ...]] = [(number,) for number in heavy]
    chunks += [tuple(light[start : start + size]) for start in range(0, len(light), size)]
    context = multiprocessing.get_context("fork" if can_fork() else None)
    per = max(1, _MOST // size)
    for start in range(0, len(chunks), per):
        _give_back()
        # What exists now is no garbage: looked through in a process, it would be copied for it.
        gc.freeze()
        try:
            with ProcessPoolExecutor(processes, context, _start, (carrier,)) as pool:
                for made in pool.map(_carry, chunks[start : start + per]):
                    yield from made
        finally:
            gc.unfreeze()


def _give_back() -> None:
    """Give the system the memory that is free here, such as that of texts which were let go.

    Python and the C library would keep it, between what is still in use.
    """
    import ctypes  # noqa: PLC0415 - a small build needs none

    with contextlib.suppress(OSError, AttributeError):  # of the C library of GNU alone
        ctypes.CDLL(None).malloc_trim(0)


_process: list[Carrier] = []  # the worker process's own carrier


def _start(carrier: Carrier) -> None:
    # Ctrl+C reaches every process; one that dies of it holding the queue's lock hangs the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _process[:] = [carrier]


def _carry(numbers: tuple[int, ...]) -> list[Made]:
    return _process[0].made(numbers)
