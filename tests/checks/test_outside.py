"""Links to other sites: where each is written, its recorded copy, and what is told of it."""

from __future__ import annotations

import datetime as dt

import pytest

from socomsite.checks.outside import (
    Answer,
    Health,
    LinkReport,
    OutsideLink,
    host_of,
    is_local,
    outside_links,
    problems_of,
)
from socomsite.engine.built import Build
from socomsite.language import Language
from socomsite.messages import message_of
from socomsite.problem import Position, Severity
from tests.conftest import TOPIC, SiteMaker, news

HERE = Position("content/news/a.md", 6, 1)
URL = "https://muu.example/sivu"


def links(made: Build) -> list[tuple[str, list[str], str]]:
    assert made.graph is not None
    found = outside_links(made.made, made.texts, made.graph)
    return [(each.address, [str(p) for p in each.places], each.archived) for each in found]


def told(answer: Answer, archived: str = "", well_on: dt.date | None = None) -> tuple[str, ...]:
    link = OutsideLink(URL, (HERE,), archived)
    report = LinkReport(((link, answer),), {URL: well_on} if well_on else {})
    return tuple(
        f"{found.severity.value}: {message_of(found, Language.FI)}" for found in problems_of(report)
    )


def test_a_link_is_found_at_every_place_where_it_is_written(site: SiteMaker) -> None:
    body = f"[Muualla]({URL}) ja [siellä]({URL}#kohta), [lisää]({URL}/alla?a=1&b=2)."
    project = (
        "name: Hanke\nsort: network\nshare: socom\nsummary: Tiivistys.\ntopics: [lapset]\n"
        f"body: |\n  Katso <{URL}>.\n"
    )
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body=body),
        "content/projects/h.yaml": project,
    }
    assert links(site(files)) == [
        (
            URL,
            ["content/news/a.md:6:11", "content/news/a.md:6:49", "content/projects/h.yaml:7:10"],
            "",
        ),
        (f"{URL}/alla?a=1&b=2", ["content/news/a.md:6:90"], ""),
    ]


def test_what_is_of_the_site_itself_is_no_outside_link(site: SiteMaker) -> None:
    body = "[a](https://testi.example/a/) [b](mailto:a@muu.example) [c](/ajankohtaista/)"
    files = {"content/topics/lapset.md": TOPIC, "content/news/a.md": news(body=body)}
    assert links(site(files)) == []


def test_a_recorded_copy_comes_with_its_link(site: SiteMaker) -> None:
    copy = "https://arkisto.example/muu"
    text = f"title: Juttu\nsort: slides\nsummary: Diat.\nlink: {URL}\narchived: {copy}\n"
    template = '<h1>{{ title }}</h1><a href="{{ entry.link }}">x</a>'
    made = site({"content/materials/a.yaml": text, "templates/material.html": template})
    assert links(made) == [(URL, ["content/materials/a.yaml:4:7"], copy)]


def test_a_link_of_a_template_stands_in_the_template(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "templates/topic.html": f'<h1>{{{{ title }}}}</h1>\n<a href="{URL}?a&amp;b">x</a>\n',
    }
    assert links(site(files)) == [(f"{URL}?a&b", ["templates/topic.html:2:10"], "")]


def test_an_address_that_is_put_together_stands_at_its_page(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "templates/topic.html": '<a href="https://{{ "muu" }}.example/">{{ title }}</a>\n',
    }
    assert links(site(files)) == [("https://muu.example/", ["content/topics/lapset.md:1:1"], "")]


@pytest.mark.parametrize(
    "address",
    [
        *("http://localhost/", "https://127.0.0.1:8000/a", "http://[::1]/", "http://10.0.0.1/"),
        *("http://192.168.1.1/", "http://intra/", "https://intra.local/", "http://a.localhost/"),
    ],
)
def test_an_address_of_ones_own_network_is_local(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize(
    "address", ["https://socom.fi/", "http://8.8.8.8/", "https://a.localhost.fi"]
)
def test_an_address_of_the_world_is_not(address: str) -> None:
    assert not is_local(address)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://Muu.example:8000/a", "muu.example:8000"),
        ("https://[::1", ""),
        ("https://muu.example:portti/", ""),
        ("https:///a", ""),
        ("ftp://muu.example/", ""),
    ],
)
def test_the_host_of_an_address_if_it_has_one(address: str, host: str) -> None:
    assert host_of(address) == host


def test_what_is_well_or_was_not_asked_is_not_told_of() -> None:
    assert told(Answer(Health.WELL)) == ()
    assert told(Answer(Health.UNASKED, "link-no-time")) == ()


def test_a_dead_link_says_why_and_since_when() -> None:
    answer = Answer(Health.DEAD, "link-not-found", 404)
    end = "Tarkista osoite, vaihda se arkistoituun versioon tai poista linkki."
    begin = f"warning: Ulkoinen osoite '{URL}' ei toimi: sivua ei löydy (404)"
    assert told(answer) == (f"{begin}. {end}",)
    day = dt.date(2026, 10, 1)
    assert told(answer, well_on=day) == (f"{begin}; viimeksi se toimi 2026-10-01. {end}",)


def test_a_dead_link_with_a_recorded_copy_suggests_it() -> None:
    (said,) = told(Answer(Health.DEAD, "link-no-host"), "https://arkisto.example/")
    assert said == (
        f"warning: Ulkoinen osoite '{URL}' ei toimi: palvelinta ei ole. "
        "Vaihda tilalle arkistoitu versio: https://arkisto.example/"
    )


def test_what_has_moved_says_where_to() -> None:
    (said,) = told(Answer(Health.MOVED, target="https://uusi.example/"))
    assert said == (
        f"advice: Ulkoinen osoite '{URL}' on muuttunut pysyvästi. "
        "Vaihda tilalle uusi: https://uusi.example/"
    )


def test_what_is_not_known_is_a_notice() -> None:
    (said,) = told(Answer(Health.UNSURE, "link-turned-away", 403))
    assert said == (
        f"notice: Ulkoista osoitetta '{URL}' ei voitu tarkistaa: palvelin ei vastaa ohjelmille "
        "(403). Avaa se selaimessa, jos haluat olla varma."
    )


def test_a_local_address_is_told_as_such() -> None:
    (said,) = told(Answer(Health.LOCAL))
    assert said.startswith(f"warning: Osoite '{URL}' on oman koneen tai oman verkon osoite")


def test_no_link_is_an_error() -> None:
    for health in Health:
        link = OutsideLink(URL, (HERE,))
        report = LinkReport(((link, Answer(health, "link-gone")),), {})
        assert all(found.severity is not Severity.ERROR for found in problems_of(report))
