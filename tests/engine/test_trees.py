"""A new site grows aside, in two trees that share their files; it is moved whole or not at all."""

from __future__ import annotations

import os
import resource
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest

from socomsite.engine.aside import Aside
from socomsite.engine.output import is_new, release
from socomsite.engine.repeat import _stands
from socomsite.job import Artifact
from tests.engine.test_output import as_tree, beside, tree

PAGES = (
    Artifact("a/b/index.html", b"<p>deep"),
    Artifact("a/index.html", b"<p>same"),
    Artifact("b/index.html", b"<p>same"),
    Artifact("index.html", b"<p>first"),
)
OTHERS = (Artifact("assets/site.css", b"p{}"), Artifact("c/feed.xml", b"<feed/>"))
SITE = tuple(sorted((*PAGES, *OTHERS), key=lambda each: each.path))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".cache").mkdir()
    return tmp_path


def growing(root: Path) -> Aside:
    return Aside(root / ".cache", is_new=True)


def put(aside: Aside, *artifacts: Artifact) -> None:
    for each in artifacts:
        aside.put(each.path, each.mark, each.data)


def folder_of(root: Path) -> Path:
    return root / ".cache" / f"aside.{os.getpid()}"


def write(root: Path, aside: Aside, site: tuple[Artifact, ...] = SITE) -> None:
    made = release(site, root / "output", root / "memory", aside)
    assert made.problems == ()
    assert tree(root / "output") == as_tree(site)
    assert _stands(str(root / "output"), str(root / "memory"), made.value)


def inodes(folder: Path) -> dict[str, int]:
    return {path: (folder / path).stat().st_ino for path in tree(folder)}


def assert_is_ready(root: Path, site: tuple[Artifact, ...] = SITE) -> None:
    """Both folders hold the site, in the same files, and each still stands as it is kept."""
    assert inodes(root / "output") == inodes(root / ".output.next")
    assert tree(root / ".output.next") == as_tree(site)
    assert beside(root / ".cache") == []
    for folder, memory in (("output", "memory"), (".output.next", "memory-next")):
        mark = release_mark(root / folder)
        assert _stands(str(root / folder), str(root / memory), mark)


def release_mark(folder: Path) -> str:
    manifest = (folder / ".socomsite").read_bytes()
    return Artifact("", manifest).mark


def test_a_site_that_grew_aside_is_moved_and_the_rest_is_written(root: Path) -> None:
    with growing(root) as aside:
        put(aside, *PAGES)
        grown = (folder_of(root) / "one/a/index.html").stat().st_ino
        assert tree(folder_of(root) / "other") == as_tree(PAGES)
        write(root, aside)
    assert inodes(root / "output")["a/index.html"] == grown
    assert_is_ready(root)


def test_the_next_site_is_made_in_the_second_tree(root: Path) -> None:
    with growing(root) as aside:
        put(aside, *PAGES)
        write(root, aside)
    before = inodes(root / "output")
    changed = (*SITE[:-1], Artifact("index.html", b"<p>new"))
    write(root, growing(root), changed)
    after = inodes(root / "output")
    assert [path for path, inode in after.items() if before[path] != inode] == ["index.html"]


def test_files_of_several_processes_make_one_site(root: Path) -> None:
    with growing(root) as aside:
        put(aside, PAGES[0])
        fork = get_context("fork")
        processes = [fork.Process(target=put, args=(aside, each)) for each in PAGES[1:]]
        for each in processes:
            each.start()
        for each in processes:
            each.join()
        assert tree(folder_of(root) / "one") == as_tree(PAGES)
        write(root, aside)
    assert_is_ready(root)


def lose(folder: Path) -> None:
    (folder / "one/a/index.html").unlink()


def cut_short(folder: Path) -> None:
    (folder / "one/a/index.html").write_bytes(b"<p>s")


def lose_a_link(folder: Path) -> None:
    (folder / "other/a/index.html").unlink()


def tear_the_list(folder: Path) -> None:
    (notes,) = folder.glob("list.*")
    notes.write_bytes(notes.read_bytes()[:-3])


def lose_the_list(folder: Path) -> None:
    (notes,) = folder.glob("list.*")
    notes.unlink()


def lose_all(folder: Path) -> None:
    with Aside(folder.parent):  # another build at work throws away what it finds
        pass


MISHAPS = (lose, cut_short, lose_a_link, tear_the_list, lose_the_list, lose_all)


@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda each: each.__name__)
def test_where_anything_is_not_as_it_was_put_all_is_written_as_ever(
    root: Path, mishap: Callable[[Path], None]
) -> None:
    with growing(root) as aside:
        put(aside, *PAGES)
        mishap(folder_of(root))
        write(root, aside)
    assert_is_ready(root)


def test_after_another_threw_all_away_nothing_more_is_put(root: Path) -> None:
    with growing(root) as aside:
        put(aside, *PAGES[:2])
        lose_all(folder_of(root))
        put(aside, *PAGES[2:])
        assert beside(root / ".cache") == []
        write(root, aside)
    assert_is_ready(root)


@pytest.mark.parametrize("path", ["a/index.html", "gone/index.html"])
def test_what_became_another_file_or_none_is_not_in_the_site(root: Path, path: str) -> None:
    with growing(root) as aside:
        put(aside, Artifact(path, b"<p>of the first attempt"), *PAGES)
        write(root, aside)
    assert_is_ready(root)


def test_of_a_site_that_is_not_sound_nothing_comes_where_readers_look(root: Path) -> None:
    with growing(root) as aside:
        put(aside, *PAGES)
        assert beside(root) == [".cache"]
    assert beside(root) == [".cache"]
    assert beside(root / ".cache") == []


def test_what_a_killed_build_left_is_thrown_away(root: Path) -> None:
    left = root / ".cache" / "aside.1" / "one" / "index.html"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"<p>torn!")
    with growing(root) as aside:
        assert beside(root / ".cache") == [f"aside.{os.getpid()}"]
        write(root, aside)
    assert_is_ready(root)


def test_where_there_are_no_links_the_site_is_written_as_ever(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_one: object, _other: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    with growing(root) as aside:
        put(aside, *PAGES)
        write(root, aside)
    assert beside(root) == [".cache", "memory", "memory-next", "output"]
    assert beside(root / ".cache") == []


def test_a_file_that_the_system_takes_in_pieces_is_whole(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = os.write
    monkeypatch.setattr(os, "write", lambda opened, data: at_once(opened, data[:3]))
    with growing(root) as aside:
        put(aside, *PAGES)
        assert tree(folder_of(root) / "one") == as_tree(PAGES)
        write(root, aside)
    assert_is_ready(root)


def test_a_site_that_stood_and_is_no_longer_known_is_replaced(root: Path) -> None:
    write(root, Aside(root / ".cache"), PAGES)
    for name in ("memory", "memory-next"):
        (root / name).unlink()
    with growing(root) as aside:
        put(aside, *PAGES)
        write(root, aside)
    assert_is_ready(root)


def test_a_site_that_came_to_stand_meanwhile_is_the_one_that_is_changed(root: Path) -> None:
    with growing(root) as aside:
        put(aside, *PAGES)
        with growing(root) as other:
            write(root, other, PAGES)
        write(root, aside)
    assert tree(root / ".output.next") == as_tree(PAGES)


@pytest.fixture
def files_of_one_block() -> Iterator[None]:
    """A system on which no file grows beyond some bytes, as if the disk were full."""
    _, most = before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.usefixtures("files_of_one_block")
def test_a_site_that_does_not_fit_is_told_and_leaves_nothing(root: Path) -> None:
    big = Artifact("big.html", b"x" * 9000)
    with growing(root) as aside:
        put(aside, *PAGES, big)
        (found,) = release((*SITE, big), root / "output", root / "memory", aside).problems
    assert found.code == "output-unwritable"
    assert beside(root) == [".cache"]
    assert beside(root / ".cache") == []


def test_there_need_not_be_room_for_what_grew_in_vain(small_disk: Path) -> None:
    (small_disk / ".cache").mkdir()
    site = tuple(Artifact(f"{number}.html", b"%d" % number * 60_000) for number in range(10))
    with growing(small_disk) as aside:
        put(aside, *site)
        assert tree(folder_of(small_disk) / "one") == as_tree(site)
        (folder_of(small_disk) / "other/0.html").unlink()
        write(small_disk, aside, site)
    assert_is_ready(small_disk, site)


def test_a_site_is_new_if_nothing_is_known_of_it_and_it_lies_with_its_sources(root: Path) -> None:
    memory = root / ".cache" / "output"
    assert is_new(root / "output", root, memory)
    assert not is_new(root / "public" / "output", root, memory)
    (root / ".cache" / "output-next").touch()
    assert not is_new(root / "output", root, memory)
    assert not is_new(root / "output", root / "gone", memory)


def test_where_the_group_of_new_files_is_another_a_site_does_not_grow_there(root: Path) -> None:
    (root / ".cache").chmod(0o2755)
    assert not is_new(root / "output", root, root / ".cache" / "output")
