"""Where the time of a cold build goes: by stage of `pipeline.build`, and by the code at work.

    python bench/stages.py SITE

A second thread looks every few milliseconds at what the build is doing; so nothing in the program
knows of it, and the stages are those of the program as it is. In one process, since others are not
seen. Prints JSON. Each look counts for the time since the one before.
"""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Self

_EVERY = 0.002
_PACKAGE = Path(__file__).resolve().parent.parent / "socomsite"
_LINES = ("engine/pipeline.py", "engine/ground.py")
_REST = "start, telling and end"


class Watch:
    """Looks at one thread until it is told to stop."""

    def __init__(self, thread: int) -> None:
        """A watch of the thread with this number."""
        self.stages: Counter[str] = Counter()
        self.parts: Counter[str] = Counter()
        self._thread = thread
        self._ended = threading.Event()
        self._looker = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._looker.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._looker.join()

    def _look(self) -> None:
        before = time.perf_counter()
        while not self._ended.wait(_EVERY):
            frame = sys._current_frames().get(self._thread)  # noqa: SLF001 - the way to look
            now = time.perf_counter()
            if frame is not None:
                self.stages[stage_of(frame)] += now - before
                self.parts[part_of(frame)] += now - before
            before = now


def stage_of(innermost: FrameType) -> str:
    """What `build` or its first half has called, or what else of the command is at work."""
    below: FrameType | None = None
    stage = _REST
    frame: FrameType | None = innermost
    while frame is not None:
        code = frame.f_code
        if code.co_filename.endswith(_LINES) and code.co_name in {"build", "read_ground"}:
            return _called(below) if below else "build itself"
        if code.co_filename.endswith("engine/output.py"):
            stage = "write"
        below, frame = frame, frame.f_back
    return stage


def _called(frame: FrameType) -> str:
    """A function by its name; a map of the workers by its step."""
    name = frame.f_code.co_name
    if name == "map" and "step" in frame.f_locals:
        return f"map: {frame.f_locals['step']}"
    return "build itself" if name.startswith("<") else name


def part_of(frame: FrameType) -> str:
    """Whose code it is: a module of ours, a library, or Python's own."""
    file = Path(frame.f_code.co_filename)
    if file.is_relative_to(_PACKAGE):
        return ".".join(file.relative_to(_PACKAGE).with_suffix("").parts)
    parts = file.parts
    if "site-packages" in parts:
        return f"library {parts[parts.index('site-packages') + 1]}"
    return f"Python {file.stem}" if file.suffix == ".py" else "templates, compiled"


def main() -> None:
    """Build a site without cache or output, and print seconds by stage and by part."""
    site = Path(sys.argv[1])
    for left in (".cache", "output"):
        shutil.rmtree(site / left, ignore_errors=True)
    sys.argv = ["socomsite", "build", "--site", str(site), "--jobs", "1"]
    sys.setswitchinterval(0.001)
    start = time.perf_counter()
    quiet = io.StringIO()
    with (
        contextlib.redirect_stdout(quiet),
        contextlib.redirect_stderr(quiet),
        Watch(threading.get_ident()) as watch,
        contextlib.suppress(SystemExit),
    ):
        from socomsite.commands.cli import main as command  # noqa: PLC0415 - its time counts

        command()
    told = {"seconds": time.perf_counter() - start, "stages": watch.stages, "parts": watch.parts}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
