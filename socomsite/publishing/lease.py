"""A lock in a bucket: an object that its holder writes anew while alive, and only if it is his.

All is decided by the host: it takes a write only if the object is as the writer last saw it
(`If-Match`, `If-None-Match`), and its own clock tells how old a sign of life is, so clocks here may
be wrong. A host that knows no conditions is locked as well as can be: by writing, waiting and
looking. Must never know releases.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from socomsite.problem import Position, problem
from socomsite.publishing.lock import busy, text_of
from socomsite.publishing.store import Conditionless, Conflict, Got, Store
from socomsite.publishing.target import Owner, Refused

KEY = ".socomsite/lock"
#: A lock that gave no sign for so long is dead; a sign is given four times as often.
_DEAD_AFTER = 60.0
_SIGN_EVERY = 15.0
#: How long a host without conditions may take to show everyone what was written.
_SETTLE = 3.0
_TRIES = 5
_FREE = b"{}"
_NO_TAG = '"0"'
_HERE = Position("site.yaml")


@dataclass
class Lease:
    """The lock while it is ours."""

    store: Store
    text: bytes
    tag: str
    is_weak: bool
    _guard: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _over: threading.Event = field(default_factory=threading.Event, repr=False)
    _signed: float = field(default_factory=time.time, repr=False)
    _is_lost: bool = field(default=False, repr=False)

    def check(self) -> None:
        """Raise Refused with `publish-overtaken` if the lock is not surely ours any more."""
        if abs(time.time() - self._signed) > _DEAD_AFTER / 2:
            self._sign()
        if self._is_lost:
            raise Refused(problem(_HERE, "publish-overtaken"))

    def give_signs(self) -> None:
        """Write the lock anew until it is let go."""
        while not self._over.wait(_SIGN_EVERY):
            try:
                self._sign()
            except Refused:  # the line is broken: whoever needs it next will be told
                continue

    def let_go(self) -> None:
        """Leave the lock free, if it is still ours."""
        self._over.set()
        with self._guard:
            if not self._is_lost:
                _write(self.store, _FREE, None if self.is_weak else self.tag)

    def _sign(self) -> None:
        with self._guard:
            if self._is_lost or self._over.is_set():
                return
            try:
                self.tag = _write(self.store, self.text, None if self.is_weak else self.tag)
                self._signed = time.time()
            except Conflict:
                self._is_lost = True


@contextmanager
def leased(store: Store, owner: Owner, pause: Callable[[float], None]) -> Iterator[Lease]:
    """Hold the lock of a bucket. Raises Refused with `publish-busy` if another does."""
    told = json.loads(text_of(owner)) | {"life": own_life(), "turn": token_hex(8)}
    lease = _taken(store, json.dumps(told).encode(), pause)
    signs = threading.Thread(target=lease.give_signs, daemon=True)
    signs.start()
    try:
        yield lease
    finally:
        # Else it is dead in a minute, and free at once to who publishes from this machine.
        with suppress(Refused, Conflict):
            lease.let_go()
        signs.join()


def _taken(store: Store, text: bytes, pause: Callable[[float], None]) -> Lease:
    for _ in range(_TRIES):
        found = store.get(KEY)
        if found is not None and not _is_free(found):
            raise Refused(busy(found.data))
        try:
            tag = _write(store, text, found.tag if found else "")
            _write(store, text, _NO_TAG)
        except Conditionless:
            return _taken_weakly(store, text, pause)
        except Conflict:
            written = store.get(KEY)
            if written is not None and written.data == text:
                return Lease(store, text, tag, is_weak=False)
        else:
            return _taken_weakly(store, text, pause)
    latest = store.get(KEY)
    raise Refused(busy(latest.data if latest else b""))


def _taken_weakly(store: Store, text: bytes, pause: Callable[[float], None]) -> Lease:
    """The lock at a host without conditions: whoever wrote last has it."""
    tag = _write(store, text, None)
    pause(_SETTLE)
    found = store.get(KEY)
    if found is None or found.data != text:
        raise Refused(busy(found.data if found else b""))
    return Lease(store, text, tag, is_weak=True)


def _write(store: Store, text: bytes, instead_of: str | None) -> str:
    return store.put(KEY, text, instead_of=instead_of)


def _is_free(found: Got) -> bool:
    """Whether a lock was let go, or its holder is dead: by the host's clock, or seen from here."""
    if found.data == _FREE or abs(found.age) > _DEAD_AFTER:
        return True
    try:
        return _is_over(str(json.loads(found.data)["life"]))
    except (ValueError, KeyError, TypeError):
        return False


def own_life() -> str:
    """This process among all of all machines, as far as this machine tells it: else nothing."""
    return _life(os.getpid())


def _is_over(life: str) -> bool:
    """Whether a process is surely dead: one of this very machine since its start, not there."""
    world, _, process = life.rpartition(" ")
    here, _, _ = own_life().rpartition(" ")
    number = process.partition("-")[0]
    return bool(world) and world == here and number.isdecimal() and _life(int(number)) != life


def _life(number: int) -> str:
    """Start of the machine, the world of its processes, number and start of a process."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
        world = Path("/proc/self/ns/pid").readlink()
        # After the name in brackets, which may hold anything: field 22 is the start (proc(5)).
        start = Path(f"/proc/{number}/stat").read_text("utf-8", "replace").rpartition(")")[2]
        return f"{boot} {world} {number}-{start.split()[19]}"
    except (OSError, IndexError):
        return ""
