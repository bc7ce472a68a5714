"""A project that ends: its day and report on one page, and what changes told before it is saved."""

from __future__ import annotations

import pytest

from tests.attached import PDF
from tests.conftest import build_site, write_site
from tests.editor.conftest import Editor
from tests.editor.sending import send
from tests.editor.test_removing import errors

PROJECT = """\
name: Kokeilu
sort: project
share: socom
summary: Kokeillaan yhdessä.
start: 2025-01-01
topics: [lapset]
people: [aino]
"""
LIST = """\
---
title: Hankkeet nyt
menu: none
reviewed_on: 22.11.2026
owner: Viestintä
address: hankkeet
lists: [{of: projects}]
---
Hankkeet.
"""
ADDRESS = "/sisallot/projects/kokeilu/fi/paata"
PATH = "content/projects/kokeilu.yaml"


@pytest.fixture
def project(editor: Editor) -> Editor:
    """A running project with a person, and the list of projects."""
    person = "name: Aino Esimerkki\nstaff: kyllä\nunit: projects/kokeilu\n"
    files = {PATH: PROJECT, "content/people/aino.yaml": person, "content/pages/hankkeet.md": LIST}
    write_site(editor.root, files)
    send(editor, "/lisaa/tiedosto", {"otsikko": "Raportti", "tila": "accessible"}, ("a.pdf", PDF))
    return editor


def test_what_changes_is_told_and_nothing_is_saved_before(project: Editor) -> None:
    before = (project.root / PATH).read_bytes()
    page = project.post(ADDRESS, {"paattyi": "31.12.2026", "tee": "katso"}).text
    assert "Oma sivu kertoo, että tämä on päättynyt: Kokeilu" in page
    assert "Paikka vaihtuu luetteloissa: Hankkeet nyt" in page
    assert "Somekanavaa ei enää vaadita" in page
    assert "Tästä ei enää huomauteta: Käynnissä olevalta hankkeelta puuttuu somekanava." in page
    assert '<a href="/sisallot/people/aino/fi">Aino Esimerkki</a>' in page
    assert (project.root / PATH).read_bytes() == before


def test_the_end_and_a_new_report_are_saved_as_one_change(project: Editor) -> None:
    given = {
        "paattyi": "31.12.2026",
        "raportti": "uusi",
        "otsikko": "Kokeilun loppuraportti",
        "laji": "loppuraportti",
        "tiedosto": "raportti.pdf",
        "tila": "accessible",
    }
    page = project.post(ADDRESS, {**given, "tee": "katso"}).text
    assert "Uusia sivuja: Julkaisu, Kokeilun loppuraportti" in page
    project.post(ADDRESS, {**given, "tee": "tallenna"}, follow=False)
    assert "end: 31.12.2026" in (project.root / PATH).read_text("utf-8") or "end: 2026-12-31" in (
        project.root / PATH
    ).read_text("utf-8")
    report = (project.root / "content/publications/kokeilun-loppuraportti.yaml").read_text("utf-8")
    assert "project: projects/kokeilu" in report
    assert "file: raportti.pdf" in report
    assert errors(build_site(project.root)) == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"paattyi": ""}, "Kirjoita viimeinen päivä"),
        ({"paattyi": "1.1.2020"}, 'role="alert"'),
        ({"paattyi": "31.12.2026", "raportti": "uusi"}, 'role="alert"'),
    ],
)
def test_what_would_not_build_is_told(project: Editor, given: dict[str, str], words: str) -> None:
    before = (project.root / PATH).read_bytes()
    answer = project.post(ADDRESS, {**given, "tee": "tallenna"})
    assert answer.status == 422
    assert words in answer.text
    assert (project.root / PATH).read_bytes() == before


def test_only_what_lasts_can_end(project: Editor) -> None:
    assert project.get("/sisallot/news/uutinen/fi/paata").status == 404
