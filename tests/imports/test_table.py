"""CSV files as records: columns by field or by what people call it."""

from __future__ import annotations

import pytest

from socomsite.imports.table import read_table
from socomsite.language import Language
from socomsite.model.labels import label_of


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_row_is_a_record(mark: str) -> None:
    rows = [["title", "authors", "year", "topics"], ["Yksi", '"Aalto, Anna; B C"', "2008", "a"]]
    text = "\n".join(mark.join(row) for row in rows)
    (found,) = read_table(text, "a.csv").value
    assert found.fields == {
        "title": "Yksi",
        "authors": ["Anna Aalto", "B C"],
        "year": "2008",
        "topics": ["a"],
    }


@pytest.mark.parametrize("language", list(Language))
def test_a_column_may_be_called_what_people_call_the_field(language: Language) -> None:
    names = [label_of("publications", n).name.in_language(language) for n in ("title", "isbn")]
    (found,) = read_table(";".join(names) + "\nA;1\n", "a.csv").value
    assert found.fields == {"title": "A", "isbn": "1"}


def test_a_cell_of_several_lines_keeps_the_count_of_lines() -> None:
    read = read_table('title;summary\nA;"Kaksi\nriviä"\n\nB;C\n', "a.csv")
    assert [(r.line, r.text("title"), r.text("summary")) for r in read.value] == [
        (2, "A", "Kaksi riviä"),
        (5, "B", "C"),
    ]


def test_every_column_that_is_no_field_is_told() -> None:
    read = read_table("title;titl;outo\nA;B;C\n", "a.csv")
    assert [(p.code, dict(p.values)["name"], p.near) for p in read.problems] == [
        ("import-column", "titl", ("title",)),
        ("import-column", "outo", ()),
    ]


def test_a_row_that_is_too_long_and_a_quote_without_end_are_told_with_their_line() -> None:
    read = read_table('title;year\nA;2008;x\nB;2009\nC;"2010\n', "a.csv")
    assert [(p.code, p.position.line) for p in read.problems] == [
        ("import-syntax", 2),
        ("import-syntax", 4),
    ]
    assert [record.text("title") for record in read.value] == ["B"]


def test_an_empty_table_gives_nothing() -> None:
    assert read_table("title;year\n", "a.csv").value == ()


def test_a_row_of_endless_columns_is_told_once_and_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each unknown column is compared with every field: thousands took minutes."""
    monkeypatch.setattr("socomsite.imports.table._unknown", lambda *_: pytest.fail("compared"))
    read = read_table(";".join(f"sarake{n}" for n in range(201)) + "\n", "a.csv")
    assert [(p.code, p.position.line) for p in read.problems] == [("import-syntax", 1)]
