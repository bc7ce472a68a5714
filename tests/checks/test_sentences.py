from __future__ import annotations

import pytest

from socomsite.checks.sentences import sentences, words_of


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Yksi. Kaksi! Kolme?", 3),
        ("Kokous on 22. marraskuuta 2026. Tervetuloa.", 2),
        ("Hanke päättyi vuonna 2016. Raportti ilmestyi.", 2),
        ("Mukana olivat mm. Kotka ja Kouvola.", 1),
        ("Apua saa esim. kunnasta.", 1),
        ("Tule klo 9.05. Paikka on Kotka.", 2),
        ("Tuloksia oli 3. vaiheessa paljon.", 1),
        ("Kirjan teki A. Aalto vuonna 2007.", 1),
        ("Hinta on 10,50 euroa. Tilaa se.", 2),
        ("Hän sanoi: ”Autan sinua.” Sitten hän lähti.", 2),
        ("Katso s. 14. Siinä on taulukko.", 2),
        ("Sivusto on osoitteessa kaste.fi ja se on uusi.", 1),
        ("Loppu ilman pistettä", 1),
        ("… 2007. –", 0),
        ("", 0),
        ("Yksi…  Kaksi.", 2),
        ("Ohje (ks. liite) on uusi. Lue se.", 2),
    ],
)
def test_finnish_text_comes_apart_into_sentences(text: str, count: int) -> None:
    assert len(list(sentences(text))) == count, list(sentences(text))


def test_a_sentence_keeps_its_words_as_written() -> None:
    text = "Kokous on 2. toukokuuta klo 9. Tule mukaan!"
    assert list(sentences(text)) == ["Kokous on 2. toukokuuta klo 9.", "Tule mukaan!"]


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("ESR:n tuki, 3 000 euroa.", ["ESR:n", "tuki", "euroa"]),
        ("Lapsen ääni -hanke", ["Lapsen", "ääni", "hanke"]),
        ("Etelä-Karjala ja Kymenlaakso–Kotka", ["Etelä-Karjala", "ja", "Kymenlaakso–Kotka"]),
    ],
)
def test_words_are_what_holds_a_letter(sentence: str, words: list[str]) -> None:
    assert words_of(sentence) == words
