from __future__ import annotations

import re
from pathlib import Path

import pytest

from socomsite.formats.exports import NO_EXPORTS, Exports, beside, exports_of
from socomsite.language import Language
from socomsite.model.kinds import Event, Office, Person, Publication, Topic
from socomsite.model.schema import Entry
from tests.conftest import TOPIC as TOPIC_FILE
from tests.conftest import SiteMaker, entry, paths, text_of
from tests.formats.planned import planned

TOPIC = entry(Topic, "lapset", name="Lapset", summary="x", body="x")
WORK = {"title": "x", "sort": "opas", "owner_of_work": "socom"}


def exports(found: Entry, *others: Entry, url: str = "https://testi.example/") -> Exports:
    return exports_of(planned(found, *others, url=url), found)


@pytest.mark.parametrize(
    ("address", "file"),
    [("/julkaisut/", "/julkaisut/julkaisut.bib"), ("/sv/a/b/", "/sv/a/b/b.bib"), ("/", "/.bib")],
)
def test_a_file_beside_a_page_is_named_for_it(address: str, file: str) -> None:
    assert beside(address, ".bib") == file


def test_an_event_of_a_known_day_has_a_calendar() -> None:
    event = entry(Event, "a", title="x", sort="seminar", start="9.2.2026", topics=["lapset"])
    assert exports(event, TOPIC) == Exports(
        calendar="/events/a/a.ics", webcal="webcal://testi.example/events/a/a.ics"
    )
    assert exports(TOPIC, event, url="http://testi.example/sub/") == Exports(
        calendar="/topics/lapset/lapset.ics",
        webcal="webcal://testi.example/sub/topics/lapset/lapset.ics",
    )
    unknown = entry(Event, "a", title="x", sort="seminar", start="2026", topics=["lapset"])
    assert exports(unknown, TOPIC) == exports(TOPIC, unknown) == NO_EXPORTS


def test_a_publication_has_references_in_three_forms() -> None:
    assert exports(entry(Publication, "a", **WORK)) == Exports(
        bibtex="/publications/a/a.bib",
        ris="/publications/a/a.ris",
        csl="/publications/a/a.csl.json",
    )


def test_the_list_has_them_only_of_the_sites_own() -> None:
    for owner, file in (("socom", "/publications/publications.bib"), ("other", "")):
        planning = planned(entry(Publication, "a", **WORK | {"owner_of_work": owner}))
        page = planning.page_at("/publications/")
        assert page is not None
        assert exports_of(planning, page).bibtex == file


@pytest.mark.parametrize(
    ("found", "card"),
    [
        (entry(Person, "a", name="A", staff="true", email="a@x.example"), "/people/a/a.vcf"),
        (entry(Person, "a", name="A", staff="true"), ""),
        (entry(Office, "a", name="A", town="Kotka", street="Katu 1"), "/offices/a/a.vcf"),
        (entry(Office, "a", name="A", town="Kotka"), ""),
    ],
)
def test_who_can_be_reached_has_a_card(found: Entry, card: str) -> None:
    assert exports(found) == Exports(vcard=card)


def test_a_translation_has_files_of_its_own() -> None:
    work = entry(Publication, "a", **WORK)
    swedish = entry(Publication, "a", **WORK, language=Language.SV)
    planning = planned(work, swedish, languages=["fi", "sv"])
    assert exports_of(planning, swedish).ris == "/sv/publications/a/a.ris"


TEMPLATES = Path(__file__).parents[2] / "templates"
PROJECT = "name: Hanke\nsort: project\nshare: socom\nsummary: Mitä.\ntopics: [lapset]\n"
EVENT = "title: Päivä\nsort: seminar\nstart: {start}\ntopics: [lapset]\nabout: [hanke]\n{more}"
CONTENT = {
    "content/pages/etusivu.md": (
        '---\ntitle: Testi\naddress: ""\nlayout: front\nmenu: none\nreviewed_on: 2026-11-01\n'
        "owner: A\n---\nTeksti.\n"
    ),
    "content/topics/lapset.md": TOPIC_FILE,
    "content/projects/hanke.yaml": PROJECT,
    "content/events/tuleva.yaml": EVENT.format(start="9.2.2027", more=""),
    "content/events/peruttu.yaml": EVENT.format(start="9.2.2027", more="status: cancelled\n"),
    "content/events/mennyt.yaml": EVENT.format(start="9.2.2007", more=""),
    "content/people/anna.yaml": "name: Anna\nstaff: true\nemail: anna@testi.example\n",
    "content/offices/kotka.yaml": "name: Kotka\ntown: Kotka\nstreet: Katu 1\n",
    "content/publications/opas.yaml": (
        "title: Opas\nsort: opas\nowner_of_work: socom\n"
        "authors: [{name: Eva Aro, role: toimittaja}, Anna Mäki, Kotkan kaupunki]\nyear: 2008\n"
        "series: Sarja\nnumber: 2\npublisher: Keskus\n"
    ),
    "content/publications/vuodeton.yaml": "title: Mitä nyt?\nsort: opas\nowner_of_work: socom\n",
}


def test_every_page_links_its_files_where_one_looks_for_them(site: SiteMaker) -> None:
    files = {
        f"templates/{file.relative_to(TEMPLATES).as_posix()}": file.read_bytes()
        for file in TEMPLATES.rglob("*")
        if file.is_file()
    }
    made = site(files | CONTENT)
    assert made.problems == ()

    def offered(page: str) -> list[str]:
        """The files that the page's text links, by their suffix."""
        body = text_of(made, f"{page}index.html").partition("<main")[2]
        links = re.findall(r'<a href="(\S+\.(?:ics|bib|ris|json|vcf))"', body)
        return [link.rpartition("/")[2] for link in links]

    assert offered("events/tuleva/") == ["tuleva.ics"]
    # Nobody needs a past day in the calendar, nor one that is called off.
    assert offered("events/mennyt/") == offered("events/peruttu/") == []
    assert offered("events/") == ["events.ics", "events.ics"]
    assert offered("topics/lapset/") == ["lapset.ics", "lapset.ics"]
    assert offered("hankkeet/hanke/") == ["hanke.ics", "hanke.ics"]
    assert offered("publications/opas/") == ["opas.bib", "opas.ris", "opas.csl.json"]
    assert offered("publications/")[0] == "publications.bib"
    assert offered("yhteystiedot/anna/") == ["anna.vcf"]
    assert offered("offices/kotka/") == ["kotka.vcf"]
    assert {"events/peruttu/peruttu.ics", "events/mennyt/mennyt.ics"} <= set(paths(made))

    def cited(page: str) -> str:
        found = re.search(r'<p class="citation">(.*?)</p>', text_of(made, f"{page}index.html"))
        assert found is not None
        return re.sub(r"<[^>]*>", "", found[1])

    assert cited("publications/opas/") == (
        "Aro, Eva (toim.), Mäki, Anna ja Kotkan kaupunki (2008). Opas. Sarja 2. Keskus."
    )
    assert cited("publications/vuodeton/") == "Mitä nyt? (ei vuotta). Testikeskus."
