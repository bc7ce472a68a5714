from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.model.ledger import (
    FILE,
    Addresses,
    Line,
    What,
    path_of,
    read_ledger,
    text_of_ledger,
    written,
)
from socomsite.model.textfile import LARGEST
from socomsite.problem import Position, problem

LINES = (
    Line("/", What.PAGE, "pages/etusivu", "Etusivu"),
    Line("/a/", What.GONE, "news/a", "410 2026-11-01 Peruttiin | siirtyi"),
    Line("/a/#kohta", What.ANCHOR, "news/a", "Kohta"),
    Line("/a/atom.xml", What.FEED, "news/a.sv", "Å"),
    Line("/robots.txt", What.FILE, "-"),
    Line("/vanha/", What.REDIRECT, "news/a", "A"),
)


def test_a_line_says_what_answers_and_what_content_has_it(tmp_path: Path) -> None:
    text = text_of_ledger(Addresses.of(reversed(LINES)), "Selitys")
    assert text == (
        "# Selitys\n"
        "/ | page | pages/etusivu | Etusivu\n"
        "/a/ | gone | news/a | 410 2026-11-01 Peruttiin | siirtyi\n"
        "/a/#kohta | anchor | news/a | Kohta\n"
        "/a/atom.xml | feed | news/a.sv | Å\n"
        "/robots.txt | file | -\n"
        "/vanha/ | redirect | news/a | A\n"
    )
    (tmp_path / FILE).write_text(text, "utf-8")
    read = read_ledger(tmp_path)
    assert read.problems == ()
    assert read.value == Addresses.of(LINES)
    assert read.value is not None
    assert [line.number for line in read.value.lines.values()] == [2, 3, 4, 5, 6, 7]
    assert [line.language for line in LINES[2:5]] == ["", "sv", ""]


def test_a_title_stays_on_its_line() -> None:
    assert str(Line("/a/", What.PAGE, "x/a", " A\n b\tc ")) == "/a/ | page | x/a | A b c"


def test_neither_order_nor_repetition_matters_so_that_a_merge_may_mix_lines(tmp_path: Path) -> None:
    text = "/b/ | page | x/b | B\n\n/a/ | page | x/a | Vanha\r\n/a/ | page | x/a | Uusi\n"
    (tmp_path / FILE).write_bytes(text.encode())
    read = read_ledger(tmp_path).value
    assert read is not None
    assert [(line.address, line.name) for line in read.lines.values()] == [
        ("/a/", "Uusi"),
        ("/b/", "B"),
    ]


def test_a_site_without_a_ledger_has_none(tmp_path: Path) -> None:
    assert read_ledger(tmp_path).value is None
    assert read_ledger(tmp_path).problems == ()


@pytest.mark.parametrize("line", ["<<<<<<< HEAD", "a/ | page | x", "/a/ | sivu | x | A", "/a/"])
def test_a_line_that_is_no_address_is_told_with_its_place(line: str, tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(f"# x\n{LINES[0]}\n{line}\n", "utf-8")
    read = read_ledger(tmp_path)
    assert read.value is None
    assert read.problems == (problem(Position(FILE, 3, 1), "ledger-line"),)


def test_a_ledger_that_cannot_be_read_is_told_of_as_any_file_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"/a/ | page | x\xff\n")
    assert [found.code for found in read_ledger(tmp_path).problems] == ["not-utf8"]
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).symlink_to("/etc/hostname")
    assert [found.code for found in read_ledger(tmp_path).problems] == ["symlink-outside"]


def test_a_ledger_may_be_larger_than_a_content_file(tmp_path: Path) -> None:
    lines = [Line(f"/a/{n}/", What.PAGE, f"x/{n}", "A" * 80) for n in range(LARGEST // 80)]
    text = text_of_ledger(Addresses.of(lines), "x")
    assert len(text) > LARGEST
    (tmp_path / FILE).write_text(text, "utf-8")
    assert read_ledger(tmp_path).value == Addresses.of(lines)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.html", "/"),
        ("a/index.html", "/a/"),
        ("a/myindex.html", "/a/myindex.html"),
        ("tiedostot/äiti.pdf", "/tiedostot/äiti.pdf"),
        ("tiedostot/oma opas #1 | 100%?.pdf", "/tiedostot/oma%20opas%20%231%20%7C%20100%25%3F.pdf"),
        ("a\u00a0b.pdf", "/a%C2%A0b.pdf"),
    ],
)
def test_an_address_is_one_word_and_leads_back_to_its_file(path: str, address: str) -> None:
    assert written(path) == address
    assert path_of(address) == path


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(lambda t: t[0] != "/"))
def test_every_file_name_can_be_written_as_a_line_and_read(name: str) -> None:
    path = f"{name}.pdf"
    line = Line(written(path), What.FILE, "-")
    assert len(str(line).split("\n")) == 1
    assert str(line).split(" | ")[0] == line.address
    assert path_of(line.address) == path
