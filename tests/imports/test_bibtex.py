"""BibTeX files as records, with the line of everything that is wrong."""

from __future__ import annotations

import sys

import pytest

from socomsite.imports.bibtex import read_bibtex
from socomsite.imports.record import Record
from tests.conftest import dedent

WHOLE = dedent(
    r"""
    @comment{Viitteet}
    @string{socom = {Socom}}
    @techreport{Jalkihuolto,
      author = {Aalto, Anna and Maija von Mallikas and {Socom ry}},
      editor = {Virtanen, Matti},
      title = {{Jälkihuollon} k{\"a}sikirja \& muut},
      type = {loppuraportti},
      year = {2010--2011}, number = {B.4:2010},
      institution = socom,
      abstract = {Kaksi
        riviä.},
      note = {ei tänne},
    }
    @book{b, title = {Toinen}, date = {2012-05}}
    @misc{c, title = {Kolmas}}
    """
)


def records(text: str) -> tuple[Record, ...]:
    read = read_bibtex(text, "a.bib")
    assert read.problems == ()
    return read.value


def wrong(text: str) -> list[tuple[str, str]]:
    read = read_bibtex(text, "a.bib")
    return [(str(p.position), str(dict(p.values)["detail"])) for p in read.problems]


def test_an_entry_is_read_with_all_that_a_card_can_hold() -> None:
    first, second, third = records(WHOLE)
    assert first.fields == {
        "title": "Jälkihuollon käsikirja & muut",
        "sort": "loppuraportti",
        "year": "2010",
        "last_year": "2011",
        "number": "B.4:2010",
        "publisher": "Socom",
        "summary": "Kaksi riviä.",
        "authors": [
            "Anna Aalto",
            "Maija von Mallikas",
            "Socom ry",
            {"name": "Matti Virtanen", "role": "toimittaja"},
        ],
    }
    assert second.fields == {"title": "Toinen", "sort": "kirja", "year": "2012-05"}
    assert third.fields == {"title": "Kolmas"}
    assert [record.key for record in (first, second, third)] == ["Jalkihuolto", "b", "c"]


def test_every_field_knows_its_line() -> None:
    first, second, _ = records(WHOLE)
    assert (first.line, second.line) == (3, 14)
    lines = [first.line_of(name) for name in ("title", "year", "number", "publisher", "isbn")]
    assert lines == [6, 8, 8, 9, 3]


def test_every_place_that_cannot_be_read_is_told() -> None:
    text = dedent(
        """
        @book{a, title = {Yksi}
        @book{b, title = {Kaksi}, month = foo}
        @book{a, title = {Kolme}}
        """
    )
    assert wrong(text) == [
        ("a.bib:2:1", "'}' expected"),
        ("a.bib:2:1", "undefined string in line 2: foo"),
        ("a.bib:3:1", "repeated bibliography entry: a"),
    ]


def test_a_file_without_entries_gives_nothing() -> None:
    assert records("Vain tekstiä.\n") == ()


def test_without_the_library_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pybtex", None)
    (found,) = read_bibtex(WHOLE, "a.bib").problems
    assert (found.code, dict(found.values)) == ("import-library", {"library": "pybtex"})


def test_signs_that_tex_acts_upon_come_back_as_they_were() -> None:
    signs = r"\textbackslash{} \textbraceleft{}a\textbraceright{} \textasciitilde{} \& \% \$ \# \_"
    (found,) = records(f"@book{{a, title = {{{signs} \\textasciicircum b \\$c}}}}\n")
    assert found.fields["title"] == r"\ {a} ~ & % $ # _ ^b $c"


def test_braces_that_do_not_match_are_told_at_their_entry() -> None:
    text = "@book{a, title = {Hyvä}}\n\n"
    text += "@book{b, title = {T = ,{il%al }, year = 1}}\n@book{c, title={}x}\n"
    made = read_bibtex(text, "a.bib")
    assert {found.code for found in made.problems} == {"import-syntax"}
    assert [record.key for record in made.value][:1] == ["a"]


def test_strings_that_double_are_stopped() -> None:
    text = "@string{a = {xxxxxxxxxx}}\n" + "@string{a = a # a}\n" * 60 + "@book{b, title = a}\n"
    made = read_bibtex(text, "a.bib")
    assert [found.code for found in made.problems] == ["import-syntax"]


def test_endless_joining_is_refused() -> None:
    made = read_bibtex("@string{a = " + '"x" # ' * 4000 + '"y"}', "a.bib")
    assert [found.code for found in made.problems] == ["import-syntax"]
