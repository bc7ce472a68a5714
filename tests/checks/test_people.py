"""Contacts who have left: a warning at each place, an error when it has stood too long."""

from __future__ import annotations

import datetime as dt

import pytest

from socomsite.problem import Problem, Severity
from tests.conftest import SITE_YAML, TOPIC, SiteMaker

PERSON = (
    "name: Maija Mallikas\nstaff: kyllä\nphone: 05 123 4567\n"
    "email: maija@testi.example\nend: 1.11.2026\n"
)
PROJECT = (
    "name: Hanke\nsort: network\nshare: socom\nsummary: Tiivistys.\n"
    "topics: [lapset]\npeople: [maija]\n"
)
FILES = {
    "content/topics/lapset.md": TOPIC,
    "content/people/maija.yaml": PERSON,
    "content/projects/hanke.yaml": PROJECT,
}
LAST = dt.date(2026, 11, 1)


def left(site: SiteMaker, files: dict[str, str], day: dt.date) -> list[Problem]:
    made = site(files, as_of=day)
    return [found for found in made.problems if found.code.startswith("person-")]


@pytest.mark.parametrize(
    ("days", "severity"),
    [(0, None), (1, Severity.WARNING), (30, Severity.WARNING), (31, Severity.ERROR)],
)
def test_a_contact_who_has_left_is_first_a_warning_then_an_error(
    days: int, severity: Severity | None, site: SiteMaker
) -> None:
    found = left(site, FILES, LAST + dt.timedelta(days=days))
    assert [each.severity for each in found] == ([severity] if severity else [])
    assert [str(each.position) for each in found] == ["content/projects/hanke.yaml:6:10"] * len(
        found
    )


def test_how_long_it_is_a_warning_is_a_setting(site: SiteMaker) -> None:
    files = FILES | {"site.yaml": f"{SITE_YAML}left_person_days: 0\n"}
    (found,) = left(site, files, dt.date(2026, 11, 2))
    assert found.severity is Severity.ERROR


def test_what_has_ended_may_name_who_worked_in_it(site: SiteMaker) -> None:
    files = FILES | {"content/projects/hanke.yaml": f"{PROJECT}start: 2025\nend: 10/2026\n"}
    assert left(site, files, dt.date(2026, 11, 22)) == []


def test_a_text_that_held_an_address_is_told_of_at_its_entry(site: SiteMaker) -> None:
    text = PROJECT.replace("people: [maija]\n", "").replace("Tiivistys.", "maija@testi.example")
    (found,) = left(site, FILES | {"content/projects/hanke.yaml": text}, dt.date(2026, 11, 22))
    assert (found.code, str(found.position)) == ("person-left", "content/projects/hanke.yaml:1:1")


def test_an_address_that_comes_from_elsewhere_stops_the_build_at_once(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/people/maija.yaml": PERSON,
        "templates/404.html": "Kysy: maija@testi.example",
    }
    (found,) = left(site, files, dt.date(2026, 11, 2))
    assert (found.code, found.severity) == ("person-address-left", Severity.ERROR)
    assert found.position.path == "site.yaml"
    assert dict(found.values)["file"] == "404.html"
