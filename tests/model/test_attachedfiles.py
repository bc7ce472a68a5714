from __future__ import annotations

from pathlib import Path

from socomsite.model.attachedfiles import discover_files, read_file
from socomsite.problem import Outcome, Position, problem
from tests.model.found import written


def test_attachments_are_found_by_path_with_their_digests(tmp_path: Path) -> None:
    written(tmp_path, {"pictures/a.jpg": b"1", "files/2026/b.pdf": b"2", "files/c.pdf": b"1"})
    found = discover_files(tmp_path)
    assert list(found) == ["pictures/a.jpg", "files/c.pdf", "files/2026/b.pdf"]
    assert found["pictures/a.jpg"] == found["files/c.pdf"] != found["files/2026/b.pdf"]


def test_attachments_that_lead_out_or_nowhere_are_missing(tmp_path: Path) -> None:
    (tmp_path / "salaisuus.pdf").write_bytes(b"x")
    root = tmp_path / "sivusto"
    root.mkdir()
    written(root, {"files/a.pdf": b"x", "files/kansio.md/b.pdf": b"x"})
    (root / "content/files/ulos.pdf").symlink_to(tmp_path / "salaisuus.pdf")
    (root / "content/files/poissa.pdf").symlink_to("ei-ole.pdf")
    (root / "content/files/silmukka.pdf").symlink_to("silmukka.pdf")
    assert list(discover_files(root)) == ["files/a.pdf"]


def test_a_site_without_attachments_has_none(tmp_path: Path) -> None:
    assert discover_files(tmp_path) == {}


def test_an_attachment_is_read_as_it_was_found(tmp_path: Path) -> None:
    written(tmp_path, {"files/a.pdf": b"PDF"})
    mark = discover_files(tmp_path)["files/a.pdf"]
    path = "content/files/a.pdf"
    assert read_file(str(tmp_path), path, mark) == Outcome(b"PDF")
    written(tmp_path, {"files/a.pdf": b"PDF 2"})
    changed = problem(Position(path), "file-unreadable", reason="reason-changed")
    assert read_file(str(tmp_path), path, mark) == Outcome(None, (changed,))
    (tmp_path / path).unlink()
    (gone,) = read_file(str(tmp_path), path, mark).problems
    assert (gone.position, gone.code) == (Position(path), "file-unreadable")
