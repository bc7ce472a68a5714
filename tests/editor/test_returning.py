from __future__ import annotations

import re

from tests.conftest import news
from tests.editor.conftest import Editor
from tests.editor.publishes import NEWS, patient, published, save, served


def test_one_click_and_a_question_bring_the_version_before_back(home: Editor) -> None:
    published(home)
    save(home, {NEWS: news("Virhe julkaistiin")})
    done = published(home)
    assert "Virhe julkaistiin" in served(home, "ajankohtaista/uutinen/index.html")
    (way,) = re.findall(r'href="(/julkaise/palauta[^"]*)">Palauta edellinen versio', done.text)
    asked = home.get(way.replace("&amp;", "&"))
    assert "<h1>Palautetaanko aiempi versio?</h1>" in asked.text
    assert "Virhe julkaistiin" in served(home, "ajankohtaista/uutinen/index.html")
    (version,) = re.findall(r'name="versio" value="([^"]+)"', asked.text)
    fields = {"kohde": "koe", "versio": version}
    answer = home.post("/julkaise/palauta", fields, follow=False)
    done = patient(home, answer.headers["location"])
    assert "<h1>Aiempi versio on palautettu</h1>" in done.text
    assert "Virhe julkaistiin" not in served(home, "ajankohtaista/uutinen/index.html")
    assert (home.root / NEWS).read_text() == news("Virhe julkaistiin")
    again = patient(home)
    assert "<h2>Muuttuvat sivut</h2>" in again.text
    assert again.text.count("nyt lukijoilla") == 1


def test_a_version_that_is_not_there_cannot_be_asked_for(home: Editor) -> None:
    published(home)
    assert home.get("/julkaise/palauta?kohde=koe&versio=20200101T000000Z").status == 404
    assert home.get("/julkaise/palauta?kohde=koe").status == 404
    fields = {"kohde": "koe", "versio": "20200101T000000Z"}
    answer = home.post("/julkaise/palauta", fields, follow=False)
    assert "<h1>Julkaiseminen keskeytyi</h1>" in patient(home, answer.headers["location"]).text
