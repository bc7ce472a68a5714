"""A build that was asked for without any wish: no reader of arguments is loaded for it.

Must never know what a build is.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from socomsite.commands.ending import end, language_for
from socomsite.engine.repeat import Begun

#: More processes than this help no build.
MOST_JOBS = 64


def usual_jobs() -> int:
    """How many processes a build takes where nobody says."""
    return min(os.cpu_count() or 1, MOST_JOBS)


def main(given: Sequence[str], site: str, asked: tuple[str, ...], began: Begun | None) -> None:
    """Build a site as `build` does, and leave with its exit code; `began` as in `cli.main`."""

    def work() -> int:
        from socomsite.commands.build import run  # noqa: PLC0415 - a fault in it is told of

        return run(
            Path(site),
            Path(site) / "output",
            language_for(given),
            as_of=None,
            drafts=False,
            jobs=usual_jobs(),
            as_json=False,
            asked=asked,
            began=began,
        )

    end(given, work)
