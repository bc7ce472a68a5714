"""Outcomes as the cache keeps them: pickled, and believed only if they are whole.

The cache proves that a value is the one that was put there, not that this program put it. Must
never know what an outcome is of.
"""

from __future__ import annotations

import contextlib
import pickle
from typing import Any

from socomsite.problem import Outcome


def unpickled(data: bytes | None) -> Outcome[Any] | None:
    """The outcome that the cache gave; None for nothing, and for what is no outcome."""
    if data:
        with contextlib.suppress(Exception):
            outcome = pickle.loads(data)  # noqa: S301 - our own file
            if isinstance(outcome, Outcome):
                return outcome
    return None
