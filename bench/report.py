"""Writes `RESULTS.md` and `chart.svg` of what was measured.

python bench/report.py MEASURED.jsonl RESULTS.md
"""

from __future__ import annotations

import json
import math
import os
import platform
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from chart import chart
from figures import Figure, Figures, figures
from goals import goals
from peers import PEERS
from tables import number, table

_CASES = {
    "cold": "cold",
    "same": "nothing changed",
    "body": "a post's body edited",
    "title": "a post's title edited",
    "base": "base template edited",
}
_KNOWN = {
    "map: read": "read and decode: YAML, Markdown, cleaning, faults of the text",
    "map: render": "render: templates, addresses, facts for the checks",
    "map: measure": "measure pictures",
    "measure": "measure pictures",
    "plan": "plan: views of all pages, their digests",
    "link": "link: references both ways",
    "check": "check the finished pages",
    "check_content": "check the content",
    "discover": "find and read the files",
    "write": "write the output and put it in its place",
}
_SHOWN_PARTS = 16


def write(rows: Iterable[dict[str, Any]], results: Path, here: Path) -> None:
    """Write the results, with what was tried out of `tried.md`, and the chart beside them."""
    found = figures(rows)
    sections = (
        _head(found),
        goals(found),
        _picture(found, results.with_name(f"{results.stem.lower()}.svg")),
        *(_size(found, size) for size in found.sizes),
        _growth(found),
        _notes(found),
        *(_profile(size, row) for size, row in sorted(found.profiles.items())),
        (here / "tried.md").read_text("utf-8").strip(),
    )
    text = "\n\n".join(
        "\n".join(lines) if not isinstance(lines, str) else lines for lines in sections
    )
    results.write_text(re.sub(r"\n{3,}", "\n\n", text) + "\n", encoding="utf-8")


def _head(found: Figures) -> list[str]:
    loads = f"{min(found.loads):.1f} to {max(found.loads):.1f}" if found.loads else "unknown"
    return [
        "# What a build takes",
        "",
        "Written by `make bench`; [how it is measured](README.md). Every generator builds the",
        "same posts in turns, in one run on one machine. Seconds are of the wall clock: the",
        "median, and in brackets the lowest and the highest. Compare ratios within this page,",
        "never seconds with those of another machine.",
        "",
        *_corpora(found),
        f"Machine: {_processor()}, {os.cpu_count()} processors, {_memory():.0f} GB;",
        f"{platform.system()}, Python {platform.python_version()}. Load before builds: {loads}.",
    ]


def _corpora(found: Figures) -> Iterator[str]:
    if found.corpora:
        size, row = max(found.corpora.items())
        words, megabytes = row["words"] / size, row["bytes"] / 1e6
        yield f"Posts: made by `{row['generator']}`, {words:.0f} words each, {megabytes:.1f} MB in"
        yield f"all at {number(size)}, with tags, projects and links to each other."
        yield ""


def _processor() -> str:
    text = Path("/proc/cpuinfo").read_text("utf-8") if Path("/proc/cpuinfo").is_file() else ""
    named = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return named[1] if named else platform.machine()


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3


def _peers(found: Figures, size: int, cases: Iterable[str]) -> list[str]:
    """The peers with anything at a size, in the order in which they take turns."""
    cases = tuple(cases)
    known = {*found.builds, *found.failed}
    return [name for name in PEERS if any((size, name, case) in known for case in cases)]


def _picture(found: Figures, file: Path) -> list[str]:
    if not found.sizes:
        return []
    size = next((n for n in (10_000, 1_000) if n in found.sizes), found.sizes[-1])
    panels = []
    for case in ("cold", "same", "body"):
        bars = [
            (PEERS[name].title, figure.median)
            for (n, name, c), figure in found.builds.items()
            if (n, c) == (size, case)
        ]
        panels.append((_CASES[case].capitalize(), sorted(bars, key=lambda bar: bar[1])))
    title = f"Seconds to build {number(size)} posts"
    file.write_text(chart(title, panels, PEERS["socomsite"].title), encoding="utf-8")
    return [f"![{title}; the tables below say the same in figures]({file.name})"]


def _size(found: Figures, size: int) -> Iterator[str]:
    yield f"## {number(size)} posts"
    yield ""
    names = _peers(found, size, _CASES)
    head = ("seconds", *_CASES.values(), "pages")
    rows = [
        (
            PEERS[name].title,
            *(_seconds(found, (size, name, case)) for case in _CASES),
            number(found.pages.get((size, name), 0)),
        )
        for name in names
    ]
    yield from table(head, rows)
    for other in ("hugo", "eleventy"):
        if other in names:
            yield ""
            head = (f"÷ {PEERS[other].title}", *_CASES.values())
            ratios = (
                (
                    PEERS[name].title,
                    *(_ratio(found.ratio(size, case, (other, case), name)) for case in _CASES),
                )
                for name in names
            )
            yield from table(head, ratios)
    yield ""
    yield from _table_of(found, size, names, "processor, seconds", lambda f: f"{f.cpu:.2f}")
    yield ""
    yield from _table_of(found, size, names, "memory at its peak, MB", lambda f: f"{f.memory:.0f}")
    previewing = _peers(found, size, ("preview",))
    if previewing:
        yield ""
        head = ("preview", "from save to page, seconds", "memory, MB")
        yield from table(
            head,
            (
                (
                    PEERS[name].title,
                    _seconds(found, (size, name, "preview")),
                    _cell(found, (size, name, "preview"), lambda f: f"{f.memory:.0f}"),
                )
                for name in previewing
            ),
        )


def _table_of(
    found: Figures, size: int, names: list[str], word: str, show: Callable[[Figure], str]
) -> list[str]:
    rows = ((PEERS[n].title, *(_cell(found, (size, n, c), show) for c in _CASES)) for n in names)
    return table((word, *_CASES.values()), rows)


def _cell(found: Figures, key: tuple[int, str, str], show: Callable[[Figure], str]) -> str:
    return show(found.builds[key]) if key in found.builds else "–"


def _seconds(found: Figures, key: tuple[int, str, str]) -> str:
    figure = found.builds.get(key)
    if figure is None:
        return "failed" if key in found.failed else "–"
    places = 2 if figure.median >= 1 else 3
    mark = " *stale*" if key in found.stale else ""
    if figure.count == 1:
        return f"{figure.median:.{places}f}{mark}"
    return f"{figure.median:.{places}f} ({figure.low:.{places}f}–{figure.high:.{places}f}){mark}"


def _ratio(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}" if value < 1 else f"{value:.1f}"


def _growth(found: Figures) -> Iterator[str]:
    pairs = [(a, b) for a, b in zip(found.sizes, found.sizes[1:], strict=False) if a >= 1000]  # noqa: PLR2004 - starting weighs too much below
    for small, large in pairs:
        yield f"## Growth from {number(small)} to {number(large)} posts"
        yield ""
        yield "The exponent of time: 1 is in proportion to the number of posts."
        yield ""
        rows = (
            (PEERS[n].title, *(_exponent(found.exponent(n, c, small, large)) for c in _CASES))
            for n in _peers(found, large, _CASES)
        )
        yield from table(("exponent", *_CASES.values()), rows)
        yield ""


def _exponent(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


def _notes(found: Figures) -> Iterator[str]:
    yield "## Versions, and what each leaves out"
    yield ""
    rows = [(PEERS[n].title, v, PEERS[n].notes) for n, v in found.versions.items()]
    rows += [(PEERS[n].title, "–", f"not measured: {why}") for n, why in found.hindered.items()]
    yield "| generator | version | notes |"
    yield "|---|---|---|"
    yield from (f"| {' | '.join(cells)} |" for cells in rows)
    if found.stale or found.failed:
        yield ""
        yield "What did not come out right:"
        yield ""
    for (size, name, case), pages in sorted(found.stale.items()):
        listed = ", ".join(f"`{page}`" for page in pages)
        where = f"{PEERS[name].title}, {number(size)} posts, {_CASES[case]}"
        yield f"- {where}: the edit is missing on {listed}."
    for (size, name, case), why in sorted(found.failed.items()):
        yield f"- {PEERS[name].title}, {number(size)} posts, {_CASES.get(case, case)}: {why}"


def _profile(size: int, row: dict[str, Any]) -> Iterator[str]:
    total = row["seconds"]
    yield f"## Where a cold build of {number(size)} posts goes"
    yield ""
    yield f"socomsite in one process, {total:.1f} s in all; looked at every few milliseconds."
    yield ""
    stages = sorted(row["stages"].items(), key=lambda pair: -pair[1])
    told = ((_KNOWN.get(name, name), s) for name, s in stages if s >= total / 500)
    yield from table(("stage", "seconds", "share"), (_share(n, s, total) for n, s in told))
    yield ""
    parts = sorted(row["parts"].items(), key=lambda pair: -pair[1])[:_SHOWN_PARTS]
    yield from table(("code at work", "seconds", "share"), (_share(n, s, total) for n, s in parts))


def _share(name: str, seconds: float, total: float) -> tuple[str, str, str]:
    return name, f"{seconds:.2f}", f"{seconds / total:.0%}"


if __name__ == "__main__":
    kept, results = Path(sys.argv[1]), Path(sys.argv[2])
    lines = kept.read_text("utf-8").splitlines()
    write(map(json.loads, lines), results, Path(__file__).resolve().parent)
