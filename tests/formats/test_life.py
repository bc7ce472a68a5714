from __future__ import annotations

from typing import Any

from socomsite.digest import digest
from socomsite.formats.life import BASE, WIDTH, Life, life
from socomsite.formats.view import Viewer
from socomsite.language import Language
from socomsite.model.kinds import Project
from tests.conftest import TOPIC, SiteMaker, dedent

PROJECT = "name: Malli\nsort: project\nshare: socom\nsummary: Mitä.\ntopics: [lapset]\n"
POST = """\
---
title: Arki muuttui
date: 2016-10-01
author: Anna
about: [malli]
summary: Näin kävi.
---
Teksti.
"""
NEWS = """\
---
title: Hanke alkoi
date: 2006-03-01
topics: [lapset]
about: [malli]
---
Teksti.
"""
TOLD = {
    "content/posts/arki.md": POST,
    "content/news/alkoi.md": NEWS,
    "content/events/paiva.yaml": dedent("""\
        title: Päivä
        start: 9.2.2007
        end: 10.2.2007
        sort: seminar
        about: [malli]
        """),
    "content/publications/raportti.yaml": dedent("""\
        title: Raportti
        sort: raportti
        owner_of_work: socom
        year: 2008
        project: malli
        """),
    "content/publications/aikeessa.yaml": dedent("""\
        title: Aikeessa
        sort: opas
        owner_of_work: socom
        year: 2007
        status: planned
        project: malli
        """),
    "content/publications/vuodeton.yaml": dedent("""\
        title: Vuodeton
        sort: opas
        owner_of_work: socom
        project: malli
        """),
    "content/media/lehti.yaml": dedent("""\
        title: Lehdessä
        date: 2008-05-05
        outlet: Lehti
        summary: Kertoi.
        about: [malli]
        """),
    "content/materials/diat.yaml": dedent("""\
        title: Diat
        sort: slides
        date: 5/2007
        summary: Diat.
        about: [malli]
        """),
    "content/materials/muut.yaml": dedent("""\
        title: Muut
        sort: slides
        summary: Diat.
        about: [malli]
        """),
}


def made(site: SiteMaker, more: str, files: dict[str, str] | None = None) -> Life | None:
    given: dict[str, str] = {
        "content/topics/lapset.md": TOPIC,
        "content/projects/malli.yaml": PROJECT + more,
    }
    graph = site(given | (files or {})).graph
    assert graph is not None
    entry = graph.entry(("projects", "malli"), Language.FI)
    assert isinstance(entry, Project)
    return life(entry, Viewer(graph, Language.FI))


def facts(found: Life | None) -> list[tuple[str, Any]]:
    assert found is not None
    return [(f.word, f.card["key"] if f.card else f.years or str(f.day)) for f in found.facts]


def test_a_life_tells_all_that_is_dated_in_the_order_of_time(site: SiteMaker) -> None:
    assert facts(made(site, "start: 2006\nend: 2008\n", TOLD)) == [
        ("start", "2006"),
        ("news", "alkoi"),
        ("planned_publication", "aikeessa"),
        ("events", "paiva"),
        ("materials", "diat"),
        ("end", "2008"),
        ("publications", "raportti"),
        ("media", "lehti"),
        ("posts", "arki"),
    ]


def test_years_seen_and_a_plan_are_told_as_what_they_are(site: SiteMaker) -> None:
    more = "active: [2010, 2015, 2016]\nplanned: 2009\n"
    assert facts(made(site, more)) == [
        ("planned", "2009"),
        ("seen", "2010"),
        ("seen", "2015–2016"),
    ]


def test_a_start_alone_is_told_with_what_tells_of_the_project(site: SiteMaker) -> None:
    news = {"content/news/alkoi.md": NEWS}
    assert facts(made(site, "start: 3/2006\n", news)) == [("start", "2006-03"), ("news", "alkoi")]


def test_one_date_makes_no_line(site: SiteMaker) -> None:
    assert made(site, "start: 2006\n") is None


def test_a_project_without_dates_of_its_own_has_the_life_that_others_tell(site: SiteMaker) -> None:
    found = made(site, "", TOLD)
    assert found is not None
    assert (found.strokes, found.line) == ((), "")
    assert [tick.year for tick in found.ticks] == list(range(2006, 2017))


def test_a_day_is_a_dot_and_a_year_a_line_and_none_covers_another(site: SiteMaker) -> None:
    found = made(site, "start: 2006\nend: 2008\n", TOLD)
    assert found is not None
    assert [stroke.path for stroke in found.strokes] == [f"M12 {BASE}Q104 -4 196 {BASE}"]
    assert [(mark.path, mark.is_dot) for mark in found.marks] == [
        ("M21 36H21", True),
        ("M77 36H131", False),
        ("M79 48H79", True),
        ("M95 48H95", True),
        ("M139 48H192", False),
        ("M155 36H155", True),
        ("M672 36H672", True),
    ]
    assert (found.width, found.foot, found.height) == (WIDTH, 60, 86)


def test_the_same_life_has_the_same_digest(site: SiteMaker) -> None:
    more = "start: 2006\nend: 2008\n"
    assert digest(made(site, more, TOLD)) == digest(made(site, more, TOLD))
