from __future__ import annotations

import html as entities
import re
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.formats.loads import loads_of_html
from socomsite.formats.relative import standing, up_from
from socomsite.job import Facts

ADDRESSES = st.sampled_from(
    ["/", "/a/", "/a/b.png", "//a.example/", "#c", "b/", "/a/?b&amp;c=d", "mailto:a@b", "/a'b/", ""]
)
TEXTS = st.sampled_from(
    [
        "a > b",
        "<b>",
        'href="/x/"',
        "it's",
        '"',
        " ",
        "\n",
        "&lt;a href=&quot;/x/&quot;&gt;",
        "@",
        "=",
    ]
)
VALUES = st.sampled_from(["a", "a > b", "<i>", "<!--", "it's", " src=/x/", "-->", ""])
NAMES = ["href", "src", "action", "poster", "data-src", "id", "class", "HREF", "xlink:href"]


@st.composite
def tags(draw: st.DrawFn) -> str:
    """A tag as templates and texts have it."""
    attributes = draw(
        st.lists(
            st.one_of(
                st.builds('{}="{}"'.format, st.sampled_from(NAMES), st.one_of(ADDRESSES, VALUES)),
                st.builds('srcset="{} 1x, {} 640w"'.format, ADDRESSES, ADDRESSES),
                st.sampled_from(["async", "id=plain", "style=\"background: url('/x.png')\""]),
            ),
            max_size=4,
        )
    )
    name = draw(st.sampled_from(["a", "img", "p", "link", "form", "script", "Section", "svg:use"]))
    gap = draw(st.sampled_from([" ", "\n  "]))
    return "<" + gap.join([name, *attributes]) + draw(st.sampled_from([">", "/>"]))


RAW = st.lists(st.one_of(tags(), st.sampled_from(["let a = 1;", "fetch('/x')", "\n"])), max_size=3)
PARTS = st.one_of(
    tags(),
    st.sampled_from(["<p>", "</p>", "<br>", "</a>"]),
    TEXTS,
    RAW.map(lambda parts: f"<script>{''.join(parts)}</script>"),
    RAW.map(lambda parts: f'<script type="module">{"".join(parts)}</script>'),
)


@settings(deadline=None)
@given(st.lists(PARTS, max_size=12).map("".join), st.sampled_from(["/", "/a/", "/a/b/c/"]))
def test_a_page_stands_as_if_each_of_its_tags_were_looked_at_for_itself(
    html: str, address: str
) -> None:
    up = up_from(address)
    shown, facts, loads = standing(html, address, up)
    assert shown == _relative(html, up)
    assert facts == Facts(address, *_marks(html))
    assert loads == loads_of_html(shown, address)


_TAG = re.compile(r'(<[a-zA-Z](?:[^<>"]|"[^"]*")*>)')


def _relative(html: str, up: str) -> str:
    """A page made relative by no more than what an address is."""

    def rewritten(found: re.Match[str]) -> str:
        way = found[2].removeprefix("/")
        return f"{found[1]}{up.removeprefix('./') + way if way or up != './' else './'}"

    def of_tag(tag: str) -> str:
        single = re.sub(r'(\s(?:href|src|action|poster|data-src)=")(/(?!/)[^"]*)', rewritten, tag)
        return re.sub(
            r'(\ssrcset=")([^"]*)',
            lambda found: (
                found[1]
                + ", ".join(up.removeprefix("./") + way.lstrip("/") for way in found[2].split(", "))
            ),
            single,
        )

    return _TAG.sub(lambda tag: of_tag(tag[0]), html)


def _marks(html: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The addresses that a page names, and the ids in it."""
    tags = _TAG.findall(html)
    named = {each for tag in tags for each in re.findall(r'\s(?:href|src)="([^"]*)"', tag)}
    for tag in tags:
        for listed in re.findall(r'\ssrcset="([^"]*)"', tag):
            named |= {each.partition(" ")[0] for each in listed.split(", ")}
    ids = {each for tag in tags for each in re.findall(r'\sid="([^"]*)"', tag)}
    return tuple(sorted(map(entities.unescape, named))), frozenset(ids)


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ('<a href="/">', '<a href="../../">'),
        ('<a href="/b/#c">', '<a href="../../b/#c">'),
        ('<a href="//b.example/">', '<a href="//b.example/">'),
        ('<code>href="/b/"</code>', '<code>href="/b/"</code>'),
        ("<a title='1 > 0' href=\"/b/\">", "<a title='1 > 0' href=\"../../b/\">"),
        ('<!-- <a href="/b/"> -->', '<!-- <a href="../../b/"> -->'),
        ('<img srcset="/a.png 1x, /b.png 2x">', '<img srcset="../../a.png 1x, ../../b.png 2x">'),
        ("nothing", "nothing"),
    ],
)
def test_addresses_from_the_root_are_made_relative_in_tags_alone(html: str, shown: str) -> None:
    assert standing(html, "/a/b/", "../../")[0] == shown


def test_what_a_page_loads_is_told_from_the_root_whatever_the_way_to_it() -> None:
    html = '<link rel="stylesheet" href="/a.css"><img src="b.png"><!-- <img src="/c.png"> -->'
    shown, _, loads = standing(html, "/d/e/", "../../")
    assert urljoin("/d/e/", "b.png") == "/d/e/b.png"
    assert loads.requests == (("img-src", "/d/e/b.png"), ("style-src", "/a.css"))
    assert 'href="../../a.css"' in shown


def test_a_long_piece_is_read_like_any_other() -> None:
    html = f'<a class="{"x" * 1000}" href="/b/" id="c">'
    shown, facts, _ = standing(html, "/a/", "../")
    assert shown == html.replace("/b/", "../b/")
    assert facts == Facts("/a/", ("/b/",), frozenset({"c"}))
