"""A command that would only do again what it did says it again, and wakes nothing."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from socomsite.commands import start
from socomsite.commands.start import with_seconds
from socomsite.dates import today_in_helsinki
from socomsite.engine.stamps import TICK_SECONDS
from tests.commands.conftest import Runner, alone, environment
from tests.conftest import news

NEWS = "content/news/uutinen.md"
WARNED = news(body="<script>x</script>")


@pytest.fixture(autouse=True)
def _settled(root: Path) -> None:
    """What has only just been written counts as doubtful."""
    assert root.is_dir()
    time.sleep(TICK_SECONDS)


def timeless(text: bytes) -> str:
    return re.sub(r'\d+,\d s|"seconds": [\d.]+', "", text.decode())


def test_a_build_is_told_again_with_its_warnings(root: Path) -> None:
    (root / NEWS).write_text(WARNED)
    first = alone("build", "--site", root)
    again = alone("build", "--site", root)
    assert first.returncode == again.returncode == 0
    assert timeless(again.stdout) == timeless(first.stdout)
    told = first.stderr.decode().partition("…")[2].split("\n", 2)
    assert "warning[html-removed]" in told[-1]
    assert again.stderr.decode() == told[-1]
    (root / NEWS).write_text(news(title="Uusi"))
    third = alone("build", "--site", root)
    assert "Luetaan" in third.stderr.decode()
    assert "Uusi" in (root / "output/ajankohtaista/uutinen/index.html").read_text()


def built(root: Path, *before: str) -> str:
    """What a build tells that is a process of its own, and the modules that it loaded."""
    script = (
        *("import sys", "from socomsite.commands.start import main", *before),
        "try:\n    main()\nexcept SystemExit:\n    print(*sys.modules)\n",
    )
    command = [sys.executable, "-c", "\n".join(script), "build", "--site", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment(), check=True)
    return done.stdout


def test_an_edit_loads_nothing_that_it_does_not_need(root: Path) -> None:
    alone("build", "--site", root)
    (root / NEWS).write_text(news(body="Toinen teksti."))
    time.sleep(TICK_SECONDS)
    loaded = set(built(root).split("make serve")[-1].split())
    assert "socomsite.engine.edited" in loaded
    assert "Toinen teksti." in (root / "output/ajankohtaista/uutinen/index.html").read_text()
    spared = {"click", "markdown", "PIL", "multiprocessing", "subprocess", "ctypes.util"}
    spared |= {f"socomsite.engine.{name}" for name in ("pipeline", "content", "attachments")}
    spared |= {"socomsite.checks.ledger", "socomsite.checks.likeness"}
    assert loaded & spared == set()


def test_of_a_large_site_other_processes_look_at_what_was_written(root: Path) -> None:
    large = (
        "import os, socomsite.engine.repeat as repeat; repeat._MANY, os.cpu_count = 0, lambda: 2"
    )
    page, other = (root / name / "index.html" for name in ("output", ".output.next"))
    for _ in range(2):
        built(root, large)
    told = built(root, large)
    assert "socomsite.engine.edited" not in told
    page.write_text("wrong")
    assert "socomsite.engine.edited" in built(root, large)
    (root / "output/x").touch()
    assert "socomsite.engine.edited" in built(root, large)
    assert "Tervetuloa" in page.read_text()
    for number in range(2):
        time.sleep(TICK_SECONDS)
        (root / ".output.next/x").touch()
        other.unlink(missing_ok=number > 0)
        (root / NEWS).write_text(news(body=f"Teksti {number}."))
        built(root, large)
        assert "Tervetuloa" in page.read_text()
        assert not (root / "output/x").exists()
        news_page = root / "output/ajankohtaista/uutinen/index.html"
        assert f"Teksti {number}." in news_page.read_text()


def test_a_check_for_programs_is_told_again_with_its_own_time(root: Path) -> None:
    first, again = (alone("check", "--json", "--site", root) for _ in range(2))
    assert timeless(again.stdout) == timeless(first.stdout)
    one, other = (json.loads(each.stdout) for each in (first, again))
    assert 0 < other["seconds"] < one["seconds"]


def test_what_was_changed_in_the_output_by_hand_is_put_right(root: Path) -> None:
    page = root / "output/index.html"
    alone("build", "--site", root)
    made = page.read_bytes()
    page.write_bytes(made.replace(b"Tervetuloa", b"TERVETULOA"))
    done = alone("build", "--site", root)
    assert "Luetaan" in done.stderr.decode()
    assert page.read_bytes() == made
    assert alone("build", "--site", root).stderr == b""


def test_mistakes_are_looked_for_again(root: Path) -> None:
    (root / NEWS).write_text(news(date="31.2.2026"))
    first, again = (alone("build", "--site", root) for _ in range(2))
    assert first.returncode == again.returncode == 1
    assert again.stderr == first.stderr
    assert b"date-impossible" in again.stderr


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str | Path) -> int | str | None:
    """Start the program here; the code with which it ends, if anything is to be made `made`."""
    monkeypatch.setattr(sys, "argv", ["socomsite", *map(str, arguments)])
    for name in ("cli", "plain"):
        monkeypatch.setattr(f"socomsite.commands.{name}.main", lambda *_: sys.exit("made"))
    with pytest.raises(SystemExit) as ended:
        start.main()
    return ended.value.code


def test_only_the_same_day_and_the_same_command_are_told_again(
    root: Path,
    socomsite: Runner,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = socomsite("build", "--site", root, "--jobs", "1")
    assert run(monkeypatch, "build", "--site", root, "--jobs", "1") == 0
    told = capsys.readouterr()
    assert timeless(told.out.encode()) == timeless(said.out.encode())
    assert run(monkeypatch, "build", f"--site={root}", "--jobs", "1") == "made"
    assert run(monkeypatch, "build", "--site", root, "--drafts", "--jobs", "1") == "made"
    assert run(monkeypatch, "check", "--site", root, "--jobs", "1") == "made"
    assert run(monkeypatch, "build", "--jobs", "1") == "made"
    assert run(monkeypatch, "--help") == "made"
    now = time.time()
    for other in (now - 86_400, now + 86_400):
        monkeypatch.setattr("socomsite.engine.repeat.time.time", lambda other=other: other)
        assert run(monkeypatch, "build", "--site", root, "--jobs", "1") == "made"


def test_a_build_that_began_before_midnight_is_not_told_again_after_it(
    root: Path, socomsite: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    yesterday = today_in_helsinki() - dt.timedelta(days=1)
    days = [yesterday]
    today = today_in_helsinki
    monkeypatch.setattr(
        "socomsite.commands.build.today_in_helsinki", lambda: days.pop() if days else today()
    )
    assert socomsite("build", "--site", root).code == 0
    assert run(monkeypatch, "build", "--site", root) == "made"


def test_what_lacks_a_library_is_tried_again(
    root: Path, socomsite: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "templates/search.html").write_text("<h1>{{ title }}</h1>")
    (root / "content/pages/haku.md").write_text(
        "---\ntitle: Haku\nlayout: search\nreviewed_on: 1.1.2026\nowner: A\nmenu: none\n---\n\nHae."
    )
    monkeypatch.setattr("socomsite.engine.search._has_pagefind", lambda: False)
    said = socomsite("build", "--site", root)
    assert said.code == 0
    assert "notice[library-missing]" in said.err
    assert run(monkeypatch, "build", "--site", root) == "made"


def test_who_stops_reading_is_told_no_more(
    root: Path, socomsite: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    socomsite("check", "--site", root)

    class Closed:
        def reconfigure(self, **_: str) -> None:
            raise BrokenPipeError

        def fileno(self) -> int:
            return closed

    with Path("/dev/null").open("wb") as file:
        closed = file.fileno()
        monkeypatch.setattr(sys, "stdout", Closed())
        assert run(monkeypatch, "check", "--site", root) == 1


def test_seconds_are_put_in_as_each_text_writes_them() -> None:
    assert with_seconds("Valmis, \0, s", 1.26) == "Valmis, 1,3 s"
    assert with_seconds("Done, \0. s", 1.26) == "Done, 1.3 s"
    assert with_seconds('{"a": "\\u0000"}', 0.12345) == '{"a": 0.123}'
    assert with_seconds('{"a": "\\\\u0000"}', 0.1) == '{"a": "\\\\u0000"}'
