from __future__ import annotations

from socomsite.formats.index import index_of_everything
from socomsite.formats.view import Viewer
from socomsite.language import Language
from tests.conftest import SITE_YAML, TOPIC, SiteMaker, news
from tests.formats.listed import viewer_of

SEARCH_PAGE = """\
---
title: Haku
layout: search
menu: none
reviewed_on: 2026-11-01
owner: Anna
---
Tästä haetaan.
"""


OUTSIDER = "name: {name}\nstaff: no\n"


EVERYTHING = {
    "content/topics/lapset.md": TOPIC,
    "content/pages/haku.md": SEARCH_PAGE,
    "content/people/aarne.yaml": OUTSIDER.format(name="Aarne Öhman"),
    "content/people/bo.yaml": OUTSIDER.format(name="Bo Äijälä"),
    "content/people/cher.yaml": OUTSIDER.format(name="Cher"),
    "content/news/a.md": news("100 vuotta"),
    "content/news/luonnos.md": news("Luonnos").replace("topics:", "draft: yes\ntopics:"),
}


def test_the_index_holds_everything_published_by_letter_in_finnish_order(site: SiteMaker) -> None:
    viewer = viewer_of(site, EVERYTHING)
    search = viewer.graph.entry(("pages", "haku"), Language.FI)
    index = index_of_everything(viewer, search)
    found = {letter.letter: [row.label for row in letter.rows] for letter in index.letters}
    assert list(found) == ["0–9", "C", "H", "K", "L", "U", "Ä", "Ö"]
    assert found["0–9"] == ["100 vuotta"]
    assert found["Ä"] == ["Äijälä, Bo"]
    assert found["Ö"] == ["Öhman, Aarne"]
    assert found["C"] == ["Cher"]
    assert found["L"] == ["Lapset"]
    assert not any("Haku" in labels or "Luonnos" in labels for labels in found.values())
    assert [letter.anchor for letter in index.letters] == [
        "0-9",
        "c",
        "h",
        "k",
        "l",
        "u",
        "ae",
        "oe",
    ]


def test_the_index_names_the_kinds_and_topics_there_are(site: SiteMaker) -> None:
    viewer = viewer_of(site, EVERYTHING)
    index = index_of_everything(viewer, viewer.graph.entry(("pages", "haku"), Language.FI))
    assert set(index.kinds) == {"pages", "topics", "people", "news"}
    assert [topic["key"] for topic in index.topics] == ["lapset"]


def test_the_index_in_another_language_says_what_is_in_finnish(site: SiteMaker) -> None:
    files = EVERYTHING | {
        "site.yaml": SITE_YAML + "languages: [fi, sv]\n",
        "content/topics/lapset.sv.md": TOPIC.replace("Lapset", "Barn"),
    }
    graph = site(files).graph
    assert graph is not None
    viewer = Viewer(graph, Language.SV)
    index = index_of_everything(viewer, graph.entry(("pages", "haku"), Language.SV))
    rows = {row.label: row for letter in index.letters for row in letter.rows}
    assert not rows["Barn"].is_fallback
    assert rows["Öhman, Aarne"].is_fallback
    assert rows["Öhman, Aarne"].language is Language.FI
