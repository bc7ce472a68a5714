from __future__ import annotations

import os
from pathlib import Path

import pytest

from socomsite.language import Language
from socomsite.model.discovery import discover
from socomsite.model.source import Source
from socomsite.model.textfile import Texts
from socomsite.problem import Outcome, Position, Severity, problem
from tests.model.found import FOLDERS, found_in, one_problem, written

FI, SV, EN = Language


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


def test_a_file_in_the_place_of_the_content_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("x", "utf-8")
    assert discover(tmp_path, FOLDERS, FI, (FI,)) == Outcome(
        (), (problem(Position("content"), "file-unreadable", reason="Not a directory"),)
    )


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
