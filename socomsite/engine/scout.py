"""Looks at something in a process of its own while this one goes on.

Imports nothing heavy, as `stamps`, for commands that end in a blink send one out. What it finds is
plain values; what it could not tell is looked at by who asks. Must never know what is looked at.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import signal
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Self, TypeVar, cast

from socomsite.engine.forking import can_fork, is_alone

T = TypeVar("T")
_END = b"whole"


class Scout(Generic[T]):
    """A process that looks at one thing, and goes when the block ends."""

    def __init__(self, look: Callable[[], T], *, is_long: bool) -> None:
        """Send it out, if another processor may be free for it and this thread is alone.

        Unless it `is_long`, it is looked when somebody asks.
        """
        self._look = look
        self._process = self._pipe = 0
        if is_long and _may_fork():
            with contextlib.suppress(OSError):  # no room for another process
                self._pipe, into = os.pipe()
                self._process = os.fork()
                if not self._process:
                    _look_and_tell(look, into)
                os.close(into)

    def __enter__(self) -> Self:
        """It is on its way."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nobody asks it any more."""
        if self._process:
            os.close(self._pipe)
            os.kill(self._process, signal.SIGKILL)
            os.waitpid(self._process, 0)
            self._process = 0

    def answer(self) -> T:
        """What was found; to be asked once."""
        if self._process:
            with os.fdopen(self._pipe, "rb", closefd=False) as pipe:
                data = pipe.read()
            if data.endswith(_END):
                return cast("T", marshal.loads(data))  # noqa: S302 - our own, and whole
        return self._look()


def _may_fork() -> bool:
    """Whether another process may be had, and a processor for it."""
    return can_fork() and is_alone() and (os.cpu_count() or 1) > 1


def _look_and_tell(look: Callable[[], Any], into: int) -> None:
    """Look and end: nothing of what the other process has begun is ended here."""
    with contextlib.suppress(BaseException):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches both
        with os.fdopen(into, "wb") as pipe:
            pipe.write(marshal.dumps(look()) + _END)
    os._exit(0)
