from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from socomsite.formats.plaintext import WIDTH, text_of


def test_links_are_numbered_and_listed_below_their_article() -> None:
    html = (
        '<div class="story"><h2>Eka</h2><p>Lue <a href="https://a.fi/">täältä</a> ja '
        '<a href="https://b.fi/">tuolta</a>, taas <a href="https://a.fi/">täältä</a>.</p></div>'
        '<div class="story"><h2>Toka</h2><p><a href="https://a.fi/">Eka</a></p></div>'
    )
    assert text_of(html, "Linkit:") == (
        "Eka\n\nLue täältä [1] ja tuolta [2], taas täältä [1].\n\n"
        "Linkit:\n[1] https://a.fi/\n[2] https://b.fi/\n\n\n"
        "Toka\n\nEka [1]\n\nLinkit:\n[1] https://a.fi/\n"
    )


def test_a_link_whose_words_are_its_address_needs_no_number() -> None:
    html = '<p><a href="mailto:a@b.fi">a@b.fi</a> <a href="#kohta">kohta</a></p>'
    assert text_of(html, "Linkit:") == "a@b.fi kohta\n"


def test_lists_keep_their_marks_and_depth() -> None:
    html = "<ol><li>yksi<ul><li>sisä</li></ul></li><li><p>kaksi</p><p>jatkuu</p></li></ol>"
    assert text_of(html, "L:") == "1. yksi\n  - sisä\n\n2. kaksi\n\n   jatkuu\n"


def test_what_is_not_read_is_left_out() -> None:
    html = (
        "<head><title>T</title><style>p{}</style></head><p>A&amp;B &shy;c<br>d</p><img alt='Kuva'>"
    )
    assert text_of(html, "L:") == "A&B c\nd\n\nKuva\n"


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyzäö ", max_size=60), min_size=1, max_size=30))
def test_no_line_of_words_is_wider_than_the_page(words: list[str]) -> None:
    made = text_of(f"<ul><li>{' '.join(words)}</li></ul>", "L:")
    assert all(len(line) <= WIDTH for line in made.splitlines())
    assert made.replace("- ", "", 1).split() == " ".join(words).split()
