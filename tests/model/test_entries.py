from __future__ import annotations

import pytest

from socomsite.language import Language
from socomsite.model.entries import CARD, ENTRY, KIND, Entries, thin, told_fields
from socomsite.model.kinds import News, Person
from tests.conftest import entry

POST = entry(News, "a", title="Otsikko", date="2026-10-01", topics=["lapset"], body="Teksti.")


def entries() -> Entries:
    return Entries({("news", "a"): {Language.FI: POST}})


def test_who_takes_an_entry_has_asked_for_it() -> None:
    found = entries()
    with found.frame() as asked:
        assert found["news", "a"][Language.FI] is POST
    assert asked == {(ENTRY, "news", "a")}


def test_names_and_languages_are_no_questions() -> None:
    found = entries()
    with found.frame() as asked:
        assert ("news", "a") in found
        assert list(found) == [("news", "a")]
        assert list(found.languages(("news", "a"))) == [Language.FI]
        found.thin(("news", "a"), Language.FI)
    assert asked == set()


def test_frames_are_apart_and_what_is_for_all_is_in_none() -> None:
    found = entries()
    with found.frame() as outer:
        with found.frame() as inner:
            found.asked.add((CARD, "news", "a"))
            with found.for_all():
                found.asked.add((KIND, "pages", ""))
        found.asked.add((ENTRY, "news", "b"))
    assert inner == {(CARD, "news", "a")}
    assert outer == {(ENTRY, "news", "b")}
    assert found.common == {(KIND, "pages", "")}


def test_a_thin_entry_has_neither_name_nor_texts() -> None:
    without = thin(POST)
    assert without.date == POST.date
    for name in ("title", "label", "body"):
        with pytest.raises(AttributeError):
            getattr(without, name)


def test_the_fields_of_names_and_texts() -> None:
    assert told_fields(News) == {"title", "body"}
    assert "name" in told_fields(Person)
