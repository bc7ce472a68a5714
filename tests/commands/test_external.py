"""`check --external`: a report with places, in words and as JSON, that never fails a check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from socomsite.commands import external
from socomsite.engine.asking import Patience
from tests.commands.conftest import Runner
from tests.conftest import SITE_YAML, TOPIC, news, write_site
from tests.other_site import head, other_site

BODY = (
    "[Hyvä](http://muu.example/hyva) [Poissa](http://muu.example/poissa) [Oma](http://127.0.0.1/)"
)
FILES = {
    "site.yaml": SITE_YAML,
    "content/topics/lapset.md": TOPIC,
    "content/news/a.md": news(body=BODY),
}
ANSWERS = {"/hyva": head("200 OK"), "/poissa": head("410 Gone")}


def patience(port: int) -> Patience:
    return Patience(answer=2, pause=0, tries=1, ports={("muu.example", 80): ("127.0.0.1", port)})


def test_dead_links_are_told_with_their_places_and_the_check_is_fine(
    socomsite: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path, FILES)
    with other_site(dict(ANSWERS)) as site:
        monkeypatch.setattr(external, "PATIENCE", patience(site.port))
        first = socomsite("check", "--external", "--site", root)
        again = socomsite("check", "--external", "--site", root)
    assert first.code == again.code == 0
    dead = (
        "content/news/a.md:6:42: warning[link-external-dead]: Ulkoinen osoite "
        "'http://muu.example/poissa' ei toimi: sivu on poistettu (410). Tarkista osoite, vaihda se "
        "arkistoituun versioon tai poista linkki."
    )
    assert dead in first.out.splitlines()
    assert "content/news/a.md:6:75: warning[link-external-local]" in first.out
    assert "Ulkoisia osoitteita on 3, ja niistä toimii 1." in first.out
    remembered = (
        "Kysymättä jätettiin 1\u00a0osoite, joka toimi viimeksi kuluneiden 7 päivän aikana."
    )
    assert remembered not in first.out
    assert remembered in again.out
    assert site.asked.count("HEAD /hyva") == 1
    assert site.asked.count("HEAD /poissa") == 2
    assert "User-Agent: socomsite/" in site.agents[0]
    assert "(+https://testi.example/)" in site.agents[0]


def test_programs_get_every_link(
    socomsite: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path, FILES)
    with other_site(dict(ANSWERS)) as site:
        monkeypatch.setattr(external, "PATIENCE", patience(site.port))
        said = json.loads(socomsite("check", "--external", "--json", "--site", root).out)
    assert said["ok"] is True
    links = {link["url"]: link["health"] for link in said["external"]["links"]}
    assert links == {
        "http://127.0.0.1/": "local",
        "http://muu.example/hyva": "well",
        "http://muu.example/poissa": "dead",
    }
    assert [found["code"] for found in said["external"]["problems"]] == [
        "link-external-dead",
        "link-external-local",
    ]


def test_what_there_was_no_time_for_is_counted(
    socomsite: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_site(tmp_path, FILES)
    monkeypatch.setattr(external, "PATIENCE", Patience(whole=0))
    said = socomsite("check", "--external", "--site", root)
    assert said.code == 0
    assert "Aika loppui, ja kysymättä jäi" in said.out


def test_nobody_is_asked_without_the_option_or_before_the_site_is_sound(
    socomsite: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(external, "ask_all", lambda *_: pytest.fail("somebody was asked"))
    assert socomsite("check", "--site", write_site(tmp_path, FILES)).code == 0
    broken = write_site(tmp_path, {"content/news/b.md": "---\ntitle: B\n---\n"})
    assert socomsite("check", "--external", "--site", broken).code == 1


def test_a_line_that_is_down_is_told_once_and_no_link_is_blamed(
    socomsite: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = "[A](http://muu.invalid/) [B](http://toinen.invalid/)"
    root = write_site(tmp_path, FILES | {"content/news/a.md": news(body=body)})
    monkeypatch.setattr(external, "PATIENCE", Patience(answer=1, pause=0, tries=1))
    said = socomsite("check", "--external", "--site", root)
    assert said.code == 0
    assert "Verkkoyhteyttä ei ole, joten ulkoisia osoitteita ei voitu kysyä." in said.out
    assert "link-external" not in said.out
