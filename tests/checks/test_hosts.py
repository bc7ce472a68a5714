from __future__ import annotations

import pytest

from socomsite.problem import Severity
from tests.conftest import TOPIC, SiteMaker, news


@pytest.mark.parametrize(
    "address",
    [
        "https://sоcom.example/",  # a Cyrillic о
        "https://xn--e1afmkfd.example/",
        "https://αβγ.example/a",
        "https://socom.example@evil.example/",
        "https://socom.example:a@evil.example/x",
    ],
)
def test_a_host_that_can_be_taken_for_another_is_told_at_its_link(
    site: SiteMaker, address: str
) -> None:
    body = f"Katso.\n\n[Tietoa palvelusta]({address})"
    made = site({"content/topics/lapset.md": TOPIC, "content/news/a.md": news(body=body)})
    (found,) = (each for each in made.problems if each.code != "secret-key")
    assert (found.code, found.position.line) == ("link-host-lookalike", 8)
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    "address",
    [
        "https://socom.example/a@b",
        "https://työ-ja-äly.example/",
        "https://xn--ty-gka.example/",
        "https://1.example:8080/",
    ],
)
def test_an_ordinary_host_is_not_accused(site: SiteMaker, address: str) -> None:
    body = f"[Tietoa palvelusta]({address})"
    made = site({"content/topics/lapset.md": TOPIC, "content/news/a.md": news(body=body)})
    assert made.problems == ()
