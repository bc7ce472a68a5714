from __future__ import annotations

import re

import pytest

from socomsite.engine.built import Build
from socomsite.formats.page import PageView
from socomsite.language import Language
from socomsite.problem import Position, problem
from tests.conftest import SITE_YAML, TOPIC, SiteMaker, codes, news, paths, text_of

PAGE = """\
---
title: {title}
menu: {menu}
reviewed_on: 2026-11-01
owner: Anna
{more}---
{body}
"""
SHOWS_ALL = """\
<!doctype html>
<html lang="{{ language }}">
<link rel="stylesheet" href="{{ site.assets['style.css'] }}">
{% if feed %}<link rel="alternate" href="{{ feed }}">{% endif %}
<a href="/">alkuun</a> <a href="{{ site.home }}">koti</a>
<form action="/haku/"></form> <video poster="/kuvat/v.jpg" src="/tiedostot/v.mp4"></video>
<a href="//muu.example/">muu</a> <a href="https://muu.example/a/">muu</a> <a href="#s-title">t</a>
<h1 id="s-title">{{ title }}</h1>
{{ entry.body if "body" in entry else "" }}
</html>
"""


def page(title: str, more: str = "", body: str = "Teksti.", menu: str = "none") -> str:
    return PAGE.format(title=title, more=more, body=body, menu=menu)


def view_of(made: Build, path: str) -> PageView:
    view = next(job.view for job, _ in made.made if job.path == path)
    assert isinstance(view, PageView)
    return view


def plain_templates(**given: str) -> dict[str, str]:
    return {f"templates/{name}.html": text for name, text in given.items()}


FRONT = page("Etusivu", 'address: ""\n', menu="main")


def test_every_entry_has_a_page_and_every_section_a_list(site: SiteMaker) -> None:
    made = site({"content/topics/lapset.md": TOPIC, "content/news/a.md": news()})
    assert made.problems == ()
    assert [path for path in paths(made) if path.endswith(".html")] == [
        "404.html",
        "ajankohtaista/a/index.html",
        "ajankohtaista/index.html",
        "topics/index.html",
        "topics/lapset/index.html",
    ]
    assert '<a href="a/">Uutinen</a>' not in text_of(made, "ajankohtaista/a/index.html")
    assert "Uutinen" in text_of(made, "ajankohtaista/index.html")


def test_a_page_says_what_it_shows(site: SiteMaker) -> None:
    made = site({"content/topics/lapset.md": TOPIC, "content/news/a.md": news()})
    view = view_of(made, "ajankohtaista/a/index.html")
    assert view.kind == "News"
    assert view.address == "/ajankohtaista/a/"
    assert view.language is Language.FI
    assert view.title == "Uutinen"
    assert view.description == "Teksti."
    assert view.site.name == view.site.short_name == "Testikeskus"
    assert view.is_indexed


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("index.html", ["./", "haku/", "kuvat/v.jpg", "tiedostot/v.mp4", "ajankohtaista/a/"]),
        ("socom/index.html", ["../", "../haku/", "../kuvat/v.jpg", "../ajankohtaista/a/"]),
        ("socom/alue/kunnat/index.html", ["../../../", "../../../ajankohtaista/a/"]),
    ],
)
def test_addresses_are_relative_at_any_depth(site: SiteMaker, path: str, links: list[str]) -> None:
    body = "[uutinen](ref:news/a) ja [osoite](/ajankohtaista/a/)"
    files = plain_templates(page=SHOWS_ALL) | {
        "templates/assets/style.css": "p {}",
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(),
        "content/pages/etusivu.md": page("Etusivu", 'address: ""\n', body),
        "content/pages/socom.md": page("Socom", "", body),
        "content/pages/kunnat.md": page("Kunnat", "address: socom/alue/kunnat\n", body),
    }
    text = text_of(site(files), path)
    found = re.findall(r'(?:href|src|action|poster)="([^"]*)"', text)
    assert not [link for link in found if link.startswith("/") and not link.startswith("//")]
    assert set(links) <= set(found)
    assert {"//muu.example/", "https://muu.example/a/", "#s-title"} <= set(found)
    up = links[0].removeprefix("./")
    assert [link for link in found if link.startswith(f"{up}assets/style.")]


def test_no_page_of_a_site_has_an_address_from_the_root(site: SiteMaker) -> None:
    files = plain_templates(page=SHOWS_ALL, news=SHOWS_ALL, topic=SHOWS_ALL) | {
        "templates/assets/style.css": "p {}",
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body="[lista](/ajankohtaista/)"),
        "content/pages/etusivu.md": FRONT,
        "content/pages/socom.md": page("Socom", "aliases: [vanha/socom, sv/gammal]\n"),
    }
    made = site(files)
    pages = [a for a in made.artifacts if a.path.endswith(".html") and a.path != "404.html"]
    assert len(pages) == 8
    for artifact in pages:
        rooted = re.findall(r'(?:href|src|action|poster|url)="?/(?!/)', artifact.data.decode())
        assert rooted == [], artifact.path


def test_code_that_shows_an_address_is_left_as_it_is_written(site: SiteMaker) -> None:
    body = 'Kirjoita `<a href="/oma/sivu/">` näin.'
    made = site({"content/pages/ohje.md": page("Ohje", "", body)})
    assert made.problems == ()
    assert 'href="/oma/sivu/"' in text_of(made, "ohje/index.html")


def test_a_sign_in_a_title_does_not_hide_the_address_after_it(site: SiteMaker) -> None:
    files = plain_templates(page='<a title="a > b" href="/muu/">x</a>')
    made = site(files | {"content/pages/a.md": page("A"), "content/pages/muu.md": page("M")})
    assert text_of(made, "a/index.html") == '<a title="a > b" href="../muu/">x</a>'


def test_the_not_found_page_keeps_whole_addresses_since_it_is_shown_at_any_depth(
    site: SiteMaker,
) -> None:
    files = {"templates/404.html": '<a href="{{ site.home }}">a</a><a href="/socom/">b</a>'}
    made = site(files | {"content/pages/etusivu.md": FRONT, "content/pages/socom.md": page("S")})
    assert text_of(made, "404.html") == '<a href="/">a</a><a href="/socom/">b</a>'
    assert not view_of(made, "404.html").is_indexed


def test_a_site_in_a_subfolder_links_within_it(site: SiteMaker) -> None:
    files = plain_templates(page='<a href="/socom/">b</a>', **{"404": '<a href="/socom/">b</a>'})
    made = site(
        files
        | {
            "site.yaml": "name: Testi\nurl: https://testi.example/sub/dir\n",
            "content/pages/etusivu.md": FRONT,
            "content/pages/socom.md": page("S", "aliases: [vanha]\n"),
        }
    )
    assert made.problems == ()
    assert text_of(made, "404.html") == '<a href="/sub/dir/socom/">b</a>'
    assert text_of(made, "index.html") == '<a href="socom/">b</a>'
    assert text_of(made, "socom/index.html") == '<a href="../socom/">b</a>'
    assert 'href="https://testi.example/sub/dir/socom/"' in text_of(made, "vanha/index.html")


def test_an_old_address_leads_to_the_page_that_took_its_place(site: SiteMaker) -> None:
    more = "aliases: [/vanha/socom.html/, esittely]\n"
    made = site({"content/pages/socom.md": page("Socom & kumppanit", more)})
    assert made.problems == ()
    text = text_of(made, "vanha/socom.html/index.html")
    assert '<meta http-equiv="refresh" content="0; url=../../socom/">' in text
    assert '<link rel="canonical" href="https://testi.example/socom/">' in text
    assert '<a href="../socom/">' in text_of(made, "esittely/index.html")


def test_an_old_address_of_the_front_page_leads_to_the_root(site: SiteMaker) -> None:
    made = site({"content/pages/etusivu.md": page("E", 'address: ""\naliases: [index.php]\n')})
    assert "url=../" in text_of(made, "index.php/index.html")


def test_a_long_list_goes_on_over_numbered_pages(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/pages/lista.md": page("Uutiset", "lists: [{of: news, per_page: 2}]\n"),
        **{f"content/news/n{i}.md": news(f"Uutinen {i}", f"2026-10-0{i}") for i in range(1, 6)},
    }
    made = site(files)
    assert made.problems == ()
    addresses = ("/lista/", "/lista/sivu-2/", "/lista/sivu-3/")
    views = [view_of(made, f"{address.strip('/')}/index.html") for address in addresses]
    assert [view.page_number for view in views] == [1, 2, 3]
    assert [view.address for view in views] == list(addresses)
    ways = [(view.pager.previous, view.pager.next) for view in views if view.pager]
    assert ways == [("", addresses[1]), (addresses[0], addresses[2]), (addresses[1], "")]
    shown = [[c["key"] for g in view.lists[0].groups for c in g.cards] for view in views]
    assert shown == [["n5", "n4"], ["n3", "n2"], ["n1"]]
    assert 'href="../../ajankohtaista/n1/"' in text_of(made, "lista/sivu-3/index.html")


def test_a_short_list_beside_a_long_one_stands_on_the_first_page_only(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/pages/lista.md": page("L", "lists: [{of: news, per_page: 1}, {of: topics}]\n"),
        "content/news/a.md": news("A"),
        "content/news/b.md": news("B"),
    }
    made = site(files)
    first, second = (view_of(made, f"lista/{p}index.html") for p in ("", "sivu-2/"))
    assert [view.of for view in first.lists] == ["news", "topics"]
    assert [view.of for view in second.lists] == ["news"]


def test_a_list_of_one_page_has_no_page_numbers(site: SiteMaker) -> None:
    made = site({"content/pages/lista.md": page("L", "lists: [news]\n")})
    assert view_of(made, "lista/index.html").pager is None


SHOWS_CITED = "{% for card in cited_by.news_topics %}<a href='{{ card.address }}'>a</a>{% endfor %}"


def test_a_topic_that_is_named_often_goes_on_over_numbered_pages(site: SiteMaker) -> None:
    files = {
        "site.yaml": f"{SITE_YAML}cited_per_page: 2\n",
        "templates/topic.html": SHOWS_CITED,
        "content/topics/lapset.md": TOPIC,
        **{f"content/news/n{i}.md": news(f"Uutinen {i}", f"2026-10-0{i}") for i in range(1, 6)},
    }
    made = site(files)
    assert made.problems == ()
    shown = {path: text_of(made, path).count("<a") for path in paths(made) if "lapset/" in path}
    assert shown == {
        "topics/lapset/index.html": 2,
        "topics/lapset/sivu-2/index.html": 2,
        "topics/lapset/sivu-3/index.html": 1,
    }
    further = view_of(made, "topics/lapset/sivu-2/index.html").pager
    assert further
    assert (further.previous, further.next) == ("/topics/lapset/", "/topics/lapset/sivu-3/")


def test_a_page_may_have_a_layout_of_its_own(site: SiteMaker) -> None:
    files = plain_templates(front="etusivu", page="sivu")
    made = site(
        files
        | {
            "content/pages/etusivu.md": page("E", 'address: ""\nlayout: front\n'),
            "content/pages/socom.md": page("S"),
        }
    )
    assert text_of(made, "index.html") == "etusivu"
    assert text_of(made, "socom/index.html") == "sivu"


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


def test_a_page_whose_list_is_followed_names_its_feed(site: SiteMaker) -> None:
    made = site({"content/topics/lapset.md": TOPIC, "content/news/a.md": news()})
    assert view_of(made, "ajankohtaista/index.html").feed == "/ajankohtaista/atom.xml"
    assert view_of(made, "topics/index.html").feed == ""


def test_the_facts_of_a_page_are_its_links_and_anchors(site: SiteMaker) -> None:
    body = "## Yksi\n\n[a](/socom/#yksi) [b](https://muu.example/?a=1&b=2)"
    made = site({"content/pages/socom.md": page("Socom", "", body)})
    facts = next(a.facts for a in made.artifacts if a.path == "socom/index.html")
    assert facts is not None
    assert facts.address == "/socom/"
    assert facts.links == ("/socom/#yksi", "https://muu.example/?a=1&b=2")
    assert facts.ids == {"s-title", "yksi"}


def test_a_page_without_its_template_is_told_once_whatever_it_keeps_from_being_made(
    site: SiteMaker,
) -> None:
    files = plain_templates(page='{% extends "base.html" %}')
    made = site(files | {"content/pages/a.md": page("A"), "content/pages/b.md": page("B")})
    place = Position("templates/page.html", 1, 1)
    assert made.problems == (problem(place, "template-missing", name="base.html"),)
    assert "a/index.html" not in paths(made)


def test_a_page_shows_the_sites_offices(site: SiteMaker) -> None:
    made = site({"content/offices/kotka.yaml": "name: Kotkan toimisto\ntown: Kotka\n"})
    offices = view_of(made, "offices/kotka/index.html").site.offices
    assert [office["town"] for office in offices] == ["Kotka"]
    assert codes(made) == []


def test_a_member_whose_person_is_not_shown_leaves_no_trace(site: SiteMaker) -> None:
    template = "{% for m in entry.people %}[{{ m.person.label }}: {{ m.role }}]{% endfor %}"
    made = site(
        {
            "content/topics/lapset.md": TOPIC,
            "content/people/anna.yaml": "name: Anna\nstaff: yes\nexpires: 2026-01-01\n",
            "content/people/matti.yaml": "name: Matti\nstaff: yes\n",
            "content/projects/a.yaml": (
                "name: A\nsort: network\nshare: socom\nsummary: A.\ntopics: [lapset]\n"
                "people:\n  - {person: anna, role: vetäjä}\n  - {person: matti, role: ohjaaja}\n"
            ),
            "templates/project.html": template,
        }
    )
    assert text_of(made, "hankkeet/a/index.html") == "[Matti: ohjaaja]"


def test_an_author_who_is_no_longer_shown_is_left_out_of_a_list_of_authors(site: SiteMaker) -> None:
    template = "{% for author in entry.authors %}[{{ author.name }}]{% endfor %}"
    made = site(
        {
            "content/people/anna.yaml": "name: Anna\nstaff: yes\nexpires: 2026-01-01\n",
            "content/publications/a.yaml": (
                "title: A\nsort: raportti\nowner_of_work: socom\n"
                "authors: [{person: anna}, Matti Mallikas]\n"
            ),
            "templates/publication.html": template,
        }
    )
    assert made.is_sound, made.problems
    assert text_of(made, "publications/a/index.html") == "[Matti Mallikas]"


def test_an_old_address_speaks_the_language_of_its_page(site: SiteMaker) -> None:
    topic = TOPIC.replace("---\nTie", "aliases: [gammal]\n---\nTie")
    settings = "name: A\nurl: https://a.example/\nlanguages: [fi, sv]\n"
    files = {"site.yaml": settings, "content/topics/lapset.sv.md": topic}
    html = text_of(site(files), "gammal/index.html")
    assert '<html lang="sv">' in html
    assert 'content="0; url=../sv/topics/lapset/"' in html


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


def test_only_the_search_page_holds_the_index_of_everything(site: SiteMaker) -> None:
    search = page("Haku", "layout: search\n")
    made = site({"content/topics/lapset.md": TOPIC, "content/pages/haku.md": search})
    index = view_of(made, "haku/index.html").index
    assert index is not None
    assert [letter.letter for letter in index.letters] == ["K", "L"]
    assert view_of(made, "topics/lapset/index.html").index is None


@pytest.mark.parametrize("text", ["{{ metadata.sort }}", "{% include 'head.html' %}"])
def test_metadata_are_made_where_the_template_of_the_page_names_them(
    site: SiteMaker, text: str
) -> None:
    files = plain_templates(page=text) | {"templates/head.html": "{{ metadata.sort }}"}
    made = site(files | {"content/pages/etusivu.md": FRONT, "content/topics/lapset.md": TOPIC})
    views = {job.path: job.view for job, _ in made.made}
    front = views["index.html"]
    topic = next(view for path, view in views.items() if path.endswith("/lapset/index.html"))
    assert isinstance(front, PageView)
    assert front.metadata
    assert text_of(made, "index.html") == "website"
    assert isinstance(topic, PageView)
    assert topic.metadata is None


def test_what_no_template_of_a_page_can_name_is_not_made_for_it(site: SiteMaker) -> None:
    files = {
        "content/pages/etusivu.md": FRONT,
        "content/news/a.md": news("A"),
        "content/news/b.md": news("B", date="2026-11-02"),
    }
    plain = view_of(site(files | plain_templates(news="{{ title }}")), "ajankohtaista/a/index.html")
    assert (plain.breadcrumb, plain.neighbours) == ((), None)
    told = "{{ title }}{% include 'way.html' %}"
    way = "{% for link in breadcrumb %}{{ link.address }}{% endfor %}"
    shown = view_of(site(files | plain_templates(news=told, way=way)), "ajankohtaista/a/index.html")
    assert [link.address for link in shown.breadcrumb] == ["/", "/ajankohtaista/"]
    assert shown.neighbours is None
