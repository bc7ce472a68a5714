from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.formats.markup import inline, tags_in, taken_apart

#: What markup and its mistakes are made of, without comments and scripts.
SIGNS = st.sampled_from(
    [
        *("<", ">", "</", "/>", "=", '"', "'", " ", "\n", "/", "a", "b:c", "é", "&lt;", "<!"),
        *("<a", "<p ", ' href="', " id='", " src=", '="', "='", "= ", "==", '">', "'>", '=">'),
    ]
)


@pytest.mark.parametrize(
    ("html", "pieces"),
    [
        ("<p>a <b>b</b></p>", []),
        ('<p class="a">b</p><br clear=all>', ['<p class="a">', "<br clear=all>"]),
        ('<a title="a > b" href=\'c"d\'>e</a>', ['<a title="a > b" href=\'c"d\'>']),
        ('<a title=it\'s href="/b/">c</a>', ['<a title=it\'s href="/b/">']),
        ('<img\n  alt = "<b id=c>"\n/>', ['<img\n  alt = "<b id=c>"\n/>']),
        ('a < b <c d="e">', ['<c d="e">']),
        ('<p>1 <- 2 "<i lang="en">', ['<i lang="en">']),
        ('<!-- <a b="c"> -->d', ['<!-- <a b="c"> -->']),
        ("<script>'<!--'</script><a b=c>", ["<script>'<!--'</script>", "<a b=c>"]),
        ("<!-- <style> --><a b=c></style>", ["<!-- <style> -->", "<a b=c>"]),
        ("<SCRIPT a=b>1</Script ><s>", ["<SCRIPT a=b>1</Script >"]),
        ("<script-a b=c></script>", ["<script-a b=c>"]),
        ("<style a=b>c", ["<style a=b>"]),
    ],
)
def test_a_page_is_taken_apart_as_a_browser_does(html: str, pieces: list[str]) -> None:
    assert taken_apart(html)[1::2] == pieces


def test_what_stands_inline_is_told_from_other_pieces() -> None:
    assert inline('<Style media="a > b"> c </style>') == ('<Style media="a > b">', "style", " c ")
    assert inline('<section id="a">') is None
    assert list(tags_in('<section id="a">')) == ['<section id="a">']
    assert list(tags_in("<script a=b>'<c d=e>'</script>")) == ["<script a=b>", "<c d=e>"]


@settings(deadline=None)
@given(st.lists(SIGNS, max_size=40).map("".join))
def test_whatever_is_written_is_taken_apart_as_by_reading_sign_by_sign(html: str) -> None:
    found = taken_apart(html)
    assert "".join(found) == html
    assert found[1::2] == [tag for tag in _tags(html) if "=" in tag]


def _tags(html: str) -> Iterator[str]:
    """Every tag, one sign after another."""
    start = html.find("<")
    while start != -1:
        end = _end(html, start + 1) if re.match("[a-zA-Z]", html[start + 1 :]) else None
        if end:
            yield html[start:end]
        start = html.find("<", end or start + 1)


def _end(html: str, place: int) -> int | None:
    """Where the tag ends in which this place is; None if it does not."""
    while place < len(html) and html[place] not in "<>":
        place += 1
        if html[place - 1] != "=":
            continue
        place += len(html[place:]) - len(html[place:].lstrip())
        sign = html[place : place + 1]
        if sign and sign in "\"'":
            place = html.find(sign, place + 1) + 1 or place + 1
        else:
            while place < len(html) and not html[place].isspace() and html[place] not in "<>":
                place += 1
    return place + 1 if html[place : place + 1] == ">" else None
