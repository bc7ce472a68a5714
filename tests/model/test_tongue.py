from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socomsite.language import Language
from socomsite.model.tongue import foreign_to, may_be_foreign

FI, SV, EN = Language
FINNISH = "Hanke auttaa perheitä, jotka tapaavat monta työntekijää ja haluaisivat puhua yhdelle."
SWEDISH = "Vi hjälper dig som behöver stöd och råd i din vardag, och vi svarar på alla frågor."
ENGLISH = "The project helps families who meet many workers and would like to talk to one of them."
CONTENT = Path(__file__).parents[2] / "content"


@pytest.mark.parametrize(
    ("page", "passage", "found"),
    [
        (FI, SWEDISH, SV),
        (FI, ENGLISH, EN),
        (SV, FINNISH, FI),
        (SV, ENGLISH, EN),
        (EN, FINNISH, FI),
        (EN, SWEDISH, SV),
        (FI, FINNISH, None),
        (SV, SWEDISH, None),
        (EN, ENGLISH, None),
    ],
)
def test_a_passage_is_foreign_where_it_is_not_the_page_s_language(
    page: Language, passage: str, found: Language | None
) -> None:
    assert foreign_to(page, passage) is found


@pytest.mark.parametrize(
    "passage",
    [
        "Centre of Excellence on Social Welfare in South-East Finland",
        "Kompetenscentrum inom det sociala området",
        "Hanke kuului ohjelmaan The Future of Work and Welfare in the Nordic Area vuonna 2007.",
        "YouTube, Facebook, Slideshare, Twitter, LinkedIn, Instagram, WordPress, Blogger",
        "Socom, Laserkatu 6, Villmanstrand, Salpausselänkatu 40 A, Kouvola, Kotka",
        "Read more of the project",
        "",
    ],
)
def test_names_and_short_lines_are_never_accused(passage: str) -> None:
    assert foreign_to(FI, passage) is None


def test_no_line_of_the_public_site_is_accused() -> None:
    accused = []
    for path in sorted(CONTENT.rglob("*.*")):
        if path.suffix in {".md", ".yaml"}:
            mark = re.search(r"\.(sv|en)\.\w+$", path.name)
            language = Language(mark[1]) if mark else FI
            lines = re.sub(r"\]\([^)]*\)", "]", path.read_text("utf-8")).splitlines()
            accused += [line for line in lines if foreign_to(language, line)]
    assert accused == []


@pytest.mark.parametrize("passage", [FINNISH, SWEDISH, ENGLISH])
@pytest.mark.parametrize("page", Language)
def test_what_is_foreign_may_be_foreign(page: Language, passage: str) -> None:
    is_foreign = foreign_to(page, passage) is not None
    assert may_be_foreign(page, f"<p>Alku.</p><p>{passage}</p>") or not is_foreign


def test_a_finnish_text_alone_is_told_at_once() -> None:
    assert not may_be_foreign(FI, f"<p>{FINNISH}</p>")


@given(
    st.lists(
        st.sampled_from(["och", "The", "för", "ja", "of", "1", "_", "-", " ", "’", "œ", "²"])
        | st.characters(),
        max_size=9,
    )
)
@example(["\u0130", " ", "of"])
def test_a_small_word_of_another_language_is_never_passed_over(pieces: list[str]) -> None:
    text = "".join(pieces)
    words = re.findall(r"[^\W\d_]+", text.lower())
    assert may_be_foreign(FI, text) or {"och", "the", "för", "of"}.isdisjoint(words)


def test_every_letter_that_becomes_a_small_one_of_the_words_is_known() -> None:
    """A word of which one letter is written as another sign that has the same small letter."""
    words = {letter: word for word in ("och", "från", "the", "kan", "sitt") for letter in word}
    signs = [
        (sign, letter)
        for sign in map(chr, range(sys.maxunicode + 1))
        for letter in sign.lower()
        if letter in words and sign != letter
    ]
    assert len(signs) > 12
    for sign, letter in signs:
        text = words[letter].replace(letter, sign)
        found = re.findall(r"[^\W\d_]+", text.lower())
        assert may_be_foreign(FI, text) or words[letter] not in found
