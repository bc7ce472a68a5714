"""Files written as soon as they are made, and moved into their places once the site is sound.

The process that made a file writes it, so that its bytes need not be fetched and written when all
wait for it. They lie in a folder of this program alone, beside the cache: by their SHA-256, or
as the new site they will be (`trees`). Nobody relies on them: what is not there, or not whole, is
written as ever. Must never know what they are.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path
from types import TracebackType
from typing import Self

from socomsite.engine.trees import Trees

_NAME = "aside."


class Aside:
    """The folder, which is made when the first file comes and goes at the end of the block."""

    def __init__(self, beside: Path, *, is_new: bool = False) -> None:
        """Files aside in a folder that may not be there, in which case none are kept.

        Those of a site that `is_new` lie as they will there.
        """
        self._beside = beside
        self._folder = str(beside / f"{_NAME}{os.getpid()}")
        self.trees = Trees(self._folder) if is_new else None

    def __enter__(self) -> Self:
        """Throw away what a program that was killed has left; another at work can do without."""
        for left in self._beside.glob(f"{_NAME}*"):
            # In one move: the other does not go on in a folder of which half is gone.
            gone = left.with_name(f"{left.name}-")
            with contextlib.suppress(OSError):
                left.rename(gone)
            shutil.rmtree(gone, ignore_errors=True)
        if self.trees:
            with contextlib.suppress(OSError):
                self.trees.begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Throw away what nobody took."""
        if self.trees:
            self.trees.end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def put(self, path: str, mark: str, data: bytes) -> None:
        """Write a file of the site, with its SHA-256; where that cannot be done there is none."""
        if self.trees:
            self.trees.put(path, mark, data)
            return
        file = f"{self._folder}/{mark}"
        try:
            self._write(file, data)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(file)  # noqa: PTH108 - ten thousand times in a build

    def _write(self, file: str, data: bytes) -> None:
        try:
            opened = open(file, "wb")  # noqa: PTH123, SIM115 - ten thousand times in a build
        except FileNotFoundError:
            os.makedirs(self._folder, exist_ok=True)  # noqa: PTH103 - the first file
            opened = open(file, "wb")  # noqa: PTH123, SIM115 - as above
        with opened:
            opened.write(data)

    def take(self, mark: str, file: str) -> bool:
        """Move a file to an empty place; says whether it was there and could be moved."""
        try:
            os.rename(f"{self._folder}/{mark}", file)  # noqa: PTH104 - as above
        except OSError:  # none, or another file system
            return False
        return True
