"""The folder that stands by: only what differs is written, only what we wrote is kept."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from socomsite.engine import staging
from socomsite.engine.output import MANIFEST, release, write
from socomsite.engine.stamps import TICK_SECONDS, Stamp
from socomsite.engine.standing import Looked, looked
from socomsite.job import Artifact
from tests.engine.test_output import as_tree, beside, tree

PAGES = {"index.html": b"<p>1", "a/index.html": b"<p>2", "a/b/index.html": b"<p>3", "c.txt": b""}


def site(changed: Mapping[str, bytes] = PAGES) -> tuple[Artifact, ...]:
    pages = {**PAGES, **changed}
    return tuple(Artifact(path, data) for path, data in sorted(pages.items()))


def put(root: Path, artifacts: tuple[Artifact, ...], seen: Looked | None = None) -> None:
    made = release(artifacts, root / "output", root / "memory", looked=lambda: seen)
    assert made.problems == ()
    assert tree(root / "output") == as_tree(artifacts)


def inodes(folder: Path) -> dict[str, int]:
    return {path: (folder / path).stat().st_ino for path in tree(folder)}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are written, rather than kept or linked, in their order."""
    found: list[str] = []
    write_one = staging._written

    def count(placed: tuple[str, str, str, bytes]) -> tuple[str, Stamp, str]:
        found.append(placed[1])
        return write_one(placed)

    monkeypatch.setattr(staging, "_written", count)
    return found


def test_only_what_differs_is_written(tmp_path: Path, written: list[str]) -> None:
    put(tmp_path, site())
    before = inodes(tmp_path / "output")
    assert sorted(written) == sorted([*PAGES, MANIFEST])
    for number in range(4):
        written.clear()
        put(tmp_path, site({"a/index.html": b"<p>new %d" % number}))
        assert written == ["a/index.html", MANIFEST]
        after = inodes(tmp_path / "output")
        assert [path for path in PAGES if after[path] != before[path]] in ([], ["a/index.html"])
    assert beside(tmp_path) == [".output.next", "memory", "memory-next", "output"]


def test_the_folder_that_stands_by_takes_no_room_of_its_own(tmp_path: Path) -> None:
    put(tmp_path, site())
    put(tmp_path, site({"c.txt": b"new"}))
    assert (tmp_path / ".output.next/c.txt").read_bytes() == b""
    same = PAGES.keys() - {"c.txt"}
    one, other = inodes(tmp_path / "output"), inodes(tmp_path / ".output.next")
    assert {path: one[path] for path in same} == {path: other[path] for path in same}


def test_any_sequence_of_sites_leaves_each_as_it_is(tmp_path: Path) -> None:
    chance = random.Random(6)  # noqa: S311 - the same sites each time
    names = ["a", "a/b", "a/b/c", "b", "b/c", "d/e/f/g", "h"]
    for _ in range(60):
        chosen = set(chance.sample(names, chance.randint(0, 5)))
        paths = {p for p in chosen if not any(other.startswith(f"{p}/") for other in chosen)}
        data = {path: b"%d" % chance.randint(0, 2) for path in paths}
        put(tmp_path, tuple(Artifact(path, data[path]) for path in sorted(paths)))


def edit_in_place(root: Path) -> None:
    for folder in ("output", ".output.next"):
        with (root / folder / "index.html").open("r+b") as file:
            file.write(b"<p>X")


def edit_with_the_old_time(root: Path) -> None:
    file = root / ".output.next/index.html"
    before = file.stat()
    edit_in_place(root)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def add(root: Path) -> None:
    (root / ".output.next/a/secret.txt").write_text("mine")
    (root / "output/a/secret.txt").write_text("mine")


def delete(root: Path) -> None:
    (root / ".output.next/a/index.html").unlink()


def replace_by_link(root: Path) -> None:
    (root / "elsewhere").mkdir()
    for name in PAGES:
        (root / "elsewhere" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "elsewhere" / name).write_bytes(b"wrong")
    (root / ".output.next/a").rename(root / "gone")
    (root / ".output.next/a").symlink_to(root / "elsewhere/a")


def die_while_making(root: Path) -> None:
    (root / ".output.next/index.html").unlink()
    (root / ".output.next/index.html").write_bytes(b"<p>half")
    (root / ".output.next" / MANIFEST).unlink()


def forget(root: Path) -> None:
    (root / "memory").unlink()


def forget_the_other(root: Path) -> None:
    (root / "memory-next").unlink()


def spoil(root: Path) -> None:
    for name in ("memory", "memory-next"):
        (root / name).write_bytes(b"\0" * 100)


def write_without_memory(root: Path) -> None:
    write(site({"x": b"x"}), root / "output")


def go_back(root: Path) -> None:
    (root / "output").rename(root / "newer")
    (root / ".output.next").rename(root / "output")


MISHAPS = (
    *(edit_in_place, edit_with_the_old_time, add, delete, replace_by_link, die_while_making),
    *(forget, forget_the_other, spoil, write_without_memory, go_back),
)


def seen_beside(root: Path) -> Looked:
    """How the folder that stands by is seen to stand before the next site is made in it."""
    return looked(str(root / ".output.next"), str(root / "memory-next"))


@pytest.mark.parametrize("has_looked", [False, True])
@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.__name__)
def test_whatever_happens_to_the_folders_the_next_site_is_whole(
    tmp_path: Path, mishap: Callable[[Path], None], *, has_looked: bool
) -> None:
    put(tmp_path, site())
    put(tmp_path, site({"c.txt": b"new"}))
    time.sleep(TICK_SECONDS)
    mishap(tmp_path)
    put(tmp_path, site({"d.txt": b"newer"}), seen_beside(tmp_path) if has_looked else None)
    put(tmp_path, site())


def test_what_was_seen_of_a_folder_is_believed_and_nothing_looked_at_again(
    tmp_path: Path, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, site())
    put(tmp_path, site())
    written.clear()
    seen = seen_beside(tmp_path)
    for name in ("all_intact", "are_folders_intact"):
        monkeypatch.setattr(staging, name, lambda *_: pytest.fail("it was looked at"))
    put(tmp_path, site({"c.txt": b"new"}), seen)
    assert written == ["c.txt", MANIFEST]


def test_what_was_seen_before_another_program_wrote_is_forgotten(tmp_path: Path) -> None:
    put(tmp_path, site())
    seen = seen_beside(tmp_path)
    put(tmp_path, site({"c.txt": b"new"}))
    time.sleep(TICK_SECONDS)
    edit_in_place(tmp_path)
    put(tmp_path, site(), seen)


def test_a_change_in_the_same_step_of_the_clock_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, site())
    # As if the file system's clock stood still: stamps prove nothing then.
    monkeypatch.setattr(staging, "stamp", lambda _: (1, 1, 1, 1))
    monkeypatch.setattr("socomsite.engine.standing.stamp", lambda _: (1, 1, 1, 1))
    monkeypatch.setattr(staging, "now", lambda _: 1)
    put(tmp_path, site())
    edit_in_place(tmp_path)
    put(tmp_path, site())


def test_where_there_are_no_links_each_site_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_one: object, _other: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    put(tmp_path, site())
    assert beside(tmp_path) == ["memory", "memory-next", "output"]
    put(tmp_path, site({"c.txt": b"new"}))
    put(tmp_path, site({"c.txt": b"newer"}))
