from __future__ import annotations

import json
from typing import Any

import pybtex.database
import pytest
import rispy
from hypothesis import given, settings
from pybtex.richtext import Text

from socomsite.formats import citation
from socomsite.formats.planning import Planning
from socomsite.formats.template import Templates
from socomsite.language import Words
from socomsite.model.kinds import Person, Publication
from tests.conftest import entry
from tests.formats.planned import TITLES, made_by, planned

REPORT: dict[str, Any] = {
    "title": "Lasten ääni & muut 100 %",
    "subtitle": "Loppuraportti",
    "sort": "loppuraportti",
    "authors": [{"person": "sanna"}, "Kouvolan kaupunki"],
    "series": "Keskuksen julkaisuja",
    "number": "B.4:2008",
    "year": "5/2008",
    "publisher": "Testikeskus",
    "owner_of_work": "socom",
    "isbn": "978-951-0-18435-6",
    "language_of_work": "fi",
    "summary": "Mitä {raportti} kertoo.",
}
SANNA = entry(Person, "sanna", name="Sanna Romppanen", staff="true")
NAMED = "julkaisut/raportti/raportti"


def works(**fields: Any) -> Planning:
    given_fields = REPORT | fields
    return planned(
        SANNA,
        entry(Publication, "raportti", **given_fields),
        sections={"publications": {"fi": "julkaisut"}},
    )


def bibtex_of(planning: Planning, path: str = f"{NAMED}.bib") -> pybtex.database.BibliographyData:
    return pybtex.database.parse_string(made_by(citation, planning)[path].decode(), "bibtex")


def ris_of(planning: Planning, path: str = f"{NAMED}.ris") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = rispy.loads(made_by(citation, planning)[path].decode())
    return found


def csl_of(planning: Planning, path: str = f"{NAMED}.csl.json") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(made_by(citation, planning)[path])
    return found


def plain(tex: str) -> str:
    """What TeX shows for a value."""
    return str(Text.from_latex(tex))


def test_bibtex_is_read_as_it_was_meant() -> None:
    found = bibtex_of(works()).entries["raportti"]
    assert found.type == "techreport"
    assert [str(who) for who in found.persons["author"]] == [
        "Romppanen, Sanna",
        "{Kouvolan kaupunki}",
    ]
    assert found.persons["author"][1].last_names == ["{Kouvolan kaupunki}"]
    fields = {name: plain(value) for name, value in found.fields.items()}
    assert fields == {
        "title": "Lasten ääni & muut 100 %: Loppuraportti",
        "year": "2008",
        "type": "loppuraportti",
        "series": "Keskuksen julkaisuja",
        "number": "B.4:2008",
        "institution": "Testikeskus",
        "isbn": "978-951-0-18435-6",
        "language": "fi",
        "url": "https://testi.example/julkaisut/raportti/",
    }


def test_letters_stay_letters_and_only_what_tex_acts_on_is_escaped() -> None:
    text = made_by(citation, works(title=r"Å{b}~c^d\e_f#g$h", subtitle=None))[f"{NAMED}.bib"]
    (line,) = [line for line in text.decode().splitlines() if line.startswith("  title")]
    assert line == (
        r"  title = {{Å\textbraceleft{}b\textbraceright{}\textasciitilde{}c"
        r"\textasciicircum{}d\textbackslash{}e\_f\#g\$h}},"
    )


def test_ris_is_read_as_it_was_meant() -> None:
    assert ris_of(works()) == [
        {
            "type_of_reference": "RPRT",
            "id": "raportti",
            "authors": ["Romppanen, Sanna", "Kouvolan kaupunki"],
            "title": "Lasten ääni & muut 100 %: Loppuraportti",
            "year": "2008",
            "date": "2008/05/",
            "type_of_work": "loppuraportti",
            "tertiary_title": "Keskuksen julkaisuja",
            "number": "B.4:2008",
            "publisher": "Testikeskus",
            "issn": "978-951-0-18435-6",
            "language": "fi",
            "abstract": "Mitä {raportti} kertoo.",
            "urls": ["https://testi.example/julkaisut/raportti/"],
        }
    ]


def test_csl_json_is_what_csl_asks_for() -> None:
    assert csl_of(works()) == [
        {
            "id": "raportti",
            "type": "report",
            "title": "Lasten ääni & muut 100 %: Loppuraportti",
            "author": [
                {"family": "Romppanen", "given": "Sanna"},
                {"literal": "Kouvolan kaupunki"},
            ],
            "issued": {"date-parts": [[2008, 5]]},
            "genre": "loppuraportti",
            "collection-title": "Keskuksen julkaisuja",
            "number": "B.4:2008",
            "publisher": "Testikeskus",
            "ISBN": "978-951-0-18435-6",
            "language": "fi",
            "abstract": "Mitä {raportti} kertoo.",
            "URL": "https://testi.example/julkaisut/raportti/",
        }
    ]


@pytest.mark.parametrize(
    ("year", "last", "bib", "date", "parts"),
    [
        ("2008", None, "2008", "2008//", [[2008]]),
        ("16.10.2008", None, "2008", "2008/10/16", [[2008, 10, 16]]),
        ("syksy 2008", None, "2008", "2008//", [[2008]]),
        ("2008", "2009", "2008--2009", "2008//", [[2008], [2009]]),
    ],
)
def test_a_date_is_told_as_far_as_it_is_known(
    year: str, last: str | None, bib: str, date: str, parts: list[list[int]]
) -> None:
    planning = works(year=year, last_year=last)
    assert bibtex_of(planning).entries["raportti"].fields["year"] == bib
    assert ris_of(planning)[0]["date"] == date
    assert csl_of(planning)[0]["issued"] == {"date-parts": parts}


def test_what_is_not_known_is_left_out() -> None:
    unknown = {name: None for name in REPORT if name not in {"title", "sort", "owner_of_work"}}
    planning = works(**unknown | {"authors": []})
    assert set(bibtex_of(planning).entries["raportti"].fields) == {
        "title",
        "type",
        "institution",
        "language",
        "url",
    }
    assert "issued" not in csl_of(planning)[0]
    assert "year" not in ris_of(planning)[0]


@pytest.mark.parametrize(
    ("sort", "isbn", "bib", "ris", "csl"),
    [
        ("väitöskirja", None, "phdthesis", "THES", "thesis"),
        ("käsikirja", None, "book", "BOOK", "book"),
        ("artikkeli", None, "article", "JOUR", "article-journal"),
        ("tiedote", None, "misc", "GEN", "periodical"),
        ("esite", None, "misc", "GEN", "document"),
        ("esite", "978-951-0-18435-6", "book", "BOOK", "book"),
    ],
)
def test_each_sort_has_its_type(sort: str, isbn: str | None, bib: str, ris: str, csl: str) -> None:
    planning = works(sort=sort, isbn=isbn)
    assert bibtex_of(planning).entries["raportti"].type == bib
    assert ris_of(planning)[0]["type_of_reference"] == ris
    assert csl_of(planning)[0]["type"] == csl


def test_an_article_names_its_journal() -> None:
    planning = works(sort="artikkeli", series="Sosiaalilehti", number="2")
    assert bibtex_of(planning).entries["raportti"].fields["journal"] == "Sosiaalilehti"
    assert ris_of(planning)[0]["secondary_title"] == "Sosiaalilehti"
    item = csl_of(planning)[0]
    assert (item["container-title"], item["issue"]) == ("Sosiaalilehti", "2")


def test_an_editor_is_no_author() -> None:
    planning = works(authors=[{"person": "sanna", "role": "toimittaja"}, "Eva von Essen"])
    persons = bibtex_of(planning).entries["raportti"].persons
    assert [str(who) for who in persons["editor"]] == ["Romppanen, Sanna"]
    assert [str(who) for who in persons["author"]] == ["von Essen, Eva"]
    item = csl_of(planning)[0]
    assert item["editor"] == [{"family": "Romppanen", "given": "Sanna"}]
    assert item["author"] == [{"family": "von Essen", "given": "Eva"}]
    assert ris_of(planning)[0]["authors"] == ["von Essen, Eva"]


def test_a_work_that_may_not_have_appeared_says_so() -> None:
    planning = works(status="planned")
    assert bibtex_of(planning).entries["raportti"].fields["note"] == "planned"
    words = Words("Suunniteltu", "Planerad", "Planned")
    templates = Templates((), (("publication.status.planned", words),))
    told = Planning(planning.graph, templates, {})
    assert bibtex_of(told).entries["raportti"].fields["note"] == "Suunniteltu"
    assert csl_of(told)[0]["note"] == "Suunniteltu"
    assert ris_of(told)[0]["notes"] == ["Suunniteltu"]


def test_the_list_has_the_sites_own_works_in_its_order() -> None:
    own = {"sort": "raportti", "owner_of_work": "socom"}
    planning = planned(
        entry(Publication, "a", title="A", year="2007", **own),
        entry(Publication, "b", title="B", year="2009", **own),
        entry(Publication, "c", title="C", year="2010", sort="raportti", owner_of_work="other"),
    )
    assert list(bibtex_of(planning, "publications/publications.bib").entries) == ["b", "a"]
    assert [w["id"] for w in ris_of(planning, "publications/publications.ris")] == ["b", "a"]
    assert [w["id"] for w in csl_of(planning, "publications/publications.csl.json")] == ["b", "a"]
    assert "publications/c/c.bib" in made_by(citation, planning)


@settings(deadline=None)
@given(TITLES)
def test_any_title_survives_the_way_through_ris_and_csl_json(title: str) -> None:
    planning = works(title=title, subtitle=None)
    wanted = " ".join(title.split())
    assert ris_of(planning)[0]["title"] == wanted
    assert csl_of(planning)[0]["title"] == wanted


@settings(deadline=None)
@given(TITLES)
def test_any_title_leaves_a_bibtex_file_whole(title: str) -> None:
    found = bibtex_of(works(title=title, subtitle=None)).entries["raportti"]
    assert found.fields["number"] == "B.4:2008"
