from __future__ import annotations

import pytest
from pydantic import TypeAdapter, ValidationError

from socomsite.model.identifiers import SitePath
from tests.conftest import TOPIC, SiteMaker, codes, news

PATH: TypeAdapter[str] = TypeAdapter(SitePath)


@pytest.mark.parametrize(
    "address",
    [
        "../../ulkona",
        "/a/../../b/",
        "./a",
        "..\\a",
        "a/..",
        "a//b",
        "a?b",
        "a#b",
        "https://a",
        "a b",
    ],
)
def test_an_address_on_the_site_has_no_step_out_of_it(address: str) -> None:
    with pytest.raises(ValidationError):
        PATH.validate_python(address)


@pytest.mark.parametrize("address", ["", "/", "a..b", "a.html", ".well-known/a", "/a/b/"])
def test_dots_within_a_name_are_allowed(address: str) -> None:
    assert PATH.validate_python(address) == address


def test_an_address_that_leads_out_is_told_where_it_is_written(site: SiteMaker) -> None:
    page = "---\ntitle: S\nmenu: none\nreviewed_on: 2026-11-01\nowner: A\naddress: ../a\n---\nA.\n"
    made = site(
        {
            "content/topics/lapset.md": TOPIC.replace("---\nTie", "aliases: [../b]\n---\nTie"),
            "content/pages/s.md": page,
        }
    )
    found = [(str(p.position), p.code) for p in made.problems]
    assert found == [
        ("content/pages/s.md:6:10", "type-wrong"),
        ("content/topics/lapset.md:4:11", "type-wrong"),
    ]


def test_a_section_word_that_leads_out_is_told(site: SiteMaker) -> None:
    settings = "name: A\nurl: https://a.example/\nsections: {news: ../uutiset}\n"
    made = site({"site.yaml": settings, "content/news/a.md": news()})
    assert codes(made) == ["type-wrong"]
