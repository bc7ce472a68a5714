"""The quicker ways give what the library's own steps give, whatever the text."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from socomsite.language import slug
from socomsite.model.reader import Reader

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "tests/proof/node_modules/commonmark-spec/spec.txt"
#: Run with a larger number by hand: `DIALECT_EXAMPLES=20000 pytest tests/model/test_dialect.py`.
EXAMPLES = int(os.environ.get("DIALECT_EXAMPLES", "150"))

# What texts are made of, so that all constructs meet each other.
PIECES = (
    *(
        "Hanke auttaa",
        "perheitä",
        "ÄÄKKÖSET",
        "1",
        "a",
        ".",
        ",",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\n\n\n",
    ),
    *("*", "**", "***", "_", "__", "`", "``", "[", "]", "(", ")", "![", "](ref:x)", '](x "t")'),
    *("[a](ref:b)", "[a](b_c_d)", "[a][b]", "[a]: http://x 't'\n", "<http://a.b>", "<a@b.fi>"),
    *("# ", "\n## ", "## Sama\n\n", "## Sama *taas*\n\n", "\n===\n", "\n---\n", " ###"),
    *("- ", "\n- ", "\n* ", "\n1. ", "\n    - ", "\n    ", "> ", "\n> ", "\n: ", "\n:   "),
    *(
        "|",
        "a | b\n--- | ---\n1 | 2\n",
        "| a |\n|---|\n| *b* |\n",
        "  \n",
        "\\",
        "\\*",
        "&",
        "&amp;",
    ),
    *(
        "&#38;",
        "<",
        ">",
        "<b>",
        "</b>",
        "<div>\n",
        "</div>\n",
        "<!-- ",
        " -->",
        "<br>",
        '<a href="x">',
    ),
    *("[^1]", "\n\n[^1]: Viite\n", "*[HTML]: merkintä\n", "HTML", "[TOC]", "\n\n[TOC]\n\n"),
    *(
        "{: .a}",
        "{: #i lang=sv }",
        "{#i}",
        '\n!!! note "O"\n    sisältö\n',
        "```",
        "~~~",
        "\t",
        '"',
    ),
)
texts = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


def library() -> Markdown:
    """The same dialect without any way of ours."""
    names = "tables attr_list footnotes toc sane_lists admonition def_list abbr"
    return Markdown(
        extensions=names.split(),
        extension_configs={
            "toc": {"slugify": lambda value, _: slug(value) or "kohta"},
            "footnotes": {"BACKLINK_TITLE": "{}"},
        },
        output_format="html",
    )


LIBRARY, OURS = library(), Reader()


def is_equal(text: str) -> bool:
    """Whether the library's way with our steps, and the way for everyday texts, give the same."""
    made = LIBRARY.reset().convert(text)
    OURS.effort.restart(text)
    return OURS.reset().library.convert(text) == made == OURS.reset().convert(text)


@given(texts)
@settings(deadline=None, max_examples=EXAMPLES)
@example("Katso [*lasten* asiat](ref:a) ja **[toinen](b 'c')**, `[a](b)` ja \\[a](b).")
@example(
    "Kappale\njatkuu\n- eikä ole lista\n\n- on\n- lista\n\n    kappale\n\nLoppu[^a].\n\n[^a]: V"
)
@example("## Sama\n\n## Sama\n\n## Sama_1\n\n## *Sama*\n\n##\n\n[TOC]")
@example("a **b *c** d* e_f_g ***h*** _i **j** k_")
@example("[a] [b][a] ![c][a]\n\n[a]: http://a.b 't'")
@example("<b>a</b> &amp; &lt; <!-- c --> <x@y.fi> \\< `<i>`")
def test_the_html_is_that_of_the_library(text: str) -> None:
    assert is_equal(text)


def test_every_text_of_the_site_and_the_guide_is_read_as_the_library_reads_it() -> None:
    files = [*ROOT.glob("content/**/*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")]
    assert len(files) > 50
    assert [file for file in files if not is_equal(file.read_text("utf-8"))] == []


@pytest.mark.skipif(not SPEC.exists(), reason="npm packages of the proofs are not installed")
def test_every_example_of_commonmark_is_read_as_the_library_reads_it() -> None:
    found = re.findall(
        r"^`{32} example\n(.*?)^\.\n", SPEC.read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(found) > 600
    assert [text for text in found if not is_equal(text.replace("→", "\t"))] == []
