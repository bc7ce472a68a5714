from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.model.textfile import LARGEST, Texts, read_text, text_of
from socomsite.problem import Outcome, Position, problem
from tests.model.found import written


def test_a_byte_order_mark_is_no_text() -> None:
    assert text_of(b"\xef\xbb\xbfname: A\n", "x") == Outcome("name: A\n")


def test_lines_end_in_one_way_however_they_were_written() -> None:
    assert text_of(b"a\r\nb\rc\n", "x") == Outcome("a\nb\nc\n")


def test_tabs_stay_and_signs_that_cannot_be_seen_go() -> None:
    assert text_of(b"a\tb\x00\x08\x0b\x7fc", "x") == Outcome("a\tbc")


def test_text_in_another_encoding_is_told_with_its_first_wrong_line() -> None:
    data = "name: A\nrole: Äiti\n".encode("latin-1")
    assert text_of(data, "content/people/a.yaml") == Outcome(
        None, (problem(Position("content/people/a.yaml", 2, 1), "not-utf8"),)
    )


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\x00"])
def test_a_file_without_text_is_told_as_empty(data: bytes) -> None:
    assert text_of(data, "x.md") == Outcome(None, (problem(Position("x.md"), "file-empty"),))


def test_a_file_may_be_a_megabyte_and_no_larger() -> None:
    assert text_of(b"a" * LARGEST, "x.md").value == "a" * 1_000_000
    assert text_of(b"a" * (LARGEST + 1), "x.md") == Outcome(
        None, (problem(Position("x.md"), "file-too-large", size="1.0 MB", limit="1 MB"),)
    )


def test_a_large_file_is_told_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "x.md"
    with file.open("wb") as empty:
        empty.truncate(2_500_000)
    assert read_text(file, tmp_path, "x.md").problems == (
        problem(Position("x.md"), "file-too-large", size="2.5 MB", limit="1 MB"),
    )


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_are_text_or_a_problem(data: bytes) -> None:
    outcome = text_of(data, "x.md")
    assert (outcome.value is None) == bool(outcome.problems)
    assert "\r" not in (outcome.value or "")


def test_texts_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    root = written(tmp_path, {"news/a.md": "ennen", "news/b.md": "b"})
    texts = Texts(root, ["content/news/b.md", "content/news/a.md", "content/news/b.md"])
    assert list(texts) == ["content/news/b.md", "content/news/a.md"]
    assert len(texts) == 2
    written(root, {"news/a.md": "j\u00e4lkeen\r\n"})
    assert texts["content/news/a.md"] == "j\u00e4lkeen\n"
    (root / "content/news/a.md").unlink()
    assert texts["content/news/a.md"] == ""
    assert texts.get("content/news/c.md") is None
