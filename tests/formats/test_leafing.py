from __future__ import annotations

import pytest

from socomsite.formats.leafing import Leafing, Neighbours, pager
from socomsite.formats.links import NavLink
from socomsite.language import Language
from tests.conftest import TOPIC, SiteMaker, news

TWO_LANGUAGES = """\
name: {fi: Testikeskus, sv: Testcentrum}
url: https://testi.example/
languages: [fi, sv]
sections: {news: {fi: ajankohtaista, sv: aktuellt}}
"""


SITE = {
    "content/topics/lapset.md": TOPIC,
    "content/news/vanha.md": news("Vanha", "2026-01-01"),
    "content/news/keski.md": news("Keski", "2026-02-01"),
    "content/news/uusi.md": news("Uusi", "2026-03-01"),
}


def beside(
    site: SiteMaker, files: dict[str, str], key: str, language: Language = Language.FI
) -> Neighbours | None:
    graph = site(files).graph
    assert graph is not None
    folder = "news" if ("news", key) in graph.entries else "topics"
    return Leafing(graph, language).neighbours(graph.entry((folder, key), language))


def link(title: str) -> NavLink:
    return NavLink(title, f"/ajankohtaista/{title.lower()}/", Language.FI)


@pytest.mark.parametrize(
    ("key", "older", "newer"),
    [("vanha", None, "Keski"), ("keski", "Vanha", "Uusi"), ("uusi", "Keski", None)],
)
def test_a_dated_entry_stands_between_the_older_and_the_newer_of_its_kind(
    site: SiteMaker, key: str, older: str | None, newer: str | None
) -> None:
    expected = Neighbours(link(older) if older else None, link(newer) if newer else None)
    assert beside(site, SITE, key) == expected


def test_the_only_entry_of_its_kind_has_nobody_beside_it(site: SiteMaker) -> None:
    files = {"content/topics/lapset.md": TOPIC, "content/news/vanha.md": news()}
    assert beside(site, files, "vanha") == Neighbours()


def test_what_is_not_followed_from_day_to_day_is_not_leafed_through(site: SiteMaker) -> None:
    assert beside(site, SITE, "lapset") is None


def test_what_is_withheld_is_nobody_s_neighbour(site: SiteMaker) -> None:
    files = SITE | {"content/news/keski.md": news("Keski", "2026-12-24")}
    assert beside(site, files, "vanha") == Neighbours(newer=link("Uusi"))


def test_neighbours_are_of_the_page_s_own_language(site: SiteMaker) -> None:
    files = SITE | {"site.yaml": TWO_LANGUAGES, "content/news/vanha.sv.md": news("Gammal")}
    assert beside(site, files, "vanha", Language.SV) == Neighbours()


@pytest.mark.parametrize(("title", "is_same"), [("Uusi", True), ("Uudempi", False)])
def test_a_page_depends_on_the_titles_beside_it_and_on_nothing_else_there(
    site: SiteMaker, title: str, *, is_same: bool
) -> None:
    def view(files: dict[str, str]) -> object:
        path = "ajankohtaista/keski/index.html"
        return next(job.view for job, _ in site(files).made if job.path == path)

    edited = SITE | {"content/news/uusi.md": news(title, "2026-03-01", "Aivan toinen teksti.")}
    assert (view(SITE) == view(edited)) is is_same


@pytest.mark.parametrize(
    ("number", "count", "expected"),
    [
        (1, 2, [1, 2]),
        (1, 9, [1, 2, 3, 9]),
        (4, 9, [1, 2, 3, 4, 5, 6, 9]),
        (5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (9, 9, [1, 7, 8, 9]),
        (50, 500, [1, 48, 49, 50, 51, 52, 500]),
    ],
)
def test_a_long_list_names_its_ends_and_the_pages_nearby(
    number: int, count: int, expected: list[int]
) -> None:
    found = pager("/lista/", number, count)
    assert found is not None
    assert [step.number for step in found.steps] == expected


def test_the_ways_of_a_list_lead_to_its_pages() -> None:
    found = pager("/lista/", 2, 3)
    assert found is not None
    assert [step.address for step in found.steps] == ["/lista/", "/lista/sivu-2/", "/lista/sivu-3/"]
    assert (found.previous, found.next) == ("/lista/", "/lista/sivu-3/")


def test_a_list_of_one_page_leads_nowhere() -> None:
    assert pager("/lista/", 1, 1) is None
