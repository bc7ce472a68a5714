"""Staff's folder: files of several reports side by side, never inside a published site."""

from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.engine.output import MANIFEST, write
from socomsite.engine.staff import FOLDER, staff_refusal, write_for_staff
from socomsite.job import Artifact
from tests.conftest import write_site


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_site(tmp_path / "sivusto", {})


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_files_of_an_earlier_report_stay(root: Path) -> None:
    folder = root / FOLDER
    assert write_for_staff([Artifact("a.html", b"1"), Artifact("b.ics", b"1")], folder) == ()
    assert write_for_staff([Artifact("a.html", b"2")], folder) == ()
    assert names(folder) == [MANIFEST, "a.html", "b.ics"]
    assert [(folder / name).read_bytes() for name in ("a.html", "b.ics")] == [b"2", b"1"]


def test_a_file_that_somebody_took_away_does_not_come_back(root: Path) -> None:
    folder = root / FOLDER
    write_for_staff([Artifact("a.html", b"1"), Artifact("b.ics", b"1")], folder)
    (folder / "b.ics").unlink()
    write_for_staff([Artifact("c.zip", b"1")], folder)
    assert names(folder) == [MANIFEST, "a.html", "c.zip"]


def test_the_folder_beside_the_site_is_fine(root: Path) -> None:
    assert staff_refusal(root / FOLDER, root) is None
    write_for_staff([Artifact("a.html", b"1")], root / FOLDER)
    assert staff_refusal(root / FOLDER, root) is None


@pytest.mark.parametrize("inside", ["output", "output/staff", "output/a/b"])
def test_a_published_site_never_holds_files_for_staff(inside: str, root: Path) -> None:
    found = staff_refusal(root / inside, root)
    assert found is not None
    assert found.code == "staff-inside-output"


def test_a_site_published_elsewhere_is_known_by_its_files(root: Path, tmp_path: Path) -> None:
    public = tmp_path / "julkinen"
    write([Artifact("index.html", b"1"), Artifact("sitemap.xml", b"1")], public)
    for folder in (public, public / "staff"):
        found = staff_refusal(folder, root)
        assert found is not None
        assert found.code == "staff-inside-output"
    link = tmp_path / "linkki"
    link.symlink_to(public, target_is_directory=True)
    assert staff_refusal(link / "staff", root) is not None


def test_a_folder_that_holds_something_else_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "oma").mkdir()
    (tmp_path / "oma/kirje.txt").write_text("A", "utf-8")
    for folder, code in ((tmp_path / "oma", "output-foreign"), (root / "content", "output-inside")):
        found = staff_refusal(folder, root)
        assert found is not None
        assert found.code == code
