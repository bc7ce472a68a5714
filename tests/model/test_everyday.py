"""Everyday texts are written as the library writes them, and all others are left to it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from socomsite.model import effort
from socomsite.model.everyday import everyday_html
from socomsite.model.reader import Reader
from socomsite.model.source import split_front_matter
from tests.model.test_dialect import LIBRARY

ROOT = Path(__file__).parents[2]
OURS = Reader()
#: Run with a larger number by hand: `DIALECT_EXAMPLES=20000 pytest tests/model/test_everyday.py`.
EXAMPLES = int(os.environ.get("DIALECT_EXAMPLES", "150"))

WORDS = (
    *("sana", "Toinen", "*em*", "**vahva**", "`k`", "[l](m)", "![k](p.png)", "_e_", "__v__", "a_b"),
    *(" ", " ", ". ", ", ", "\n", "\n\n", "\n\n\n", '"', "(", ")", "!", "-", "–", ":", "1", "12. "),
    *("\n\n- ", "\n- ", "\n\n1. ", "\n2. ", "\n\n## ", "\n\n> ", "\n> ", "\n\n    ", "\n    "),
    *(
        "\n\n| a | b |\n|---|:-:|\n| ",
        " | ",
        " |",
        "[^1]",
        "\n\n[^1]: ",
        "\n\n[^2]: ",
        "http://a/b_c",
    ),
)
SIGNS = (
    *"ab 1.*_`[]()!^|-+#:>~=\"'/\n",
    "é",
    "\xa0",
    "’",
    "²",
    "\u2028",
    "\x0c",
    "](u)",
    "*[a]: b",
)
texts = st.lists(st.sampled_from(WORDS), max_size=25) | st.lists(
    st.sampled_from((*WORDS, *SIGNS)), max_size=12
)


def taken(text: str) -> str | None:
    return everyday_html(text, lambda words, used: f"{words}-{len(used)}")


@given(texts.map("".join))
@settings(deadline=None, max_examples=4 * EXAMPLES)
@example("[\n: ](u)")
@example("`\n: `")
@example("b[^a](x)\n\n[^a]: b")
@example("![^a](x)\n\n[^a]: b")
@example("    \u2028")
@example("- a\n\n[^1]: b\n\n- c")
@example("[^1]: b\n\n    c")
@example("- a\n\n    b")
def test_the_html_is_that_of_the_library(text: str) -> None:
    OURS.effort.restart(text)
    assert OURS.reset().convert(text) == LIBRARY.reset().convert(text)


@pytest.mark.parametrize(
    "text",
    [
        "Kappale, jossa on *korostus*, **vahva**, _toinen_, __neljäs__, `koodi_a` ja a_b.",
        "2015 alkoi\njatkuu\n\n“Lainaus” (suluissa)\n\n*Alku* on\n\n`a` on\n\n[Linkki](ref:x) on",
        "![Koira](koira.png)\n\nKatso [sivu](/a_b/*c/) ja [toinen](https://x.example/?a=1#b).",
        "## Otsikko\n\nTeksti.\n\n### Otsikko\n\n## Otsikko",
        "- yksi\n- *kaksi*\n\n1. eka\n2. toka\n\n* muu",
        "> Lainaus\n> jatkuu.\n\nTeksti.",
        "| A | B | C | D |\n|---|:--|--:|:-:|\n| *a* |  | 1 | [x](y) |\n| # | - | = | . |",
        "Koodi:\n\n    a = [1]\n      b *c*\n\nTeksti.\n\n\n    d\n",
        "Viite.[^1] Toinen.[^b]\n\n[^1]: Lähde *a*.\n[^b]: Muu [x](y)\n\nTeksti.",
    ],
)
def test_a_text_of_the_usual_constructs_is_taken(text: str) -> None:
    assert taken(text) is not None
    assert OURS.reset().convert(text) == LIBRARY.reset().convert(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "a < b", "a & b", "\\*a", "a {: .b}", "a\tb", "a  \nb", "[TOC]", "a\n\n[TOC]"),
        *("*a", "a*", "a_", "`a", "[a]", "[a][b]", "[a]: b", "**a*", "***a***", "*a **b** c*"),
        *(
            "[*a*](b)",
            '[a](b "c")',
            "[a](<b>)",
            "[^1]",
            "a[^1] b[^1]\n\n[^1]: c",
            "[^1]: a\n[^1]: b",
        ),
        *("# *a*", "# a #", "a\n# b", "a\n---", "---", "a\n\n  b", "- a\n\n- b", "- a\n    - b"),
        *("2. a", "- 1. a", "> a\n\n> b", "> - a", "a > b", ": a", "a\n: b", '!!! note "a"\n    b'),
        *(
            "| a |\n|---|\n| b |",
            "|a|b|\n|--|--|\n|c|",
            "a | b\n--|--\nc | d",
            "|a|`b`|\n|-|-|\n|c|d|",
        ),
        *("- a\n\n    b", "[^1]: a\n\n    b", "    a\n\n    b", "    a > b"),
    ],
)
def test_all_else_is_left_to_the_library(text: str) -> None:
    assert taken(text) is None
    OURS.effort.restart(text)
    assert OURS.reset().convert(text) == LIBRARY.reset().convert(text)


@given(texts.map("".join))
@settings(deadline=None, max_examples=EXAMPLES)
@example("a\n" * 40)
@example("[^a]: b\n" * 3)
@example("| a | b |\n|---|---|\n" + "| c | d |\n" * 20)
@example("`" + "[" * 400 + "`")
@example("a, %$" * 400)
@example("a" * 9000)
@example("a %" * 3000)
def test_no_such_text_costs_more_than_is_reckoned(text: str) -> None:
    if taken(text) is not None:
        OURS.effort.restart(text)
        before = OURS.effort.spent
        OURS.reset().library.convert(text)
        assert OURS.effort.spent - before <= effort.most_of(text)


def test_a_text_that_may_be_too_much_is_left_to_the_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def ask(_: Markdown, text: str) -> str:
        asked.append(text)
        return ""

    monkeypatch.setattr(Markdown, "convert", ask)
    engine: Reader = Reader()
    engine.convert("a" * 20_000)
    assert asked == ["a" * 20_000]
    engine.convert("a" * 2_000)
    assert len(asked) == 1


def test_a_long_page_for_readers_is_small() -> None:
    rows = "| Kunta | Määrä |\n|---|--:|\n" + "| Kotka | 12 |\n" * 300
    paragraph = (
        "Perhehoito on *koti*. Lue [ohjeet](ref:a) ja tule, kun **syksyllä** alkaa ryhmä. " * 4
    )
    text = "\n\n".join([*(paragraph.strip() for _ in range(100)), rows])
    assert len(text) > 35_000
    assert taken(text) is not None
    assert Reader().effort.is_small(text)


def test_most_texts_of_the_site_are_taken() -> None:
    bodies = [
        split_front_matter(file.read_text("utf-8")).body for file in ROOT.glob("content/**/*.md")
    ]
    assert len(bodies) > 50
    assert len([body for body in bodies if taken(body) is not None]) > 0.8 * len(bodies)
