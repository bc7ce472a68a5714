from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from socomsite.engine.built import Build
from socomsite.formats.chart import Bar, Tally, goals, publications
from socomsite.formats.life import Life
from socomsite.formats.pageview import PageView
from socomsite.formats.timeline import Timeline
from socomsite.formats.view import Viewer
from socomsite.language import Language
from socomsite.model.parts import Goal, GoalArea, GoalState
from tests.conftest import TOPIC, SiteMaker, codes, dedent, text_of

ROOT = Path(__file__).parent.parent.parent
TEMPLATES = {
    str(file.relative_to(ROOT)): file.read_bytes()
    for file in sorted((ROOT / "templates").rglob("*"))
    if file.is_file()
}
SITE = """\
name: Testikeskus
url: https://testi.example/
languages: [fi, sv, en]
sections: {projects: hankkeet, publications: julkaisut, plans: suunnitelmat}
"""


def publication(title: str, more: str = "") -> str:
    return f"title: {title}\nsort: raportti\nowner_of_work: socom\n{more}"


def page(title: str, address: str, more: str) -> str:
    head = f'title: {title}\naddress: "{address}"\nmenu: none\nreviewed_on: 2026-11-01\nowner: A\n'
    return f"---\n{head}{more}---\nTeksti.\n"


PUBLICATIONS = {
    "content/publications/a.yaml": publication("A", "year: 2016\n"),
    "content/publications/b.yaml": publication("B", "year: 2016\nstatus: planned\n"),
    "content/publications/c.yaml": publication("C", "year: 2013\n"),
    "content/publications/d.yaml": publication("D", "year: 2012\nstatus: cited\n"),
    "content/publications/e.yaml": publication("E", "status: unknown\n"),
    "content/publications/f.yaml": publication("F", "year: 2015\n").replace("socom", "other"),
}
PAGE = "content/pages/julkaisut.md"


def view_of(made: Build, path: str) -> PageView:
    view = next(job.view for job, _ in made.made if job.path == path)
    assert isinstance(view, PageView)
    return view


def rows(tally: object) -> list[tuple[str, int, list[tuple[str, int]]]]:
    assert isinstance(tally, Tally)
    return [(b.title or b.word, b.count, [(p.look, p.count) for p in b.parts]) for b in tally.bars]


def test_publications_are_counted_by_year_and_empty_years_are_told(site: SiteMaker) -> None:
    graph = site(PUBLICATIONS).graph
    assert graph is not None
    tally = publications(Viewer(graph, Language.FI), {"v2016": "#s-v2016"})
    assert rows(tally) == [
        ("2016", 2, [("full", 1), ("hatched", 1)]),
        ("2014–2015", 0, []),
        ("2013", 1, [("full", 1)]),
        ("2012", 1, [("full", 1)]),
        ("list.no-year", 1, [("hatched", 1)]),
    ]
    assert tally is not None
    assert [bar.address for bar in tally.bars] == ["#s-v2016", "", "", "", ""]
    assert [key.look for key in tally.keys] == ["full", "hatched"]
    assert tally.width == 68


def test_a_site_without_own_publications_has_no_such_picture(site: SiteMaker) -> None:
    files = {"content/publications/f.yaml": PUBLICATIONS["content/publications/f.yaml"]}
    graph = site(files).graph
    assert graph is not None
    assert publications(Viewer(graph, Language.FI), {}) is None


def area(name: str, *states: str | None, number: str | None = None) -> GoalArea:
    found = (Goal(objective="Jotain", state=GoalState(s) if s else None) for s in states)
    return GoalArea(name=name, number=number, goals=tuple(found))


def test_goals_are_counted_by_area_and_by_what_is_known_of_them() -> None:
    tally = goals(
        [
            area("Osaaminen", "partly_achieved", None, "achieved", "achieved", number="4.1"),
            area("Talous", "not_achieved"),
            area("Muut"),
        ]
    )
    assert rows(tally) == [
        ("4.1 Osaaminen", 4, [("full", 2), ("half", 1), ("hatched", 1)]),
        ("Talous", 1, [("outline", 1)]),
        ("Muut", 0, []),
    ]
    assert [bar.address for bar in tally.bars] == ["#s-area-1", "#s-area-2", "#s-area-3"]
    assert [key.look for key in tally.keys] == ["full", "half", "outline", "hatched"]
    assert tally.width == 128


def test_goals_of_which_nothing_is_known_are_counted_but_not_drawn() -> None:
    tally = goals([area("Osaaminen", None, None)])
    assert rows(tally) == [("Osaaminen", 2, [("hatched", 2)])]
    assert tally.keys == ()


def test_each_arc_has_its_own_place_and_look() -> None:
    (bar,) = goals(
        [area("A", "achieved", "achieved", "partly_achieved", "not_achieved", None)]
    ).bars
    full, half, outline, hatched = (part.path for part in bar.parts)
    disc = "M{} 14a12 12 0 0 1 24 0z"
    assert full == disc.format(2) + disc.format(32)
    assert half == disc.format(62) + "M74 2v12h12a12 12 0 0 0-12-12z"
    assert outline == disc.format(92)
    assert hatched.startswith("M124 14v-7M128 14v-10")
    assert hatched.endswith("M122 14h24")


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("kuva/index.html", Timeline),
        ("julkaisut/index.html", Tally),
        ("suunnitelmat/2026/index.html", Tally),
        ("hankkeet/malli/index.html", Life),
        ("hankkeet/index.html", type(None)),
    ],
)
def test_a_page_has_the_chart_that_belongs_to_it(
    site: SiteMaker, path: str, shape: type[Any]
) -> None:
    made = site(WHOLE)
    assert codes(made) == []
    assert isinstance(view_of(made, path).chart, shape)


WHOLE: dict[str, str | bytes] = {
    **PUBLICATIONS,
    "site.yaml": SITE,
    "content/topics/lapset.md": TOPIC,
    "content/projects/malli.yaml": dedent("""\
        name: Mallihanke
        short_name: Malli
        sort: network
        share: partner
        summary: Mitä tehdään.
        topics: [lapset]
        start: 2007
        end: 2009
        """),
    "content/projects/nahty.yaml": dedent("""\
        name: Nähty
        sort: project
        share: socom
        summary: Mitä tehdään.
        topics: [lapset]
        active: [2010, 2016]
        planned: 2012
        """),
    "content/plans/2026.yaml": dedent("""\
        title: Suunnitelma 2026
        year: 2026
        summary: Vuoden tavoitteet.
        areas:
          - name: Osaaminen
            goals: [{objective: Kasvaa, state: achieved}, {objective: Säilyy}]
          - name: Talous
        """),
    "content/pages/etusivu.md": page("Etusivu", "", ""),
    "content/pages/kuva.md": page("Kuva", "kuva", "chart: timeline\n"),
    PAGE: page(
        "Julkaisut",
        "julkaisut",
        "chart: publications_per_year\n"
        "lists: [{of: publications, own: kyllä, group: year, per_page: 2}]\n",
    ),
}


def test_years_lead_to_their_place_on_the_right_page_of_the_list(site: SiteMaker) -> None:
    made = site(WHOLE)
    chart = view_of(made, "julkaisut/index.html").chart
    assert isinstance(chart, Tally)
    assert {bar.title or bar.word: bar.address for bar in chart.bars} == {
        "2016": "#s-v2016",
        "2014–2015": "",
        "2013": "/julkaisut/sivu-2/#s-v2013",
        "2012": "/julkaisut/sivu-2/#s-v2012",
        "list.no-year": "/julkaisut/sivu-3/#s-ei-vuotta",
    }
    assert view_of(made, "julkaisut/sivu-2/index.html").chart is None


def test_an_unknown_chart_is_told_with_those_that_there_are(site: SiteMaker) -> None:
    made = site({PAGE: page("Julkaisut", "julkaisut", "chart: timelines\n")})
    assert "value-not-allowed" in codes(made)
    (found,) = [found for found in made.problems if found.code == "value-not-allowed"]
    assert found.near == ("timeline",)
    assert found.allowed == ("timeline", "publications_per_year")


def words_of(html: str) -> str:
    """The text that a screen reader meets: what is hidden from it taken out."""
    html = re.sub(r"<svg[^>]*aria-hidden.*?</svg>", "", html, flags=re.DOTALL)
    html = re.sub(r'<ul class="keys" aria-hidden.*?</ul>', "", html, flags=re.DOTALL)
    html = re.sub(r'<div class="picture" aria-hidden.*?</svg>\s*</div>', "", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", html).replace("\u00ad", "").split())


def built(site: SiteMaker, language: str) -> Build:
    """The whole small site with the real templates, its pages in a language."""
    names = [name for name in WHOLE if name.startswith("content/pages/")]
    files = {name.replace(".md", f".{language}.md"): WHOLE[name] for name in names}
    made = site(TEMPLATES | WHOLE | (files if language != "fi" else {}))
    assert codes(made) == []
    return made


@pytest.mark.parametrize(
    ("language", "folder", "said"),
    [
        (
            "fi",
            "",
            (
                "Aikajana 2007–2016",
                "Malli 2007–2009 Mitä tehdään. Verkosto · Socom mukana kumppanina",
                "Nähty Ainakin 2010 ja 2016 · Suunniteltu: 2012 Mitä tehdään. Hanke",
                "näiltä vuosilta: 2011 ja 2013–2015. Se ei tarkoita, ettei niitä ollut.",
            ),
        ),
        (
            "sv",
            "sv/",
            (
                "Tidslinje 2007–2016",
                "Malli (på finska) 2007–2009",
                "Åtminstone 2010 och 2016 · Planerat: 2012",
                "från de här åren: 2011 och 2013–2015.",
            ),
        ),
        (
            "en",
            "en/",
            (
                "Timeline 2007–2016",
                "Malli (in Finnish) 2007–2009",
                "At least 2010 and 2016 · Planned: 2012",
                "in these years: 2011 and 2013–2015.",
            ),
        ),
    ],
)
def test_the_timeline_is_told_in_words_too(
    site: SiteMaker, language: str, folder: str, said: tuple[str, ...]
) -> None:
    words = words_of(text_of(built(site, language), f"{folder}kuva/index.html"))
    for part in said:
        assert part in words


@pytest.mark.parametrize(
    ("language", "folder", "said"),
    [
        ("fi", "", ("Julkaisut vuosittain", "Vuosi Julkaisuja 2016 2 varmoja 1, epävarmoja 1")),
        ("sv", "sv/", ("Publikationer per år", "År Publikationer 2016 2 säkra 1, osäkra 1")),
        ("en", "en/", ("Publications per year", "Year Publications 2016 2 certain 1, uncertain 1")),
    ],
)
def test_publications_per_year_are_a_table(
    site: SiteMaker, language: str, folder: str, said: tuple[str, ...]
) -> None:
    html = text_of(built(site, language), f"{folder}julkaisut/index.html")
    words = words_of(html)
    for part in said:
        assert part in words
    assert html.count('<th scope="row">') == 5
    assert 'julkaisut/sivu-2/#s-v2013">2013</a>' in html


def test_the_goals_of_a_plan_are_a_table_that_leads_to_them(site: SiteMaker) -> None:
    html = text_of(built(site, "fi"), "suunnitelmat/2026/index.html")
    words = words_of(html)
    assert "Tavoitteiden toteutuminen" in words
    assert "Osaaminen 2 toteutui 1, ei tietoa 1 Talous Ei tavoitteita" in words
    assert 'href="#s-area-1"' in html
    assert 'id="s-area-1"' in html


def test_a_plan_of_which_no_outcome_is_known_says_so(site: SiteMaker) -> None:
    plan = str(WHOLE["content/plans/2026.yaml"]).replace(", state: achieved", "")
    made = site(TEMPLATES | WHOLE | {"content/plans/2026.yaml": plan})
    html = text_of(made, "suunnitelmat/2026/index.html")
    assert "Lähteet eivät kerro, miten tavoitteet toteutuivat." in words_of(html)
    assert "glyph" not in html


def test_the_life_of_a_project_is_an_ordered_list(site: SiteMaker) -> None:
    html = text_of(built(site, "fi"), "hankkeet/malli/index.html")
    assert re.search(r'<ol class="plain life">.*?2007.*?Alku.*?2009.*?Loppu', html, re.DOTALL)
    assert 'class="life-picture is-network"' in html


def test_the_keyboard_meets_each_link_of_the_timeline_once_in_a_lane(site: SiteMaker) -> None:
    html = text_of(built(site, "fi"), "kuva/index.html")
    links = re.findall(r"<a ([^>]*malli/[^>]*)>", html)
    assert len(links) == 2
    assert [link for link in links if 'tabindex="-1"' not in link] == ['href="../hankkeet/malli/"']
    assert " style=" not in html


def test_a_gap_is_a_bar_without_arcs() -> None:
    assert Bar("2010–2015").count == 0
    assert Bar("2010–2015").parts == ()
