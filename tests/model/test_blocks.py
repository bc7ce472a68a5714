from __future__ import annotations

import pytest

from socomsite.model.blocks import Block, blocks, plain_text


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Yksi <b>kaksi</b>.</p><p>Kolme.</p>", [("p", "Yksi kaksi."), ("p", "Kolme.")]),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", [("li", "a"), ("li", "b")]),
        ("<li><p>a</p><p>b</p></li>", [("p", "a"), ("p", "b")]),
        ("<h2>Otsikko</h2>", [("h2", "Otsikko")]),
        ("<p>rivi<br>toinen</p>", [("p", "rivi toinen")]),
        ("<p>a &amp; b</p>", [("p", "a & b")]),
        ("irrallaan", [("div", "irrallaan")]),
        ("<p>auki", [("p", "auki")]),
        ("</b><p>a</p>", [("p", "a")]),
        ("<p> </p>", []),
    ],
)
def test_html_comes_apart_into_blocks(html: str, found: list[tuple[str, str]]) -> None:
    assert list(blocks(html)) == [Block(*each) for each in found]


@pytest.mark.parametrize(
    "html",
    [
        '<p>Suomea. <span lang="sv">På svenska.</span></p>',
        '<p>Suomea. <span lang="sv">På <b>svenska</b>.</span></p>',
        '<div lang="sv"><p>På svenska.</p></div><p>Suomea.</p>',
        '<p lang="en">In English.</p><p>Suomea.</p>',
    ],
)
def test_words_marked_as_another_language_are_left_out(html: str) -> None:
    assert [block.text for block in blocks(html)] == ["Suomea."]


def test_a_heading_is_known_from_a_sentence() -> None:
    heading, sentence = blocks("<h2>Otsikko</h2><p>Virke.</p>")
    assert heading.element == "h2"
    assert sentence.element == "p"


def test_plain_text_keeps_words_apart() -> None:
    assert plain_text("<p>a</p><p>b &amp; c</p>") == "a b & c"
