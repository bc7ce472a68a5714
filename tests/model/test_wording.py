from __future__ import annotations

import pytest

from socomsite.model.wording import is_useless_alt, is_vague, key_of


@pytest.mark.parametrize(
    "words",
    [
        "Lue lisää",
        "Lue lisää täältä",
        "lue lisää »",
        "tästä",
        "Klikkaa tästä",
        "klikkaa",
        "tämän linkin kautta",
        "Katso myös",
        "Lataa",
        "Lataa PDF",
        "→",
        ">>",
        "Läs mer",
        "Klicka här",
        "Ladda ner filen",
        "Read more",
        "here",
        "Click here to read more",
        "https://socom.fi/hankkeet",
        "http://socom.fi",
        "www.socom.fi",
        "socom.fi/hankkeet/pro-sos",
        "<https://socom.fi/>",
    ],
)
def test_a_link_text_that_says_nothing_is_known(words: str) -> None:
    assert is_vague(words)


@pytest.mark.parametrize(
    "words",
    [
        "Lue lisää hankkeesta",
        "Lapsen ääni",
        "kaste.fi",
        "saavutettavuusvaatimukset.fi",
        "etunimi.sukunimi@socom.fi",
        "05 123 4567",
        "Raportti 3/2007",
        "2007",
        "Här jobbar vi",
        "This guide",
    ],
)
def test_a_link_text_that_names_its_target_is_fine(words: str) -> None:
    assert not is_vague(words)


@pytest.mark.parametrize(
    ("alt", "source"),
    [
        ("IMG_1234.jpg", "IMG_1234.jpg"),
        ("IMG_1234", "IMG_1234.jpg"),
        ("dsc-0042", "a.jpg"),
        ("ryhma-2016", "ryhma-2016.png"),
        ("logo.svg", "logo.svg"),
        ("Kuva", "a.jpg"),
        ("kuva.", "a.jpg"),
        ("Kuva 3", "a.jpg"),
        ("Kuva: koira", "a.jpg"),
        ("Kuvassa koira juoksee", "a.jpg"),
        ("Valokuvassa on koira", "a.jpg"),
        ("Bild: en hund", "a.jpg"),
        ("På bilden en hund", "a.jpg"),
        ("Bilden visar en hund", "a.jpg"),
        ("Image of a dog", "a.jpg"),
        ("A photograph of a dog", "a.jpg"),
        ("photo: a dog", "a.jpg"),
    ],
)
def test_an_alternative_that_tells_nothing_is_known(alt: str, source: str) -> None:
    assert is_useless_alt(alt, source)


@pytest.mark.parametrize(
    ("alt", "source"),
    [
        ("Koira juoksee pihalla", "koira.jpg"),
        ("Koira", "koira.jpg"),
        ("Kuvataiteilija maalaa seinää", "a.jpg"),
        ("Kuva-albumi pöydällä", "a.jpg"),
        ("Maija Mallikas", "maija.jpg"),
        ("Bildkonstnär målar", "a.jpg"),
        ("Picture book on a table", "a.jpg"),
    ],
)
def test_an_alternative_that_tells_what_is_seen_is_fine(alt: str, source: str) -> None:
    assert not is_useless_alt(alt, source)


def test_words_are_the_same_however_they_are_written() -> None:
    assert key_of("Hankkeen  esittely →") == key_of("hankkeen esittely") == "hankkeen esittely"
