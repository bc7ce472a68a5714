"""What each thread has of its own: for libraries that take one question at a time.

Must never know what is had.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from threading import get_ident
from typing import Generic, TypeVar

T = TypeVar("T")
_THREADS = 64  # more than the editor and the preview have


class ByThread(Generic[T]):
    """A function without arguments whose answer is made once in each thread.

    The preview and the editor build in several threads at once. A thread that ends leaves its
    answer to the one that gets its number, and a process that is forked has that of its one thread.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        """Remember nothing yet of what `make` gives."""
        self.__doc__ = make.__doc__
        self._of = lru_cache(maxsize=_THREADS)(lambda _thread: make())

    def __call__(self) -> T:
        """This thread's own."""
        return self._of(get_ident())

    def cache_clear(self) -> None:
        """Forget those of all threads."""
        self._of.cache_clear()
