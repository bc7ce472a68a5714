"""One at a time: programs that would write into the same folder wait for each other.

Must never know what is written.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such lock; there the last to write wins, as before
    fcntl = None  # type: ignore[assignment]

_PATIENCE_SECONDS = 60.0
_LOOK_SECONDS = 0.02


@contextmanager
def turn(folder: Path, patience: float = _PATIENCE_SECONDS) -> Iterator[bool]:
    """Hold a folder while the block runs; says whether it could be had in so many seconds.

    The lock is the system's (`flock`) on the folder itself: it leaves no file behind and ends with
    the program, however that ends. Where a file system knows no locks, nobody waits.
    """
    if fcntl is None:
        yield True
        return
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield _has(held, time.monotonic() + patience)
    finally:
        os.close(held)


def _has(held: int, end: float) -> bool:
    while True:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                return False
            time.sleep(_LOOK_SECONDS)
        except OSError:
            return True
        else:
            return True
