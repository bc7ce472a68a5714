"""Whether this process may be doubled into another that goes on from here.

Imports nothing heavy, for commands that end in a blink ask too.
"""

from __future__ import annotations

import os
import sys


def can_fork() -> bool:
    """Whether processes see the values of this one as they are."""
    return hasattr(os, "fork")


def is_alone() -> bool:
    """Whether nothing else runs in this process, so that it may be forked.

    A lock that another thread holds at that moment, be it Python's while it imports a library or
    SQLite's, is never free again in the new process.
    """
    threading = sys.modules.get("threading")  # who has not loaded it has begun no thread
    return threading is None or threading.active_count() == 1
