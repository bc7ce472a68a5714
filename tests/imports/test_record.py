"""What any record brings: names the way people say them, spans of years."""

from __future__ import annotations

from socomsite.imports.record import Record, natural_name, people, tidy


def test_a_name_stands_as_people_say_it() -> None:
    assert [natural_name(n) for n in ("Aalto, Anna", "Anna Aalto", " Socom ry ", "Aalto,")] == [
        "Anna Aalto",
        "Anna Aalto",
        "Socom ry",
        "Aalto",
    ]


def test_an_editor_has_a_role() -> None:
    assert people(["A", ""], ["B, C"]) == ["A", {"name": "C B", "role": "toimittaja"}]


def test_a_span_of_years_is_two_fields_and_nothing_empty_is_kept() -> None:
    assert tidy({"year": "2008–2010", "isbn": " ", "authors": []}) == {
        "year": "2008",
        "last_year": "2010",
    }
    assert tidy({"year": "2008-05"}) == {"year": "2008-05"}


def test_a_field_without_a_line_stands_on_the_records_first() -> None:
    record = Record(3, "", {"title": "A", "authors": ["B"]}, {"title": 4})
    assert [record.line_of(name) for name in ("title", "year")] == [4, 3]
    assert (record.text("title"), record.text("authors"), record.text("isbn")) == ("A", "", "")
