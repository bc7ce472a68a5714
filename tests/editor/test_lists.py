"""The lists: kinds, search, filters, pages, files with mistakes; all by plain links and a form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import BROKEN
from tests.conftest import news, write_site
from tests.editor.conftest import Editor, running
from tests.editor.desk_site import FILES, put
from tests.editor.test_dashboard import words


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Editor]:
    """The editor of the site that has something of everything."""
    for editor in running(write_site(tmp_path / "sivusto", FILES)):
        editor.begin()
        yield editor


def test_the_contents_begin_with_the_kinds_and_what_waits(desk: Editor) -> None:
    said = words(desk.get("/sisallot/").text)
    assert "tarkistettavat (1) vanhentuneet käännökset (1) luonnokset (1) ajastetut (1)" in said
    assert "Blogikirjoitukset 2 Kirjoitus hankkeen tai palvelun arjesta" in said


def test_a_list_tells_state_day_and_languages_of_each_row(desk: Editor) -> None:
    answer = desk.get("/sisallot/?laji=posts")
    said = words(answer.text)
    assert "Syksyn suunnitelmat Ajastettu 1.9.2026 FI Syksyn suunnitelmat, suomi" in said
    assert "Kevään opit Julkaistu 2.5.2026" in said
    assert 'href="/sisallot/posts/kevat/fi"' in answer.text
    assert 'href="/uusi/posts">Uusi blogikirjoitus' in answer.text


def test_a_search_goes_through_all_kinds_and_says_the_kind_of_each(desk: Editor) -> None:
    said = words(desk.get("/sisallot/?haku=KEVAAN").text)
    assert "1 sisältöä" not in said
    assert "Kevään opit blogikirjoitus" in said
    assert "Syksyn" not in said


def test_nothing_found_says_what_to_do(desk: Editor) -> None:
    answer = desk.get("/sisallot/?laji=posts&haku=zzz")
    assert "Ei osumia. Tarkista kirjoitusasu tai tee uusi. Näytä kaikki" in words(answer.text)
    assert 'href="/sisallot/?laji=posts">Näytä kaikki' in answer.text


def test_filters_show_only_what_can_be_chosen_and_keep_the_rest(desk: Editor) -> None:
    answer = desk.get("/sisallot/?laji=news&tila=luonnokset")
    assert '<b aria-current="true">luonnokset (1)</b>' in answer.text
    assert 'href="/sisallot/?laji=news&amp;tila=julkaistut">julkaistut (1)' in answer.text
    assert "ajastetut" not in answer.text
    assert '<input type="hidden" name="tila" value="luonnokset">' in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "laji=ei-ole&tila=ei-ole&kieli=xx&vuosi=%C2%B2&sivu=-1",
        "sivu=99999999999999999999&vuosi=0",
        "laji=posts&laji=news&haku=%00%FF",
        "haku=" + "a" * 3000,
        "laji=../../etc&kieli=fi",
    ],
)
def test_an_address_that_asks_nonsense_gets_a_list_all_the_same(desk: Editor, query: str) -> None:
    assert desk.get(f"/sisallot/?{query}").status in {200, 400}


def test_what_was_searched_is_shown_as_text(desk: Editor) -> None:
    text = desk.get("/sisallot/?haku=%3Cscript%3Ealert(1)%22").text
    assert "<script>alert" not in text
    assert 'value="&lt;script&gt;alert(1)&#34;"' in text


def test_a_long_list_comes_in_pages_of_fifty(desk: Editor) -> None:
    many = {f"content/news/n{n:03}.md": news(f"Uutinen {n}", "2026-03-01") for n in range(120)}
    put(desk.root, many)
    answer = desk.get("/sisallot/?laji=news&sivu=2")
    assert "51–100, yhteensä 122 sisältöä" in words(answer.text)
    assert '<b aria-current="page">2</b>' in answer.text
    assert 'href="/sisallot/?laji=news&amp;sivu=3">Seuraava sivu' in answer.text
    assert "101–122," in words(desk.get("/sisallot/?laji=news&sivu=9").text)


def test_files_with_mistakes_are_listed_with_what_is_wrong_and_lead_to_their_form(
    desk: Editor,
) -> None:
    put(desk.root, {"content/news/rikki.md": BROKEN, "content/news/Iso Ä.md": news()})
    answer = desk.get("/sisallot/?tila=korjattavat")
    said = words(answer.text)
    assert 'href="/sisallot/news/rikki/fi"' in answer.text
    assert "rikki uutinen" in said
    assert "Korjattava" in said
    assert "31.2.2026" in said
    assert "Muut tiedostot" in said
    assert "content/news/Iso Ä.md" in said
