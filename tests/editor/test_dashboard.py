"""The first page: its numbers, tasks and plan in words; empty, broken and published sites."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.conftest import BROKEN
from tests.conftest import write_site
from tests.editor.conftest import Editor, running
from tests.editor.desk_site import FILES, put


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Editor]:
    """The editor of the site that has something of everything."""
    for editor in running(write_site(tmp_path / "sivusto", FILES)):
        editor.begin()
        yield editor


def words(page: str) -> str:
    """What one reads on a page."""
    text = re.sub(
        r"<[^>]+>", " ", page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    )
    return " ".join(html.unescape(text).replace("\xa0", " ").replace("\xad", "").split())


def test_the_first_page_tells_what_waits(desk: Editor) -> None:
    said = words(desk.get("/").text)
    assert "4 asiaa odottaa sinua. Sivusto näytetään päivän 1.6.2026 mukaan." in said
    assert "1 luonnos Avaa luonnokset" in said
    assert "1 myöhässä oleva tarkistus Tarkista sivut" in said
    assert "1 vanhentunut käännös Päivitä käännökset" in said
    assert "0 virhettä estää julkaisemisen Sisältö on kunnossa." in said
    assert "Lue läpi ja tarkista: Vanha sivu Tarkistus · määräpäivä oli 1.2.2026" in said
    assert "Tiedote Viestintäsuunnitelma · määräpäivä oli 1.5.2026" in said
    assert (
        "Vaihda yhteyshenkilö: Maija Mallikas "
        "Nimi on 1 muussakin sisällössä · viimeinen päivä 20.6.2026"
    ) in said
    assert "Blogi Tavoite: 3 krt/v 1 tehty Seuraava: viimeistään" in said
    assert "21.6. sunnuntai Maija Mallikas henkilö on lähtenyt" in said
    assert "Keskeneräinen uutinen" in said
    assert "Syksyn suunnitelmat blogikirjoitus · Ilmestyy 1.9.2026" in said
    assert "Tällä koneella ei ole tietoa aiemmista julkaisuista." in said


def test_arcs_show_what_is_done_of_what_is_needed(desk: Editor) -> None:
    arcs = re.findall(r'<span class="arcs" aria-hidden="true">(.*?)</span>', desk.get("/").text)
    assert arcs == ["<i></i>" * 3, '<i class="full"></i>' + "<i></i>" * 2]


@pytest.mark.parametrize(
    ("tag", "said"), [("sv", "Vad vill du göra?"), ("en", "What would you like to do?")]
)
def test_the_first_page_speaks_each_language(desk: Editor, tag: str, said: str) -> None:
    answer = desk.post("/asetukset", {"language": tag, "back": "/"})
    assert said in words(answer.text)
    assert not re.search(r"määräpäivä|odottaa", words(answer.text))


def test_what_is_saved_shows_at_the_next_asking(desk: Editor) -> None:
    put(desk.root, {"content/news/rikki.md": BROKEN})
    assert "1 virhe estää julkaisemisen Korjaa virheet" in words(desk.get("/").text)
    (desk.root / "content/news/rikki.md").unlink()
    (desk.root / "content/news/kesken.md").unlink()
    said = words(desk.get("/").text)
    assert "Sisältö on kunnossa." in said
    assert "Ei luonnoksia." in said


def test_a_site_without_content_says_where_to_begin(tmp_path: Path) -> None:
    for editor in running(write_site(tmp_path / "tyhja", {"site.yaml": FILES["site.yaml"]})):
        editor.begin()
        said = words(editor.get("/").text)
        assert "Sivustolla ei ole vielä sisältöä. Aloita painikkeesta ”Lisää jotain muuta”." in said
        for path in ("/sisallot/", "/sisallot/?laji=posts", "/uusi/", "/ohje/"):
            assert editor.get(path).status == 200
        assert "Täällä ei ole vielä mitään." in words(editor.get("/sisallot/?laji=posts").text)


def test_once_a_build_has_been_asked_the_first_page_tells_all_of_its_errors(
    tmp_path: Path,
) -> None:
    lost = FILES["content/posts/kevat.md"].replace("Teksti.", "[Minne](/ei-ole/)")
    root = write_site(tmp_path / "sivusto", FILES | {"content/posts/kevat.md": lost})
    for editor in running(root):
        editor.begin()
        assert "Sisältö on kunnossa." in words(editor.get("/").text)
        errors = [found for found in editor.desk.holding.told() if found.is_error]
        assert errors
        assert f"{len(errors)} virhe" in words(editor.get("/").text)
        assert "Kevään opit" in words(editor.get("/sisallot/?tila=korjattavat").text)
