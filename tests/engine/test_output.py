from __future__ import annotations

import os
import subprocess
import sys
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from socomsite.engine.output import MANIFEST, _swap, refusal, release, write
from socomsite.job import Artifact
from socomsite.problem import Position, problem
from tests.conftest import PYTHON

FIRST = (Artifact("index.html", b"<p>1"), Artifact("a/b/index.html", b"<p>2"))
SECOND = (Artifact("index.html", b"<p>3"), Artifact("c/index.html", b""))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the manifest."""
    files = [file for file in folder.rglob("*") if file.is_file() and file.name != MANIFEST]
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def beside(folder: Path) -> list[str]:
    """The names in a folder, hidden ones too."""
    return sorted(item.name for item in folder.iterdir())


def as_tree(artifacts: tuple[Artifact, ...]) -> dict[str, bytes]:
    return {artifact.path: artifact.data for artifact in artifacts}


def test_a_site_is_written_into_a_new_folder(tmp_path: Path) -> None:
    assert write(FIRST, tmp_path / "output") == ()
    assert tree(tmp_path / "output") == as_tree(FIRST)
    assert beside(tmp_path) == ["output"]


def test_missing_folders_above_the_output_are_made(tmp_path: Path) -> None:
    assert write(FIRST, tmp_path / "a" / "b" / "output") == ()
    assert tree(tmp_path / "a" / "b" / "output") == as_tree(FIRST)


def test_a_new_site_takes_the_place_of_the_old_and_pages_deleted_vanish(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    assert write(SECOND, tmp_path / "output") == ()
    assert tree(tmp_path / "output") == as_tree(SECOND)
    assert not (tmp_path / "output" / "a").exists()
    assert beside(tmp_path) == ["output"]


def test_the_folder_that_is_looked_at_is_never_half_written(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    seen_through = os.open(tmp_path / "output", os.O_RDONLY)
    try:
        write(SECOND, tmp_path / "output")
        # The old folder was exchanged as a whole: it is gone, not rewritten in place.
        assert os.listdir(seen_through) == []  # noqa: PTH208 - a descriptor has no path
    finally:
        os.close(seen_through)
    assert tree(tmp_path / "output") == as_tree(SECOND)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux exchanges folders in one step")
def test_whoever_looks_while_sites_are_exchanged_always_finds_one(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    missing = []
    is_over = threading.Event()

    def look() -> None:
        while not is_over.is_set():
            if not (tmp_path / "output" / "index.html").exists():
                missing.append(1)

    looking = threading.Thread(target=look)
    looking.start()
    for site in (SECOND, FIRST) * 60:
        write(site, tmp_path / "output")
    is_over.set()
    looking.join()
    assert missing == []


def test_an_empty_site_empties_the_folder(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    assert write((), tmp_path / "output") == ()
    assert tree(tmp_path / "output") == {}
    assert refusal(tmp_path / "output", tmp_path / "site") is None


def test_a_folder_may_become_a_file_and_a_file_a_folder(tmp_path: Path) -> None:
    one = (Artifact("a", b"file"), Artifact("b/index.html", b""))
    other = (Artifact("a/index.html", b""), Artifact("b", b"file"))
    write(one, tmp_path / "output")
    assert write(other, tmp_path / "output") == ()
    assert tree(tmp_path / "output") == as_tree(other)


def test_the_manifest_lists_every_file_with_its_digest(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    lines = (tmp_path / "output" / MANIFEST).read_text().splitlines()
    assert lines == [
        f"{sha256(b'<p>2').hexdigest()}  a/b/index.html",
        f"{sha256(b'<p>1').hexdigest()}  index.html",
    ]


def test_the_manifest_may_be_verified_with_a_common_tool(tmp_path: Path) -> None:
    write((*FIRST, Artifact("tiedostot/äiti ja isä.pdf", b"PDF")), tmp_path / "output")
    command = ["sha256sum", "--check", "--strict", "--quiet", MANIFEST]
    subprocess.run(command, cwd=tmp_path / "output", check=True)
    (tmp_path / "output" / "index.html").write_bytes(b"changed")
    changed = subprocess.run(
        command, cwd=tmp_path / "output", check=False, capture_output=True, text=True
    )
    assert changed.returncode == 1
    assert "index.html: FAILED" in changed.stdout


def test_the_same_site_makes_the_same_manifest_in_whatever_order_it_comes(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "one")
    write(FIRST[::-1], tmp_path / "two")
    manifests = [(tmp_path / name / MANIFEST).read_bytes() for name in ("one", "two")]
    assert manifests[0] == manifests[1]


def test_a_new_or_empty_folder_and_one_of_ours_may_be_replaced(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "output").mkdir()
    assert refusal(site / "output", site) is None
    assert refusal(site / "new" / "output", site) is None
    assert refusal(tmp_path / "elsewhere", site) is None
    write(FIRST, site / "output")
    assert refusal(site / "output", site) is None


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "1.jpg").write_bytes(b"JPEG")
    place = Position("photos")
    assert refusal(tmp_path / "photos", tmp_path / "site") == problem(
        place, "output-foreign", folder="photos"
    )


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("mine")
    found = refusal(tmp_path / "output", tmp_path / "site")
    assert found == problem(Position("output"), "output-foreign", folder="output")


@pytest.mark.parametrize(
    "folder",
    [
        "",
        "..",
        "content",
        "content/news",
        "content/../content",
        "templates",
        "templates/assets/new",
        "tests",
        "socomsite",
        ".git",
    ],
)
def test_the_sites_own_folders_are_refused_even_when_empty(tmp_path: Path, folder: str) -> None:
    site = tmp_path / "above" / "site"
    site.mkdir(parents=True)
    found = refusal(site / folder, site)
    assert found is not None
    assert found.code == "output-inside"


def test_a_link_to_the_sites_own_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site" / "content").mkdir(parents=True)
    (tmp_path / "output").symlink_to(tmp_path / "site" / "content")
    found = refusal(tmp_path / "output", tmp_path / "site")
    assert found == problem(Position("output"), "output-inside", folder="output")


def test_a_link_to_a_folder_stays_and_the_folder_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "output").symlink_to(tmp_path / "real")
    assert write(FIRST, tmp_path / "output") == ()
    assert (tmp_path / "output").is_symlink()
    assert tree(tmp_path / "real") == as_tree(FIRST)


def test_a_folder_below_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    output = tmp_path / "file" / "output"
    (found,) = write(FIRST, output)
    assert found == problem(
        Position("output"), "output-unwritable", folder="output", reason="Not a directory"
    )
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_nobody_may_write_in_is_told() -> None:
    (found,) = write(FIRST, Path("/proc/output"))
    assert found.code == "output-unwritable"


def test_a_file_name_that_is_too_long_is_told_and_the_old_site_stays(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    (found,) = write((*SECOND, Artifact("x" * 300, b"")), tmp_path / "output")
    assert dict(found.values)["reason"] == "File name too long"
    assert tree(tmp_path / "output") == as_tree(FIRST)
    assert beside(tmp_path) == ["output"]


@pytest.mark.parametrize("remembers", [False, True])
def test_a_full_disk_is_told_with_what_is_needed_and_the_old_site_stays(
    small_disk: Path, *, remembers: bool
) -> None:
    output, memory = small_disk / "output", small_disk / "memory" if remembers else None
    release(FIRST, output, memory)
    big = (*SECOND, Artifact("big", b"x" * 3_000_000))
    assert release(big, output, memory).problems == (
        problem(Position("output"), "disk-full", size="3 MB"),
    )
    assert tree(output) == as_tree(FIRST)
    assert set(beside(small_disk)) <= {"output", "memory", "memory-next"}
    assert release(SECOND, output, memory).problems == ()
    assert tree(output) == as_tree(SECOND)


def test_a_write_that_the_system_cuts_short_leaves_the_old_site(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    program = """
import resource, sys
from pathlib import Path
from socomsite.engine.output import write
from socomsite.job import Artifact
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
found = write([Artifact("a", b"x" * 4000), Artifact("b", b"x" * 9000)], Path(sys.argv[1]))
print(*[problem.code for problem in found])
"""
    command = [PYTHON, "-c", program, str(tmp_path / "output")]
    assert subprocess.check_output(command, text=True) == "output-unwritable\n"
    assert tree(tmp_path / "output") == as_tree(FIRST)
    assert beside(tmp_path) == ["output"]


def test_a_write_that_died_before_the_swap_is_swept_away_by_the_next(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    left = tmp_path / ".output.next" / "draft" / "index.html"
    left.parent.mkdir(parents=True)
    left.write_text("half")
    assert write(SECOND, tmp_path / "output") == ()
    assert tree(tmp_path / "output") == as_tree(SECOND)
    assert beside(tmp_path) == ["output"]


def test_a_swap_that_died_between_its_two_renames_is_mended_by_the_next(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    (tmp_path / "output").rename(tmp_path / ".output.old")
    (tmp_path / ".output.next").mkdir()
    # What is written now fails: the site of yesterday stands again nevertheless.
    (found,) = write((Artifact("x" * 300, b""),), tmp_path / "output")
    assert found.code == "output-unwritable"
    assert tree(tmp_path / "output") == as_tree(FIRST)
    assert write(SECOND, tmp_path / "output") == ()
    assert tree(tmp_path / "output") == as_tree(SECOND)
    assert beside(tmp_path) == ["output"]


def test_a_swap_that_died_after_its_two_renames_is_tidied_by_the_next(tmp_path: Path) -> None:
    write(FIRST, tmp_path / ".output.old")
    write(SECOND, tmp_path / "output")
    assert write(SECOND, tmp_path / "output") == ()
    assert tree(tmp_path / "output") == as_tree(SECOND)
    assert beside(tmp_path) == ["output"]


def test_without_an_exchange_in_one_step_two_renames_do_the_same(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    # A C library without `renameat2`, as other systems have, is one in which it is not found.
    program = """
import ctypes, sys
from pathlib import Path
from socomsite.engine import output
from socomsite.job import Artifact
assert output._exchanged(Path("/nonexistent/a"), Path("/nonexistent/b")) is False
output._exchanged = lambda one, other: False
print(output.write([Artifact("c/index.html", b"")], Path(sys.argv[1])))
"""
    command = [PYTHON, "-c", program, str(tmp_path / "output")]
    assert subprocess.check_output(command, text=True) == "()\n"
    assert tree(tmp_path / "output") == {"c/index.html": b""}
    assert beside(tmp_path) == ["output"]


def test_a_second_rename_that_fails_takes_back_the_first(tmp_path: Path) -> None:
    write(FIRST, tmp_path / "output")
    with pytest.raises(FileNotFoundError):
        _swap(tmp_path / "nothing", tmp_path / "output", tmp_path / ".output.old")
    assert tree(tmp_path / "output") == as_tree(FIRST)
    assert beside(tmp_path) == ["output"]


def test_a_link_in_the_place_of_the_staging_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".output.next").symlink_to(tmp_path / "elsewhere")
    write(FIRST, tmp_path / "output")
    assert tree(tmp_path / "elsewhere") == {}


def test_a_file_in_the_place_of_the_staging_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / ".output.next").write_text("mine")
    (found,) = write(FIRST, tmp_path / "output")
    assert dict(found.values)["reason"] == "File exists"
    assert not (tmp_path / "output").exists()
