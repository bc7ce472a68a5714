"""Does one small thing with each of many files: while the system does it for one, the next begins.

What takes time is the system's own work, during which Python lets other threads go on. Must never
know what is done, or with what.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
R = TypeVar("R")

_HANDS = 2
# So many at a time: handing one over by itself would cost as much as what is done.
_HANDFUL = 32


def spread(work: Callable[[T], R], values: Iterable[T], hands: int = _HANDS) -> Iterator[R]:
    """What `work` makes of each value, in their order; of a few, one after the other.

    Values are asked for as the work goes on, here, so that not all are held at once. More `hands`
    are for what waits for the disk. Raises what `work` raises; nothing more is begun then, and
    nothing is still at work.
    """
    rest = iter(values)
    first = list(islice(rest, _HANDFUL))
    if len(first) < _HANDFUL:
        yield from map(work, first)
        return
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - a few need none

    waiting: deque[Future[list[R]]] = deque()
    with ThreadPoolExecutor(hands) as pool:
        try:
            while first or waiting:
                if first:
                    waiting.append(pool.submit(_done, work, first))
                    first = list(islice(rest, _HANDFUL))
                if len(waiting) > 2 * hands or not first:  # handfuls wait with all they hold
                    yield from waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def _done(work: Callable[[T], R], values: list[T]) -> list[R]:
    return [work(value) for value in values]
