"""What hinders readers in running text; `tests/test_faults.py` shows each fault in a whole site."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from socomsite.language import Language
from socomsite.model.everyday import everyday_html
from socomsite.model.faults import faults, heard_text, outline
from socomsite.model.prose import read_prose
from socomsite.model.reader import Reader, id_among
from socomsite.problem import Position, Problem, Severity, problem
from tests.model.test_everyday import WORDS

ENGINE = Reader()
START = Position("content/news/a.md", 5, 1)
SWEDISH = "Vi hjälper dig som behöver stöd och råd i din vardag, och vi svarar på alla frågor."


def told(text: str, language: Language = Language.FI) -> list[Problem]:
    return list(read_prose(ENGINE, text, START, language).problems)


def at(line: int, column: int) -> Position:
    return Position(START.path, line, column)


@given(st.lists(st.sampled_from((*WORDS, *SWEDISH.split(), "AIKA ", "och ", "\n\n"))).map("".join))
@example("TÄMÄ ON KOVIN TÄRKEÄÄ SINULLE.")
@example(SWEDISH)
@settings(deadline=None)
def test_an_everyday_text_tells_by_itself_whether_more_is_to_be_looked_for(text: str) -> None:
    html = everyday_html(text, id_among)
    if html is not None:
        given = html, text, START, Language.FI, html.outline
        assert list(faults(*given, is_plain=True)) == list(faults(*given))


def test_a_picture_is_heard_by_its_alternative() -> None:
    assert heard_text('<a href="x"><img src="a" alt="Koira"> juoksee</a>') == "Koira juoksee"


def test_the_outline_leaves_out_headings_without_words() -> None:
    html = '<h2 id="a">Yksi</h2><h2 id="b"></h2><h3>Kaksi <b>ja</b></h3>'
    assert outline(html) == ((2, "a", "Yksi"), (3, "", "Kaksi ja"))


def test_each_empty_heading_has_its_own_place() -> None:
    assert [found.position for found in told("##\n\nTeksti.\n\n###\n")] == [at(5, 1), at(9, 1)]


def test_a_heading_that_is_a_picture_is_not_empty() -> None:
    assert told("## ![Koira](koira.jpg)") == []


def test_a_picture_that_is_a_link_is_told_by_its_alternative_only() -> None:
    assert told("[![Koira](koira.jpg)](ref:x)") == []


@pytest.mark.parametrize(
    "text",
    [
        "**Tärkeää on tämä.**",
        "**Muista:**",
        "**Lihavoitu alku** ja loppu.",
        "- **Kohta**",
        "> **Lainaus**, sanoi hän.",
        "**" + "pitkä " * 20 + "**",
    ],
)
def test_bold_words_that_are_no_heading_are_fine(text: str) -> None:
    assert told(text) == []


def test_a_bold_line_alone_is_advised_against() -> None:
    assert told("Alku.\n\n__Mitä tehdään__\n\nLoppu.") == [
        problem(at(7, 3), "heading-faked", severity=Severity.ADVICE, text="Mitä tehdään")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Mukana ovat:\n\n- kunnat\n- järjestöt",
        "Lämpötila oli\n- 5 astetta.",
        "Kokous on\n12. marraskuuta ja seuraava joulukuussa.",
        "Puhelinaika ma–pe 9–11, Kotka – Kouvola",
    ],
)
def test_what_is_no_list_or_a_true_one_is_fine(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize("mark", ["-", "–", "•", "·", "1)"])
def test_a_list_made_of_lines_is_advised_against(mark: str) -> None:
    text = f"Mukana ovat:\n{mark} kunnat\n{mark} järjestöt"
    assert told(text) == [problem(at(6, len(mark) + 2), "list-faked", severity=Severity.ADVICE)]


@pytest.mark.parametrize(
    "text",
    ["STM, THL, ESR, STAKES ja ELY", "Kuntien SOSIAALITOIMI", "KASTE-ohjelma", "ISO JA HYVÄ ASIA"],
)
def test_abbreviations_and_short_words_in_capitals_are_fine(text: str) -> None:
    assert told(text) == []


def test_capitals_are_found_in_a_heading_too() -> None:
    (found,) = told("## ILMOITTAUDU HETI TÄHÄN KOULUTUKSEEN MUKAAN")
    assert (found.code, found.position) == ("capitals-only", at(5, 4))


def test_equal_links_to_one_target_are_fine_and_footnotes_are_no_links() -> None:
    text = "[Hanke](ref:a) ja [hanke](ref:a)[^1] ja[^2].\n\n[^1]: Yksi.\n[^2]: Kaksi."
    assert told(text) == []


def test_the_third_link_with_the_same_words_is_told_too() -> None:
    text = "[Hanke](ref:a), [hanke](ref:b), [hanke](ref:c)"
    assert [(p.code, dict(p.values)["other"]) for p in told(text)] == [
        ("link-text-repeated", "ref:a")
    ] * 2


@pytest.mark.parametrize(
    "text",
    [
        f"{SWEDISH}\n{{: lang=sv}}",
        f'Näin: <span lang="sv">{SWEDISH}</span>',
        f'<div lang="sv"><p>{SWEDISH}</p></div>',
    ],
)
def test_a_passage_that_says_its_language_is_fine(text: str) -> None:
    assert told(text) == []


def test_a_foreign_passage_is_told_with_the_mark_it_lacks() -> None:
    assert told(f"Alku.\n\n{SWEDISH}") == [
        problem(at(7, 1), "foreign-passage", language="language-sv", mark="{: lang=sv}")
    ]
    assert told(SWEDISH, Language.SV) == []


def test_a_foreign_quotation_is_told_where_it_stands() -> None:
    (found,) = told(f"Hän sanoi näin:\n\n> {SWEDISH}")
    assert found.position == at(7, 3)
