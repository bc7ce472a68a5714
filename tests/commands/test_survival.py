"""Whatever happens to what is remembered, to the disk or beside a build: the right site."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from socomsite.commands.build import Progress
from socomsite.digest import digest_of_bytes
from socomsite.engine.output import MANIFEST
from tests.commands.conftest import SOUND, Runner, alone, environment
from tests.conftest import build_site, news, write_site

NEWS = "content/news/uutinen.md"
CACHE = ".cache/made.sqlite"
# So many that processes share them out, and keep them in files of their own.
MANY = {f"content/news/n{number}.md": news() for number in range(70)}


def written(root: Path, name: str = "output") -> dict[str, bytes]:
    folder = root / name
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file.name != MANIFEST
    }


def clean(root: Path) -> dict[str, bytes]:
    return {artifact.path: artifact.data for artifact in build_site(root).artifacts}


def shortened(root: Path) -> None:
    for file in (root / ".cache").iterdir():
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def emptied(root: Path) -> None:
    for file in (root / ".cache").iterdir():
        file.write_bytes(b"")


def scrambled(root: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - the same damage each time
    for file in (root / ".cache").iterdir():
        data = bytearray(file.read_bytes())
        for _ in range(200):
            data[chance.randrange(len(data))] = chance.randrange(256)
        file.write_bytes(data)


def poisoned(root: Path, data: bytes = pickle.dumps(("not", "an", "outcome"))) -> None:
    """No value is one, but each has a digest that fits."""
    for file in (root / ".cache").glob("made*.sqlite"):
        with sqlite3.connect(file) as connection:
            for (key,) in connection.execute("SELECT key FROM made ORDER BY key").fetchall():
                marked = (digest_of_bytes(key.encode() + data), data, key)
                connection.execute("UPDATE made SET mark = ?, data = ? WHERE key = ?", marked)
        connection.close()


def unreadable(root: Path) -> None:
    """Nor can any be read."""
    poisoned(root, b"no pickle")


def swapped(root: Path) -> None:
    """Every value is another one's."""
    with sqlite3.connect(root / CACHE) as connection:
        rows = connection.execute("SELECT key, mark, data FROM made ORDER BY key").fetchall()
        for (key, _, _), (_, mark, data) in zip(rows, rows[1:] + rows[:1], strict=True):
            marked = (mark, data, key)
            connection.execute("UPDATE made SET mark = ?, data = ? WHERE key = ?", marked)
    connection.close()


def of_another_version(root: Path) -> None:
    (root / CACHE).unlink()
    with sqlite3.connect(root / CACHE) as connection:
        connection.execute("CREATE TABLE made (key TEXT, value TEXT)")
    connection.close()
    for name in ("last-build", "output", "output-next"):
        (root / ".cache" / name).write_bytes(b"version 2\n")


def deleted_in_part(root: Path) -> None:
    for file in sorted((root / ".cache").iterdir())[::2]:
        file.unlink()


def folders_for_files(root: Path) -> None:
    for file in list((root / ".cache").iterdir()):
        file.unlink()
        file.mkdir()


def a_file_for_the_folder(root: Path) -> None:
    shutil.rmtree(root / ".cache")
    (root / ".cache").write_text("not a folder")


MISHAPS = (
    *(
        shortened,
        emptied,
        scrambled,
        poisoned,
        unreadable,
        swapped,
        of_another_version,
        deleted_in_part,
    ),
    *(folders_for_files, a_file_for_the_folder),
)


@pytest.mark.parametrize("mishap", MISHAPS, ids=lambda mishap: mishap.__name__)
def test_a_spoilt_cache_costs_time_alone(root: Path, mishap: Callable[[Path], None]) -> None:
    assert alone("build", "--site", root).returncode == 0
    mishap(root)
    (root / NEWS).write_text(news("Uusi nimi"))
    for _ in range(2):
        done = alone("build", "--site", root)
        assert done.returncode == 0, done.stderr
        assert written(root) == clean(root)


@pytest.mark.parametrize("mishap", [scrambled, poisoned, deleted_in_part])
def test_a_spoilt_cache_of_many_processes_costs_time_alone(
    root: Path, mishap: Callable[[Path], None]
) -> None:
    write_site(root, MANY)
    assert alone("build", "--site", root, "--jobs", "3").returncode == 0
    assert (root / ".cache/made-1.sqlite").is_file()
    mishap(root)
    (root / NEWS).write_text(news("Uusi nimi"))
    done = alone("build", "--site", root, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert written(root) == clean(root)


@pytest.mark.parametrize("step", ["read", "render"])
def test_a_cache_that_is_deleted_during_a_build_costs_time_alone(
    root: Path, socomsite: Runner, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    socomsite("build", "--site", root, "--jobs", "1")
    (root / NEWS).write_text(news("Uusi nimi"))

    def sweep(_: object, at: str, _done: int, _total: int) -> None:
        if at == step:
            shutil.rmtree(root / ".cache", ignore_errors=True)

    with monkeypatch.context() as patched:
        patched.setattr(Progress, "__call__", sweep)
        assert socomsite("build", "--site", root, "--jobs", "1").code == 0
    assert written(root) == clean(root)
    assert socomsite("build", "--site", root, "--jobs", "1").code == 0
    assert written(root) == clean(root)


def start(root: Path, *more: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "socomsite", "build", "--site", str(root), *more]
    return subprocess.Popen(command, env=environment(), stdout=-3, stderr=-3)


def test_builds_at_once_in_one_folder_leave_the_site_of_one(root: Path) -> None:
    (root / "content/news/luonnos.md").write_text(
        news("Luonnos").replace("date", "draft: on\ndate")
    )
    expected = [clean(root), {a.path: a.data for a in build_site(root, drafts=True).artifacts}]
    assert expected[0] != expected[1]
    for _ in range(3):
        (root / NEWS).touch()
        running = [start(root), start(root, "--drafts"), start(root)]
        assert [each.wait() for each in running] == [0, 0, 0]
        assert written(root) in expected
    assert alone("build", "--site", root).returncode == 0
    assert written(root) == expected[0]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for little more than a small site."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("may not mount a disk")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_is_told_and_yesterdays_site_stays(small_disk: Path) -> None:
    root = write_site(small_disk / "sivusto", SOUND)
    assert alone("build", "--site", root).returncode == 0
    before = clean(root)
    assert written(root) == before
    (root / "content/files").mkdir()
    (root / "content/files/iso.txt").write_bytes(b"x" * 500_000)
    (root / NEWS).write_text(news("Uusi nimi", body="[iso](iso.txt)"))
    (small_disk / "filler").write_bytes(b"x" * 300_000)
    for _ in range(2):
        done = alone("build", "--site", root)
        assert done.returncode == 1, done.stdout
        assert b"error[disk-full]" in done.stderr
        assert written(root) == before
    (small_disk / "filler").unlink()
    (root / "content/files/iso.txt").write_bytes(b"x" * 1000)
    assert alone("build", "--site", root).returncode == 0
    assert written(root) == clean(root)
