from __future__ import annotations

import pytest

from socomsite.checks.requests import check_requests
from socomsite.job import Artifact, Job, Loads
from socomsite.problem import Position, Problem, Severity, problem
from tests.conftest import PAGE, TOPIC, SiteMaker, news

OWN = "https://testi.example/"
HERE = Position("content/news/a.md", 1, 1)
OTHER = "https://muu.example/a.png"


def page(*requests: tuple[str, str]) -> tuple[Job, Artifact]:
    job = Job("a/index.html", "page", None, "", "news", HERE)
    return job, Artifact("a/index.html", b"", loads=Loads(requests))


@pytest.mark.parametrize(
    "address", ["/a.png", "data:", "https://testi.example/a.png", "//testi.example/a.png"]
)
def test_own_addresses_are_no_problem(address: str) -> None:
    assert list(check_requests([page(("img-src", address))], {}, OWN)) == []


def test_an_address_that_nobody_wrote_is_told_at_the_entry() -> None:
    found = list(check_requests([page(("img-src", OTHER))], {"templates/a.html": "x"}, OWN))
    assert found == [problem(HERE, "foreign-request", url=OTHER)]


def test_an_address_that_linking_has_told_of_is_not_told_again() -> None:
    assert list(check_requests([page(("img-src", OTHER))], {}, OWN, frozenset({OTHER}))) == []


def told(made_by: SiteMaker, files: dict[str, str | bytes]) -> list[Problem]:
    site = {"content/topics/lapset.md": TOPIC, "content/news/a.md": news()}
    return [p for p in made_by(site | files).problems if p.code == "foreign-request"]


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ('<script src="https://muu.example/a.js"></script>', "https://muu.example/a.js"),
        ('<link rel="stylesheet" href="//muu.example/a.css">', "//muu.example/a.css"),
        ('<img src="https://muu.example/?a=1&amp;b=2">', "https://muu.example/?a=1&b=2"),
        ('<iframe src="https://muu.example/{{ title }}">', "https://muu.example/Uutinen"),
        ('<p style="background: url(https://muu.example/b)">', "https://muu.example/b"),
    ],
)
def test_an_address_in_a_template_is_told_there(
    site: SiteMaker, written: str, address: str
) -> None:
    found = told(site, {"templates/news.html": f"{PAGE}<hr>{written}\n"})
    line, column = PAGE.count("\n") + 1, written.index("//muu") + len("<hr>") + 1
    column -= len("https:") if "https:" in written else 0
    place = Position("templates/news.html", line, column)
    assert found == [problem(place, "foreign-request", url=address)]


def test_an_address_in_a_field_that_a_template_loads_is_told_in_the_content(
    site: SiteMaker,
) -> None:
    files: dict[str, str | bytes] = {
        "templates/media_appearance.html": '<img src="{{ entry.link }}">',
        "content/media/a.yaml": (
            f"title: Juttu\ndate: 2026-11-01\noutlet: Lehti\nsummary: Asiaa.\nlink: {OTHER}\n"
        ),
    }
    place = Position("content/media/a.yaml", 5, 7)
    assert told(site, files) == [problem(place, "foreign-request", url=OTHER)]


@pytest.mark.parametrize(
    "css",
    [
        "@import 'https://muu.example/a.css';",
        "p { background: url(https://muu.example/a.css) }",
        "@font-face { src: url(https://muu.example/a.css) }",
    ],
)
def test_an_address_in_a_stylesheet_is_told_there(site: SiteMaker, css: str) -> None:
    found = told(site, {"templates/assets/a.css": f"/* Ä */\n{css}"})
    place = Position("templates/assets/a.css", 2, css.index("https") + 1)
    assert found == [problem(place, "foreign-request", url="https://muu.example/a.css")]


def test_a_script_that_imports_from_elsewhere_is_an_error(site: SiteMaker) -> None:
    found = told(site, {"templates/assets/a.js": 'import "https://muu.example/b.js";'})
    place = Position("templates/assets/a.js", 1, 9)
    assert found == [problem(place, "foreign-request", url="https://muu.example/b.js")]


def test_a_script_that_may_fetch_from_elsewhere_is_a_warning(site: SiteMaker) -> None:
    found = told(site, {"templates/assets/a.js": 'fetch("https://muu.example/b");'})
    assert [(p.severity, p.position.column) for p in found] == [(Severity.WARNING, 8)]


def test_a_picture_in_content_is_told_once_where_it_is_written(site: SiteMaker) -> None:
    files: dict[str, str | bytes] = {"content/news/a.md": news(body=f"![kuva]({OTHER})")}
    assert [p.position.path for p in told(site, files)] == ["content/news/a.md"]


def test_redirects_are_looked_at_too(site: SiteMaker) -> None:
    files: dict[str, str | bytes] = {
        "templates/redirect.html": f'<img src="{OTHER}">',
        "content/news/a.md": news().replace("topics:", "aliases: [vanha]\ntopics:"),
    }
    assert [p.position.path for p in told(site, files)] == ["templates/redirect.html"]


def test_links_to_elsewhere_are_no_problem(site: SiteMaker) -> None:
    body = "[muualla](https://muu.example/)"
    assert told(site, {"content/news/a.md": news(body=body)}) == []
