"""RIS files as records, and what their reader would pass over in silence."""

from __future__ import annotations

import sys

import pytest

from socomsite.imports.ris import read_ris
from tests.conftest import dedent

WHOLE = dedent(
    """
    TY  - RPRT
    ID  - jalkihuolto
    AU  - Aalto, Anna
    AU  - Socom ry
    ED  - Virtanen, Matti
    A2  - Virtanen, Matti
    TI  - Jälkihuollon käsikirja
    PY  - 2008
    DA  - 2008/05//
    M3  - loppuraportti
    T3  - Sarja
    IS  - B.4:2008
    PB  - Socom
    SN  - 978-952-10-1234-1
    UR  - https://testi.example/a
    UR  - https://testi.example/b
    ER  -

    TY  - JOUR
    T1  - Artikkeli
    Y1  - 2009///
    T2  - Lehti
    SN  - 1234-5679
    ER  -
    """
)


def test_a_record_is_read_with_all_that_a_card_can_hold() -> None:
    read = read_ris(WHOLE, "a.ris")
    assert read.problems == ()
    first, second = read.value
    assert first.fields == {
        "title": "Jälkihuollon käsikirja",
        "year": "2008-05",
        "series": "Sarja",
        "number": "B.4:2008",
        "publisher": "Socom",
        "sort": "loppuraportti",
        "link": "https://testi.example/a",
        "isbn": "978-952-10-1234-1",
        "authors": ["Anna Aalto", "Socom ry", {"name": "Matti Virtanen", "role": "toimittaja"}],
    }
    assert second.fields == {
        "title": "Artikkeli",
        "year": "2009",
        "series": "Lehti",
        "issn": "1234-5679",
        "sort": "artikkeli",
    }
    assert (first.key, second.key) == ("jalkihuolto", "")


def test_every_field_knows_its_line() -> None:
    first, second = read_ris(WHOLE, "a.ris").value
    assert (first.line, second.line) == (1, 19)
    assert [first.line_of(n) for n in ("title", "year", "isbn", "issn")] == [7, 9, 14, 1]
    assert second.line_of("title") == 20


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("TY  - BOOK\nTI  - A\n", 1),
        ("TY  - BOOK\nTI  - A\nTY  - BOOK\nTI  - B\nER  - \n", 1),
        ("TI  - A\nER  - \n", 1),
        ("TY  - BOOK\nER  - \nHuomautus\n", 3),
    ],
)
def test_a_record_without_start_or_end_is_told_rather_than_dropped(text: str, line: int) -> None:
    read = read_ris(text, "a.ris")
    assert read.value == ()
    assert [(p.code, p.position.line) for p in read.problems] == [("import-syntax", line)]


def test_without_the_library_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rispy", None)
    (found,) = read_ris(WHOLE, "a.ris").problems
    assert (found.code, dict(found.values)) == ("import-library", {"library": "rispy"})
