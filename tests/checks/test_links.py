from __future__ import annotations

import pytest

from socomsite.checks.links import check_links
from socomsite.job import Artifact, Facts, Job
from socomsite.problem import Position, Problem, problem
from tests.conftest import TOPIC, SiteMaker, news

HERE = Position("content/pages/a.md", 1, 1)


def page(address: str, *links: str, ids: tuple[str, ...] = ()) -> tuple[Job, Artifact]:
    path = address.lstrip("/") + "index.html"
    job = Job(path, "page", None, "", "pages", HERE)
    return job, Artifact(path, b"", Facts(address, links, frozenset(ids)))


def file(path: str) -> tuple[Job, Artifact]:
    return Job(path, "asset", None, ""), Artifact(path, b"")


def found(*made: tuple[Job, Artifact]) -> list[Problem]:
    return list(check_links(made))


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/socom/",
        "/socom/index.html",
        "/socom/#historia",
        "/socom/?sivu=2#historia",
        "/socom/?q=a?b",
        "/tiedostot/opas.pdf",
        "/tiedostot/opas.pdf#page=2",
        "/tiedostot/oma%20opas.pdf",
        "/tiedostot/oma opas.pdf",
        "/tiedostot/%C3%A4iti.pdf",
        "/tiedostot/mik%C3%A4%3F.pdf",
        "/tiedostot/100%25.pdf",
        "#alku",
        "#",
        "",
        "//muu.example/ei-ole/",
        "https://muu.example/ei-ole/",
        "mailto:anna@testi.example",
        "tel:+3585123",
    ],
)
def test_a_link_that_leads_somewhere_is_no_problem(target: str) -> None:
    made = (
        page("/", target, ids=("alku",)),
        page("/socom/", ids=("historia",)),
        file("tiedostot/opas.pdf"),
        file("tiedostot/oma opas.pdf"),
        file("tiedostot/äiti.pdf"),
        file("tiedostot/mikä?.pdf"),
        file("tiedostot/100%.pdf"),
    )
    assert found(*made) == []


@pytest.mark.parametrize(
    "target", ["/ei/", "/socom", "/ei/#alku", "/tiedostot/ei.pdf", "/socom/%2E%2E/ei/", "/sv/"]
)
def test_a_link_to_nothing_is_told(target: str) -> None:
    (broken,) = found(page("/", target), page("/socom/"))
    assert broken.code == "link-broken"
    assert broken.position == HERE
    assert dict(broken.values) == {"target": target}


def test_a_broken_link_suggests_the_nearest_page() -> None:
    made = page("/", "/hankeet/pro-sos/"), page("/hankkeet/pro-sos/"), page("/palvelut/")
    assert found(*made) == [
        problem(HERE, "link-broken", near=["/hankkeet/pro-sos/"], target="/hankeet/pro-sos/")
    ]


def test_a_missing_anchor_is_told_with_the_nearest_one() -> None:
    made = page("/", "/socom/#histora"), page("/socom/", ids=("historia", "alue"))
    assert found(*made) == [
        problem(HERE, "anchor-broken", near=["historia"], page="/socom/", anchor="histora")
    ]


def test_a_missing_anchor_on_the_page_itself_is_told() -> None:
    made = page("/socom/", "#ei", ids=("historia",))
    assert found(made) == [problem(HERE, "anchor-broken", page="/socom/", anchor="ei")]


def test_an_anchor_may_be_percent_encoded() -> None:
    assert found(page("/", "#k%C3%A4ynti", "/#k%C3%A4ynti", ids=("käynti",))) == []


def test_every_broken_link_of_every_page_is_told() -> None:
    made = page("/", "/a/", "/b/"), page("/socom/", "/a/", "/c/", "#d")
    assert sorted(p.code for p in found(*made)) == ["anchor-broken"] + ["link-broken"] * 4


def test_a_link_is_told_where_it_is_written_else_at_the_entry() -> None:
    there = Position("content/pages/a.md", 9, 4)
    places = (("/b/", there),)
    job = Job("index.html", "page", None, "", "pages", HERE, places)
    artifact = Artifact("index.html", b"", Facts("/", ("/a/", "/b/")))
    assert [p.position for p in found((job, artifact))] == [HERE, there]


def test_a_broken_link_in_content_is_told_with_line_and_column(site: SiteMaker) -> None:
    body = "Ensin [tämä on ehjä](/topics/lapset/).\n\nSitten [rikki](/topics/lapsi/) näin."
    made = site({"content/topics/lapset.md": TOPIC, "content/news/a.md": news(body=body)})
    place = Position("content/news/a.md", 8, 16)
    assert made.problems == (
        problem(place, "link-broken", near=["/topics/lapset/"], target="/topics/lapsi/"),
    )


def test_a_missing_anchor_behind_a_key_is_told_where_it_is_written(site: SiteMaker) -> None:
    body = "Teksti.\n\nKatso [kohta](ref:topics/lapset#ei-ole)."
    made = site({"content/topics/lapset.md": TOPIC, "content/news/a.md": news(body=body)})
    (broken,) = made.problems
    assert broken.code == "anchor-broken"
    assert broken.position == Position("content/news/a.md", 8, 15)


def test_a_link_of_the_template_is_told_at_the_entry(site: SiteMaker) -> None:
    files = {
        "templates/news.html": '<a href="/ei-ole/">x</a>',
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(),
    }
    assert site(files).problems == (
        problem(Position("content/news/a.md", 1, 1), "link-broken", target="/ei-ole/"),
    )


def test_a_link_to_what_is_withheld_is_broken(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body="[tuleva](/ajankohtaista/b/)"),
        "content/news/b.md": news(date="2026-12-24"),
    }
    (broken,) = site(files).problems
    assert (broken.code, broken.position.line) == ("link-broken", 6)
    assert site(files, drafts=True).problems == ()


def test_links_are_not_checked_while_a_page_is_missing(site: SiteMaker) -> None:
    files = {
        "templates/topic.html": "{{ oops }}",
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body="[aihe](/topics/lapset/)"),
    }
    assert [p.code for p in site(files).problems] == ["template-undefined"]


def test_a_link_to_an_old_address_is_good(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC.replace("---\n", "---\naliases: [vanha]\n", 1),
        "content/news/a.md": news(body="[aihe](/vanha/)"),
    }
    assert site(files).problems == ()
