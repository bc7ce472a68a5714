"""The search's index: what is in it, what never is, and when it is made anew."""

from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import socomsite.engine.search as module
from socomsite.baseforms import baseforms
from socomsite.engine.built import Build
from socomsite.language import Language
from socomsite.messages import message_of
from socomsite.problem import Severity
from tests.conftest import (
    IS_CI,
    SITE_YAML,
    TOPIC,
    SiteMaker,
    build_site,
    codes,
    news,
    paths,
    write_site,
)

HAS_ALL = importlib.util.find_spec("pagefind_bin") is not None and baseforms() is not None

if not HAS_ALL and not IS_CI:
    pytest.skip("Pagefind or Voikko is not installed: search skipped", allow_module_level=True)

SIGNATURE = b"pagefind_dcd"
PAGE = """\
<!doctype html>
<html lang="{{ language }}">
<head><title>{{ title }}</title></head>
<body>
<nav>valikkosana</nav>
<main data-pagefind-body><h1>{{ title }}</h1>
{% if "body" in entry %}{{ entry.body or "" }}{% endif %}
<p data-pagefind-ignore>ohitettusana</p>
</main>
</body>
</html>
"""
SEARCH = """\
---
title: Haku
layout: search
menu: none
reviewed_on: 2026-11-01
owner: Anna
---
Tästä haetaan.
"""
FILES: dict[str, str | bytes] = {
    "site.yaml": SITE_YAML,
    "templates/news.html": PAGE,
    "templates/topic.html": PAGE,
    "templates/page.html": PAGE,
    "content/pages/haku.md": SEARCH,
    "content/topics/lapset.md": TOPIC,
    "content/news/kaupungit.md": news("Kaupungeissa kokeillaan", body="Kuntien yhteinen työ."),
}


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Each run of the indexer, as it was called."""
    calls: list[Any] = []
    real = subprocess.Popen

    def run(command: Any, **settings: Any) -> Any:
        calls.append(command)
        return real(command, **settings)

    monkeypatch.setattr(subprocess, "Popen", run)
    return calls


def index_of(made: Build) -> dict[str, bytes]:
    """The files of the search by path, unpacked where they are packed."""
    return {
        artifact.path: gzip.decompress(artifact.data)
        if artifact.data.startswith(b"\x1f\x8b")
        else artifact.data
        for artifact in made.artifacts
        if artifact.path.startswith("pagefind/")
    }


def fragments(made: Build) -> Iterator[dict[str, Any]]:
    """What the index holds of each page."""
    for path, data in index_of(made).items():
        if path.endswith(".pf_fragment"):
            assert data.startswith(SIGNATURE)
            yield json.loads(data.removeprefix(SIGNATURE)) | {"id": Path(path).stem}


def fragment(made: Build, url: str) -> dict[str, Any]:
    return next(found for found in fragments(made) if found["url"] == url)


def facets(made: Build, found: dict[str, Any]) -> Any:
    """Kind, topics and years of a page in the index."""
    return json.loads(index_of(made)["pagefind/fi/facets.json"])[found["id"]]


def test_a_site_without_a_search_page_has_no_index(site: SiteMaker, runs: list[Any]) -> None:
    made = site({name: text for name, text in FILES.items() if "haku" not in name})
    assert made.is_sound
    assert not index_of(made)
    assert runs == []


def test_only_what_the_search_uses_is_shipped(site: SiteMaker) -> None:
    made = site(FILES)
    assert codes(made) == []
    names = {Path(path).name for path in paths(made) if path.startswith("pagefind/")}
    kept = {name for name in names if "." in name and not name.endswith(("fragment", "index"))}
    assert {name for name in kept if not name.endswith("_meta")} == {
        "pagefind.js",
        "pagefind-worker.js",
        "pagefind-entry.json",
        "wasm.fi.pagefind",
        "words.txt",
        "facets.json",
    }


def test_every_entry_is_found_but_not_the_search_page(site: SiteMaker) -> None:
    made = site(FILES | {"content/news/toinen.md": news("Toinen")})
    urls = {found["url"] for found in fragments(made)}
    assert {"/ajankohtaista/kaupungit/", "/ajankohtaista/toinen/", "/topics/lapset/"} <= urls
    assert "/haku/" not in urls
    assert "/404.html" not in urls


def test_further_pages_of_a_list_and_redirects_are_not_found(site: SiteMaker) -> None:
    many = {f"content/news/n{number}.md": news(f"Uutinen {number}") for number in range(25)}
    alias = news("Muuttanut").replace("topics:", "aliases: [vanha/osoite]\ntopics:")
    made = site(FILES | many | {"content/news/muutti.md": alias})
    assert "ajankohtaista/sivu-2/index.html" in paths(made)
    assert "vanha/osoite/index.html" in paths(made)
    urls = {found["url"] for found in fragments(made)}
    assert "/ajankohtaista/" in urls
    assert not any("sivu-2" in url or "vanha" in url for url in urls)


def test_no_word_of_a_draft_or_of_what_is_not_shown_yet_is_in_the_index(site: SiteMaker) -> None:
    draft = news("Salaluonnos").replace("topics:", "draft: yes\ntopics:")
    later = news("Tulevaisuusuutinen", date="2030-01-01")
    made = site(FILES | {"content/news/salainen.md": draft, "content/news/myohempi.md": later})
    everything = b"".join(index_of(made).values()).lower()
    assert b"kokeillaan" in everything
    assert b"salaluon" not in everything
    assert b"tulevaisuusuuti" not in everything


def test_navigation_and_what_is_marked_ignored_is_not_searched(site: SiteMaker) -> None:
    everything = b"".join(index_of(site(FILES)).values())
    assert b"valikkosan" not in everything
    assert b"ohitettusan" not in everything


def test_the_index_knows_other_forms_that_no_page_shows(site: SiteMaker) -> None:
    made = site(FILES)
    content = fragment(made, "/ajankohtaista/kaupungit/")["content"]
    assert "kaupunki" in content
    assert "kunta" in content
    published = next(a for a in made.artifacts if a.path == "ajankohtaista/kaupungit/index.html")
    assert b"kaupunki" not in published.data
    assert b"kunta" not in published.data


def test_a_result_has_the_pages_own_summary_date_kind_topic_and_year(site: SiteMaker) -> None:
    shown = news("Uutinen", date="2016-05-03").replace("topics:", "summary: Lyhyesti.\ntopics:")
    made = site(FILES | {"content/news/uutinen.md": shown})
    found = fragment(made, "/ajankohtaista/uutinen/")
    assert found["meta"]["title"] == "Uutinen"
    assert found["meta"]["description"] == "Lyhyesti."
    assert found["meta"]["day"] == "3.5.2016"
    assert facets(made, found) == ["news", ["lapset"], [2016]]


def test_what_lasts_is_found_under_each_of_its_years(site: SiteMaker) -> None:
    project = (
        "name: Hanke\nsort: project\nshare: socom\nsummary: Tekee.\ntopics: [lapset]\n"
        "start: 2006\nend: 2008\n"
    )
    made = site(FILES | {"templates/project.html": PAGE, "content/projects/h.yaml": project})
    found = fragment(made, "/hankkeet/h/")
    assert facets(made, found) == ["projects", ["lapset"], [2006, 2007, 2008]]
    assert found["meta"]["day"] == "2006–2008"


def test_soft_hyphens_divide_no_word(site: SiteMaker) -> None:
    page = PAGE.replace("{{ title }}</h1>", "{{ title|hyphenated }}</h1>")
    text = news("Vammaispalvelutoimistojen työkokous")
    made = site(FILES | {"templates/news.html": page, "content/news/pitka.md": text})
    content = fragment(made, "/ajankohtaista/pitka/")["content"]
    assert "Vammaispalvelutoimistojen" in content


def test_each_language_has_an_index_of_its_own(site: SiteMaker) -> None:
    swedish = TOPIC.replace("Lapset", "Barn")
    search = SEARCH.replace("title: Haku", "title: Sökning\naddress: sok")
    made = site(
        FILES
        | {
            "site.yaml": SITE_YAML + "languages: [fi, sv]\n",
            "content/topics/lapset.sv.md": swedish,
            "content/pages/haku.sv.md": search,
        }
    )
    files = index_of(made)
    assert json.loads(files["pagefind/sv/pagefind-entry.json"])["languages"].keys() == {"sv"}
    assert json.loads(files["pagefind/fi/pagefind-entry.json"])["languages"].keys() == {"fi"}
    assert "pagefind/sv/wasm.sv.pagefind" in files
    assert "pagefind/sv/wasm.fi.pagefind" not in files


def test_the_same_pages_give_the_same_bytes(tmp_path: Path) -> None:
    one = build_site(write_site(tmp_path / "yksi", FILES))
    reverse = dict(reversed(FILES.items()))
    other = build_site(write_site(tmp_path / "kaksi", reverse), jobs=2)
    assert index_of(one)
    assert index_of(one) == index_of(other)


def test_nothing_is_indexed_anew_when_no_page_changed(tmp_path: Path, runs: list[Any]) -> None:
    root = write_site(tmp_path, FILES)
    first = build_site(root, cached=True)
    assert len(runs) == 1
    again = build_site(root, cached=True)
    assert len(runs) == 1
    assert index_of(again) == index_of(first)
    (root / "content/news/uusi.md").write_text(news("Uusi asia"), "utf-8")
    changed = build_site(root, cached=True)
    assert len(runs) == 2
    assert index_of(changed) != index_of(first)


def test_without_pagefind_the_site_is_built_with_one_notice(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_has_pagefind", lambda: False)
    made = site(FILES)
    assert made.is_sound
    assert "haku/index.html" in paths(made)
    assert not index_of(made)
    (notice,) = made.problems
    assert (notice.code, notice.severity) == ("library-missing", Severity.NOTICE)
    told = message_of(notice, Language.FI)
    assert told.startswith("Kirjastoa pagefind_bin ei ole asennettu, joten haku jää tekemättä.")
    assert "pip install" in told
    assert "sökningen" in message_of(notice, Language.SV)
    assert "the search" in message_of(notice, Language.EN)


def test_without_voikko_there_is_a_plain_index_and_one_notice(
    site: SiteMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "baseforms", lambda: None)
    made = site(FILES)
    assert codes(made) == ["library-missing"]
    content = fragment(made, "/ajankohtaista/kaupungit/")["content"]
    assert "Kaupungeissa kokeillaan" in content
    assert "kaupunki" not in content


def test_the_words_for_suggestions_are_base_forms(site: SiteMaker) -> None:
    words = index_of(site(FILES))["pagefind/fi/words.txt"].decode().split("\n")
    assert "kaupunki" in words
    assert "kaupungeissa" not in words
    assert words == sorted(words)


def test_a_site_with_mistakes_is_not_indexed(site: SiteMaker, runs: list[Any]) -> None:
    made = site(FILES | {"templates/topic.html": "{{ puuttuu }}"})
    assert not made.is_sound
    assert runs == []
