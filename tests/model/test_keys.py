from __future__ import annotations

import pytest

from socomsite.model.keys import is_key, key_for, suggested_key


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Äiti ja lapsi", "aiti-ja-lapsi"),
        ("Tiedote 1/2007", "tiedote-1-2007"),
        ("漢字", ""),
        ("a" * 79 + " b", "a" * 79),
        ("a" * 90, "a" * 80),
    ],
)
def test_a_key_is_suggested_from_the_label(label: str, key: str) -> None:
    assert suggested_key(label) == key


@pytest.mark.parametrize(
    ("text", "may"), [("a-1", True), ("A", False), ("a--b", False), ("con", False)]
)
def test_a_key_is_small_letters_digits_and_hyphens_that_every_computer_takes(
    text: str, *, may: bool
) -> None:
    assert is_key(text) is may


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"title": "Con"}, "news-con"),
        ({"title": "漢字"}, "news"),
        ({"series": "Tiedote", "number": 1, "year": 2007}, "tiedote-1-2007"),
    ],
)
def test_an_entry_gets_its_key_from_what_it_says(said: dict[str, object], key: str) -> None:
    assert key_for("news", said) == key
