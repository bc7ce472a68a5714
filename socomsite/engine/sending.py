"""Sends the values of a map to an executor that was handed in, such as that of a cluster.

Its processes share no memory with this one and may be on other machines, so all that goes over is
pickled; those that read files must see the site's folder. Must never know what is being made.
"""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from socomsite.problem import Outcome

if TYPE_CHECKING:
    from concurrent.futures import Executor

T = TypeVar("T")
Numbered = tuple[int, T]
Sent = tuple[int, Outcome[Any] | None, str]
_CHUNK = 16


def sent_out(
    executor: Executor,
    factory: Callable[[], Callable[[T], Outcome[Any]]],
    heavy: Sequence[Numbered[T]],
    light: Sequence[Numbered[T]],
) -> Iterator[Sent]:
    """What comes of numbered values: the outcome, or None and the traceback of a crash.

    `factory` makes the function once in each process. Raises what the executor raises if it fails.
    """
    chunks = [[each] for each in heavy]
    chunks += [list(light[start : start + _CHUNK]) for start in range(0, len(light), _CHUNK)]
    for made in executor.map(partial(carried, pickle.dumps(factory)), chunks):
        yield from made


def carried(factory: bytes, values: Sequence[Numbered[Any]]) -> list[Sent]:
    """What comes of numbered values in this process, by the function of a pickled factory."""
    return [_carried(factory, number, value) for number, value in values]


def _carried(factory: bytes, number: int, value: object) -> Sent:
    try:
        return number, _function(factory)(value), ""
    except Exception:  # noqa: BLE001 - our fault, told of as such where the value came from
        return number, None, traceback.format_exc()


@lru_cache(maxsize=4)  # the maps of one build
def _function(factory: bytes) -> Callable[[Any], Outcome[Any]]:
    made: Callable[[Any], Outcome[Any]] = pickle.loads(factory)()  # noqa: S301 - sent by our own
    return made
