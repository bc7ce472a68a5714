"""The benchmark's own programs: its corpus is a site without faults, its figures are true."""

from __future__ import annotations

import json
import math
import sqlite3
import subprocess
import xml.etree.ElementTree as ET
from contextlib import closing
from pathlib import Path

import pytest

from socomsite.formats.pageview import PageView
from tests.conftest import PYTHON, TOPIC, build_site, news, paths, picture, write_site

BENCH = Path(__file__).parent.parent / "bench"
COUNT = 45


def ran(program: str, *given: object) -> str:
    command = [PYTHON, str(BENCH / program), *map(str, given)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def neutral(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of posts."""
    folder = tmp_path_factory.mktemp("bench") / "neutral"
    ran("posts.py", COUNT, folder)
    return folder


def test_the_same_number_and_seed_give_the_same_posts(neutral: Path, tmp_path: Path) -> None:
    ran("posts.py", COUNT, tmp_path / "again")
    ran("posts.py", COUNT, tmp_path / "other", "--seed", "other")
    texts = [
        {file.name: file.read_bytes() for file in (folder / "posts").iterdir()}
        for folder in (neutral, tmp_path / "again", tmp_path / "other")
    ]
    assert texts[0] == texts[1] != texts[2]
    assert len(texts[0]) == COUNT
    words = [len(text.split()) for text in texts[0].values()]
    assert 280 < min(words) < max(words) < 750


def test_a_corpus_is_a_site_without_a_fault_and_with_all_pages(
    neutral: Path, tmp_path: Path
) -> None:
    ran("corpus.py", neutral, tmp_path / "site")
    made = build_site(tmp_path / "site")
    assert made.problems == ()
    info = json.loads((neutral / "corpus.json").read_text("utf-8"))
    found = {path for path in paths(made) if path.endswith("index.html")}
    assert {f"blog/{slug}/index.html" for slug in info["slugs"]} <= found
    assert {f"tags/{tag}/index.html" for tag in info["tags"]} <= found
    assert {f"project/{name}/index.html" for name in info["projects"]} <= found
    assert {"index.html", "sivu-2/index.html", "sivu-3/index.html"} <= found
    assert "sivu-4/index.html" not in found
    assert {"blog/atom.xml", "sitemap.xml"} <= set(paths(made))
    views = {job.path: job.view for job, _ in made.made if isinstance(job.view, PageView)}
    middle = views[f"blog/{info['slugs'][20]}/index.html"]
    assert middle.neighbours
    assert middle.neighbours.older
    assert middle.neighbours.older.address == f"/blog/{info['slugs'][19]}/"


def test_a_command_is_measured_with_all_its_processes(tmp_path: Path) -> None:
    program = (
        "import sys, time\n"
        "from subprocess import PIPE, Popen\n"
        "text = 'held = bytearray(60_000_000); print(1, flush=True); input()'\n"
        "start = lambda: Popen([sys.executable, '-c', text], stdin=PIPE, stdout=PIPE)\n"
        "both = [start(), start()]\n"
        "print([each.stdout.readline() for each in both])\n"
        "time.sleep(2)\n"
        "print([each.communicate(b'on') for each in both])\n"
    )
    script = tmp_path / "measuring.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(BENCH)!r})\n"
        "import json, dataclasses, pathlib, measure\n"
        f"command = [sys.executable, '-c', {program!r}]\n"
        "here = pathlib.Path(sys.argv[1])\n"
        "print(json.dumps(dataclasses.asdict(measure.run(command, here, here / 'log', {}, 60))))\n"
    )
    done = subprocess.run(
        [PYTHON, str(script), str(tmp_path)], check=True, capture_output=True, text=True
    )
    taken = json.loads(done.stdout)
    assert taken["code"] == 0
    assert taken["memory"] > 110


def test_a_shipped_site_forgets_all_but_pictures_and_search(tmp_path: Path) -> None:
    site = write_site(
        tmp_path / "site",
        {
            "content/topics/lapset.md": TOPIC,
            "content/news/a.md": news() + "\n![Talo](talo.png)\n",
            "content/pictures/talo.png": picture(40, 30),
        },
    )
    commands = f"import sys; sys.path.insert(0, {str(BENCH)!r}); import pathlib, shipped;"
    forget = [PYTHON, "-c", f"{commands} shipped.forget(pathlib.Path({str(site)!r}))"]
    build = [PYTHON, "-m", "socomsite", "build", "--site", str(site)]
    kept: list[int] = []
    for command in (build, forget, build):
        subprocess.run(command, check=True, capture_output=True)
        kept.append((site / "output").is_dir())
        kept.append(0)
        for file in (site / ".cache").glob("made*.sqlite"):
            with closing(sqlite3.connect(file)) as cache:
                kept[-1] += cache.execute("SELECT count(*) FROM made").fetchone()[0]
    assert kept[0::2] == [True, False, True]
    assert 0 < kept[3] < kept[1] == kept[5]


def row(peer: str, case: str, wall: float, **more: object) -> dict[str, object]:
    taken = {"wall": wall, "cpu": wall, "memory": 100.0, "code": 0, "load": 0.5}
    return {"n": 1000, "peer": peer, "round": 0, "case": case} | taken | more


def test_the_results_hold_medians_ratios_and_what_came_out_wrong(tmp_path: Path) -> None:
    rows = [
        {"case": "version", "peer": "socomsite", "version": "1.2.3", "hindered": ""},
        {"case": "version", "peer": "nikola", "version": "", "hindered": "no such package"},
        *(row("socomsite", "same", wall) for wall in (0.1, 0.2, 0.6)),
        row("hugo", "same", 2.0),
        row("mkdocs", "title", 3.0, stale=["blog/a"]),
        row("eleventy", "cold", 4.0, failed="it fell"),
        {"n": 1000, "peer": "socomsite", "case": "preview", "seconds": [0.1, 0.3], "memory": 80.0},
        row("hugo", "cold", 2.0) | {"n": 10_000},
        row("socomsite", "cold", 8.0) | {"n": 10_000},
        {"case": "shipped", "seconds": {"cold": [5.0, 7.0, 9.0], "help": [0.05]}},
        {"n": 1000, "case": "profile", "seconds": 4.0, "stages": {"plan": 1.0}, "parts": {"a": 2}},
    ]
    measured = tmp_path / "measured.jsonl"
    measured.write_text("\n".join(map(json.dumps, rows)))
    ran("report.py", measured, tmp_path / "RESULTS.md")
    text = (tmp_path / "RESULTS.md").read_text("utf-8")
    assert "| nothing changed ÷ Hugo | 1 000 | 0.100 | ≤ 0.3 | ≤ 0.02 | yes |" in text
    assert "| cold ÷ Hugo | 10 000 | 4.000 | – | ≤ 1 | – |" in text
    assert "cold but for search and pictures, seconds | – | 7.000 | ≤ 6 | ≤ 3 | **no** |" in text
    assert "| `socomsite --help`, seconds | – | 0.050 | ≤ 0.12 | ≤ 0.06 | aim |" in text
    assert "| socomsite | – | 0.200 (0.100–0.600) | – | – | – | 0 |" in text
    assert "| MkDocs | – | – | – | 3.00 *stale* | – | 0 |" in text
    assert "1 000 posts, a post's title edited: the edit is missing on `blog/a`." in text
    assert "- Eleventy, 1 000 posts, cold: it fell" in text
    assert "| Nikola | – | not measured: no such package |" in text
    assert "| socomsite | 0.200 (0.100–0.300) | 80 |" in text
    assert "| plan: views of all pages, their digests | 1.00 | 25% |" in text


def test_the_chart_says_in_words_what_it_shows(tmp_path: Path) -> None:
    rows = [row("hugo", "cold", 12.34), row("socomsite", "cold", 1.5)]
    measured = tmp_path / "measured.jsonl"
    measured.write_text("\n".join(map(json.dumps, rows)))
    ran("report.py", measured, tmp_path / "RESULTS.md")
    picture = ET.parse(tmp_path / "results.svg").getroot()  # noqa: S314 - our own file
    told = picture.findtext("{http://www.w3.org/2000/svg}desc")
    assert told is not None
    assert told.startswith("Cold: socomsite 1.50 s, Hugo 12.3 s")
    bars = picture.findall(".//{http://www.w3.org/2000/svg}g/{http://www.w3.org/2000/svg}rect")
    own, other = (float(bar.attrib["width"]) for bar in bars)
    assert math.isclose(other / own, 12.34 / 1.5, rel_tol=0.01)
