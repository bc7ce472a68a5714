from __future__ import annotations

import datetime as dt

import pytest

from socomsite.language import Language
from socomsite.model.graph import Reason
from socomsite.model.linking import address_of
from socomsite.model.pages import Page
from socomsite.model.site import Site
from socomsite.problem import Position, problem
from tests.conftest import SiteMaker, codes, news, paths, text_of
from tests.model.linked import (
    DECODE,
    FRONT,
    PAGE,
    PERSON,
    PROJECT,
    SITE,
    TOPIC,
    at,
    graph_of,
    linked,
    sources_of,
)

FI, SV, EN = Language


def test_what_is_withheld_is_listed_and_has_no_address() -> None:
    files = {"topics/lapset.md": TOPIC.format("Lapset"), "news/a.md": news(date="2026-11-23")}
    graph = graph_of(files)
    assert [(held.entry.key, held.reason, held.day) for held in graph.withheld] == [
        ("a", Reason.SCHEDULED, dt.date(2026, 11, 23))
    ]
    assert ("news", "a") not in graph.entries
    assert "/news/a/" not in graph.addresses.values()
    tomorrow = graph_of(files, today=dt.date(2026, 11, 23))
    assert tomorrow.withheld == ()
    assert tomorrow.addresses[("news", "a"), FI] == "/news/a/"


@pytest.mark.parametrize(
    ("made", "address"),
    [
        (("pages/tietoa.md", PAGE.format("A", "", "T")), "/tietoa/"),
        (("pages/tietoa.sv.md", PAGE.format("A", "", "T")), "/sv/tietoa/"),
        (("pages/etusivu.md", PAGE.format("A", "address:\n", "T")), "/"),
        (("pages/etusivu.sv.md", PAGE.format("A", "address:\n", "T")), "/sv/"),
        (("pages/a.md", PAGE.format("A", "address: /b/c/\n", "T")), "/b/c/"),
        (("people/anna.yaml", PERSON.format("Anna")), "/yhteystiedot/anna/"),
        (("people/anna.en.yaml", PERSON.format("Anna")), "/en/yhteystiedot/anna/"),
        (("topics/lapset.md", TOPIC.format("A")), "/topics/lapset/"),
    ],
)
def test_an_entry_stands_under_its_language_and_section(
    made: tuple[str, str], address: str
) -> None:
    (source,) = sources_of(dict([made]))
    found = DECODE(source).value
    assert found is not None
    assert address_of(found, SITE) == address


def test_a_section_has_its_word_in_each_language() -> None:
    graph = graph_of(
        {
            "topics/lapset.md": TOPIC.format("Lapset"),
            "projects/pro.yaml": PROJECT.format("Pro"),
            "projects/pro.sv.yaml": PROJECT.format("Pro"),
            "projects/pro.en.yaml": PROJECT.format("Pro"),
        }
    )
    addresses = [graph.addresses[("projects", "pro"), language] for language in Language]
    assert addresses == ["/hankkeet/pro/", "/sv/projekt/pro/", "/en/hankkeet/pro/"]


def test_two_entries_on_one_address_are_told() -> None:
    made = linked(
        {
            "pages/a.md": PAGE.format("A", "", "Teksti."),
            "pages/b.md": PAGE.format("B", "address: A\n", "Teksti."),
        }
    )
    assert made.problems == (
        problem(at("pages/b.md", 1, 1), "address-duplicate", url="/A/", other="content/pages/a.md"),
    )


def test_two_files_with_one_key_are_told_and_the_first_is_kept() -> None:
    made = linked({"people/anna.md": f"---\n{PERSON.format('Anna')}---\n", "people/anna.yaml": "x"})
    assert made.problems == (
        problem(
            Position("content/people/anna.yaml"),
            "key-duplicate",
            key="anna",
            other="content/people/anna.md",
        ),
    )
    assert made.value.entry(("people", "anna"), FI).label == "Anna"


def test_a_section_without_a_page_gets_one() -> None:
    graph = graph_of({"people/anna.yaml": PERSON.format("Anna")})
    page = graph.entry(("pages", "section-yhteystiedot"), FI)
    assert isinstance(page, Page)
    assert (page.title, graph.address(page)) == ("Henkilö", "/yhteystiedot/")
    assert [listing.of.name for listing in page.lists] == ["people"]


@pytest.mark.parametrize("address", ["yhteystiedot", "/yhteystiedot/", "Yhteystiedot"])
def test_a_section_with_a_page_of_its_own_keeps_it(address: str) -> None:
    graph = graph_of(
        {
            "people/anna.yaml": PERSON.format("Anna"),
            "pages/omat.md": PAGE.format("Omat", f"address: {address}\n", "Teksti."),
        }
    )
    assert [key for folder, key in graph.entries if folder == "pages"] == ["omat"]


def test_kinds_that_share_a_section_share_its_page() -> None:
    site = Site.model_validate(
        {
            "name": "T",
            "url": "https://testi.example/",
            "sections": {"people": "tieto", "offices": "tieto"},
        }
    )
    files = {
        "people/anna.yaml": PERSON.format("Anna"),
        "offices/kouvola.yaml": "name: Kouvola\ntown: Kouvola\n",
    }
    made = linked(files, site=site)
    assert made.problems == ()
    page = made.value.entry(("pages", "section-tieto"), FI)
    assert isinstance(page, Page)
    assert [listing.of.name for listing in page.lists] == ["offices", "people"]
    files["offices/anna.yaml"] = "name: Anna\ntown: Kouvola\n"
    assert linked(files, site=site).problems == (
        problem(
            at("offices/anna.yaml", 1, 1),
            "address-duplicate",
            url="/tieto/anna/",
            other="content/people/anna.yaml",
        ),
    )


def test_a_section_of_which_nothing_is_shown_has_no_page() -> None:
    graph = graph_of(
        {"topics/lapset.md": TOPIC.format("Lapset"), "news/a.md": news(date="2026-12-01")}
    )
    assert [key for folder, key in graph.entries if folder == "pages"] == ["section-topics"]


def test_a_site_shows_its_entries_and_sections(site: SiteMaker) -> None:
    made = site(
        {"content/topics/lapset.md": TOPIC.format("Lapset"), "content/news/a.md": news("Uutta")}
    )
    assert codes(made) == []
    assert "ajankohtaista/a/index.html" in paths(made)
    assert '<a href="../ajankohtaista/a/">Uutta</a>' in text_of(made, "ajankohtaista/index.html")


def test_a_site_changes_at_midnight_of_the_day_it_was_told(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC.format("Lapset"),
        "content/news/a.md": news(date="2026-11-23"),
    }
    assert "ajankohtaista/a/index.html" not in paths(site(files))
    assert "ajankohtaista/a/index.html" in paths(site(files, as_of=dt.date(2026, 11, 23)))


def test_all_mistakes_of_a_site_are_told_in_the_order_of_their_places(site: SiteMaker) -> None:
    made = site(
        {
            "content/news/a.md": FRONT.format("", "[Pro](ref:pro)"),
            "content/news/b.md": "---\ntitle: B\n---\nTeksti.\n",
            "content/people/anna.yaml": "name: Anna\nstaff: ehkä\n",
        }
    )
    assert [(str(found.position), found.code) for found in made.problems] == [
        ("content/news/a.md:4:10", "reference-unknown"),
        ("content/news/a.md:6:7", "reference-unknown"),
        ("content/news/b.md:1:1", "field-missing"),
        ("content/news/b.md:1:1", "field-missing"),
        ("content/people/anna.yaml:2:8", "type-wrong"),
    ]
