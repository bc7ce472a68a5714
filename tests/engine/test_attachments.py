"""Looking into attachments: in a process with limits, remembered, and without a library told of."""

from __future__ import annotations

import os
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from socomsite.digest import digest_of_bytes
from socomsite.engine import attachments
from socomsite.engine.attachments import look_into
from socomsite.engine.cache import Cache
from socomsite.engine.workers import Workers
from socomsite.model.document import Document, Place, PlaceSort, Unread
from socomsite.problem import Outcome, Severity
from tests.attached import docx, packed, pdf, photo

BOMB = packed({"word/document.xml": b"<a>" + b" " * 100_000_000})


def looked(root: Path, files: dict[str, bytes]) -> dict[str, Document]:
    return dict(outcome(root, files).value)


def outcome(root: Path, files: dict[str, bytes]) -> Outcome[dict[str, Document]]:
    folder = root / "content/files"
    folder.mkdir(parents=True, exist_ok=True)
    (root / "site.yaml").touch()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    marks = {f"files/{name}": digest_of_bytes(data) for name, data in files.items()}
    with Cache(root, 1) as cache:
        made = look_into(root, files, marks, Workers(1, cache))
    return Outcome(dict(made.value), made.problems)


def test_each_file_is_read_by_its_name(tmp_path: Path) -> None:
    read = looked(tmp_path, {"a.docx": docx("Sana"), "b.pdf": pdf("Toinen"), "c.mp3": b"x"})
    assert set(read) == {"a.docx", "b.pdf"}
    assert read["a.docx"].pieces[0].place == Place(PlaceSort.TEXT)


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {"a.docx": docx("Sana")}
    first = looked(tmp_path, files)
    monkeypatch.setattr(attachments, "read_aside", lambda *_: pytest.fail("read again"))
    assert looked(tmp_path, files) == first


def test_a_bomb_is_too_large_and_takes_neither_time_nor_memory(tmp_path: Path) -> None:
    assert looked(tmp_path, {"a.docx": BOMB})["a.docx"].unread is Unread.LARGE


def test_bombs_inside_a_file_are_too_large(tmp_path: Path) -> None:
    parts = {f"word/embeddings/{number}.docx": BOMB for number in range(3)}
    read = looked(tmp_path, {"a.docx": docx("Sana", parts=parts)})["a.docx"]
    assert read.unread is Unread.LARGE
    assert [piece.text for piece in read.pieces] == ["Sana\n"]


def test_what_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "_WAIT", 0.001)
    assert looked(tmp_path, {"a.docx": docx("Sana")})["a.docx"] == Document(unread=Unread.SLOW)


def test_what_was_read_before_the_time_was_up_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reader with a second of work, and a file that takes more."""
    reader = (
        "from socomsite.engine import attachmentreader\n"
        "attachmentreader.SECONDS, attachmentreader.LAST = 1, 30\n"
        "attachmentreader.main()\n"
    )
    (tmp_path / "hasty.py").write_text(reader, "utf-8")
    monkeypatch.setattr(attachments, "_READER", "hasty")
    monkeypatch.setattr(attachments, "_HOME", f"{tmp_path}{os.pathsep}{attachments._HOME}")
    long = pdf(*["131052-308T " * 200] * 4000)
    read = looked(tmp_path, {"a.pdf": long})["a.pdf"]
    assert read.unread is Unread.SLOW
    assert 0 < len(read.pieces) < 4000


def test_a_process_that_the_system_ends_was_too_slow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "endless.py").write_text("import os\nos.kill(os.getpid(), 9)\n", "utf-8")
    monkeypatch.setattr(attachments, "_READER", "endless")
    monkeypatch.setattr(attachments, "_HOME", str(tmp_path))
    assert looked(tmp_path, {"a.docx": docx("Sana")})["a.docx"].unread is Unread.SLOW


def test_a_fault_of_ours_in_the_process_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "_READER", "socomsite.no_such_module")
    made = outcome(tmp_path, {"a.docx": docx("Sana")})
    assert [(str(p.position), p.code) for p in made.problems] == [
        ("content/files/a.docx", "internal")
    ]


def test_a_file_that_changed_meanwhile_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "content/files").mkdir(parents=True)
    (tmp_path / "content/files/a.docx").write_bytes(b"muuttui")
    with Cache(None, 1) as cache:
        marks = {"files/a.docx": "toinen"}
        made = look_into(tmp_path, ["a.docx"], marks, Workers(1, cache))
    assert [found.code for found in made.problems] == ["file-unreadable"]


@pytest.mark.parametrize(
    ("library", "kept", "lost"),
    [("pypdf", {"b.jpg", "c.docx"}, "pypdf"), ("pillow", {"a.pdf", "c.docx"}, "Pillow")],
)
def test_without_a_library_its_files_are_left_out_with_a_notice(
    library: str, kept: set[str], lost: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = attachments._version
    monkeypatch.setattr(
        attachments, "_version", lambda name: "" if name == library else version(name)
    )
    made = outcome(tmp_path, {"a.pdf": pdf("A"), "b.jpg": photo(), "c.docx": docx("A")})
    assert set(made.value) == kept
    (found,) = made.problems
    assert (found.code, found.severity) == ("library-missing", Severity.NOTICE)
    assert dict(found.values)["library"] == lost


def test_what_needs_no_library_asks_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "_version", lambda _: "")
    assert outcome(tmp_path, {"a.docx": docx("A")}).problems == ()


def test_a_bomb_is_what_it_is_said_to_be() -> None:
    with zipfile.ZipFile(BytesIO(BOMB)) as file:
        assert sum(part.file_size for part in file.infolist()) > 100_000_000
    assert len(BOMB) < 1_000_000
