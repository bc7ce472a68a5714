from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.messages import codes as catalogue
from socomsite.model.accessibility import RULES, Rule, weighed
from socomsite.problem import Position, Severity, problem
from tests.conftest import SITE_YAML, TOPIC, SiteMaker, codes, news

HERE = Position("content/news/a.md", 1, 1)
VAGUE = news(body="[Lue lisää](ref:topics/lapset)")


def test_every_rule_has_a_message() -> None:
    assert set(catalogue()) >= RULES


def test_a_problem_weighs_what_the_site_says() -> None:
    vague, other = problem(HERE, "link-text-vague", text="tästä"), problem(HERE, "file-empty")
    told = list(weighed([vague, other], {Rule.LINK_TEXT_VAGUE: Severity.WARNING}))
    assert [found.severity for found in told] == [Severity.WARNING, Severity.ERROR]
    assert list(weighed([vague, other], {})) == [vague, other]


@pytest.mark.parametrize("severity", ["warning", "notice", "advice"])
def test_a_page_with_a_weaker_fault_is_made(site: SiteMaker, severity: str) -> None:
    settings = f"{SITE_YAML}severities: {{link-text-vague: {severity}}}\n"
    files = {
        "site.yaml": settings,
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": VAGUE,
    }
    made = site(files)
    assert made.is_sound
    assert [(found.code, found.severity) for found in made.problems] == [
        ("link-text-vague", severity)
    ]
    assert "Lue lisää" in next(a.data.decode() for a in made.artifacts if "/a/" in a.path)


def test_without_a_word_of_the_site_it_is_an_error(site: SiteMaker) -> None:
    made = site({"content/topics/lapset.md": TOPIC, "content/news/a.md": VAGUE})
    assert codes(made) == ["link-text-vague"]
    assert not made.is_sound


def test_advice_can_be_made_an_error(site: SiteMaker) -> None:
    files = {
        "site.yaml": f"{SITE_YAML}severities: {{heading-faked: error}}\n",
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body="**Mitä hanke tekee**\n\nSe auttaa."),
    }
    made = site(files)
    assert codes(made) == ["heading-faked"]
    assert not made.is_sound


def test_a_misspelt_rule_is_told_at_its_name_with_the_one_meant(
    site: SiteMaker, tmp_path: Path
) -> None:
    del tmp_path
    made = site({"site.yaml": f"{SITE_YAML}severities:\n  link-text-vaque: warning\n"})
    (found,) = made.problems
    assert (found.code, found.near) == ("value-not-allowed", ("link-text-vague",))
    assert found.position == Position("site.yaml", 9, 3)
    assert dict(found.values) == {"field": "severities", "value": "link-text-vaque"}


def test_a_misspelt_severity_is_told_at_its_place(site: SiteMaker) -> None:
    made = site({"site.yaml": f"{SITE_YAML}severities:\n  link-text-vague: varoitus\n"})
    (found,) = made.problems
    assert (found.code, found.near) == ("value-not-allowed", ("warning",))
    assert found.position == Position("site.yaml", 9, 20)
