from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest

from socomsite.engine.built import Build
from socomsite.model.redirects import Gone, normal, other_form
from socomsite.problem import Position, problem
from tests.addressed import FILES, page
from tests.conftest import SITE_YAML, SiteMaker, codes, paths


def told(site: SiteMaker, settings: str, files: Mapping[str, str | bytes] = FILES) -> Build:
    """A site with more in its settings."""
    made = site({**files, "site.yaml": SITE_YAML + settings})
    assert isinstance(made, Build)
    return made


def redirects(*pairs: tuple[str, str]) -> str:
    return "redirects:\n" + "".join(f'  - {{old: "{old}", new: "{new}"}}\n' for old, new in pairs)


#: The line of `site.yaml` on which the first redirect stands, and the column of its old address.
FIRST = SITE_YAML.count("\n") + 2


def test_a_page_a_file_and_a_feed_can_be_led_on(site: SiteMaker) -> None:
    pairs = [
        ("/vanha/", "/ohje/"),
        ("/tiedostot/vanha.pdf", "/tiedostot/esite.pdf"),
        ("/syote.xml", "/ajankohtaista/atom.xml"),
        ("/kohta/", "/ohje/#tavoitteet-ja-keinot"),
    ]
    made = told(site, redirects(*pairs))
    assert made.problems == ()
    assert made.addresses.answers.redirects == dict(pairs)
    assert {"vanha/index.html", "tiedostot/vanha.pdf/index.html"} <= set(paths(made))


def test_chains_are_flattened(site: SiteMaker) -> None:
    files = {**FILES, "content/pages/ohje.md": page(more="aliases: [/c/]\n")}
    made = told(site, redirects(("/a/", "/b/"), ("/b", "/c#tavoitteet-ja-keinot")), files)
    assert made.problems == ()
    assert made.addresses.answers.redirects == {
        "/a/": "/ohje/#tavoitteet-ja-keinot",
        "/b/": "/ohje/#tavoitteet-ja-keinot",
        "/c/": "/ohje/",
    }


def test_a_long_chain_is_followed_in_one_go(site: SiteMaker) -> None:
    pairs = [(f"/a{n}/", f"/a{n + 1}/") for n in range(3000)]
    made = told(site, redirects(*pairs, ("/a3000/", "/ohje/")))
    assert set(made.addresses.answers.redirects.values()) == {"/ohje/"}


def test_a_circle_is_told_once_however_many_lead_into_it(site: SiteMaker) -> None:
    made = told(site, redirects(("/c/", "/a/"), ("/a/", "/b/"), ("/b/", "/c/"), ("/d/", "/b/")))
    chain = "/a/ → /b/ → /c/ → /a/"
    here = Position("site.yaml", FIRST + 1, 11)
    assert made.problems == (problem(here, "redirect-loop", chain=chain),)
    assert "d/index.html" not in paths(made)


def test_an_address_that_leads_to_itself_is_a_circle(site: SiteMaker) -> None:
    made = told(site, redirects(("/a/", "/a")))
    assert made.problems == (
        problem(Position("site.yaml", FIRST, 11), "redirect-loop", chain="/a/ → /a/"),
    )


def test_a_redirect_to_nowhere_is_told_with_its_place(site: SiteMaker) -> None:
    made = told(site, redirects(("/a/", "/ei-ole/")))
    here = Position("site.yaml", FIRST, 11)
    assert made.problems == (problem(here, "redirect-broken", url="/a/", target="/ei-ole/"),)


def test_a_redirect_to_content_with_a_mistake_of_its_own_is_not_accused(site: SiteMaker) -> None:
    files = {**FILES, "content/pages/muu.md": "---\ntitel: X\n---\n"}
    assert "redirect-broken" not in codes(told(site, redirects(("/a/", "/muu/")), files))


@pytest.mark.parametrize(
    "old", ["/ohje/", "/ohje", "/ohje/index.html", "/OHJE/", "/tiedostot/esite.pdf"]
)
def test_an_address_in_use_cannot_be_led_elsewhere(site: SiteMaker, old: str) -> None:
    made = told(site, redirects((old, "/esitteet/")))
    assert codes(made) == ["address-duplicate"]


def test_an_old_address_is_told_of_once(site: SiteMaker) -> None:
    files = {**FILES, "content/pages/ohje.md": page(more="aliases: [/a/]\n")}
    made = told(site, redirects(("/a", "/ohje/"), ("/b/", "/ohje/"), ("/b/", "/esitteet/")), files)
    others = [dict(found.values)["other"] for found in made.problems]
    assert codes(made) == ["address-duplicate"] * 2
    assert others == ["content/pages/ohje.md", "site.yaml"]


def test_an_address_with_other_capitals_may_lead_to_the_one_of_today(site: SiteMaker) -> None:
    made = told(site, redirects(("/Ohje/", "/ohje/")))
    assert made.problems == ()
    # No page: where capitals are not told apart it would take the place of the one of today.
    assert "Ohje/index.html" not in paths(made)


def test_what_is_gone_says_why_and_since_when(site: SiteMaker) -> None:
    gone = "gone:\n  - {address: /retki/2015, reason: Tapahtuma peruttiin., date: 1.11.2026}\n"
    files = {**FILES, "templates/gone.html": "{{ entry.reason }} {{ entry.date|date_short }}"}
    made = told(site, gone + redirects(("/a/", "/retki/2015/")), files)
    assert made.problems == ()
    why = Gone("Tapahtuma peruttiin.", dt.date(2026, 11, 1))
    # What leads to something gone is gone with it.
    assert made.addresses.answers.gone == {"/retki/2015/": why, "/a/": why}
    text = next(a.data.decode() for a in made.artifacts if a.path == "retki/2015/index.html")
    assert text == "Tapahtuma peruttiin. 1.11.2026"


@pytest.mark.parametrize("given", ["reason: Peruttiin.", "date: 1.11.2026"])
def test_what_is_gone_needs_a_reason_and_a_date(site: SiteMaker, given: str) -> None:
    made = told(site, f"gone:\n  - {{address: /a/, {given}}}\n")
    here = Position("site.yaml", FIRST, 5)
    assert [(p.position, p.code, dict(p.values)["url"]) for p in made.problems] == [
        (here, "gone-reason-missing", "/a/")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("vanha", "/ohje/"),
        ("//muu.example/", "/ohje/"),
        ("/a/../b/", "/ohje/"),
        ("/a//b/", "/ohje/"),
        ("/a/#kohta", "/ohje/"),
        ("/a?b", "/ohje/"),
        ("/a b", "/ohje/"),
        ("/a/", "https://muu.example/"),
        ("/a/", "ohje"),
        ("/a/", "/ohje/#"),
    ],
)
def test_an_address_stays_on_the_site_and_in_its_form(site: SiteMaker, old: str, new: str) -> None:
    assert codes(told(site, redirects((old, new)))) == ["type-wrong"]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("/", "/"),
        ("/index.html", "/"),
        ("/a", "/a/"),
        ("/a/", "/a/"),
        ("/a/index.html", "/a/"),
        ("/a/myindex.html", "/a/myindex.html"),
        ("/a/b.pdf", "/a/b.pdf"),
        ("/socom.html/", "/socom.html/"),
        ("/a#b", "/a/#b"),
    ],
)
def test_an_address_may_be_written_with_or_without_its_last_slash(given: str, meant: str) -> None:
    assert normal(given) == meant


def test_an_address_has_two_forms() -> None:
    assert (other_form("/a/"), other_form("/a.pdf")) == ("/a", "/a.pdf/")
