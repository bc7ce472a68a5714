from __future__ import annotations

import re

import pytest

from socomsite.language import Language
from socomsite.problem import Position, problem
from tests.conftest import TOPIC, SiteMaker, news, paths, text_of
from tests.formats.pages import FRONT, page, plain_templates, view_of

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
