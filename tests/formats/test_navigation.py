from __future__ import annotations

from tests.conftest import SITE_YAML, TOPIC, SiteMaker, codes, news
from tests.formats.pages import FRONT, page, view_of


def test_the_breadcrumb_leads_from_the_front_page_through_the_list(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(),
        "content/pages/etusivu.md": FRONT,
        "content/pages/uutiset.md": page(
            "Kaikki uutiset", "address: ajankohtaista\nmenu_title: Uutiset\nlists: [news]\n"
        ),
    }
    made = site(files)
    crumbs = view_of(made, "ajankohtaista/a/index.html").breadcrumb
    assert [(link.title, link.address) for link in crumbs] == [
        ("", "/"),
        ("Uutiset", "/ajankohtaista/"),
    ]
    assert view_of(made, "index.html").breadcrumb == ()


def test_the_breadcrumb_of_a_page_leads_through_its_parents(site: SiteMaker) -> None:
    files = {
        "content/pages/etusivu.md": FRONT,
        "content/pages/socom.md": page("Socom"),
        "content/pages/alue.md": page("Alue", "parent: socom\n"),
        "content/pages/kunnat.md": page("Kunnat", "parent: alue\n"),
    }
    crumbs = view_of(site(files), "kunnat/index.html").breadcrumb
    assert [link.address for link in crumbs] == ["/", "/socom/", "/alue/"]


def test_parents_in_a_circle_come_to_an_end(site: SiteMaker) -> None:
    files = {
        "content/pages/a.md": page("A", "parent: b\n"),
        "content/pages/b.md": page("B", "parent: c\n"),
        "content/pages/c.md": page("C", "parent: b\n"),
        "content/pages/d.md": page("D", "parent: d\n"),
    }
    made = site(files)
    crumbs = [link.address for link in view_of(made, "a/index.html").breadcrumb]
    assert crumbs == ["/c/", "/b/"]
    assert view_of(made, "d/index.html").breadcrumb == ()


def test_the_menu_shows_where_one_is(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(),
        "content/pages/etusivu.md": FRONT,
        "content/pages/uutiset.md": page(
            "Uutiset", "address: ajankohtaista\nmenu_order: 20\n", menu="main"
        ),
        "content/pages/socom.md": page("Socom", "menu_order: 10\n", menu="main"),
        "content/pages/alue.md": page("Alue", "parent: socom\n"),
        "content/pages/seloste.md": page("Seloste", menu="footer"),
    }
    made = site(files)
    menu = view_of(made, "ajankohtaista/a/index.html").site.menu
    assert [link.title for link in menu] == ["Socom", "Uutiset", "Etusivu"]
    assert [link.is_section for link in menu] == [False, True, False]
    assert not any(link.is_current for link in menu)
    below = view_of(made, "alue/index.html").site.menu
    assert [link.is_section for link in below] == [True, False, False]
    own = view_of(made, "socom/index.html").site
    assert [link.is_current for link in own.menu] == [True, False, False]
    assert [link.title for link in own.footer] == ["Seloste"]


TWO = "name: {fi: Testikeskus, sv: Testcentrum}\nurl: https://t.example/\nlanguages: [fi, sv, en]\n"


def test_language_links_lead_to_the_same_page_or_else_to_the_front_page(site: SiteMaker) -> None:
    files = {
        "site.yaml": TWO,
        "content/pages/etusivu.md": FRONT,
        "content/pages/etusivu.sv.md": FRONT,
        "content/pages/socom.md": page("Socom"),
        "content/pages/alue.md": page("Alue"),
        "content/pages/alue.sv.md": page("Området", "address: omradet\n"),
    }
    made = site(files)

    def links(path: str) -> list[tuple[str, str, bool, bool]]:
        return [
            (link.language.value, link.address, link.is_current, link.is_translated)
            for link in view_of(made, path).site.languages
        ]

    assert links("socom/index.html") == [
        ("fi", "/socom/", True, True),
        ("sv", "/sv/", False, False),
    ]
    assert links("sv/omradet/index.html") == [
        ("fi", "/alue/", False, True),
        ("sv", "/sv/omradet/", True, True),
    ]
    assert links("404.html")[1] == ("sv", "/sv/", False, False)


def test_a_page_in_another_language_has_that_languages_site(site: SiteMaker) -> None:
    files = {
        "site.yaml": TWO,
        "content/pages/etusivu.md": FRONT,
        "content/pages/etusivu.sv.md": page("Startsida", 'address: ""\n', menu="main"),
    }
    view = view_of(site(files), "sv/index.html")
    assert view.site.name == "Testcentrum"
    assert view.site.home == "/sv/"
    assert [link.title for link in view.site.menu] == ["Startsida"]


def test_a_page_shows_the_sites_offices(site: SiteMaker) -> None:
    made = site({"content/offices/kotka.yaml": "name: Kotkan toimisto\ntown: Kotka\n"})
    offices = view_of(made, "offices/kotka/index.html").site.offices
    assert [office["town"] for office in offices] == ["Kotka"]
    assert codes(made) == []


def test_every_page_knows_the_search_page_of_its_language(site: SiteMaker) -> None:
    search = page("Haku", "layout: search\n")
    made = site(
        {
            "site.yaml": SITE_YAML + "languages: [fi, sv]\n",
            "content/topics/lapset.md": TOPIC,
            "content/topics/lapset.sv.md": TOPIC,
            "content/pages/haku.md": search,
        }
    )
    link = view_of(made, "topics/lapset/index.html").site.search
    assert link is not None
    assert (link.title, link.address) == ("Haku", "/haku/")
    assert view_of(made, "sv/topics/lapset/index.html").site.search is None
    assert view_of(made, "404.html").site.search == link
