from __future__ import annotations

import re

import pytest

from socomsite.engine.built import Build
from tests.conftest import SiteMaker, paths

STRINGS = (
    "nav: {home: {fi: Etusivu, sv: Startsida, en: Home}}\n"
    'known: {year: {fi: "Tieto on vuodelta {year}.", sv: "Från {year}.", en: "From {year}."}}\n'
)
OFFICE = "name: Kouvolan toimipiste\ntown: Kouvola\nstreet: Katu 1, C\npostcode: 45100\n"


def card(made: Build, path: str) -> dict[str, str]:
    """The lines of a card by property, unfolded; parameters belong to the name."""
    data = next(a.data for a in made.artifacts if a.path == path).decode()
    assert data.endswith("END:VCARD\r\n")
    lines = data.replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]  # RFC 6350 6.7.9: the version comes first
    pairs = [line.partition(":")[::2] for line in lines]
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names))
    return dict(pairs)


def test_a_card_holds_what_the_persons_page_tells(site: SiteMaker) -> None:
    person = (
        "name: Anna Mäki, Öhman\nstaff: true\nrole: kehittäjä; ohjaaja\noffice: kouvola\n"
        "phone: 05 123 4567\nemail: anna@testi.example\nnote: Ei kerrota.\n"
    )
    files = {"content/people/anna.yaml": person, "content/offices/kouvola.yaml": OFFICE}
    made = site(files)
    assert made.problems == ()
    assert card(made, "yhteystiedot/anna/anna.vcf") == {
        "BEGIN": "VCARD",
        "VERSION": "4.0",
        "KIND": "individual",
        "FN": r"Anna Mäki\, Öhman",
        "N": r"Öhman;Anna Mäki\,;;;",
        "ORG": "Testikeskus",
        "TITLE": r"kehittäjä\; ohjaaja",
        "TEL;TYPE=work,voice;VALUE=uri": "tel:+35851234567",
        "EMAIL;TYPE=work": "anna@testi.example",
        "ADR;TYPE=work": r";;Katu 1\, C;Kouvola;;45100;",
        "LANG": "fi",
        "URL": "https://testi.example/yhteystiedot/anna/",
        "UID": "https://testi.example/yhteystiedot/anna/",
        "END": "VCARD",
    }


def test_a_card_says_of_which_year_its_facts_are(site: SiteMaker) -> None:
    person = "name: Anna\nstaff: false\nphone: 05 123 4567\nknown_in: 2007\n"
    files = {
        "templates/strings.yaml": STRINGS,
        "content/people/anna.yaml": person,
        "content/people/anna.sv.yaml": person,
        "site.yaml": "name: Testi\nurl: https://testi.example/\nlanguages: [fi, sv]\n",
    }
    made = site(files)
    found = card(made, "people/anna/anna.vcf")
    assert found["NOTE"] == "Tieto on vuodelta 2007."
    assert card(made, "sv/people/anna/anna.vcf")["NOTE"] == "Från 2007."
    assert found["N"] == "Anna;;;;"
    # Nobody says where a person from elsewhere works.
    assert "ORG" not in found


def test_without_its_word_the_year_stands_alone(site: SiteMaker) -> None:
    person = "name: Anna\nstaff: false\nphone: 05 123 4567\nknown_in: 2007\n"
    made = site({"content/people/anna.yaml": person})
    assert card(made, "yhteystiedot/anna/anna.vcf")["NOTE"] == "2007"


def test_an_office_has_a_card_under_the_name_of_the_site(site: SiteMaker) -> None:
    made = site({"content/offices/kouvola.yaml": OFFICE})
    found = card(made, "offices/kouvola/kouvola.vcf")
    assert found["KIND"] == "org"
    assert found["FN"] == r"Testikeskus\, Kouvolan toimipiste"
    assert "N" not in found


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("content/people/anna.yaml", "name: Anna\nstaff: true\nrole: kehittäjä\n"),
        ("content/offices/kotka.yaml", "name: Kotkan toimipiste\ntown: Kotka\n"),
    ],
)
def test_who_cannot_be_reached_has_no_card(site: SiteMaker, file: str, text: str) -> None:
    assert [path for path in paths(site({file: text})) if path.endswith(".vcf")] == []


def test_long_lines_are_folded(site: SiteMaker) -> None:
    person = f"name: Anna\nstaff: true\nemail: a@testi.example\nrole: {'ä' * 99}\n"
    made = site({"content/people/anna.yaml": person})
    data = next(a.data for a in made.artifacts if a.path.endswith(".vcf"))
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert re.sub(rb"\r\n ", b"", data).decode().count("ä" * 99) == 1
