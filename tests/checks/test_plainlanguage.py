from __future__ import annotations

from collections.abc import Mapping

import pytest

from socomsite.checks.plainlanguage import Measure, Reading, average_of, measure, readings
from socomsite.problem import Severity
from tests.conftest import TOPIC, SiteMaker, news

# Three short texts on the same subject, written for this test.
EASY = (
    "Tarvitsetko apua kotona? Voit pyytää apua kunnasta.",
    "Soita ensin puhelimella. Puhelu on ilmainen. Kerro, mitä apua tarvitset.",
    "Työntekijä tulee käymään. Hän kysyy, miten sinulla menee. Sitten teette yhdessä suunnitelman.",
    "Suunnitelmassa lukee, kuka auttaa ja milloin. Saat siitä oman paperin.",
)
NEWS = (
    "Kunta aloittaa syksyllä uuden palvelun, josta vammaiset ihmiset saavat apua kotiin.",
    "Palvelua voi hakea puhelimella tai verkossa. Hakemus käsitellään kahden viikon aikana.",
    "Työntekijä käy kotona ja tekee asiakkaan kanssa suunnitelman, jossa sovitaan avun määrästä.",
    "Kunnanhallitus päätti asiasta maanantaina. Palveluun on varattu ensi vuodeksi lisää rahaa.",
)
LAW = (
    (
        "Kunnan on järjestettävä henkilökohtaista apua vaikeavammaiselle henkilölle, joka "
        "pitkäaikaisen tai etenevän vamman tai sairauden johdosta tarvitsee välttämättä ja "
        "toistuvasti toisen henkilön apua suoriutuakseen tavanomaisista päivittäisistä "
        "toiminnoista."
    ),
    (
        "Palvelusuunnitelmaa laadittaessa on huolehdittava itsemääräämisoikeuden toteutumisesta "
        "sekä palvelujen yhteensovittamisesta muiden sosiaalihuoltolainsäädännön mukaisten "
        "tukitoimenpiteiden kanssa siten, kuin hallintomenettelyssä erikseen säädetään."
    ),
)


def test_texts_are_ranked_from_easy_to_hard() -> None:
    easy, news_like, law = (measure(text).score for text in (EASY, NEWS, LAW))
    assert easy < news_like < law
    assert measure(EASY).average < measure(NEWS).average < measure(LAW).average
    assert measure(EASY).share < measure(LAW).share


def test_the_easy_text_keeps_what_is_asked_and_the_law_does_not() -> None:
    assert measure(EASY).average < 8
    assert measure(LAW).average > 20


def test_a_measure_tells_the_longest_sentence_and_words() -> None:
    found = measure(("Lyhyt virke. Tämä on selvästi pitempi virke.", "Kehittämissuunnitelmassa."))
    assert found.longest == "Tämä on selvästi pitempi virke."
    assert found.long_words == ("Kehittämissuunnitelmassa",)
    assert found.average == pytest.approx(8 / 3)
    assert found.share == pytest.approx(100 / 8)


def test_a_hyphen_lets_a_long_word_breathe() -> None:
    assert measure(("Keski-Suomen-maakunnan.",)).long_words == ()


def test_nothing_has_no_length() -> None:
    nothing = measure(())
    assert (nothing.average, nothing.longest, nothing.share, nothing.score) == (0, "", 0, 0)
    assert average_of(()) == 0


def read(site: SiteMaker, *bodies: str) -> tuple[Reading, ...]:
    files: dict[str, str | bytes] = {"content/topics/lapset.md": TOPIC}
    for number, body in enumerate(bodies, start=1):
        files[f"content/news/n{number}.md"] = news(body=body)
    made = site(files)
    assert made.graph is not None
    found = readings(made.graph, made.texts)
    return tuple(each for each in found if each.entry.folder == "news")


def advice(found: Reading) -> list[tuple[str, int, Mapping[str, object]]]:
    return [(p.code, p.position.line, dict(p.values)) for p in found.advice]


def test_a_plain_text_gets_no_advice(site: SiteMaker) -> None:
    (found,) = read(site, "\n\n".join(EASY))
    assert found.advice == ()


def test_a_long_sentence_is_pointed_at_with_its_words_and_the_average(site: SiteMaker) -> None:
    (found,) = read(site, "\n\n".join([EASY[0], *LAW]))
    first, second, third = advice(found)
    assert first[:2] == ("plain-sentences", 8)
    assert first[2] == {"average": 13, "longest": 26}
    assert second[0] == "plain-words"
    assert third == ("plain-jargon", 8, {"list": "johdosta → takia, vuoksi"})
    assert {found.severity for found in found.advice} == {Severity.ADVICE}


def test_jargon_is_told_with_what_could_stand_instead_the_first_three(site: SiteMaker) -> None:
    body = "Malli jalkautettiin.\n\nSe juurrutettiin, pilotoitiin ja resursoitiin."
    (found,) = read(site, body)
    assert advice(found) == [
        (
            "plain-jargon",
            6,
            {
                "list": "jalkauttaa → ottaa käyttöön, viedä käytäntöön; "
                "juurruttaa → tehdä pysyväksi; pilotoida → kokeilla"
            },
        )
    ]


def test_names_and_quotations_keep_their_words(site: SiteMaker) -> None:
    body = "Katso [mallin jalkauttaminen](ref:topics/lapset).\n\n> Meidän malli jalkautettiin."
    (found,) = read(site, body)
    assert found.advice == ()


def test_an_abbreviation_that_is_never_opened_is_told(site: SiteMaker) -> None:
    (found,) = read(site, "Alku.\n\nTukea antoi ESR, ja mukana oli mm. kuntia.")
    assert advice(found) == [
        (
            "plain-abbreviation",
            8,
            {"list": "ESR = Euroopan sosiaalirahasto; mm. = muun muassa"},
        )
    ]


def test_an_abbreviation_opened_on_the_page_is_fine(site: SiteMaker) -> None:
    (found,) = read(site, "Rahoittaja oli Euroopan sosiaalirahasto (ESR). ESR tukee työtä.")
    assert found.advice == ()


def test_the_hardest_come_first_and_the_shortest_last(site: SiteMaker) -> None:
    long_word = "Kehittämissuunnitelmassa jalkautettiin."
    found = read(site, "\n\n".join(EASY), "\n\n".join(LAW), long_word, "\n\n".join(NEWS))
    assert [each.entry.key for each in found] == ["n2", "n4", "n1", "n3"]
    assert found[3].is_short


def test_only_finnish_is_measured(site: SiteMaker) -> None:
    settings = "name: Testi\nurl: https://testi.example/\nlanguages: [fi, sv]\n"
    made = site({"site.yaml": settings, "content/topics/lapset.sv.md": TOPIC})
    assert made.graph is not None
    assert readings(made.graph, made.texts) == ()


def test_the_average_is_that_of_all_that_was_read() -> None:
    found = tuple(
        Reading(None, Measure(text, tuple("sana" for _ in range(words))), ())  # type: ignore[arg-type]  # the entry is not looked at
        for text, words in ((("A.", "B."), 10), (("C.",), 8))
    )
    assert average_of(found) == 6
