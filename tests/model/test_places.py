from __future__ import annotations

import re

import pytest

from socomsite.model.places import Places, before_address, before_heading, place_in_file
from socomsite.problem import Position

PATH = "content/news/a.md"
START = Position(PATH, 8, 1)


def places(text: str) -> Places:
    return Places(text, START)


def test_equal_words_are_found_one_after_the_other() -> None:
    found = places("[a](ref:x) ja\n[b](ref:x)")
    assert found.of("ref:x", before_address) == Position(PATH, 8, 5)
    assert found.of("ref:x", before_address) == Position(PATH, 9, 5)


@pytest.mark.parametrize("before", ["", "(", "a <", '"', "='", "[a]: ", "[a]:", "a", " ", "]: a"])
def test_an_address_stands_behind_its_signs(before: str) -> None:
    form = re.compile(r".*(?:[(<\"'=]|\]: )")
    for text, line in ((f"{before}ref:x", 0), (f"(\n{before}ref:x", 2)):
        end = text.index("ref:")
        assert before_address(text, line, end) is bool(form.fullmatch(text, line, end))


def test_a_heading_is_found_behind_its_marks() -> None:
    assert places("Lapset.\n\n## Lapset").of("Lapset", before_heading) == Position(PATH, 10, 4)


def test_what_is_not_found_is_where_the_text_starts() -> None:
    assert places("Teksti.").of("muuta") == START
    assert places("Teksti.").of_passage("Aivan muuta tekstiä") == START
    assert places("Teksti.").of_passage("…") == START


@pytest.mark.parametrize(
    ("text", "passage", "line", "column"),
    [
        ("Alku.\n\nHanke auttaa **perheitä** arjessa.", "Hanke auttaa perheitä arjessa.", 10, 1),
        ("Hanke\nauttaa perheitä.", "Hanke auttaa perheitä.", 8, 1),
        ("Katso [lasten asiat](ref:x).", "lasten asiat", 8, 8),
    ],
)
def test_a_passage_is_found_whatever_marks_stand_in_it(
    text: str, passage: str, line: int, column: int
) -> None:
    assert places(text).of_passage(passage) == Position(PATH, line, column)


def test_the_second_of_two_equal_passages_has_its_own_place() -> None:
    found = places("Sama asia.\n\nSama asia.")
    assert [found.of_passage("Sama asia.").line for _ in range(2)] == [8, 10]


def test_tables_and_empty_headings_are_found_by_their_form() -> None:
    text = "##\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n### ###\n\n## Otsikko\n"
    assert [place.line for place in places(text).empty_headings()] == [8, 14]
    assert [place.line for place in places(text).tables()] == [10]


def test_a_text_beside_its_field_starts_where_it_starts() -> None:
    beside = Places("[a](ref:x)\n[b](ref:y)", Position(PATH, 3, 7))
    assert beside.of("ref:x", before_address) == Position(PATH, 3, 11)
    assert beside.of("ref:y", before_address) == Position(PATH, 4, 5)


def test_a_pattern_is_found_in_a_whole_file() -> None:
    text = "a: 1\nphone: 2\nb:\n  phone: 3\n"
    assert place_in_file(text, PATH, r"^phone:") == Position(PATH, 2, 1)
    assert place_in_file(text, PATH, r"\bphone:", 1) == Position(PATH, 4, 3)
    assert place_in_file(text, PATH, r"\bphone:", 2) == Position(PATH, 1, 1)
