"""The frame of the editor: who gets in, what every page says to the browser, what pages share."""

from __future__ import annotations

import pytest

from tests.editor.conftest import Editor


def test_the_start_address_opens_the_editor_once(stranger: Editor) -> None:
    token = stranger.desk.guard.start
    assert stranger.ask("/").status == 403
    assert stranger.ask("/alku?avain=arvattu").status == 403
    assert stranger.ask(f"/alku?avain={token}").headers["location"] == "/"
    assert stranger.ask("/").status == 200
    assert stranger.ask(f"/alku?avain={token}").status == 302  # the same browser comes again
    stranger.cookies.clear()
    assert stranger.ask(f"/alku?avain={token}").status == 403


def test_a_session_lasts_only_as_long_as_its_secret(editor: Editor) -> None:
    name = editor.desk.guard.cookie
    editor.cookies[name] = editor.cookies[name][:-1] + "ä"
    assert editor.ask("/").status == 403


def test_a_page_that_is_not_there_says_so_in_the_editors_look(editor: Editor) -> None:
    answer = editor.get("/ei-ole/")
    assert answer.status == 404
    assert "<h1>Sivua ei ole</h1>" in answer.text
    assert "Tornado" not in answer.text


@pytest.mark.parametrize(
    ("tag", "words"), [("sv", "Arbetsbord"), ("en", "Desk"), ("fi", "Työpöytä")]
)
def test_a_browser_chooses_its_language(editor: Editor, tag: str, words: str) -> None:
    answer = editor.post("/asetukset", {"language": tag, "back": "/"})
    assert f'<html lang="{tag}">' in answer.text
    assert words in answer.text


def test_a_person_gives_a_name_and_the_browser_keeps_it(editor: Editor) -> None:
    editor.post("/asetukset", {"person": "  Aino   Esimerkki <b>"})
    assert editor.cookies["socomsite-person"] == "Aino%20Esimerkki%20%3Cb%3E"


@pytest.mark.parametrize(
    "back",
    ["http://evil.example/", "//evil.example/", "/\\evil.example", "//[", "/\t/evil", "/a\r\nb: c"],
)
def test_going_back_never_leads_elsewhere(editor: Editor, back: str) -> None:
    answer = editor.post("/asetukset", {"language": "fi", "back": back}, follow=False)
    assert answer.headers["location"] == "/"
