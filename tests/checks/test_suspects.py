"""Only a written reason excuses, and only what it is for."""

from __future__ import annotations

import pytest

from socomsite.language import Language
from socomsite.messages import message_of
from socomsite.problem import Severity
from tests.attached import core, docx
from tests.checks.guarded import BASE, CODE, problems, reasons, said, with_file
from tests.conftest import SITE_YAML, SiteMaker, news

FI = Language.FI


@pytest.mark.parametrize(
    "reason",
    [
        "what: bank-account, file: content/news/a.md, reason: Tili on julkinen.",
        "what: bank-account, match: FI21…85, reason: Tili on julkinen.",
    ],
)
def test_a_written_reason_excuses(reason: str, site: SiteMaker) -> None:
    files = {"content/news/a.md": news(body="FI21 1234 5600 0007 85")}
    assert said(site, files | reasons(reason)) == []


def test_a_reason_is_for_what_it_says_alone(site: SiteMaker) -> None:
    files = {"content/news/a.md": news(body=f"FI21 1234 5600 0007 85, {CODE}")}
    reason = "what: bank-account, file: content/news/a.md, match: FI99…85, reason: Julkinen."
    line = SITE_YAML.count("\n") + 2
    assert said(site, files | reasons(reason)) == [
        ("content/news/a.md:6:1", "bank-account"),
        ("content/news/a.md:6:25", "identity-code"),
        (f"site.yaml:{line}:5", "privacy-reason-unused"),
    ]


def test_properties_and_names_can_be_excused_too(site: SiteMaker) -> None:
    files = with_file(f"{CODE}.docx", docx("A", parts=core(creator="Maija Mallikas")))
    name = "content/files/131052-….docx"
    made = reasons(
        f"what: author, file: '{name}', reason: Tekijä on antanut luvan.",
        "what: identity-code, match: 131052-…, reason: Keksitty tunnus.",
    )
    assert said(site, {**files, **made}) == []


def test_a_reason_that_excuses_nothing_is_a_warning(site: SiteMaker) -> None:
    (found,) = problems(site, reasons("what: location, file: a, reason: Paikka saa näkyä."))
    assert (found.code, found.severity) == ("privacy-reason-unused", Severity.WARNING)
    assert message_of(found, FI) == (
        "Tälle syylle ei ole enää käyttöä: missään ei ole sitä, mitä se koskee (kuvauspaikan "
        "sijainti). Poista syy kentästä 'privacy'."
    )


@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("what: bank-account, reason: Julkinen.", "field-missing"),
        ("what: bank-account, file: a", "field-missing"),
        ("what: iban, file: a, reason: Julkinen.", "value-not-allowed"),
    ],
)
def test_a_reason_says_what_it_is_for_and_why(item: str, code: str, site: SiteMaker) -> None:
    made = site({**BASE, **reasons(item)})
    assert [found.code for found in made.problems] == [code]
