"""Garbage collection, kept away from a build.

Must never know what a build makes.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def without_collection() -> Iterator[None]:
    """Look for no garbage: nearly all that a build makes stays until its end, and it has one.

    What was made meanwhile counts as old afterwards, or all of it would be looked through at once.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
