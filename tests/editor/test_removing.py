"""Entries deleted and renamed: nobody cites what is gone, no address is lost, all can be undone."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from socomsite.editor.document import fields_in
from socomsite.editor.leaving import subject_at
from socomsite.engine.built import Build
from tests.conftest import SITE_YAML, build_site, news, write_site
from tests.editor.conftest import Answer, Editor, running

FULL = Path(__file__).parents[1] / "sites/full"
PERSON = "name: Aino Esimerkki\nstaff: ei\n"
PROJECT = """\
name: {name}
sort: project
share: socom
summary: Kokeillaan yhdessä.
topics: [lapset]
channels: [{{sort: blog, address: "https://blogi.example/"}}]
"""
POST = """\
---
title: Kevät alkoi
date: 2026-03-01
author: {person: aino}
about: [kokeilu]
summary: Kevät.
---
Katso [kokeilu](ref:projects/kokeilu) ja [Aino](ref:aino).
"""
LEDGER = "/hankkeet/kokeilu/ | page | projects/kokeilu | Kokeilu\n"
CITED = {
    "content/people/aino.yaml": PERSON,
    "content/projects/kokeilu.yaml": PROJECT.format(name="Kokeilu"),
    "content/projects/jatko.yaml": PROJECT.format(name="Jatko"),
    "content/posts/kevat.md": POST,
}


def text(editor: Editor, path: str) -> str:
    return (editor.root / path).read_text("utf-8")


def about(editor: Editor) -> object:
    """What the post says it is about, in whichever form it is written."""
    path = "content/posts/kevat.md"
    return (fields_in(text(editor, path), path).value or {}).get("about")


def snapshot(root: Path) -> dict[str, bytes]:
    files = [root / "site.yaml", *(root / "content").rglob("*")]
    return {str(file.relative_to(root)): file.read_bytes() for file in files if file.is_file()}


def errors(made: Build) -> list[str]:
    return [f"{p.code} {p.position.path} {dict(p.values)}" for p in made.problems if p.is_error]


@pytest.fixture
def cited(editor: Editor) -> Editor:
    """The small site with a project that a post is about."""
    write_site(editor.root, CITED)
    (editor.root / "ledger.txt").write_text(LEDGER, "utf-8")
    return editor


def done(answer: Answer, editor: Editor) -> Answer:
    """The way back is taken."""
    assert "Kumoa tämä" in answer.text, answer.text
    given = re.search(r'name="muutos" value="([^"]+)"', answer.text)
    assert given
    return editor.post("/sisallot/tehty", {"muutos": given[1], "laji": "projects"})


def test_who_cites_it_is_told_by_title_before_anything_is_deleted(cited: Editor) -> None:
    page = cited.get("/sisallot/projects/kokeilu/fi/poista").text
    assert "Poistetaanko ”Kokeilu”?" in page
    assert '<a href="/sisallot/posts/kevat/fi">Kevät alkoi</a>' in page
    assert '<option value="lista">Luettelo: ' in page
    assert '<option value="sivu:projects/jatko">Jatko</option>' in page


def test_references_are_led_to_another_and_the_old_address_too_and_all_is_undone(
    cited: Editor,
) -> None:
    before = snapshot(cited.root)
    given = {"viittaukset": "vaihda", "kohde": "sivu:projects/jatko"}
    answer = cited.post(
        "/sisallot/projects/kokeilu/fi/poista", {**given, "osoite": "sivu:projects/jatko"}
    )
    assert "<h1>Poistettiin: Kokeilu</h1>" in answer.text
    assert about(cited) == ["jatko"]
    assert "[kokeilu](ref:projects/jatko)" in text(cited, "content/posts/kevat.md")
    assert "/hankkeet/kokeilu/" in text(cited, "content/projects/jatko.yaml")
    made = build_site(cited.root)
    assert errors(made) == []
    assert made.addresses.answers.of("/hankkeet/kokeilu/") == "/hankkeet/jatko/"
    done(answer, cited)
    assert snapshot(cited.root) == before


def test_the_last_reference_that_must_be_there_cannot_be_taken_away(cited: Editor) -> None:
    before = snapshot(cited.root)
    given = {"viittaukset": "pois", "osoite": "lista"}
    answer = cited.post("/sisallot/projects/kokeilu/fi/poista", given)
    assert answer.status == 422
    assert "about" in answer.text
    assert snapshot(cited.root) == before


def test_an_author_who_is_deleted_stays_by_name_and_links_keep_their_words(cited: Editor) -> None:
    given = {"viittaukset": "pois", "osoite": "lista"}
    assert "Poistettiin" in cited.post("/sisallot/people/aino/fi/poista", given).text
    kept = text(cited, "content/posts/kevat.md")
    assert "Aino Esimerkki" in kept
    assert "projects/kokeilu) ja Aino." in kept
    assert errors(build_site(cited.root)) == []


def test_an_address_that_leads_nowhere_says_why(cited: Editor) -> None:
    given = {"viittaukset": "vaihda", "kohde": "sivu:projects/jatko", "osoite": "poistettu"}
    answer = cited.post("/sisallot/projects/kokeilu/fi/poista", given)
    assert "Kirjoita syy, jonka lukija näkee" in answer.text
    reason = {"syy": "Hanke: ei, #alkanut, 'koskaan'"}
    assert "Poistettiin" in cited.post("/sisallot/projects/kokeilu/fi/poista", given | reason).text
    made = build_site(cited.root)
    assert errors(made) == []
    found = made.addresses.answers.gone["/hankkeet/kokeilu/"]
    assert found.reason == reason["syy"]


def test_a_page_that_nobody_has_seen_needs_no_redirect(cited: Editor) -> None:
    assert "Ohjausta ei tarvita" in cited.get("/sisallot/projects/jatko/fi/poista").text
    assert "Poistettiin: Jatko" in cited.post("/sisallot/projects/jatko/fi/poista", {}).text
    assert text(cited, "site.yaml") == SITE_YAML


def test_what_becomes_of_references_must_be_chosen(cited: Editor) -> None:
    answer = cited.post("/sisallot/projects/kokeilu/fi/poista", {"osoite": "lista"})
    assert answer.status == 422
    assert "Valitse, mitä viittauksille tehdään." in answer.text


def test_a_renamed_entry_keeps_its_old_address_and_those_who_cite_it(cited: Editor) -> None:
    before = snapshot(cited.root)
    answer = cited.post("/sisallot/projects/kokeilu/fi/nimea", {"nimi": "Uusi Nimi ä"})
    assert "<h1>Osoite vaihdettiin: Kokeilu → uusi-nimi-a</h1>" in answer.text
    assert "/hankkeet/kokeilu/" in text(cited, "content/projects/uusi-nimi-a.yaml")
    assert about(cited) == ["uusi-nimi-a"]
    assert "(ref:projects/uusi-nimi-a)" in text(cited, "content/posts/kevat.md")
    made = build_site(cited.root)
    assert errors(made) == []
    assert made.addresses.answers.of("/hankkeet/kokeilu/") == "/hankkeet/uusi-nimi-a/"
    done(answer, cited)
    assert snapshot(cited.root) == before


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "Kirjoita osoitteelle loppu"),
        ("../..", "Kirjoita osoitteelle loppu"),
        ("con", "Kirjoita osoitteelle loppu"),
        ("kokeilu", "Osoite on jo tämä."),
        ("jatko", "on jo käytössä"),
    ],
)
def test_a_name_that_cannot_be_is_told(cited: Editor, name: str, words: str) -> None:
    answer = cited.post("/sisallot/projects/kokeilu/fi/nimea", {"nimi": name})
    assert answer.status == 422
    assert words in answer.text


def test_the_settings_follow_a_renamed_page(editor: Editor) -> None:
    front = (editor.root / "content/pages/etusivu.md").read_text("utf-8")
    own = front.replace("title: Etusivu", "title: Palaute").replace('address: ""\n', "")
    write_site(editor.root, {"content/pages/palaute.md": own.replace("layout: front\n", "")})
    (editor.root / "site.yaml").write_text(f"{SITE_YAML}feedback_page: palaute  # oma\n", "utf-8")
    assert (
        "Osoite vaihdettiin"
        in editor.post("/sisallot/pages/palaute/fi/nimea", {"nimi": "kerro-meille"}).text
    )
    assert "feedback_page: kerro-meille  # oma" in text(editor, "site.yaml")
    assert errors(build_site(editor.root)) == []


def test_one_language_version_leads_to_another(editor: Editor) -> None:
    settings = f"{SITE_YAML}languages: [fi, sv]\n"
    write_site(editor.root, {"site.yaml": settings, "content/news/uutinen.sv.md": news("Nyhet")})
    given = {"laajuus": "yksi", "osoite": "kieli"}
    assert "Poistettiin: Nyhet" in editor.post("/sisallot/news/uutinen/sv/poista", given).text
    assert (editor.root / "content/news/uutinen.md").exists()
    made = build_site(editor.root)
    assert errors(made) == []
    assert made.addresses.answers.of("/sv/ajankohtaista/uutinen/") == "/ajankohtaista/uutinen/"


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Editor]:
    """The editor of a site that has every kind."""
    root = Path(
        shutil.copytree(FULL, tmp_path / "sivusto", ignore=shutil.ignore_patterns("expected"))
    )
    for editor in running(root):
        editor.begin()
        yield editor


@pytest.mark.slow
def test_every_kind_can_be_renamed_and_deleted_and_the_site_builds_after(full: Editor) -> None:
    start = snapshot(full.root)
    kinds = full.desk.holding.now().schema.kinds
    done_with = []
    for folder in kinds:
        held = full.desk.holding.now()
        keys = [s.key for s, e in held.by_path.values() if s.folder == folder and e is not None]
        if not keys:
            continue
        before = set(errors(build_site(full.root, as_of=None)))
        address = f"/sisallot/{folder}/{keys[0]}/fi"
        answer = full.post(f"{address}/nimea", {"nimi": f"{keys[0]}-uusi"})
        assert "Osoite vaihdettiin" in answer.text, (folder, answer.text)
        assert set(errors(build_site(full.root, as_of=None))) <= before, folder
        done(answer, full)
        assert snapshot(full.root) == start, folder
        subject = subject_at(full.desk.holding.now(), folder, keys[0])
        assert subject is not None
        others = [k for k in keys if k != keys[0]]
        led = {"viittaukset": "vaihda", "kohde": f"sivu:{folder}/{others[0] if others else ''}"}
        for how in ({"viittaukset": "pois"}, led):
            answer = full.post(f"{address}/poista", {**how, "osoite": "lista"})
            if "Poistettiin" not in answer.text:
                assert answer.status == 422
                assert snapshot(full.root) == start, folder
                continue
            assert set(errors(build_site(full.root, as_of=None))) <= before, (folder, how)
            done(answer, full)
            assert snapshot(full.root) == start, folder
            done_with.append(folder)
            break
    # Those whose only entry others must name, with no other to be named instead.
    assert set(kinds) - set(done_with) == {"topics", "plan"}
