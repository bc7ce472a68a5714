"""Processes that share out the values of one map.

They are forked once the values exist and see them as they are. Each takes the next numbers when it
has done its last, keeps what it made in a file of its own of the cache, and sends what has to be
known of it. Must never know what is being made.
"""

from __future__ import annotations

import contextlib
import gc
import pickle
import signal
import traceback
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from socomsite.engine.cache import Cache
from socomsite.problem import Outcome

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkContext
    from multiprocessing.sharedctypes import SynchronizedArray

Work = Callable[[Any], Outcome[Any]]
Put = Callable[[Mapping[str, bytes]], bool]
# How many values a process takes at once: enough to cost nothing, and at last so few that all end
# at about one time. Of what is left each takes no more than this share of its own.
_LARGEST, _SMALLEST = 64, 4
_SHARE = 3
_ROOM = 1 << 20  # bytes; a chunk of entries has half as many
# So many values, from all parts of their list, are made before there are processes.
_AHEAD = 4
# After so many values the processes are others: whatever one looks at, it copies.
_MOST = 20_000


Row = tuple[Any, ...]


class Unfolded(NamedTuple):
    """What became of an outline: the key of the whole value, and what is noted of it."""

    key: str | None
    note: object


class Made(NamedTuple):
    """What came of the value of a number: its outcome, pickled, or None and why it crashed.

    `row` are the plain values that stand for an outcome which need only be known of: it comes
    without the outcome if the cache has that already (`is_kept`). Of a value that was but an
    outline also what became of it; None without a crash or a row is known.
    """

    number: int
    outcome: bytes | None
    crash: str = ""
    unfolded: Unfolded | None = None
    row: Row | None = None
    is_kept: bool = False


@dataclass
class Carrier:
    """One process's function, made when the first value comes, and the values it is for.

    `unfold` makes a value whole that is but an outline; an outcome whose key is `known` is not
    made. `row` tells of one what need be known, so that it is not unpacked where it goes. With a
    `cache` processes keep what they make, each by its one of the `keys`.
    """

    factory: Callable[[], Work]
    values: Sequence[Any]
    unfold: Callable[[Any], tuple[Any, Unfolded | None]] | None = None
    known: Container[str | None] = ()
    row: Callable[[Outcome[Any]], Row | None] | None = None
    keys: Sequence[str | None] = ()
    cache: Cache | None = None
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

    def made(self, numbers: Sequence[int], put: Put) -> list[Made]:
        """What comes of the values of these numbers; what is worth keeping is `put` away."""
        fresh: dict[str, bytes] = {}
        made = [self._made(number, fresh) for number in numbers]
        return [self._kept(each, fresh) for each in made] if fresh and put(fresh) else made

    def _made(self, number: int, fresh: dict[str, bytes]) -> Made:
        outcome, unfolded, crash = self._carried(number)
        if outcome is None:
            return Made(number, None, crash, unfolded)
        data = pickle.dumps(outcome, protocol=5)
        if outcome.value is not None and (key := self._key(number, unfolded)):
            fresh[key] = data
        return Made(number, data, "", unfolded, self.row(outcome) if self.row else None)

    def _kept(self, made: Made, kept: Container[str | None]) -> Made:
        if self._key(made.number, made.unfolded) not in kept:
            return made
        return made._replace(outcome=None if made.row else made.outcome, is_kept=True)

    def _key(self, number: int, unfolded: Unfolded | None) -> str | None:
        return unfolded.key if unfolded else self.keys[number] if self.keys else None


def shared_out(
    carrier: Carrier,
    processes: int,
    heavy: Sequence[int],
    light: Sequence[int],
    let_go: Callable[[], None] = lambda: None,
) -> Iterator[Made]:
    """What comes of the values of all numbers, as it comes; heavy ones are begun first.

    Once those are begun, processes take light ones from both ends, so that what stands together is
    made by one of them. A few light ones are made here, before, so that processes begin with what
    they have in common. What no two processes may have open is `let_go`. Raises RuntimeError if a
    process was lost.
    """
    ahead = set(light[:: len(light) // _AHEAD + 1] if len(light) > _LARGEST else ())
    yield from carrier.made(sorted(ahead), _nowhere)
    light = [number for number in light if number not in ahead]
    for start in range(0, len(light) or 1, _MOST):
        chunks = _chunks(light[start : start + _MOST], processes * _SHARE)
        if not start:
            chunks[:0] = ((number,) for number in heavy)
        let_go()
        _give_back()
        # What exists now is no garbage: looked through in a process, it would be copied for it.
        gc.freeze()
        try:
            yield from _made_by(carrier, min(processes, len(chunks)), chunks)
        finally:
            gc.unfreeze()


def _chunks(numbers: Sequence[int], share: int) -> list[Sequence[int]]:
    """What is taken at once: less towards the middle, where processes that take from ends meet."""
    first, after = 0, len(numbers)
    begun: list[Sequence[int]] = []
    ended: list[Sequence[int]] = []
    while first < after:
        size = min(_LARGEST, max(_SMALLEST, (after - first) // share))
        if len(begun) == len(ended):
            begun.append(numbers[first : min(first + size, after)])
            first += size
        else:
            ended.append(numbers[max(after - size, first) : after])
            after -= size
    return begun + ended[::-1]


def _give_back() -> None:
    """Give the system the memory that is free here, such as that of texts which were let go.

    Python and the C library would keep it, between what is still in use.
    """
    import ctypes  # noqa: PLC0415 - a small build needs none

    with contextlib.suppress(OSError, AttributeError):  # of the C library of GNU alone
        ctypes.CDLL(None).malloc_trim(0)


def _made_by(carrier: Carrier, processes: int, chunks: Sequence[Sequence[int]]) -> Iterator[Made]:
    import multiprocessing  # noqa: PLC0415 - a small build needs none
    from multiprocessing.connection import wait  # noqa: PLC0415 - as above

    context = multiprocessing.get_context("fork")
    ends = context.Array("L", [0, len(chunks)])
    running: dict[Any, Any] = {}  # the process at the other end of each connection
    ended = []
    try:
        for slot in range(1, processes + 1):
            reader, writer = _pipe(context)
            others = (*running, reader)
            work = context.Process(
                target=_begin, args=(carrier, slot, chunks, ends, writer, others)
            )
            work.start()
            running[reader] = work
            writer.close()  # or it would not be seen that the other end is gone
        while running:
            for ready in wait(list(running)):
                reader = cast("Connection", ready)
                made = _received(reader)
                if made is None:
                    ended.append(running.pop(reader))
                    reader.close()
                else:
                    yield from made
    finally:
        for reader, work in running.items():
            work.terminate()
            reader.close()
        for work in (*running.values(), *ended):
            work.join()


def _pipe(context: ForkContext) -> tuple[Connection, Connection]:
    """Two ends, between which a chunk has room, so that who sends it goes on at once."""
    reader, writer = context.Pipe(duplex=False)
    with contextlib.suppress(ImportError, AttributeError, OSError):  # of Linux alone
        import fcntl  # noqa: PLC0415 - as above

        fcntl.fcntl(writer.fileno(), fcntl.F_SETPIPE_SZ, _ROOM)
    return reader, writer


def _received(reader: Connection) -> list[Made] | None:
    """What a process sent, None if it is done. Raises RuntimeError if it was lost."""
    try:
        sent: list[Made] | str | None = pickle.loads(reader.recv_bytes())  # noqa: S301 - our own
    except EOFError:
        sent = "a process that made a part of the site was ended"
    if isinstance(sent, str):
        raise RuntimeError(sent)  # noqa: TRY004 - not a wrong type: a fault that was sent
    return sent


def _begin(  # noqa: PLR0913 - what a process begins with, each by its name
    carrier: Carrier,
    slot: int,
    chunks: Sequence[Sequence[int]],
    ends: SynchronizedArray[int],
    writer: Connection,
    others: Sequence[Connection],
) -> None:
    # Ctrl+C reaches every process; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for each in others:  # or it would not be seen that the first process is gone
        each.close()
    shelf = carrier.cache and carrier.cache.beside(slot)
    with contextlib.suppress(BrokenPipeError):
        try:
            for chunk in _in_turn(chunks, ends, slot):
                _send(writer, carrier.made(chunk, shelf.put if shelf else _nowhere))
            told = None
        except Exception:  # noqa: BLE001 - what is no fault of one value is raised in the first
            told = traceback.format_exc()
        if shelf:
            shelf.close()
        _send(writer, told)


def _in_turn(
    chunks: Sequence[Sequence[int]], ends: SynchronizedArray[int], slot: int
) -> Iterator[Sequence[int]]:
    """The chunks that no other process has taken: heavy ones, then those at one of two `ends`.

    What stands together has much in common, such as the cards of lists, which is made once so.
    """
    while True:
        with ends.get_lock():
            first, after = ends[0], ends[1]
            if first == after:
                return
            is_first = slot % 2 == 1 or len(chunks[first]) == 1
            ends[:] = [first + 1, after] if is_first else [first, after - 1]
        yield chunks[first if is_first else after - 1]


def _send(writer: Connection, sent: list[Made] | str | None) -> None:
    writer.send_bytes(pickle.dumps(sent, protocol=5))


def _nowhere(_: Mapping[str, bytes]) -> bool:
    return False
