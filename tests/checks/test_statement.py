from __future__ import annotations

import datetime as dt

import pytest

from socomsite.checks.statement import day_words
from socomsite.language import Words
from socomsite.problem import Position, Severity, problem
from tests.conftest import SiteMaker, codes

SETTINGS = "name: Testi\nurl: https://testi.example/\n"
PATH = "content/pages/seloste.md"
STATEMENT = """\
---
title: Saavutettavuusseloste
menu: footer
layout: statement
reviewed_on: {reviewed}
owner: Viestintä
statement:
  state: partially_compliant
  standard: WCAG 2.1 AA
  method: self_assessment
  published: 2025-01-01
  exceptions:
    - what: Kaavioista puuttuu tekstivastine.
      reason: non_compliance
    - what: Vanhat PDF-tiedostot.
      reason: out_of_scope
      deadline: {deadline}
---
{body}
"""


def statement(
    reviewed: str = "2026-11-22", deadline: str = "2027-12-31", body: str = "Teksti."
) -> str:
    return STATEMENT.format(reviewed=reviewed, deadline=deadline, body=body)


def test_a_fresh_statement_has_no_fault(site: SiteMaker) -> None:
    assert site({PATH: statement()}).problems == ()


def test_a_review_of_more_than_a_year_ago_is_a_warning_at_its_line(site: SiteMaker) -> None:
    made = site({PATH: statement("2025-11-21")})
    assert made.problems == (
        problem(
            Position(PATH, 5, 1),
            "statement-review-old",
            severity=Severity.WARNING,
            date=Words("21.11.2025", "21.11.2025", "21\u00a0Nov 2025"),
        ),
    )
    assert made.is_sound


@pytest.mark.parametrize(
    ("reviewed", "today", "found"),
    [
        ("2025-11-22", "2026-11-22", []),
        ("2025-11-21", "2026-11-22", ["statement-review-old"]),
        ("2024-02-29", "2025-02-28", []),
        ("2024-02-29", "2025-03-01", ["statement-review-old"]),
    ],
)
def test_a_review_holds_for_a_year(
    site: SiteMaker, reviewed: str, today: str, found: list[str]
) -> None:
    made = site({PATH: statement(reviewed)}, as_of=dt.date.fromisoformat(today))
    assert codes(made) == found


def test_a_promised_day_that_has_passed_is_told_at_its_own_line(site: SiteMaker) -> None:
    made = site({PATH: statement(deadline="2026-11-21")})
    assert [(p.code, p.position) for p in made.problems] == [
        ("statement-deadline-passed", Position(PATH, 17, 7))
    ]
    assert site({PATH: statement(deadline="2026-11-22")}).problems == ()


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("Valvoja on Etelä-Suomen aluehallintovirasto.", "aluehallintovirasto"),
        ("Ilmoita aluehallintovirastolle.", "aluehallintovirastolle"),
        ("Valvoja on AVI.", "AVI"),
        ("Kysy AVI:lta.", "AVI:lta"),
        ("Regionförvaltningsverket utövar tillsyn.", "Regionförvaltningsverket"),
        ("The Regional State Administrative Agency supervises.", None),
    ],
)
def test_the_old_supervisor_is_an_error_in_the_statement(
    site: SiteMaker, body: str, named: str | None
) -> None:
    (found,) = site({PATH: statement(body=body)}).problems
    assert (found.code, found.position.line) == ("supervisor-old", 19)
    assert dict(found.values)["text"] == (named or "Regional State Administrative Agency")


@pytest.mark.parametrize("body", ["Avioliitto ja avi.", "Traficom valvoo.", "Davi ja AVIOT."])
def test_other_words_are_not_taken_for_it(site: SiteMaker, body: str) -> None:
    assert site({PATH: statement(body=body)}).problems == ()


def test_history_keeps_the_names_of_its_time(site: SiteMaker) -> None:
    page = "---\ntitle: Historia\nmenu: none\nreviewed_on: 2026-11-22\nowner: Viestintä\n---\n"
    made = site({"content/pages/historia.md": f"{page}Aluehallintovirasto aloitti 2010.\n"})
    assert made.problems == ()


def test_a_site_that_requires_pages_needs_a_statement(site: SiteMaker) -> None:
    page = "---\ntitle: Etusivu\nmenu: none\nreviewed_on: 2026-11-22\nowner: Viestintä\n---\nA.\n"
    files = {
        "site.yaml": f"{SETTINGS}required_pages: [etusivu]\n",
        "content/pages/etusivu.md": page,
    }
    (found,) = site(files).problems
    assert (found.code, str(found.position)) == ("statement-missing", "site.yaml")
    assert site(files | {PATH: statement()}).problems == ()


def test_a_statement_that_is_a_draft_is_no_statement_yet(site: SiteMaker) -> None:
    draft = statement().replace("menu: footer\n", "menu: footer\ndraft: kyllä\n")
    files = {"site.yaml": f"{SETTINGS}required_pages: []\n", PATH: draft}
    assert site(files).problems == ()
    files = {"site.yaml": f"{SETTINGS}required_pages: [seloste]\n", PATH: draft}
    assert "statement-missing" in codes(site(files))


def test_a_day_is_said_in_each_language() -> None:
    assert day_words(dt.date(2026, 11, 2)).en == "2\u00a0Nov 2026"
