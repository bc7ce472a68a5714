"""Releases in a folder: whole or not there, readable by a server, never over what is another's."""

from __future__ import annotations

import datetime as dt
import errno
import multiprocessing
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from socomsite.language import Words
from socomsite.model.destination import Folder
from socomsite.publishing import tree
from socomsite.publishing.folder import FolderTarget
from socomsite.publishing.publishing import planned, publish, roll_back
from socomsite.publishing.release import MARKER
from socomsite.publishing.target import Kept, Owner, Refused
from tests.conftest import PYTHON, without_might
from tests.publishing.made import NOW, OWNER, SOURCES, at, fails_at, made, put

FIRST = {"index.html": "1", "a/index.html": "same", "style.css": "same"}
SECOND = {"index.html": "2", "a/index.html": "same", "style.css": "same"}


class Killed(BaseException):
    """Ends a publishing like a kill: nothing of its own may clean up after it."""


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    (tmp_path / "sivusto").mkdir()
    return FolderTarget.of(Folder(path="../julki"), tmp_path / "sivusto")


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(target: FolderTarget) -> list[str]:
    return sorted(each.name for each in (target.place / "releases").iterdir())


def cut_off(target: FolderTarget, files: dict[str, str], step: str, later: int) -> None:
    """A publishing that is gone at a step."""
    plan = planned(made(files), target.kept(), SOURCES, NOW + dt.timedelta(seconds=later))
    with pytest.raises(Killed):
        publish(
            target,
            plan,
            OWNER,
            keep=5,
            record=lambda: (),
            at=fails_at(step, Killed()),  # type: ignore[arg-type]  # no Exception, as a kill is none
        )


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.problem.code


def test_a_new_place_keeps_nothing_and_is_not_made_by_asking(target: FolderTarget) -> None:
    assert target.kept() == Kept((), None)
    assert not target.place.exists()


def test_a_relative_path_starts_from_the_sites_folder(target: FolderTarget) -> None:
    assert target.place == target.root.parent / "julki"


def test_releases_stand_beside_each_other_and_a_link_leads_to_one(target: FolderTarget) -> None:
    put(target, FIRST)
    put(target, SECOND, later=1)
    assert names(target) == [
        "20261126T065051Z",
        "20261126T065051Z.json",
        "20261126T065051Z.served",
        "20261126T065052Z",
        "20261126T065052Z.json",
    ]
    assert (target.place / "current").readlink() == Path("releases/20261126T065052Z")
    assert (target.place / "current/index.html").read_text() == "2"
    assert (target.place / "current" / MARKER).is_file()


def test_the_manifest_is_not_below_what_is_served(target: FolderTarget) -> None:
    put(target, FIRST)
    served = (target.place / "current").resolve()
    assert [file.name for file in served.rglob("*.json")] == ["socomsite.json"]


def test_what_has_not_changed_is_the_same_file_on_the_disk(target: FolderTarget) -> None:
    put(target, FIRST)
    put(target, SECOND, later=1)
    one, other = (target.place / "releases" / f"20261126T06505{n}Z" for n in (1, 2))
    assert (one / "style.css").stat().st_ino == (other / "style.css").stat().st_ino
    assert (one / "index.html").stat().st_ino != (other / "index.html").stat().st_ino


def test_a_file_that_someone_changed_by_hand_is_written_anew(target: FolderTarget) -> None:
    put(target, FIRST)
    spoilt = (target.place / "current/style.css").resolve()
    spoilt.chmod(0o644)
    spoilt.write_text("samf")
    put(target, SECOND, later=1)
    assert (target.place / "current/style.css").read_text() == "same"
    assert spoilt.read_text() == "samf"


def test_a_file_that_was_replaced_by_a_link_is_written_anew(target: FolderTarget) -> None:
    put(target, FIRST)
    spoilt = (target.place / "current").resolve() / "style.css"
    elsewhere = target.root / "toinen.css"
    elsewhere.write_text("same")
    spoilt.unlink()
    spoilt.symlink_to(elsewhere)
    put(target, SECOND, later=1)
    assert not (target.place / "current/style.css").is_symlink()


def test_files_are_copied_where_links_cannot_be_made(
    target: FolderTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EMLINK, "Too many links")

    put(target, FIRST | {"assets/a.0123456789.css": "old"})
    monkeypatch.setattr(os, "link", refuse)
    put(target, SECOND, later=1)
    assert (target.place / "current/style.css").read_text() == "same"
    assert (target.place / "current/assets/a.0123456789.css").read_text() == "old"


@pytest.mark.usefixtures("umask")
def test_a_server_may_read_whatever_the_umask_and_nobody_is_to_edit(target: FolderTarget) -> None:
    put(target, FIRST)
    tree_of = (target.place / "current").resolve()
    for each in (target.place, target.place / "releases", tree_of, tree_of / "a"):
        assert mode(each) == 0o755
    for each in (tree_of / "index.html", tree_of / "a/index.html", tree_of / MARKER):
        assert mode(each) == 0o444
    assert mode(target.place / ".lock") == 0o644


@pytest.mark.usefixtures("umask")
def test_a_group_that_may_write_in_the_place_may_publish_too(target: FolderTarget) -> None:
    target.place.mkdir()
    target.place.chmod(0o2775)
    put(target, FIRST)
    assert mode(target.place / "releases") & 0o777 == 0o775
    assert mode((target.place / "current/a").resolve()) & 0o777 == 0o775
    assert mode(target.place / ".lock") == 0o664


def test_only_the_newest_stay(target: FolderTarget) -> None:
    for number in range(6):
        put(target, {"index.html": str(number)}, later=number, keep=3)
    assert [each.id[-3:] for each in target.kept().releases] == ["54Z", "55Z", "56Z"]
    assert len(names(target)) == 3 * 3 - 1


def test_the_one_served_and_the_one_before_stay_whatever_is_newer(target: FolderTarget) -> None:
    for number in range(5):
        put(target, {"index.html": str(number)}, later=number)
    roll_back(target, "20261126T065052Z", OWNER, at)
    target.tidy(2, at)
    kept = target.kept()
    assert [each.id[-3:] for each in kept.releases] == ["51Z", "52Z", "54Z", "55Z"]
    assert kept.current == "20261126T065052Z"


@pytest.mark.parametrize("step", ["folder:tree", "send", "folder:manifest"])
def test_what_was_half_sent_is_not_kept_and_is_cleared_away(
    target: FolderTarget, step: str
) -> None:
    put(target, FIRST)
    cut_off(target, SECOND, step, 1)
    assert [each.id for each in target.kept().releases] == ["20261126T065051Z"]
    assert (target.place / "current/index.html").read_text() == "1"
    put(target, {"index.html": "3"}, later=2)
    assert {name.partition(".")[0] for name in names(target)} == {
        "20261126T065051Z",
        "20261126T065053Z",
    }


@pytest.mark.parametrize("step", ["sent", "folder:mark", "folder:link", "folder:flip"])
def test_what_was_sent_but_never_served_is_nothing_to_go_back_to(
    target: FolderTarget, step: str
) -> None:
    put(target, FIRST)
    cut_off(target, SECOND, step, 1)
    assert [each.id for each in target.kept().releases] == ["20261126T065051Z"]
    put(target, SECOND, later=2)
    release, _ = roll_back(target, None, OWNER, at)
    assert release.id == "20261126T065051Z"
    assert sorted(each.name for each in target.place.iterdir()) == [".lock", "current", "releases"]


def test_what_was_switched_to_is_served_and_tidied_by_the_next(target: FolderTarget) -> None:
    put(target, FIRST)
    cut_off(target, SECOND, "switched", 1)
    assert (target.place / "current/index.html").read_text() == "2"
    assert put(target, SECOND, later=2).difference.is_empty
    assert len(target.kept().releases) == 2


def test_a_manifest_without_its_files_is_no_release(target: FolderTarget) -> None:
    put(target, FIRST)
    put(target, SECOND, later=1)
    shutil.rmtree(target.place / "releases/20261126T065051Z")
    assert [each.id for each in target.kept().releases] == ["20261126T065052Z"]


def test_what_is_served_is_never_cleared_away_even_without_its_manifest(
    target: FolderTarget,
) -> None:
    put(target, FIRST)
    (target.place / "releases/20261126T065051Z.json").unlink()
    assert target.kept() == Kept((), "20261126T065051Z")
    target.tidy(2, at)
    assert (target.place / "current/index.html").read_text() == "1"
    put(target, SECOND, later=1)
    assert (target.place / "current/index.html").read_text() == "2"


def test_files_of_others_among_the_releases_stay(target: FolderTarget) -> None:
    put(target, FIRST)
    (target.place / "releases/muistio.txt").write_text("x")
    put(target, SECOND, later=1)
    assert (target.place / "releases/muistio.txt").read_text() == "x"


def test_a_full_disk_is_told_and_leaves_nothing_half(
    target: FolderTarget, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(target, FIRST)
    calls = iter(range(99))

    def full(descriptor: int) -> None:
        del descriptor
        if next(calls) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(tree.os, "fsync", full)
    with pytest.raises(Refused) as refused:
        put(target, {"index.html": "2", "b.html": "2", "c.html": "2"}, later=1)
    assert code_of(refused) == "disk-full"
    assert dict(refused.value.problem.values) == {"size": "1 MB"}
    assert (target.place / "current/index.html").read_text() == "1"
    assert names(target) == ["20261126T065051Z", "20261126T065051Z.json"]


def test_a_place_that_is_not_there_is_told_and_not_made(tmp_path: Path) -> None:
    target = FolderTarget(tmp_path / "ei" / "ole", tmp_path / "sivusto", "/ei/ole")
    with pytest.raises(Refused) as refused:
        put(target, FIRST)
    assert code_of(refused) == "publish-unwritable"
    assert dict(refused.value.problem.values)["reason"] == "No such file or directory"
    assert not (tmp_path / "ei").exists()


_PUBLISH = """\
import sys
from pathlib import Path
from socomsite.publishing.folder import FolderTarget
from socomsite.publishing.target import Refused
from tests.publishing.made import put
place, site = map(Path, sys.argv[1:])
try:
    put(FolderTarget(place, site, "julki"), {"index.html": "2"}, later=1)
except Refused as refused:
    print(refused.problem.code, dict(refused.problem.values)["reason"])
"""


@pytest.mark.parametrize("locked", [".", "releases"])
def test_a_place_that_one_may_only_read_is_told(target: FolderTarget, locked: str) -> None:
    put(target, FIRST)
    folder = target.place / locked
    folder.chmod(0o555)
    command = [*without_might(), PYTHON, "-c", _PUBLISH, str(target.place), str(target.root)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    folder.chmod(0o755)
    assert done.stdout == "publish-unwritable Permission denied\n"
    assert (target.place / "current/index.html").read_text() == "1"
    assert [each.id for each in target.kept().releases] == ["20261126T065051Z"]


def test_a_place_inside_the_site_is_refused(tmp_path: Path) -> None:
    for inside in (tmp_path, tmp_path / "output" / "julki"):
        with pytest.raises(Refused) as refused:
            put(FolderTarget(inside, tmp_path, "x"), FIRST)
        assert code_of(refused) == "publish-place-inside"
    assert not (tmp_path / "output").exists()


def test_a_link_to_a_place_inside_the_site_is_refused(tmp_path: Path) -> None:
    site = tmp_path / "sivusto"
    (site / "content").mkdir(parents=True)
    (tmp_path / "julki").symlink_to(site / "content")
    with pytest.raises(Refused, match="publish-place-inside"):
        FolderTarget.of(Folder(path="../julki"), site).kept()


def test_a_place_around_the_site_or_with_other_things_is_refused(tmp_path: Path) -> None:
    site, full = tmp_path / "sivusto", tmp_path / "www"
    for folder in (site, full):
        folder.mkdir()
    (full / "index.html").write_text("another's")
    for place in (tmp_path, full, full / "index.html"):
        with pytest.raises(Refused) as refused:
            put(FolderTarget(place, site, "x"), FIRST)
        assert code_of(refused) == "publish-place-foreign"
    assert [each.name for each in full.iterdir()] == ["index.html"]


def test_releases_that_were_replaced_by_a_link_are_not_followed(target: FolderTarget) -> None:
    put(target, FIRST)
    elsewhere = target.root.parent / "toisen"
    elsewhere.mkdir()
    shutil.rmtree(target.place / "releases")
    (target.place / "releases").symlink_to(elsewhere)
    with pytest.raises(Refused) as refused:
        put(target, SECOND, later=1)
    assert code_of(refused) == "publish-place-foreign"
    assert list(elsewhere.iterdir()) == []


def test_a_folder_in_the_place_of_the_link_is_not_replaced(target: FolderTarget) -> None:
    (target.place / "current").mkdir(parents=True)
    (target.place / "releases").mkdir()
    with pytest.raises(Refused, match="publish-place-foreign"):
        put(target, FIRST)
    assert (target.place / "current").is_dir()


def test_a_lock_that_is_a_link_is_not_written_through(target: FolderTarget) -> None:
    target.place.mkdir()
    victim = target.root / "salainen"
    victim.write_text("x")
    (target.place / ".lock").symlink_to(victim)
    with pytest.raises(Refused, match="publish-unwritable"):
        put(target, FIRST)
    assert victim.read_text() == "x"


def test_two_at_once_are_refused_with_who_and_since_when(target: FolderTarget) -> None:
    with target.locked(Owner("anna@kone", NOW)), pytest.raises(Refused) as refused:
        put(target, FIRST)
    told = dict(refused.value.problem.values)
    assert code_of(refused) == "publish-busy"
    assert told["owner"] == "anna@kone"
    assert isinstance(told["time"], Words)
    assert told["time"].fi == "26.11.2026 klo\u00a08.50"
    put(target, FIRST)


def test_a_lock_with_text_that_cannot_be_read_still_locks(target: FolderTarget) -> None:
    with target.locked(OWNER):
        (target.place / ".lock").write_text("?")
        with pytest.raises(Refused, match="publish-busy"):
            put(target, FIRST)


def _hold(target: FolderTarget, told: object) -> None:
    with target.locked(OWNER):
        told.set()  # type: ignore[attr-defined]  # an event of another process
        os.kill(os.getpid(), 9)


def test_the_lock_of_a_process_that_died_is_free(target: FolderTarget) -> None:
    context = multiprocessing.get_context("spawn")
    told = context.Event()
    process = context.Process(target=_hold, args=(target, told))
    process.start()
    process.join(60)
    assert told.is_set()
    assert process.exitcode == -9
    assert b"testi@kone" in (target.place / ".lock").read_bytes()
    put(target, FIRST)
