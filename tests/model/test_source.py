"""Which files are content, what their names say, and their text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.language import Language
from socomsite.model.source import (
    LARGEST,
    Source,
    Split,
    Texts,
    discover,
    discover_files,
    read_file,
    read_text,
    split_front_matter,
    text_of,
)
from socomsite.problem import Outcome, Position, Problem, Severity, problem

FI, SV, EN = Language
FOLDERS = ("pages", "news", "people")


def written(root: Path, files: dict[str, str | bytes]) -> Path:
    """The root of a site with these files below `content/`."""
    (root / "content").mkdir(exist_ok=True)
    for name, text in files.items():
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def found_in(
    root: Path, files: dict[str, str | bytes] | None = None
) -> Outcome[tuple[Source, ...]]:
    return discover(written(root, files or {}), FOLDERS, FI, (FI, SV))


def one_problem(outcome: Outcome[tuple[Source, ...]]) -> Problem:
    (found,) = outcome.problems
    return found


def test_a_text_is_split_at_its_lines_of_hyphens() -> None:
    text = "---\ntitle: A\n---\nTeksti.\n"
    assert split_front_matter(text) == Split("title: A\n", 2, "Teksti.\n", 4)


def test_spaces_after_the_hyphens_do_no_harm() -> None:
    assert split_front_matter("---  \na: b\n---\t\nTeksti.") == Split("a: b\n", 2, "Teksti.", 4)


def test_a_text_may_end_at_its_front_matter() -> None:
    assert split_front_matter("---\na: b\n---") == Split("a: b\n", 2, "", 3)


def test_hyphens_further_down_belong_to_the_body() -> None:
    text = "---\na: b\n---\nYksi\n\n---\n\nKaksi\n"
    assert split_front_matter(text) == Split("a: b\n", 2, "Yksi\n\n---\n\nKaksi\n", 4)


@pytest.mark.parametrize(
    "text", ["Teksti.", "---\na: b\n", " ---\na: b\n---\n", "----\na: b\n---\n"]
)
def test_a_text_without_both_lines_of_hyphens_has_no_front_matter(text: str) -> None:
    assert split_front_matter(text) == Split(None, 1, text, 1)


@settings(deadline=None)
@given(st.text())
def test_nothing_of_a_text_is_lost_when_it_is_split(text: str) -> None:
    split = split_front_matter(text)
    front = split.front or ""
    assert text.endswith(split.body)
    assert front in text
    assert split.body_line == text[: len(text) - len(split.body)].count("\n") + 1


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


def test_a_files_name_gives_its_folder_key_and_language(tmp_path: Path) -> None:
    found = found_in(
        tmp_path,
        {
            "news/aamukahvit.md": "a",
            "news/aamukahvit.sv.md": "b",
            "news/2026/kevat.fi.md": "c",
            "people/anna-aalto.yaml": "d",
        },
    )
    assert found.problems == ()
    assert found.value == (
        Source("content/news/2026/kevat.fi.md", "news", "kevat", FI, "c"),
        Source("content/news/aamukahvit.md", "news", "aamukahvit", FI, "a"),
        Source("content/news/aamukahvit.sv.md", "news", "aamukahvit", SV, "b"),
        Source("content/people/anna-aalto.yaml", "people", "anna-aalto", FI, "d"),
    )


def test_a_site_without_a_content_folder_has_no_content_and_no_other_fault(tmp_path: Path) -> None:
    assert discover(tmp_path, FOLDERS, FI, (FI,)) == Outcome(())


def test_pictures_files_and_hidden_files_are_no_content(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "pictures/a.jpg": b"\xff",
        "files/b.md": "x",
        "news/.a.md.swp": "x",
        "news/.git/c.md": "x",
        ".DS_Store": "x",
    }
    assert found_in(tmp_path, files) == Outcome(())


def test_a_file_of_another_sort_is_left_out_with_a_warning(tmp_path: Path) -> None:
    found = one_problem(found_in(tmp_path, {"news/muistio.docx": "x"}))
    assert found == problem(
        Position("content/news/muistio.docx"),
        "file-ignored",
        severity=Severity.WARNING,
        name="muistio.docx",
    )


def test_a_folder_that_is_no_kind_is_told_with_the_one_meant(tmp_path: Path) -> None:
    found = one_problem(found_in(tmp_path, {"poeple/anna.yaml": "x"}))
    assert found == problem(
        Position("content/poeple/anna.yaml"),
        "folder-unknown",
        severity=Severity.WARNING,
        near=("people",),
        folder="poeple",
    )


def test_a_file_beside_the_folders_belongs_to_none(tmp_path: Path) -> None:
    found = one_problem(found_in(tmp_path, {"lueminut.md": "x"}))
    assert (str(found.position), found.code) == ("content/lueminut.md", "folder-unknown")


def test_a_language_that_the_site_does_not_have_is_told(tmp_path: Path) -> None:
    found = found_in(tmp_path, {"news/a.en.md": "x", "news/b.de.fi.md": "x"})
    assert found.value == ()
    assert found.problems == (
        problem(
            Position("content/news/a.en.md"), "language-unknown", allowed=("fi", "sv"), tag="en"
        ),
        problem(
            Position("content/news/b.de.fi.md"),
            "language-unknown",
            allowed=("fi", "sv"),
            tag="de.fi",
        ),
    )


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("Äiti ja lapsi.md", "aiti-ja-lapsi.md"),
        ("anna_aalto.sv.yaml", "anna-aalto.sv.yaml"),
        ("Uutinen.md", "uutinen.md"),
        ("a--b.md", "a-b.md"),
        ("-.md", "news.md"),
        ("漢字.md", "news.md"),
    ],
)
def test_a_name_that_is_no_key_is_told_with_one_that_is(
    name: str, suggestion: str, tmp_path: Path
) -> None:
    here = Position(f"content/news/{name}")
    assert found_in(tmp_path, {f"news/{name}": "x"}) == Outcome(
        (), (problem(here, "name-unsafe", name=name, suggestion=suggestion),)
    )


def test_a_name_in_no_encoding_is_told_in_signs_that_can_be_shown(tmp_path: Path) -> None:
    written(tmp_path, {"news/a.md": "x"})
    (tmp_path / "content/news" / os.fsdecode(b"\xe4iti.md")).write_text("x", "utf-8")
    found = one_problem(found_in(tmp_path))
    assert found == problem(
        Position("content/news/?iti.md"), "name-unsafe", name="?iti.md", suggestion="iti.md"
    )


def test_a_file_that_cannot_be_used_keeps_its_key(tmp_path: Path) -> None:
    found = found_in(tmp_path, {"news/a.md": b"\xff", "news/b.md": b""})
    assert found.problems == ()
    assert [(source.key, source.text, source.problems) for source in found.value] == [
        ("a", "", (problem(Position("content/news/a.md", 1, 1), "not-utf8"),)),
        ("b", "", (problem(Position("content/news/b.md"), "file-empty"),)),
    ]


def test_a_link_out_of_the_site_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "salaisuus.md"
    outside.write_text("---\ntitle: Salaisuus\n---\n", "utf-8")
    root = tmp_path / "sivusto"
    root.mkdir()
    written(root, {"news/a.md": "x"})
    (root / "content/news/ulos.md").symlink_to(outside)
    (source,) = [source for source in found_in(root).value if source.key == "ulos"]
    assert source.text == ""
    assert source.problems == (problem(Position("content/news/ulos.md"), "symlink-outside"),)


def test_a_link_within_the_site_is_read(tmp_path: Path) -> None:
    written(tmp_path, {"news/a.md": "x"})
    (tmp_path / "content/news/b.md").symlink_to("a.md")
    assert [(source.key, source.text) for source in found_in(tmp_path).value] == [
        ("a", "x"),
        ("b", "x"),
    ]


def test_links_that_lead_to_each_other_are_told(tmp_path: Path) -> None:
    written(tmp_path, {"news/c.md": "x"})
    (tmp_path / "content/news/a.md").symlink_to("b.md")
    (tmp_path / "content/news/b.md").symlink_to("a.md")
    told = [source.problems for source in found_in(tmp_path).value]
    assert [[(p.code, str(p.position)) for p in problems] for problems in told] == [
        [("file-unreadable", "content/news/a.md")],
        [("file-unreadable", "content/news/b.md")],
        [],
    ]


def test_a_folder_that_links_to_its_own_parent_ends(tmp_path: Path) -> None:
    written(tmp_path, {"news/a.md": "x"})
    (tmp_path / "content/news/silmukka").symlink_to("..")
    assert [source.path for source in found_in(tmp_path).value] == ["content/news/a.md"]


def test_a_link_to_nothing_is_told(tmp_path: Path) -> None:
    written(tmp_path, {})
    (tmp_path / "content/news").mkdir()
    (tmp_path / "content/news/a.md").symlink_to("poissa.md")
    (source,) = found_in(tmp_path).value
    assert source.problems == (
        problem(
            Position("content/news/a.md"), "file-unreadable", reason="No such file or directory"
        ),
    )


def test_a_folder_named_like_a_file_is_told(tmp_path: Path) -> None:
    written(tmp_path, {"news/a.md/b.md": "x"})
    (source,) = found_in(tmp_path).value
    assert (source.key, source.text) == ("a", "")
    assert source.problems == (
        problem(Position("content/news/a.md"), "file-unreadable", reason="Is a directory"),
    )


def test_a_source_is_known_by_all_that_decoding_sees() -> None:
    source = Source("content/news/a.md", "news", "a", FI, "x")
    others = [
        Source("content/news/b.md", "news", "a", FI, "x"),
        Source("content/news/a.md", "pages", "a", FI, "x"),
        Source("content/news/a.md", "news", "b", FI, "x"),
        Source("content/news/a.md", "news", "a", SV, "x"),
        Source("content/news/a.md", "news", "a", FI, "y"),
        Source("content/news/a.md", "news", "a", FI, "x", (problem(Position("a"), "file-empty"),)),
    ]
    assert source.digest == Source("content/news/a.md", "news", "a", FI, "x").digest
    assert len({source.digest, *(other.digest for other in others)}) == 7


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


def test_a_file_in_the_place_of_the_content_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("x", "utf-8")
    assert discover(tmp_path, FOLDERS, FI, (FI,)) == Outcome(
        (), (problem(Position("content"), "file-unreadable", reason="Not a directory"),)
    )


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


def test_texts_laid_over_are_found_as_if_they_were_saved(tmp_path: Path) -> None:
    saved: dict[str, str | bytes] = {"news/a.md": "a", "news/b.md": "b", "pages/c.md": "c"}
    root = written(tmp_path, saved)
    laid = {
        "content/news/a.md": "toinen\r\n",
        "content/news/b.md": None,
        "content/people/uusi.sv.yaml": "name: Ny",
        "content/pages/Iso.md": "x",
    }
    seen = discover(root, FOLDERS, FI, (FI, SV), laid=laid)
    (root / "content/news/b.md").unlink()
    over = {"news/a.md": "toinen\r\n", "people/uusi.sv.yaml": "name: Ny", "pages/Iso.md": "x"}
    assert seen == found_in(tmp_path, dict(over))
    assert [source.path for source in seen.value] == [
        "content/news/a.md",
        "content/pages/c.md",
        "content/people/uusi.sv.yaml",
    ]
    assert [found.code for found in seen.problems] == ["name-unsafe"]
    (root / "content/people/uusi.sv.yaml").unlink()
    texts = Texts(root, ["content/people/uusi.sv.yaml", "content/pages/c.md"], laid)
    assert dict(texts) == {"content/people/uusi.sv.yaml": "name: Ny", "content/pages/c.md": "c"}
