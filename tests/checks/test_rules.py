from __future__ import annotations

import pytest

from socomsite.checks.rules import check_rules
from socomsite.engine.built import Build
from socomsite.problem import Position, Severity, problem
from tests.conftest import TOPIC, SiteMaker, codes, news

PROJECT = """\
name: Hanke
sort: {sort}
share: socom
summary: Mitä hanke tekee.
topics: [lapset]
start: {start}
{more}"""
BULLETIN = """\
series: {series}
number: 1
year: 2026
date: 2026-11-01
summary: Tiivistelmä.
lead: {{title: Pääjuttu, text: Teksti.}}
"""


def publication(series: str | None, number: str | None) -> str:
    fields = ["title: Raportti", "sort: raportti", "owner_of_work: socom"]
    fields += [f"series: {series}"] if series else []
    fields += [f"number: {number}"] if number else []
    return "\n".join(fields) + "\n"


def project(start: str = "2025", sort: str = "project", more: str = "") -> str:
    return PROJECT.format(sort=sort, start=start, more=more)


def test_a_publication_number_used_twice_is_told_at_the_second(site: SiteMaker) -> None:
    made = site(
        {
            "content/publications/a.yaml": publication("Raportteja", "3/2007"),
            "content/publications/b.yaml": publication("Raportteja", "3/2007"),
        }
    )
    assert made.problems == (
        problem(
            Position("content/publications/b.yaml", 1, 1),
            "publication-number-duplicate",
            number="3/2007",
            other="content/publications/a.yaml",
        ),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Raportteja", "3"), ("Oppaita", "3")),
        (("Raportteja", "3"), ("Raportteja", "4")),
        (("Raportteja", None), ("Raportteja", None)),
        ((None, "3"), (None, "3")),
    ],
)
def test_numbers_are_the_same_only_within_a_series(
    site: SiteMaker, one: tuple[str | None, str | None], other: tuple[str | None, str | None]
) -> None:
    files = {
        "content/publications/a.yaml": publication(*one),
        "content/publications/b.yaml": publication(*other),
    }
    assert site(files).problems == ()


def test_a_translation_has_the_number_of_its_original(site: SiteMaker) -> None:
    files = {
        "site.yaml": "name: Testi\nurl: https://testi.example/\nlanguages: [fi, sv]\n",
        "content/publications/a.yaml": publication("Raportteja", "3"),
        "content/publications/a.sv.yaml": publication("Raportteja", "3"),
    }
    assert site(files).problems == ()


def test_a_running_project_without_a_channel_is_a_warning_only(site: SiteMaker) -> None:
    made = site({"content/topics/lapset.md": TOPIC, "content/projects/a.yaml": project()})
    assert made.problems == (
        problem(
            Position("content/projects/a.yaml", 1, 1),
            "project-without-channel",
            severity=Severity.WARNING,
        ),
    )
    assert made.is_sound


@pytest.mark.parametrize(
    "text",
    [
        project(more="channels: [{sort: facebook, address: https://facebook.example/}]\n"),
        project(start="2027"),
        project(more="end: 2025\n"),
        project(sort="network"),
    ],
    ids=["with a channel", "upcoming", "ended", "no project"],
)
def test_only_running_projects_need_a_channel(site: SiteMaker, text: str) -> None:
    files = {"content/topics/lapset.md": TOPIC, "content/projects/a.yaml": text}
    assert site(files).problems == ()


def test_a_web_site_is_no_social_media_channel(site: SiteMaker) -> None:
    text = project(more="channels: [{sort: website, address: https://hanke.example/}]\n")
    files = {"content/topics/lapset.md": TOPIC, "content/projects/a.yaml": text}
    assert codes(site(files)) == ["project-without-channel"]


def test_a_bulletin_of_a_series_that_the_site_does_not_name_is_told(site: SiteMaker) -> None:
    settings = "name: Testi\nurl: https://testi.example/\nseries: [Tiedote, Henkan tiedote]\n"
    files = {
        "site.yaml": settings,
        "content/bulletins/a.yaml": BULLETIN.format(series="Tiedote"),
        "content/bulletins/b.yaml": BULLETIN.format(series="Tiedotus"),
    }
    assert site(files).problems == (
        problem(
            Position("content/bulletins/b.yaml", 1, 1),
            "value-not-allowed",
            allowed=["Tiedote", "Henkan tiedote"],
            field="series",
            value="Tiedotus",
        ),
    )


@pytest.mark.parametrize(
    ("summary", "lead", "draft", "told"),
    [
        ("Kaikki.", "Kirjoita pääkirjoitus tähän.", "", ["bulletin-unwritten"]),
        ("Kirjoita tähän, mistä numero kertoo.", "Hei.", "", ["bulletin-unwritten"]),
        ("Kaikki.", "Kirjoita pääkirjoitus tähän.", "draft: kyllä\n", []),
        ("Kaikki.", "Hei.", "", []),
    ],
)
def test_an_issue_that_is_no_draft_has_been_written(
    site: SiteMaker, summary: str, lead: str, draft: str, told: list[str]
) -> None:
    issue = f"series: Tiedote\nnumber: 1\nyear: 2026\ndate: 2026\nsummary: {summary}\n{draft}"
    issue += f"lead: {{title: A, text: {lead}}}\n"
    assert codes(site({"content/bulletins/a.yaml": issue}, drafts=True)) == told


SERVICE = """\
name: Neuvonta
share: socom
summary: Neuvoo.
audience: Kaikki
topics: [lapset]
changes: [{effective: 1.3.2026, text: Uusi aika.}]
"""


def test_a_bulletin_tells_only_of_changes_that_the_service_has(site: SiteMaker) -> None:
    items = "sections:\n  - title: Palvelut\n    items:\n"
    items += "".join(
        f"      - {{entry: {entry}, change: {day}}}\n"
        for entry, day in (
            ("services/neuvonta", "2026-03-01"),
            ("services/neuvonta", "2026-04-01"),
            ("news/uutinen", "2026-03-01"),
        )
    )
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/uutinen.md": news(),
        "content/services/neuvonta.yaml": SERVICE,
        "content/bulletins/a.yaml": BULLETIN.format(series="Tiedote") + items,
    }
    found = site(files).problems
    assert [(each.code, each.position.line, each.allowed) for each in found] == [
        ("value-not-allowed", found[0].position.line, ("2026-03-01",)),
        ("value-not-allowed", found[0].position.line + 1, ()),
    ]
    assert found[0].values == (("field", "change"), ("value", "2026-04-01"))


def test_a_site_that_names_no_series_allows_all(site: SiteMaker) -> None:
    assert site({"content/bulletins/b.yaml": BULLETIN.format(series="Tiedotus")}).problems == ()


def aliased(text: str, *aliases: str) -> str:
    return text.replace("---\n", f"---\naliases: [{', '.join(aliases)}]\n", 1)


def test_an_old_address_that_is_a_page_of_today_is_told(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": aliased(news(), "topics/lapset", "/Ajankohtaista"),
    }
    here = Position("content/news/a.md", 1, 1)
    assert site(files).problems == (
        problem(here, "address-duplicate", other="content/topics/lapset.md", url="/topics/lapset/"),
        problem(here, "address-duplicate", other="site.yaml", url="/Ajankohtaista/"),
    )


def test_a_page_does_not_lead_to_itself(site: SiteMaker) -> None:
    files = {"content/topics/lapset.md": aliased(TOPIC, "topics/lapset")}
    here = "content/topics/lapset.md"
    assert site(files).problems == (
        problem(Position(here, 1, 1), "address-duplicate", other=here, url="/topics/lapset/"),
    )


def test_an_old_address_written_twice_in_one_file_is_one(site: SiteMaker) -> None:
    assert site({"content/topics/lapset.md": aliased(TOPIC, "vanha", "/vanha/")}).problems == ()


def test_an_old_address_given_twice_is_told(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": aliased(news(), "vanha"),
        "content/news/b.md": aliased(news(), "/vanha/"),
    }
    here = Position("content/news/b.md", 1, 1)
    assert site(files).problems == (
        problem(here, "address-duplicate", other="content/news/a.md", url="/vanha/"),
    )


def test_rules_look_at_what_is_published_only(site: SiteMaker) -> None:
    draft = "draft: true\n"
    made: Build = site(
        {
            "content/topics/lapset.md": TOPIC,
            "content/projects/a.yaml": project(more=draft),
            "content/publications/a.yaml": publication("Raportteja", "3"),
            "content/publications/b.yaml": publication("Raportteja", "3") + draft,
        }
    )
    assert made.graph is not None
    assert list(check_rules(made.graph)) == []
