"""How long the site that comes with the program takes, with its search, pictures and papers.

    python bench/shipped.py [--rounds 3]

A copy of it is built once. Then everything is forgotten but what was made for pictures and for the
search; that is the cold build here. Prints JSON: the seconds of each case, each round.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from peers.common import put_away

from socomsite.dates import today_in_helsinki
from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.workers import Workers, kept_by
from socomsite.formats import key_of
from socomsite.model.kinds import schema

ROOT = Path(__file__).resolve().parent.parent
_PARTS = ("content", "templates", "site.yaml", "ledger.txt")
#: The menu shows the page, so that an edit of it is built whole; from that of the post one goes on.
_EDITED = {"body": "content/pages/aineistot.md", "post": "content/posts/hankkeet-aikajanalla.md"}
#: The formats whose files stay made.
_STAYING = frozenset({"picture"})
_PROGRAM = [sys.executable, "-m", "socomsite"]


def main() -> None:
    """Build the copy in all cases, and print what each took."""
    parser = argparse.ArgumentParser(description="How long the shipped site takes.")
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "sivusto")
        site.mkdir()
        for part in _PARTS:
            copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
            copy(ROOT / part, site / part)
        taken: dict[str, list[float]] = {}
        for _ in range(rounds):
            for case, seconds in _round(site):
                taken.setdefault(case, []).append(seconds)
    print(json.dumps(taken))


def _round(site: Path) -> Iterator[tuple[str, float]]:
    _seconds("build", "--site", str(site))
    forget(site)
    yield "cold", _seconds("build", "--site", str(site))
    yield "same", _seconds("build", "--site", str(site))
    for case, path in _EDITED.items():
        with (site / path).open("a", encoding="utf-8") as file:
            file.write("\nUusi kappale.\n")
        yield case, _seconds("build", "--site", str(site))
    yield "help", _seconds("--help")


def _seconds(*words: str) -> float:
    start = time.perf_counter()
    subprocess.run([*_PROGRAM, *words], cwd=ROOT, check=True, capture_output=True)
    return time.perf_counter() - start


def forget(site: Path) -> None:
    """Take away the output and all that is remembered, but what pictures and the search need."""
    today = today_in_helsinki()
    with Cache(site, today.toordinal()) as cache:
        workers = Workers(1, cache)
        made = build(site, schema(), workers, today=today).made
    forgotten = (job for job, _ in made if job.format not in _STAYING)
    rendered = (kept_by("render", key) for job in forgotten if (key := key_of(job)))
    keys = [*workers.keys["read"], *workers.keys.get("attachments", ()), *rendered]
    for name in (site / ".cache").glob("made*.sqlite"):
        with contextlib.closing(sqlite3.connect(name)) as file:
            file.executemany("DELETE FROM made WHERE key = ?", [(key,) for key in keys])
            file.commit()
    for name in ("output", ".output.next"):
        put_away(site / name, site.parent)
    for file in (site / ".cache").iterdir():
        if not file.name.startswith("made"):
            file.unlink()


if __name__ == "__main__":
    main()
