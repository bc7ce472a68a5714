"""What is written as soon as it is made is moved when all is sound, and never relied on."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from socomsite.engine.aside import Aside
from socomsite.engine.output import release
from socomsite.job import Artifact
from tests.engine.test_output import as_tree, beside, tree

PAGES = (Artifact("a/index.html", b"<p>same"), Artifact("b/index.html", b"<p>same"))
PAGE = Artifact("c/index.html", b"<p>other")
SITE = (*PAGES, PAGE)


def put(aside: Aside, *artifacts: Artifact) -> None:
    for each in artifacts:
        aside.put(each.path, each.mark, each.data)


def folder_of(root: Path) -> Path:
    return root / ".cache" / f"aside.{os.getpid()}"


def write(root: Path, aside: Aside) -> None:
    assert release(SITE, root / "output", root / "memory", aside).problems == ()
    assert tree(root / "output") == as_tree(SITE)


def test_what_was_put_aside_is_moved(tmp_path: Path) -> None:
    with Aside(tmp_path / ".cache") as aside:
        put(aside, *SITE)
        inode = (folder_of(tmp_path) / PAGE.mark).stat().st_ino
        write(tmp_path, aside)
        assert beside(folder_of(tmp_path)) == []
    assert (tmp_path / "output" / PAGE.path).stat().st_ino == inode
    assert beside(tmp_path / ".cache") == []


def test_what_stands_already_is_left_and_what_was_put_aside_for_it_goes(tmp_path: Path) -> None:
    with Aside(tmp_path / ".cache") as aside:
        write(tmp_path, aside)
        before = (tmp_path / "output" / PAGE.path).stat().st_ino
        put(aside, *SITE)
        write(tmp_path, aside)
    assert (tmp_path / "output" / PAGE.path).stat().st_ino == before
    assert beside(tmp_path / ".cache") == []


def lose(folder: Path) -> None:
    (folder / PAGE.mark).unlink()


def cut_short(folder: Path) -> None:
    (folder / PAGE.mark).write_bytes(b"<p>o")


def lose_all(folder: Path) -> None:
    with Aside(folder.parent):  # another build at work throws away what it finds
        pass


@pytest.mark.parametrize("mishap", [lose, cut_short, lose_all], ids=lambda each: each.__name__)
def test_what_is_gone_or_cut_short_is_written_as_ever(
    tmp_path: Path, mishap: Callable[[Path], None]
) -> None:
    with Aside(tmp_path / ".cache") as aside:
        put(aside, *SITE)
        mishap(folder_of(tmp_path))
        write(tmp_path, aside)


def test_what_a_killed_build_left_is_thrown_away(tmp_path: Path) -> None:
    left = tmp_path / ".cache" / "aside.1"
    left.mkdir(parents=True)
    (left / PAGE.mark).write_bytes(b"<p>torn!")
    with Aside(tmp_path / ".cache") as aside:
        assert beside(tmp_path / ".cache") == []
        write(tmp_path, aside)


def test_where_nothing_can_be_put_nothing_is(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("a file where the folder should be")
    with Aside(tmp_path / ".cache") as aside:
        put(aside, *SITE)
        write(tmp_path, aside)


def test_a_file_that_could_not_be_written_whole_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill_up(self: Aside, file: str, data: bytes) -> None:
        del self
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_bytes(data[:2])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Aside, "_write", fill_up)
    with Aside(tmp_path / ".cache") as aside:
        put(aside, PAGE)
        assert beside(folder_of(tmp_path)) == []
        assert not aside.take(sha256(PAGE.data).hexdigest(), str(tmp_path / "x"))
