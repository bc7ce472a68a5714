"""Languages, slugs and the alphabetical order of fi, sv and en."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.language import Language, Words, collation_key, initial, slug

FI, SV, EN = Language

without_deadline = settings(deadline=None)
languages = st.sampled_from(Language)


def in_order(words: list[str], language: Language) -> list[str]:
    """The words sorted, from an order that is surely not theirs."""
    others = words[::-1]
    return sorted(others, key=lambda word: collation_key(word, language))


def test_words_are_given_in_each_language() -> None:
    words = Words("kyllä", "ja", "yes")
    assert [words.in_language(language) for language in Language] == ["kyllä", "ja", "yes"]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Pro SOS -hanke", "pro-sos-hanke"),
        ("Äiti ja öljy Åbossa", "aiti-ja-oljy-abossa"),
        ("Tiedote 1/2007", "tiedote-1-2007"),
        ("Café Šarm, Žižek", "cafe-sarm-zizek"),
        ("A\N{COMBINING DIAERESIS}iti", "aiti"),
        ("Straße, Œ, Bjørnæs", "strasse-bjornaes"),
        ("  –hyvä– (koe)!  ", "hyva-koe"),
        ("sote‑uudistus", "sote-uudistus"),
        ("", ""),
        ("???", ""),
        ("日本", ""),
    ],
)
def test_a_slug_keeps_letters_and_digits(text: str, address: str) -> None:
    assert slug(text) == address


@given(st.text())
@without_deadline
def test_a_slug_is_safe_in_an_address_and_its_own_slug(text: str) -> None:
    made = slug(text)
    assert re.fullmatch(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", made)
    assert slug(made) == made


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (FI, ["aalto", "zeniitti", "åbo", "äiti", "öljy"]),
        (SV, ["zon", "Åbo", "ärlig", "öga"]),
        (FI, ["vanha", "vuosi", "wanha", "xylitoli"]),
        (FI, ["yks", "üks 2", "yks 3"]),
        (FI, ["äb", "æc", "äd", "öb", "øc", "öd"]),
        (FI, ["sa", "še", "si", "za", "že", "zi"]),
        (FI, ["ida", "idé", "idin"]),
        (FI, ["Hanke b", "hankekortti", "Hankkeet"]),
        (FI, ["B.4", "B.10"]),
        (FI, ["1.2", "1.10", "2.1"]),
        (FI, ["hanke 2", "hanke 10", "hanke 9999999999", "hanke 10000000000"]),
        (FI, ["apu", "\N{RIGHT DOUBLE QUOTATION MARK}Arki\N{RIGHT DOUBLE QUOTATION MARK}", "arvo"]),
        (EN, ["aa", "åb", "äc", "ad", "oa", "öb", "øc", "od", "zoo"]),
        (EN, ["va", "wa"]),
    ],
)
def test_words_come_in_the_order_of_their_language(language: Language, words: list[str]) -> None:
    assert in_order(words, language) == words


def test_case_and_quotation_marks_do_not_count() -> None:
    for language in Language:
        assert collation_key("”Yes we CAN”", language) == collation_key("yes we can", language)


def test_composed_and_decomposed_letters_are_one() -> None:
    assert collation_key("a\N{COMBINING DIAERESIS}", FI) == collation_key("ä", FI)
    assert collation_key("A\N{COMBINING RING ABOVE}", FI) == collation_key("å", FI)


@given(st.integers(0, 10**30), st.integers(0, 10**30), languages)
@without_deadline
def test_numbers_are_ordered_by_value(one: int, other: int, language: Language) -> None:
    keys = [collation_key(f"osa {number:03d}.", language) for number in (one, other)]
    assert (keys[0] < keys[1]) == (one < other)


@given(st.text(), languages)
@without_deadline
def test_every_text_has_a_place_in_the_order(text: str, language: Language) -> None:
    assert collation_key(text, language) == collation_key(f" {text} ", language)


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [
        ("apu", FI, "A"),
        ("Äiti", FI, "Ä"),
        ("Åbo", SV, "Å"),
        ("öar", SV, "Ö"),
        ("Äiti", EN, "A"),
        ("”Yes we can”", FI, "Y"),
        ("2016", FI, "0–9"),
        ("…", FI, "0–9"),
        ("Élan", FI, "E"),
    ],
)
def test_a_text_stands_in_an_index_under_a_letter(
    text: str, language: Language, letter: str
) -> None:
    assert initial(text, language) == letter


def test_letters_of_an_index_come_in_the_order_of_its_texts() -> None:
    words = ["öljy", "apu", "äiti", "zeniitti", "9 asiaa", "åbo"]
    letters = [initial(word, FI) for word in in_order(words, FI)]
    assert letters == ["0–9", "A", "Z", "Å", "Ä", "Ö"]
