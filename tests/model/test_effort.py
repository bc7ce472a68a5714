"""Texts made to be slow are refused by count; texts for readers never are."""

from __future__ import annotations

import pytest

from socomsite.model.effort import MOST, Effort, TooMuchEffort, most_of
from socomsite.model.prose import read_prose
from socomsite.model.reader import Reader
from socomsite.problem import Position, problem
from tests.fuzz.heavy import BODIES

START = Position("content/news/a.md", 7, 1)
PARAGRAPH = (
    "Perhehoito on *koti*, jossa on aikaa. Lue [ohjeet](https://testi.example/a) ja tule mukaan, "
    "kun **syksyllä** alkaa uusi ryhmä: paikkoja on 12 (kaksitoista).\n\n"
)
HEAVY = (
    *("brackets", "brackets closed", "link in link", "tags open", "sections", "escapes"),
    *("underscores two", "footnotes", "abbreviations", "distinct links", "references", "stars odd"),
)


@pytest.mark.parametrize("name", HEAVY)
def test_a_megabyte_of_marks_is_refused_at_its_start(name: str) -> None:
    made = read_prose(Reader(), BODIES[name](990_000), START)
    assert made.problems == (problem(START, "prose-too-heavy"),)
    assert made.value.html == ""


def test_an_engine_reads_on_after_it_refused() -> None:
    engine = Reader()
    read_prose(engine, BODIES["brackets"](200_000), START)
    assert read_prose(engine, "Teksti.", START).value.html == "<p>Teksti.</p>"


def test_a_book_for_readers_is_not_refused() -> None:
    effort = Effort()
    text = PARAGRAPH * 6000
    assert len(text) > 900_000
    effort.restart(text)
    for paragraph in text.split("\n\n"):
        effort.spend(len(paragraph) + 1500)
        effort.inline(paragraph)


def test_a_long_text_with_all_that_authors_use_is_read() -> None:
    row = "| Kunta | Määrä |\n|---|---|\n" + "| Kotka | 12 |\n" * 100 + "\n"
    text = (PARAGRAPH * 5 + "* yksi\n* kaksi\n\n" + row + "Viite.[^1]\n\n") * 10 + "[^1]: Lähde.\n"
    made = read_prose(Reader(), text, START)
    assert "prose-too-heavy" not in {found.code for found in made.problems}
    assert made.value.html.count("<table>") == 10


@pytest.mark.parametrize("text", ["", "a", "a\n\n[b](c)\n\n| d |", "*a* " * 90 + "\n\n[" * 5])
def test_a_text_taken_as_one_block_costs_no_less(text: str) -> None:
    assert most_of(text, [len(text)]) >= most_of(text)


def test_the_count_is_of_characters_and_has_an_end() -> None:
    effort = Effort()
    effort.restart("a")
    effort.spend(MOST)
    with pytest.raises(TooMuchEffort):
        effort.spend(1)
