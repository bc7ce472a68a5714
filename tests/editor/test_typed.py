"""What a file says, as its form has it, and back: whatever nobody changed stays as it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.editor.drawing import draw
from socomsite.editor.submission import typed_in
from socomsite.language import Language
from socomsite.model.kinds import KINDS, Person, Post, Project, Publication
from socomsite.model.schema import Entry
from socomsite.yamltext import Plain
from tests.editor.entries import fields_of, scribe, sent_from, tried

FI = Language.FI


def through(kind: type[Entry], said: dict[str, Plain]) -> dict[str, Plain]:
    """What is typed into the form of what is said, as a browser sends it back."""
    form = draw(kind, scribe().typed(kind, said), scribe().choices, FI)
    return typed_in(kind, sent_from(form))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.folder)
@tried
@given(data=st.data())
def test_a_form_that_nobody_touched_says_what_the_file_says(
    kind: type[Entry], data: st.DataObject
) -> None:
    said = data.draw(fields_of(kind))
    typed = through(kind, said)
    again = scribe().said(kind, typed, said)
    # What is no text at all cannot be typed, and so is not said.
    assert again == said or scribe().differing(kind, said, again) == ()
    assert [name for name in said if name in again] == list(again)
    assert scribe().differing(kind, said, scribe().said(kind, typed, {})) == ()


def test_only_what_was_changed_is_said_anew() -> None:
    said: dict[str, Any] = {
        "name": "SAKKI",
        "start": "2016-01-01",
        "topics": ["lapset"],
        "people": ["aino", {"person": "toinen-aino", "role": "ohjaaja"}],
        "goals": [{"objective": "A", "actions": ["a", "b"]}, {"objective": "B", "own": "x"}],
    }
    typed: dict[str, Any] = scribe().typed(Project, said)
    assert typed["start"] == "1.1.2016"
    typed["end"] = "9/2017"
    typed["goals"][1]["actions"] = ["", " c  d "]
    typed["people"].append({"person": "aino esimerkki (people/aino)", "role": "vetäjä"})
    again = scribe().said(Project, typed, said)
    assert again == said | {
        "end": "2017-09",
        "people": [*said["people"], {"person": "aino", "role": "vetäjä"}],
        "goals": [said["goals"][0], {"objective": "B", "own": "x", "actions": ["c d"]}],
    }
    assert list(again)[: len(said)] == list(said)


def test_what_is_emptied_is_no_longer_said() -> None:
    said: dict[str, Plain] = {"title": "A", "summary": "B", "authors": ["Aino"], "price": "5 €"}
    typed = scribe().typed(Publication, said)
    typed |= {"summary": " ", "authors": [], "price": {"amount": "", "note": ""}}
    assert scribe().said(Publication, typed, said) == {"title": "A"}


def test_a_default_is_said_only_where_the_file_says_it() -> None:
    said: dict[str, Plain] = {"title": "A", "status": "published", "draft": "ei"}
    typed = scribe().typed(Publication, said)
    assert scribe().said(Publication, typed, said) == said
    assert scribe().said(Publication, typed, {}) == {"title": "A"}
    typed["draft"] = "true"
    assert scribe().said(Publication, typed, said)["draft"] == "true"


def test_a_group_of_one_text_is_said_as_that_text() -> None:
    typed = scribe().typed(Post, {})
    typed["author"] = {"name": "Aino", "person": "", "role": ""}
    assert scribe().said(Post, typed, {})["author"] == "Aino"
    assert scribe().said(Post, typed, {"author": {"name": "Aino"}})["author"] == {"name": "Aino"}


def test_an_empty_text_stays_only_where_it_means_something() -> None:
    from socomsite.model.pages import Page  # noqa: PLC0415 - one test's kind

    said: dict[str, Plain] = {"title": "", "address": ""}
    assert scribe().said(Page, scribe().typed(Page, said), said) == {"address": ""}


def test_what_has_another_shape_is_mended_by_saving() -> None:
    said: dict[str, Plain] = {"name": ["Aino", "E."], "topics": "lapset", "portrait": "talo.png"}
    typed = scribe().typed(Person, said)
    assert scribe().said(Person, typed, said) == {"name": "Aino E.", "topics": ["lapset"]}


def test_fields_that_no_kind_has_stay() -> None:
    said: dict[str, Plain] = {"publik": {"a": ["b"]}, "name": "Aino", "staff": "true"}
    typed = scribe().typed(Person, said)
    typed["name"] = "Eino"
    assert scribe().said(Person, typed, said) == said | {"name": "Eino"}
