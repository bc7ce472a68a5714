"""Builds one corpus with every generator in turns, and writes what each took: `make bench`.

    python bench/run.py [--sizes 100,1000,10000] [--peers socomsite,hugo,eleventy] [--rounds 3]

In each round every peer builds cold (without output and caches), then with nothing changed, then
after an edit of a post's body, of its title, and of the template that all pages share. Peers take
turns, so that a slow minute of the machine meets all of them; those that need more than half a
minute cold take part in the first round of a size alone. What is measured is kept line by line in a
file: `--resume` goes on where a run was cut off. Pages that do not show an edit are told of.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import report
from install import install
from latency import PreviewError, latencies
from measure import run
from peers import PEERS
from peers.common import GONE, Corpus, Peer, fields_of, put_away, tags_of

HERE = Path(__file__).resolve().parent
CASES = ("cold", "same", "body", "title", "base")
_VERSION = re.compile(r"\d+(\.\d+)+(\+extended)?")
_SLOW = 30.0
_PREVIEWED = ("socomsite", "hugo")
_PROFILED = (1_000, 10_000)

Row = dict[str, object]


@dataclass(frozen=True)
class Run:
    """What is to be measured, where the work is done, and where what is measured is kept."""

    sizes: tuple[int, ...]
    peers: tuple[Peer, ...]
    rounds: int
    edits: int
    limit: float
    folder: Path
    generator: Path
    kept: Path

    @property
    def tools(self) -> Path:
        """Where the peers are installed."""
        return self.folder / "tools"

    def rows(self) -> list[Row]:
        """What is measured so far."""
        lines = self.kept.read_text("utf-8").splitlines() if self.kept.is_file() else []
        return [json.loads(line) for line in lines]

    def keep(self, **row: object) -> None:
        """Keep a measurement, and show it."""
        with self.kept.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        shown = {name: _shown(value) for name, value in row.items() if not isinstance(value, dict)}
        print("  ".join(f"{name} {value}" for name, value in shown.items()), flush=True)


def _shown(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def main() -> None:
    """Read the command line, install, measure, and write the results."""
    given = _arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    folder = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{given.name}.jsonl"
    if kept.is_file() and not given.resume:
        kept.replace(kept.with_suffix(".old.jsonl"))
    peers = tuple(PEERS[name] for name in given.peers.split(","))
    sizes = tuple(map(int, given.sizes.split(",")))
    plan = Run(sizes, peers, given.rounds, given.edits, given.limit, folder, given.generator, kept)
    start = time.perf_counter()
    ready = dict(prepared(plan))
    for size in sizes:
        measure(plan, ready, size)
        if given.edits:
            preview(plan, ready, size)
        profile(plan, size)
    shipped(plan)
    shutil.rmtree(folder / "sites" / GONE, ignore_errors=True)
    report.write(plan.rows(), given.results, HERE)
    print(f"{given.results}: {(time.perf_counter() - start) / 60:.1f} min")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Build one corpus with every generator in turns.")
    add = parser.add_argument
    add("--sizes", default="100,1000,10000", help="how many posts")
    add("--peers", default=",".join(PEERS), help="which generators")
    add("--rounds", type=int, default=3, help="at 10 000 posts and above one less")
    add("--edits", type=int, default=5, help="edits of a preview; 0 for none")
    add("--limit", type=float, default=900, help="seconds after which a build is stopped")
    add("--folder", type=Path, default=HERE.parent / ".bench", help="where the work is done")
    add("--generator", type=Path, default=HERE / "posts.py", help="run as: GENERATOR SIZE FOLDER")
    add("--results", type=Path, default=HERE / "RESULTS.md")
    add("--name", default="measured", help="what the file of measurements is called")
    add("--resume", action="store_true", help="go on with the measurements that are there")
    return parser.parse_args()


def prepared(plan: Run) -> Iterator[tuple[str, str]]:
    """Each peer that can take part, with its version; the others are kept with the reason."""
    for peer in plan.peers:
        hindered = install(peer.name, plan.tools)
        version = "" if hindered else _said(peer.version(plan.tools))
        if version:
            yield peer.name, version
        if not any(
            row.get("case") == "version" and row["peer"] == peer.name for row in plan.rows()
        ):
            plan.keep(case="version", peer=peer.name, version=version, hindered=hindered)


def _said(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    found = _VERSION.search(done.stdout or done.stderr)
    return found[0] if found and done.returncode == 0 else ""


def corpus_of(plan: Run, size: int) -> Corpus:
    """The corpus of a size, made if it is not there."""
    folder = plan.folder / f"corpus-{plan.generator.stem}-{size}"
    if not (folder / "corpus.json").is_file():
        command = [sys.executable, str(plan.generator), str(size), str(folder)]
        subprocess.run(command, check=True)
    return Corpus(folder)


def measure(plan: Run, ready: dict[str, str], size: int) -> None:
    """Every round of every peer at one size."""
    corpus = corpus_of(plan, size)
    if not any(row["case"] == "corpus" and row["n"] == size for row in plan.rows()):
        texts = [file.read_text("utf-8") for file in (corpus.folder / "posts").iterdir()]
        words, size_of_all = (sum(map(count, texts)) for count in (_words, len))
        named = plan.generator.name
        plan.keep(case="corpus", n=size, generator=named, words=words, bytes=size_of_all)
    done = {
        (row["peer"], row["round"], row["case"])
        for row in plan.rows()
        if row.get("n") == size and "round" in row
    }
    slow = {str(row["peer"]) for row in plan.rows() if _is_slow(row, size)}
    for number in range(max(1, plan.rounds - (size >= 10_000))):  # noqa: PLR2004 - told in --help
        for peer in plan.peers:
            whole = {(peer.name, number, case) for case in CASES} <= done
            if peer.name not in ready or whole or (number and peer.name in slow):
                continue
            for row in _round(plan, peer, corpus, number):
                plan.keep(n=size, peer=peer.name, round=number, **row)
                if _is_slow(row | {"n": size}, size):
                    slow.add(peer.name)


def _words(text: str) -> int:
    return len(text.partition("\n---\n")[2].split())


def _is_slow(row: Row, size: int) -> bool:
    """Whether a row says that a peer takes part in no further round of its size."""
    if row.get("n") != size:
        return False
    return "failed" in row or (row.get("case") == "cold" and float(str(row["wall"])) > _SLOW)


def _round(plan: Run, peer: Peer, corpus: Corpus, number: int) -> Iterator[Row]:
    """One peer's cases in one round; ends at the first that fails."""
    site = plan.folder / "sites" / f"{peer.name}-{len(corpus.slugs)}"
    if number == 0 or not site.is_dir():
        peer.convert(corpus, site, plan.tools)
    peer.clear(site)
    log = site.with_suffix(".log")
    slug = corpus.slugs[len(corpus.slugs) // 2]
    for case in CASES:
        mark = f"Muokattu {case} {number} {time.time_ns()}"
        peer.edit(site, slug, case, mark)
        command, added = peer.build(site, plan.tools, case)
        if case == "same" and peer.primes:
            run(command, site, log, added, plan.limit)
        load = os.getloadavg()[0]
        taken = run(command, site, log, added, plan.limit)
        row: Row = {"case": case, **asdict(taken), "load": load}
        if case == "cold":
            row["pages"] = sum(1 for _ in (site / peer.output).rglob("*.html"))
        elif case != "same":
            row["stale"] = _stale(peer, site, corpus, slug, case, mark)
        if taken.code != 0:
            last = log.read_text("utf-8", "replace").strip().splitlines()[-1:]
            row["failed"] = "too slow" if taken.code is None else " ".join(last)[:200]
        yield row
        if taken.code != 0:
            return


def _stale(  # noqa: PLR0913 - where to look, and for what
    peer: Peer, site: Path, corpus: Corpus, slug: str, case: str, mark: str
) -> list[str]:
    """The pages that an edit concerns and that do not show it."""
    pages = [f"blog/{slug}"]
    if case == "base":
        pages.append(f"blog/{corpus.slugs[0]}")
    if case == "title":
        head, _ = corpus.head(slug)
        place = corpus.slugs.index(slug)
        before = corpus.slugs[place - 1]
        # Those of one day may stand in another order where a post has no hour.
        is_day_before = place > 0 and corpus.day(before) < corpus.day(slug)
        pages += [f"blog/{before}"] if is_day_before else []
        if peer.shows_lists:
            pages += [f"tags/{tag}" for tag in tags_of(head)]
            pages.append(f"project/{fields_of(head)['project']}")
    return [page for page in pages if mark not in peer.shown(site, page)]


def preview(plan: Run, ready: dict[str, str], size: int) -> None:
    """From save to page, for the peers whose preview is measured."""
    corpus = corpus_of(plan, size)
    slug = corpus.slugs[len(corpus.slugs) // 2]
    done = {row["peer"] for row in plan.rows() if (row.get("n"), row["case"]) == (size, "preview")}
    for peer in plan.peers:
        if peer.name not in _PREVIEWED or peer.name not in ready or peer.name in done:
            continue
        site = plan.folder / "sites" / f"{peer.name}-preview-{size}"
        peer.convert(corpus, site, plan.tools)
        try:
            seconds, memory = latencies(peer, site, plan.tools, slug, plan.edits)
        except (PreviewError, OSError) as error:
            plan.keep(n=size, peer=peer.name, case="preview", failed=str(error))
        else:
            plan.keep(n=size, peer=peer.name, case="preview", seconds=seconds, memory=memory)
        put_away(site, site.parent)


def profile(plan: Run, size: int) -> None:
    """Where our cold build's time goes, at the sizes at which one look is worth its time."""
    has_one = any(row["case"] == "profile" and row["n"] == size for row in plan.rows())
    if size not in _PROFILED or has_one or not any(p.name == "socomsite" for p in plan.peers):
        return
    site = plan.folder / "sites" / f"socomsite-profile-{size}"
    PEERS["socomsite"].convert(corpus_of(plan, size), site, plan.tools)
    command = [sys.executable, str(HERE / "stages.py"), str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    put_away(site, site.parent)
    plan.keep(case="profile", n=size, **json.loads(done.stdout))


def shipped(plan: Run) -> None:
    """What the site that comes with the program takes."""
    has_one = any(row["case"] == "shipped" for row in plan.rows())
    if has_one or not any(peer.name == "socomsite" for peer in plan.peers):
        return
    command = [sys.executable, str(HERE / "shipped.py"), "--rounds", str(plan.rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    plan.keep(case="shipped", seconds=json.loads(done.stdout))


if __name__ == "__main__":
    main()
