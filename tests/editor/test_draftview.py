"""The form's own preview: the page of what is typed, and nothing is saved by looking."""

from __future__ import annotations

import pytest

from tests.conftest import news
from tests.editor.conftest import Editor
from tests.editor.test_entry import Fields

NEWS = "content/news/uutinen.md"
FORM = "/sisallot/news/uutinen/fi"


def typed(editor: Editor, form: str, **more: str) -> dict[str, object]:
    """What a browser would send of a form with some fields typed anew."""
    return {**Fields(editor.get(form).text).sent, **more}


def test_the_page_of_what_is_typed_is_shown_and_nothing_is_saved(editor: Editor) -> None:
    sent = typed(editor, FORM, **{"f.title": "Vielä tallentamatta"})
    answer = editor.post("/esikatselu/", sent, follow=False)
    assert answer.status == 303
    editor.desk.previews.refresh()
    assert "Vielä tallentamatta" in editor.ask(answer.headers["location"]).text
    assert (editor.root / NEWS).read_text() == news()


def test_a_new_entry_has_its_page_before_it_is_saved(editor: Editor) -> None:
    sent = typed(
        editor, "/uusi/news", **{"f.title": "Aivan uusi", "f.topics.0": "Lapset", "f.body": "A."}
    )
    answer = editor.post("/esikatselu/", sent, follow=False)
    assert answer.headers["location"].endswith("/ajankohtaista/aivan-uusi/")


def test_what_is_wrong_is_told_in_the_words_of_the_build(editor: Editor) -> None:
    answer = editor.post("/esikatselu/", typed(editor, FORM, **{"f.date": "31.2.2026"}))
    assert answer.status == 422
    assert "<h1>Sivua ei voi vielä näyttää</h1>" in answer.text
    assert "31.2.2026" in answer.text


def test_what_has_no_page_says_so(editor: Editor) -> None:
    sent = typed(editor, FORM, **{"f.expires": "1.1.2020"})
    assert "<h1>Tällä ei ole omaa sivua</h1>" in editor.post("/esikatselu/", sent).text


def test_a_form_that_was_cut_off_shows_nothing(editor: Editor) -> None:
    sent = typed(editor, FORM)
    del sent["end"]
    assert editor.post("/esikatselu/", sent).status == 422


@pytest.mark.parametrize("entry", ["", "ei-ole", "news/ei-ole/fi", "news/../fi", "a/b/c/d"])
def test_another_name_than_that_of_a_form_is_not_there(editor: Editor, entry: str) -> None:
    assert editor.post("/esikatselu/", {"entry": entry, "end": "1"}).status == 404


def test_looking_at_a_form_needs_the_form(editor: Editor) -> None:
    assert editor.post("/esikatselu/", {"entry": "news", "token": ""}).status == 403
