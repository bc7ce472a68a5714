"""The consent of people in pictures: told before it ends, an error after, shown to nobody."""

from __future__ import annotations

import datetime as dt

import pytest

from socomsite.language import Language
from socomsite.messages import message_of
from socomsite.problem import Severity
from tests.conftest import SiteMaker, picture

LAST = dt.date(2026, 12, 31)
PERSON = (
    "name: Maija Mallikas\nstaff: kyllä\nportrait:\n  file: maija.png\n  alt: Maija rannassa\n"
    "  consent: {reference: SALAINEN-KANSIO, until: 31.12.2026}\n"
)
FILES = {"content/people/maija.yaml": PERSON, "content/pictures/maija.png": picture()}


@pytest.mark.parametrize(
    ("days", "code", "severity"),
    [
        (-31, None, None),
        (-30, "consent-ending", Severity.WARNING),
        (0, "consent-ending", Severity.WARNING),
        (1, "consent-ended", Severity.ERROR),
    ],
)
def test_a_consent_is_told_of_before_its_end_and_an_error_after(
    days: int, code: str | None, severity: Severity | None, site: SiteMaker
) -> None:
    made = site(FILES, as_of=LAST + dt.timedelta(days=days))
    expected = [(code, severity, "content/people/maija.yaml:4:9")] if code else []
    found = [(each.code, each.severity, str(each.position)) for each in made.problems]
    assert found == expected


def test_what_is_said_names_the_picture_and_the_day(site: SiteMaker) -> None:
    (found,) = site(FILES, as_of=LAST + dt.timedelta(days=1)).problems
    assert message_of(found, Language.FI) == (
        "Suostumus kuvan 'maija.png' julkaisemiseen päättyi 2026-12-31. "
        "Pyydä uusi suostumus tai poista kuva."
    )


def test_a_consent_without_an_end_holds(site: SiteMaker) -> None:
    text = PERSON.replace("{reference: SALAINEN-KANSIO, until: 31.12.2026}", "SALAINEN-KANSIO")
    files = FILES | {"content/people/maija.yaml": text}
    assert site(files, as_of=dt.date(2099, 1, 1)).problems == ()


def test_no_output_shows_where_a_consent_is_kept(site: SiteMaker) -> None:
    made = site(FILES, as_of=dt.date(2026, 11, 1))
    assert made.artifacts
    assert [a.path for a in made.artifacts if b"SALAINEN" in a.data or b"consent" in a.data] == []
