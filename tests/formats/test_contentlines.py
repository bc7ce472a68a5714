from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.formats.contentlines import document, escaped, folded


@pytest.mark.parametrize("text", ["a" * 300, "ä" * 300, "€" * 300, "🙂" * 300, "aä€🙂" * 100, ""])
def test_no_line_is_over_75_octets_and_no_letter_is_cut(text: str) -> None:
    pieces = folded(f"SUMMARY:{text}").split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == f"SUMMARY:{text}"


def test_a_line_of_75_octets_is_whole_and_one_more_is_folded() -> None:
    assert folded("a" * 75) == "a" * 75
    assert folded("a" * 76) == "a" * 75 + "\r\n a"
    # 74 octets and a letter of two: the letter goes to the next line as a whole.
    assert folded("a" * 74 + "ä") == "a" * 74 + "\r\n ä"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_unfolding_gives_the_line_back(text: str) -> None:
    assert folded(text).replace("\r\n ", "") == text


def test_signs_that_part_values_are_escaped() -> None:
    assert escaped("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"


def test_control_signs_are_left_out() -> None:
    assert escaped("a\x00b\x07c\td\re") == "abcde"


def test_a_document_ends_every_line_as_the_standards_ask() -> None:
    assert document([("BEGIN", "VCARD"), ("FN", "Äiti")]) == "BEGIN:VCARD\r\nFN:Äiti\r\n".encode()
