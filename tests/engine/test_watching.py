"""Which files came, went or were saved: by a look at all, by a glance at what was saved lately."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from socomsite.engine.stamps import TICK_SECONDS, may_deceive
from socomsite.engine.watching import Watched, seen_of
from tests.conftest import write_site

SITE = {
    "site.yaml": "name: X\n",
    "ledger.txt": "",
    "content/news/a.md": "a",
    "content/news/b.md": "b",
    "templates/base.html": "<p>",
    "output/index.html": "x",
    ".cache/x": "",  # the folder in which the clock of the file system is asked
    # More than are glanced at
    **{f"content/posts/p{number}.md": "x" for number in range(40)},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path / "sivusto", SITE)


@pytest.fixture
def watched(root: Path) -> Watched:
    found = Watched(root)
    assert found.has_changed()
    assert not found.has_changed()
    return found


def save(file: Path, text: str) -> None:
    """Save in place, at another time than before."""
    time.sleep(TICK_SECONDS)
    file.write_text(text)


def test_all_files_that_can_change_a_site_are_seen_but_the_hidden_ones(root: Path) -> None:
    write_site(root, {"content/news/.a.md.swp": "x", "content/.git/x": "x", ".cache/x": "x"})
    there = {str(file) for file in root.rglob("*") if file.is_file()}
    unwatched = {f"{root}/{path}" for path in ("output/index.html", ".cache/x")}
    hidden = {f"{root}/content/{path}" for path in ("news/.a.md.swp", ".git/x")}
    assert seen_of(root).keys() == there - unwatched - hidden


@pytest.mark.parametrize("path", ["site.yaml", "content/news/b.md", "templates/base.html"])
def test_a_look_sees_every_file(root: Path, watched: Watched, path: str) -> None:
    save(root / path, "muuta")
    assert watched.has_changed()
    assert not watched.has_changed()


def test_a_glance_sees_what_came_and_went_and_what_was_saved_lately(
    root: Path, watched: Watched
) -> None:
    file = root / "content/news/a.md"
    save(file, "toinen")
    assert not watched.glance()  # nothing says that this file is worth a glance
    assert watched.has_changed()
    assert not watched.glance()
    save(file, "kolmas")
    assert watched.glance()
    assert not watched.glance()
    assert not watched.has_changed()
    save(root / "content/news/c.md", "uusi")
    assert watched.glance()
    file.unlink()
    assert watched.glance()
    (root / "content/uutta").mkdir()
    write_site(root, {"content/uutta/x.md": "x"})
    assert watched.glance()
    assert f"{root}/content/uutta/x.md" in watched.sight().stamps
    assert str(file) not in watched.sight().stamps


def test_a_file_that_vanishes_while_we_look_is_no_fault(
    root: Path, watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "content/news/katkennut.md").symlink_to("poissa")
    assert not watched.has_changed()
    real = os.scandir

    def late(path: str) -> object:
        found = real(path)
        (root / "content/news/b.md").unlink(missing_ok=True)
        return found

    monkeypatch.setattr("socomsite.engine.watching.os.scandir", late)
    assert watched.has_changed()


def test_a_build_stands_on_what_was_just_seen(root: Path, watched: Watched) -> None:
    file = root / "content/news/a.md"
    assert watched.sight().stamps == seen_of(root)  # as the last look saw it
    file.write_text("toinen")
    now = watched.sight()  # nobody has looked since the save
    assert now.stamps == seen_of(root)
    # Another save in the same step of the clock would leave no trace in the stamp.
    assert may_deceive(now.stamps[str(file)], now.taken)
    time.sleep(2 * TICK_SECONDS)
    assert not may_deceive(now.stamps[str(file)], watched.sight().taken)


def test_many_files_saved_at_once_are_not_all_worth_a_glance(root: Path, watched: Watched) -> None:
    paths = [f"content/news/n{number}.md" for number in range(40)]
    write_site(root, dict.fromkeys(paths, "x"))
    assert watched.glance()
    save(root / paths[0], "toinen")
    assert not watched.glance()
    assert watched.has_changed()
    save(root / paths[0], "kolmas")
    assert watched.glance()


def test_a_file_that_is_heeded_is_glanced_at_before_it_is_ever_saved(
    root: Path, watched: Watched
) -> None:
    file = root / "content/news/a.md"
    watched.heed([str(file), f"{root}/content/news/ei-ole.md"])
    assert not watched.glance()
    save(file, "toinen")
    assert watched.glance()
