"""Markdown to safe HTML, with its outline, links and pictures, and what is wrong in it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.model.blocks import plain_text
from socomsite.model.fields import Link, Prose
from socomsite.model.prose import read_prose
from socomsite.model.reader import Reader
from socomsite.problem import Outcome, Position, Problem, Severity, problem
from tests.model.test_sanitize import is_harmless

ENGINE = Reader()
START = Position("content/news/a.md", 10, 1)


def read(text: str) -> Outcome[Prose]:
    """What a text becomes whose first line is the tenth of its file."""
    return read_prose(ENGINE, text, START)


def html_of(text: str) -> str:
    return read(text).value.html


def told(text: str) -> list[Problem]:
    return list(read(text).problems)


def at(line: int, column: int) -> Position:
    return Position("content/news/a.md", line, column)


def places(links: tuple[Link, ...]) -> list[tuple[str, int, int]]:
    return [(link.target, link.position.line, link.position.column) for link in links]


# What can be written


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hei *sinä* ja **te**.", "<p>Hei <em>sinä</em> ja <strong>te</strong>.</p>"),
        ("Yksi\nrivi", "<p>Yksi\nrivi</p>"),
        ("* a\n* b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        ("    koodi", "<pre><code>koodi\n</code></pre>"),
        ("Termi\n:   Selitys", "<dl>\n<dt>Termi</dt>\n<dd>Selitys</dd>\n</dl>"),
        (
            "HTML on kieli.\n\n*[HTML]: Hypertekstin merkintä",
            '<p><abbr title="Hypertekstin merkintä">HTML</abbr> on kieli.</p>',
        ),
        (
            '!!! note "Huom"\n    A',
            '<div class="admonition note">\n<p class="admonition-title">Huom</p>\n<p>A</p>\n</div>',
        ),
        ("AT&T on < 5", "<p>AT&amp;T on &lt; 5</p>"),
        ("`<script>`", "<p><code>&lt;script&gt;</code></p>"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert read(text) == Outcome(Prose(html))


def test_a_table_with_a_header_keeps_its_alignment_as_a_class() -> None:
    made = read("| Vuosi | Määrä |\n|---|---:|\n| 2007 | 12 |\n")
    assert made.problems == ()
    assert '<th>Vuosi</th>\n<th class="right">Määrä</th>' in made.value.html
    assert '<td>2007</td>\n<td class="right">12</td>' in made.value.html


def test_a_footnote_leads_there_and_back() -> None:
    made = read("Teksti[^1].\n\n[^1]: Viite.\n")
    assert made.problems == ()
    assert '<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup>' in made.value.html
    assert '<li id="fn:1">' in made.value.html
    assert '<a class="footnote-backref" href="#fnref:1"' in made.value.html


def test_footnotes_references_and_abbreviations_do_not_leak_between_texts() -> None:
    text = "HTML, [a][lehti] ja[^1]."
    read(f"{text}\n\n[^1]: Viite.\n\n[lehti]: https://a.example/\n\n*[HTML]: Kieli\n")
    assert html_of(text) == "<p>HTML, [a][lehti] ja[^1].</p>"
    assert html_of("Uusi[^1].\n\n[^1]: Toinen.\n").count("footnote-ref") == 1


def test_heading_ids_do_not_leak_between_texts() -> None:
    assert read("## Tulokset").value.outline == read("## Tulokset").value.outline


# Headings


def test_headings_get_ids_without_dots_and_make_the_outline() -> None:
    made = read("## Äiti ja lapsi\n\n### Ånglok & *öljy*\n\n## Työ 2007\n")
    assert made.problems == ()
    assert made.value.outline == (
        (2, "aiti-ja-lapsi", "Äiti ja lapsi"),
        (3, "anglok-oljy", "Ånglok & öljy"),
        (2, "tyo-2007", "Työ 2007"),
    )
    assert '<h2 id="aiti-ja-lapsi">Äiti ja lapsi</h2>' in made.value.html


def test_equal_headings_and_those_without_letters_have_ids_of_their_own() -> None:
    made = read("## Tulokset\n\n## Tulokset\n\n## 漢字\n\n## …\n")
    ids = [anchor for _, anchor, _ in made.value.outline]
    assert ids == ["tulokset", "tulokset_1", "kohta", "kohta_1"]


def test_an_author_may_name_the_id_of_a_heading() -> None:
    assert read("## Tulokset {#luvut}").value.outline == ((2, "luvut", "Tulokset"),)


def test_a_heading_of_level_one_is_told() -> None:
    assert told("Teksti.\n\n# Otsikko\n") == [problem(at(12, 3), "heading-one")]
    assert told("Otsikko\n=======\n") == [problem(at(10, 1), "heading-one")]


def test_a_skipped_level_is_told_with_the_one_expected() -> None:
    assert told("## A\n\n#### B\n") == [
        problem(at(12, 6), "heading-skipped", above=2, to=4, expected=3)
    ]
    assert told("### A\n") == [problem(at(10, 5), "heading-skipped", above=1, to=3, expected=2)]


def test_levels_may_go_up_again_as_they_like() -> None:
    assert told("## A\n\n### B\n\n#### C\n\n## D\n\n### E\n") == []


def test_a_heading_is_not_taken_for_its_words_in_running_text() -> None:
    text = "Tulokset ovat hyvät.\n\n## Tulokset\n\nTulokset!\n\n#### Tulokset\n"
    assert told(text) == [problem(at(16, 6), "heading-skipped", above=2, to=4, expected=3)]


# Links


def test_links_are_known_with_their_places() -> None:
    text = "Katso [hanke](ref:projects/pro) ja\n[raportti](raportti.pdf) tai <https://a.example>."
    assert places(read(text).value.links) == [
        ("ref:projects/pro", 10, 15),
        ("raportti.pdf", 11, 12),
        ("https://a.example", 11, 31),
    ]


def test_the_second_of_two_equal_links_has_its_own_place() -> None:
    text = "[Yksi](ref:pro) ja [toinen](ref:pro)\n\nsekä [kolmas](ref:pro)."
    assert places(read(text).value.links) == [
        ("ref:pro", 10, 8),
        ("ref:pro", 10, 29),
        ("ref:pro", 12, 15),
    ]


def test_a_link_is_not_taken_for_a_longer_one_or_for_words() -> None:
    text = "Kohde ref:pro? [Pitkä](ref:pro-sos), [ankkuri](ref:pro#a), [lyhyt](ref:pro)."
    assert places(read(text).value.links) == [
        ("ref:pro-sos", 10, 24),
        ("ref:pro#a", 10, 48),
        ("ref:pro", 10, 68),
    ]


def test_a_link_defined_below_has_the_place_of_its_definition() -> None:
    made = read("[Hanke][1] alkoi.\n\n[1]: ref:pro\n")
    assert places(made.value.links) == [("ref:pro", 12, 6)]


def test_the_links_of_a_footnote_stand_nowhere() -> None:
    links = read("Teksti[^1].\n\n[^1]: Viite.\n").value.links
    assert [(link.target, link.position) for link in links] == [
        ("#fn:1", Position("")),
        ("#fnref:1", Position("")),
    ]


def test_an_address_with_signs_is_known_as_written() -> None:
    made = read("[Haku](https://a.example/?a=1&b=2)")
    assert places(made.value.links) == [("https://a.example/?a=1&b=2", 10, 8)]


def test_text_that_starts_beside_its_field_has_its_places_there() -> None:
    made = read_prose(ENGINE, "[a](ref:x)", Position("content/people/a.yaml", 3, 7))
    assert places(made.value.links) == [("ref:x", 3, 11)]


def test_a_link_without_text_is_told() -> None:
    assert told("[](ref:pro)") == [problem(at(10, 4), "link-text-empty")]
    assert told('<a href="ref:pro"> </a>') == [problem(at(10, 10), "link-text-empty")]


def test_a_picture_with_words_is_text_enough_for_a_link() -> None:
    assert told("[![Koira](a.jpg)](ref:pro)") == []


@pytest.mark.parametrize(
    "text",
    [
        *("lue lisää", "Lue lisää.", "täältä", "TÄSTÄ", "Klikkaa tästä →", "läs mer"),
        *("Read more >", "here", "link:", "https://a.example/"),
    ],
)
def test_a_link_text_that_says_nothing_is_told(text: str) -> None:
    here = at(10, len(text) + 4)
    assert told(f"[{text}](ref:pro)") == [problem(here, "link-text-vague", text=text)]


@pytest.mark.parametrize("text", ["Lue lisää hankkeesta", "Tämä opas", "Hereford", "Linkkilista"])
def test_a_link_text_that_says_where_it_leads_is_fine(text: str) -> None:
    assert told(f"[{text}](ref:pro)") == []


def test_each_of_several_vague_links_is_told_at_its_place() -> None:
    text = "[täältä](ref:pro) ja [täältä](ref:pro)\n"
    assert told(text) == [
        problem(at(10, 10), "link-text-vague", text="täältä"),
        problem(at(10, 31), "link-text-vague", text="täältä"),
    ]


# Pictures and tables


def test_a_picture_with_words_is_known_with_its_place() -> None:
    made = read("Teksti.\n\n![Koira pihalla](koira.jpg)\n")
    assert made.problems == ()
    assert places(made.value.pictures) == [("koira.jpg", 12, 18)]


def test_a_picture_without_words_is_told() -> None:
    assert told("![](koira.jpg)") == [problem(at(10, 5), "picture-alt-missing", path="koira.jpg")]
    assert told('<img src="koira.jpg">') == [
        problem(at(10, 11), "picture-alt-missing", path="koira.jpg")
    ]


def test_a_picture_may_say_that_it_is_decoration() -> None:
    made = read("![](raita.png){.koriste}")
    assert made.problems == ()
    assert made.value.html == '<p><img alt="" class="koriste" src="raita.png"></p>'


def test_the_second_of_two_equal_pictures_has_its_own_place() -> None:
    made = read("![](a.jpg)\n\n![Koira](a.jpg)\n\n![](a.jpg)\n")
    assert places(made.value.pictures) == [("a.jpg", 10, 5), ("a.jpg", 12, 10), ("a.jpg", 14, 5)]
    assert [found.position for found in made.problems] == [at(10, 5), at(14, 5)]


def test_a_table_without_header_words_is_told_at_its_own_place() -> None:
    text = "a | b\n--|--\n1 | 2\n\n|   |   |\n|---|---|\n| 3 | 4 |\n\n||\n|-|\n|5|\n"
    assert told(text) == [
        problem(at(14, 1), "table-header-missing"),
        problem(at(18, 1), "table-header-missing"),
    ]


def test_a_table_in_html_needs_a_header_too() -> None:
    assert told("Teksti.\n\n<table><tr><td>1</td></tr></table>\n") == [
        problem(at(12, 1), "table-header-missing")
    ]
    assert told("<table><tr><th>Vuosi</th></tr><tr><td>1</td></tr></table>\n") == []


# What may not be written


@pytest.mark.parametrize("tag", ["audio", "embed", "iframe", "object", "video"])
def test_what_another_service_hands_out_to_paste_is_told_with_what_to_do(tag: str) -> None:
    made = read_prose(ENGINE, f"a <{tag} src=https://x.example/></{tag}>", START)
    warning = Severity.WARNING
    assert made.problems == (problem(at(10, 3), "embed-in-text", severity=warning, tag=tag),)
    assert "x.example" not in made.value.html


@pytest.mark.parametrize(
    ("text", "html", "tag", "column"),
    [
        ("a <script>alert(1)</script>", "<p>a </p>", "script", 3),
        ("a <SCRIPT>alert(1)</SCRIPT>", "<p>a </p>", "script", 3),
        ("a <svg onload=alert(1)></svg>", "<p>a </p>", "svg", 3),
        ("a <style>p {}</style>", "<p>a </p>", "style", 3),
        ("a <button>b</button>", "<p>a b</p>", "button", 3),
    ],
)
def test_an_element_that_does_not_belong_is_left_out_with_a_warning(
    text: str, html: str, tag: str, column: int
) -> None:
    assert read(text) == Outcome(
        Prose(html),
        (problem(at(10, column), "html-removed", severity=Severity.WARNING, tag=tag),),
    )


@pytest.mark.parametrize(
    "text",
    [
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](<java script:alert(1)>)",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html,x)",
        "[a][1]\n\n[1]: javascript:alert(1)",
        "<javascript:alert(1)>",
        "![a](javascript:alert(1))",
        "![a](data:image/svg+xml,x)",
        '<a href="java\tscript:alert(1)">a</a>',
        '<p onclick="alert(1)">a</p>',
        "<img src=x onerror=alert(1) alt=a>",
        "[a](ref:x){onclick=alert(1) style=position:fixed}",
        '<div style="position: fixed">a</div>',
        '<details open ontoggle="alert(1)">a</details>',
        '"><script>alert(1)</script>',
        "`<script>`<script>alert(1)</script>",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        '[a](https://a.example/"onmouseover=alert(1))',
        '*[a]: "><img src=x onerror=alert(1)>\n\na',
        "## a {onclick=alert(1)}",
    ],
)
def test_no_way_of_writing_gets_a_script_through(text: str) -> None:
    assert is_harmless(html_of(text))


def test_a_class_and_an_id_may_be_given_in_braces_but_no_handler() -> None:
    assert html_of("[a](ref:x){.nappi #b onclick=c}") == (
        '<p><a class="nappi" href="ref:x" id="b">a</a></p>'
    )


# Depth


def test_lists_inside_lists_without_end_are_told_and_do_no_harm_to_the_next_text() -> None:
    assert read("* " * 500 + "a") == Outcome(Prose(""), (problem(START, "prose-too-deep"),))
    assert read("Hei **sinä**.") == Outcome(Prose("<p>Hei <strong>sinä</strong>.</p>"))


@pytest.mark.parametrize(
    "piece", [">", "> ", "- ", "1. ", "<div>", "[", "(", "*", "**a ", "`", "!["]
)
def test_no_depth_of_nesting_stops_the_reading(piece: str) -> None:
    made = read(piece * 400 + "a")
    assert {found.code for found in made.problems} <= {"prose-too-deep"}


# Laws

PIECES: Any = st.sampled_from(
    [
        *("#", "##", " ", "\n", "\n\n", "    ", "* ", "1. ", "> ", "|", "---", ":-:", "=", "!!! a"),
        *("[", "](", ")", "]", "[^1]", "[^1]: ", "[1]: ", "*[", "]: ", "{", ":", "}", ".koriste"),
        *("<", ">", "</", "<p>", "<div markdown=1>", "<script>", "<!--", "-->", "<![", "<?", "&#"),
        *("ref:pro", "https://a.example/", "javascript:", "a.jpg", "![", "`", "**", "_", "\\", '"'),
        *(
            "ä",
            "a",
            "1",
            "\t",
            "\u2028",
            "\x02",
            "\x03",
            "klzzwxh:0",
            "[TOC]",
            ":   a",
            " onclick=",
        ),
    ]
)
TEXTS: Any = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


@settings(deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_comes_out_harmless(text: str) -> None:
    made = read(text)
    assert is_harmless(made.value.html)
    lines = text.count("\n") + 1
    told_at = [found.position for found in made.problems]
    stand = [link.position for link in (*made.value.links, *made.value.pictures)]
    assert all(10 <= place.line < 10 + lines for place in (*told_at, *stand) if place.path)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_a_text_reads_the_same_whatever_was_read_before(before: str, text: str) -> None:
    fresh = read_prose(Reader(), text, START)
    read(before)
    assert read(text) == fresh


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hei <b>sinä</b>,\n te</p>", "Hei sinä , te"),
        ("<p>AT&amp;T &lt; 5</p>", "AT&T < 5"),
        ('<p title="a &gt; b">c</p>', "c"),
        ("", ""),
    ],
)
def test_the_plain_text_of_html_is_its_words(html: str, text: str) -> None:
    assert plain_text(html) == text
