"""Does one thing in a process of its own while this one goes on.

For what is still to be kept when all is made: the process is forked, sees everything as it was
then, and leaves what it made on disk. Whether it could be done is known at the end; else it is
done then. Must never know what is done.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Callable
from types import TracebackType
from typing import Self

from socomsite.engine.forking import can_fork, is_alone


class Errand:
    """At most one thing, which is done when the block has ended."""

    def __init__(self, processes: int = 1, is_alone: Callable[[], bool] = is_alone) -> None:
        """An errand of a command that may have so many processes; of one it is done at once.

        So it is unless this thread `is_alone`.
        """
        self._may_fork = processes > 1
        self._is_alone = is_alone
        self._process = 0
        self._work: Callable[[], None] = _nothing

    def __enter__(self) -> Self:
        """Nothing is begun."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Wait until it is done; raises what it raises."""
        self.end()

    def send(self, work: Callable[[], None], *, is_long: bool = True) -> None:
        """Begin it, or do it at once unless it `is_long`.

        It may read and write files, but use no connection that this process has.
        """
        self.end()
        if is_long and self._may_fork and can_fork() and self._is_alone():
            with contextlib.suppress(OSError):  # no room for another process
                self._process, self._work = os.fork(), work
                if not self._process:
                    _do(work)
                return
        work()

    def end(self) -> None:
        """Wait until it is done; what failed there is done here."""
        process, work = self._process, self._work
        self._process, self._work = 0, _nothing
        if process and os.waitpid(process, 0)[1]:
            work()


def _do(work: Callable[[], None]) -> None:
    """Do it and end: nothing of what the other process has begun is ended here too."""
    failed = 1
    with contextlib.suppress(BaseException):
        # Ctrl+C reaches both, and the other waits for this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        work()
        failed = 0
    os._exit(failed)


def _nothing() -> None:
    """What is done where there is no errand."""
