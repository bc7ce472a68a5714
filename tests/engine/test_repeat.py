"""When nothing has changed, and when that cannot be known."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from math import inf
from pathlib import Path

import pytest

from socomsite.engine import repeat
from socomsite.engine.output import release
from socomsite.engine.repeat import (
    FORM,
    Snapshot,
    inputs_of,
    is_unchanged,
    look,
    output_file,
    program,
    question,
    remember,
    remembered,
    snapshot_file,
)
from socomsite.engine.seen import Seen
from socomsite.engine.stamps import TICK_SECONDS, digest_of_file
from socomsite.job import Artifact
from socomsite.language import Language
from socomsite.model.discovery import discover

ASKED = ("build", "/")
FILES = ("site.yaml", "content/news/a.md", "content/news/b.md", "templates/page.html")
ARTIFACTS = (Artifact("index.html", b"<p>1"), Artifact("a/index.html", b"<p>2"))


def keep(root: Path, *, wait: float = TICK_SECONDS, written: bool = True) -> Snapshot:
    """See the files of a site, write one, and keep a snapshot of it."""
    (root / ".cache").mkdir(exist_ok=True)
    time.sleep(wait)
    sight = look(str(root))
    mark, output = "", ""
    if written:
        output = str(root / "output")
        mark = release(ARTIFACTS, root / "output", Path(output_file(str(root)))).value
    inputs = inputs_of(str(root), sight, None)
    assert inputs is not None
    told = ((False, "Valmis."),)
    made = Snapshot(
        FORM, str(root), ASKED, program(), "", 0.0, inf, sight.taken, inputs, output, mark, told
    )
    remember(made)
    return made


def last(root: Path) -> Snapshot:
    found = remembered(str(root), ASKED)
    assert found is not None
    return found


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    return tmp_path


def test_what_is_as_it_was_is_unchanged(root: Path) -> None:
    made = keep(root)
    assert last(root) == made
    assert is_unchanged(last(root))
    assert [each.name for each in (root / ".cache").iterdir()] != []
    assert not list((root / ".cache").glob("look*"))


def test_it_holds_from_and_until_an_instant(root: Path) -> None:
    made = keep(root)
    assert not is_unchanged(made._replace(until=time.time()))
    assert not is_unchanged(made._replace(since=time.time() + 60))


def test_a_site_without_output_is_unchanged_too(root: Path) -> None:
    keep(root, written=False)
    assert is_unchanged(last(root))


def edited(root: Path) -> None:
    (root / "content/news/a.md").write_text("content/news/A.md")


def edited_with_its_old_time(root: Path) -> None:
    file = root / "content/news/a.md"
    before = file.stat()
    file.write_text("content/news/A.md")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def swapped(root: Path) -> None:
    one, other = root / "content/news/a.md", root / "content/news/b.md"
    one.rename(root / "c")
    other.rename(one)
    (root / "c").rename(other)


def added(root: Path) -> None:
    (root / "content/news/c.md").write_text("")


def hidden(root: Path) -> None:
    (root / "templates/.page.html").write_text("")


def ledger(root: Path) -> None:
    (root / "ledger.txt").write_text("")


def folder_added(root: Path) -> None:
    (root / "content/events").mkdir()


def deleted(root: Path) -> None:
    (root / "content/news/a.md").unlink()


def renamed(root: Path) -> None:
    (root / "content/news/a.md").rename(root / "content/news/c.md")


def linked(root: Path) -> None:
    (root / "content/news/a.md").rename(root / "elsewhere")
    (root / "content/news/a.md").symlink_to(root / "elsewhere")


def folder_for_file(root: Path) -> None:
    (root / "content/news/a.md").unlink()
    (root / "content/news/a.md").mkdir()


def pipe_for_file(root: Path) -> None:
    (root / "content/news/a.md").unlink()
    os.mkfifo(root / "content/news/a.md")


def settings_gone(root: Path) -> None:
    (root / "site.yaml").unlink()


def output_edited(root: Path) -> None:
    (root / "output/index.html").write_bytes(b"<p>3")


def output_added(root: Path) -> None:
    (root / "output/a/extra.txt").write_text("")


def output_deleted(root: Path) -> None:
    (root / "output/a/index.html").unlink()


def output_gone(root: Path) -> None:
    shutil.rmtree(root / "output")


def output_of_another(root: Path) -> None:
    release(ARTIFACTS[:1], root / "output", Path(output_file(str(root))))


def output_forgotten(root: Path) -> None:
    Path(output_file(str(root))).unlink()


CHANGES = (
    *(edited, edited_with_its_old_time, swapped, added, hidden, ledger, folder_added, deleted),
    *(renamed, linked, folder_for_file, pipe_for_file, settings_gone),
    *(output_edited, output_added, output_deleted, output_gone, output_of_another),
    output_forgotten,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_change_is_seen(root: Path, change: Callable[[Path], None]) -> None:
    keep(root)
    time.sleep(TICK_SECONDS)
    change(root)
    assert not is_unchanged(last(root))


def nothing(root: Path) -> None:
    del root


def folder_gone(root: Path) -> None:
    shutil.rmtree(root / "content/news")


def file_for_folder(root: Path) -> None:
    shutil.rmtree(root / "content/news")
    (root / "content/news").write_text("")


def templates_linked(root: Path) -> None:
    (root / "templates").rename(root / "elsewhere")
    (root / "templates").symlink_to(root / "elsewhere")


@pytest.mark.parametrize("wait", [0, TICK_SECONDS])
@pytest.mark.parametrize(
    "change",
    [*CHANGES, nothing, folder_gone, file_for_folder, templates_linked],
    ids=lambda change: change.__name__,
)
def test_a_second_look_sees_what_a_first_would(
    root: Path, change: Callable[[Path], None], wait: float
) -> None:
    keep(root)
    before = look(str(root))
    time.sleep(wait)
    change(root)
    assert look(str(root), before).stamps == look(str(root)).stamps


def test_a_change_taken_back_is_none(root: Path) -> None:
    keep(root)
    time.sleep(TICK_SECONDS)
    edited(root)
    added(root)
    assert not is_unchanged(last(root))
    (root / "content/news/a.md").write_text("content/news/a.md")
    (root / "content/news/c.md").unlink()
    assert is_unchanged(last(root))


def test_what_was_only_touched_is_read_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(root)
    for name in FILES:
        (root / name).touch()
    time.sleep(TICK_SECONDS)
    assert is_unchanged(last(root))
    monkeypatch.setattr(repeat, "digest_of_file", lambda _: pytest.fail("it was read again"))
    assert is_unchanged(last(root))


def test_a_file_that_may_have_changed_unseen_is_never_trusted(root: Path) -> None:
    keep(root, wait=0)
    assert not is_unchanged(last(root))


def test_a_touched_file_that_may_change_unseen_is_read_until_it_cannot(root: Path) -> None:
    keep(root)
    time.sleep(TICK_SECONDS)
    file = root / "content/news/a.md"
    file.touch()
    assert is_unchanged(last(root))
    renewed = last(root)
    edited(root)
    # As if the clock had not gone on between the look and the edit.
    stamps = look(str(root)).stamps
    inputs = {path: (stamps[path], mark) for path, (_, mark) in renewed.inputs.items()}
    assert not is_unchanged(renewed._replace(inputs=inputs, taken=stamps[str(file)][0]))


def test_a_file_that_changed_during_the_build_leaves_no_snapshot(root: Path) -> None:
    (root / ".cache").mkdir()
    sight = look(str(root))
    edited(root)
    assert inputs_of(str(root), sight, None) is None


def test_where_no_time_can_be_read_there_is_no_snapshot(root: Path) -> None:
    sight = look(str(root))  # without a folder for the cache
    assert sight.taken == 0
    assert inputs_of(str(root), sight, None) is None


def test_digests_are_taken_from_the_last_snapshot(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = keep(root)
    time.sleep(TICK_SECONDS)
    edited(root)
    time.sleep(TICK_SECONDS)
    read: list[str] = []

    def hear(path: str) -> str:
        read.append(path)
        return digest_of_file(path)

    monkeypatch.setattr(repeat, "digest_of_file", hear)
    inputs = inputs_of(str(root), look(str(root)), made)
    assert inputs is not None
    assert [path for path in read if path != f"{root}/ledger.txt"] == [f"{root}/content/news/a.md"]
    changed = {path for path, each in inputs.items() if made.inputs[path] != each}
    assert changed == {f"{root}/content/news/a.md"}


def test_what_the_build_has_read_is_not_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = keep(root).inputs
    sight = look(str(root))
    seen = Seen(str(root), None, "", sight)
    found = discover(root, ("news",), Language.FI, (Language.FI,), seen).value
    paths = {f"{root}/{each.path}" for each in found}
    assert f"{root}/content/news/a.md" in paths
    read: list[str] = []

    def hear(path: str) -> str:
        read.append(path)
        return digest_of_file(path)

    monkeypatch.setattr(repeat, "digest_of_file", hear)
    assert inputs_of(str(root), sight, None) == expected
    assert not paths & set(read)
    (root / "content/news/a.md").write_text("muuta")
    assert inputs_of(str(root), sight, None) is None


def test_a_digest_whose_stamp_may_deceive_is_not_taken_over(root: Path) -> None:
    made = keep(root)
    path = f"{root}/content/news/a.md"
    stamp, _ = made.inputs[path]
    wrong = made._replace(inputs=made.inputs | {path: (stamp, "another")}, taken=stamp[0])
    inputs = inputs_of(str(root), look(str(root)), wrong)
    assert inputs == made.inputs


@pytest.mark.parametrize("spoilt", [b"", b"x" * 10, b"\0" * 40, None])
def test_a_snapshot_that_is_spoilt_is_none(root: Path, spoilt: bytes | None) -> None:
    keep(root)
    file = Path(snapshot_file(str(root), "build"))
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] if spoilt is None else spoilt)
    assert remembered(str(root), ASKED) is None


def test_another_program_or_question_finds_no_snapshot(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(root)
    assert remembered(str(root), ("build", "--drafts", "/")) is None
    assert remembered(str(root), ("check", "/")) is None
    monkeypatch.setattr(repeat, "program", lambda: ("another",))
    assert remembered(str(root), ASKED) is None


def test_the_program_is_its_files_its_python_and_its_libraries() -> None:
    version, sources, libraries = program()
    assert "3." in str(version)
    assert isinstance(sources, tuple)
    assert isinstance(libraries, tuple)
    names = {Path(path).name for path, _ in sources}
    assert {"repeat.py", "messages.yaml", "pipeline.py"} <= names
    assert any(path.endswith("site-packages") for path, _ in libraries)


QUESTIONS = (
    ((), None),
    (("serve",), None),
    (("--lang", "sv", "build"), None),
    (("build", "--external"), None),
    (("build", "--site", "a", "--site", "b"), None),
    (("build", "--"), None),
    (("build", "--help"), None),
    (("build",), ("build",)),
    (("check", "--json", "--as-of=1.1.2026"), ("check", "--json", "--as-of=1.1.2026")),
)


@pytest.mark.parametrize(("given", "asked"), QUESTIONS)
def test_only_plain_builds_and_checks_are_known_by_what_they_see(
    given: tuple[str, ...], asked: tuple[str, ...] | None
) -> None:
    assert question(given) == (asked and (*asked, os.getcwd()))  # noqa: PTH109 - as it is asked


def test_where_one_stands_is_part_of_the_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    assert question(["build"]) == ("build", str(tmp_path / "gone"))
    (tmp_path / "gone").rmdir()
    assert question(["build"]) is None
