from __future__ import annotations

import pytest

from socomsite.checks.plainwords import plain_words


def jargon_in(text: str) -> list[str]:
    return [each.word for each in plain_words().jargon if each.form.search(text)]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("malli jalkautettiin kuntiin", "jalkauttaa"),
        ("uusien toimijoiden kanssa", "toimija"),
        ("eri tahot ovat mukana", "taho"),
        ("asiakkaita osallistetaan", "osallistaa"),
        ("lasten osallisuutta", "osallisuus"),
        ("hanketta koordinoidaan", "koordinoida"),
        ("hankkeen puitteissa", "puitteissa"),
        ("matalan kynnyksen palvelu", "matalan kynnyksen"),
        ("varhaisen puuttumisen tueksi", "varhainen puuttuminen"),
        ("koulutuksen toteuttamisessa", "toteuttaminen"),
    ],
)
def test_a_word_of_the_trade_is_known_in_its_forms(text: str, word: str) -> None:
    assert word in jargon_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "toiminta jatkuu",
        "tahto ja tahallinen",
        "osallistujat ja osallistuminen",
        "mahdollisuus ja mahdollista",
        "koordinaattori",
        "Lapsen ääni -hanke",
        "mini-interventio",
        "Areena",
        "kumppanuussopimus",
    ],
)
def test_everyday_words_and_names_are_left_alone(text: str) -> None:
    assert jargon_in(text) == []


def test_every_word_has_something_to_stand_instead() -> None:
    words = plain_words()
    assert all(each.instead.strip() for each in words.jargon)
    assert all(each.long.strip() for each in words.abbreviations)
    assert len(words.jargon) > 40
    assert len({each.word for each in words.jargon}) == len(words.jargon)


@pytest.mark.parametrize("text", ["ESR rahoittaa.", "ESR:n tuki", "ESR-hanke"])
def test_an_abbreviation_is_known_with_its_endings(text: str) -> None:
    assert [a.short for a in plain_words().abbreviations if a.form.search(text)] == ["ESR"]


def test_a_longer_word_is_no_abbreviation() -> None:
    assert [a.short for a in plain_words().abbreviations if a.form.search("ESRA ja ymmärrys")] == []
