"""Which HTML may stand in content: nothing that runs, nothing that fetches, the rest as it is."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.model.everyday import Everyday, everyday_html
from socomsite.model.faults import outline
from socomsite.model.reader import Reader
from socomsite.model.sanitize import TAGS, refused_tags, sanitize
from socomsite.model.source import split_front_matter
from tests.model.test_everyday import WORDS


class Seen(HTMLParser):
    """The elements and attributes that a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]


def seen_in(html: str) -> Seen:
    seen = Seen()
    seen.feed(html)
    seen.close()
    return seen


def scheme_of(address: str) -> str:
    """The scheme as a browser reads it: spaces before it and tabs and breaks in it are nothing."""
    stripped = address.lstrip("".join(map(chr, range(0x21))))
    bare = "".join(c for c in stripped if c not in "\t\r\n")
    return bare.partition(":")[0].casefold() if ":" in bare else ""


def is_harmless(html: str) -> bool:
    """Whether a browser finds nothing in the HTML that runs or is fetched as a page."""
    seen = seen_in(html)
    addresses = [v for name, v in seen.attributes if name in {"href", "src", "cite", "action"}]
    return (
        set(seen.tags) <= TAGS
        and not any(name.startswith("on") for name, _ in seen.attributes)
        and not any(name in {"style", "srcdoc", "srcset"} for name, _ in seen.attributes)
        and not any(scheme_of(a) in {"javascript", "vbscript", "data"} for a in addresses)
    )


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<script>alert(1)</script>a", "a"),
        ("<SCRIPT SRC=//paha.example/x.js></SCRIPT>a", "a"),
        ("<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"),
        ('<p onclick="alert(1)">a</p>', "<p>a</p>"),
        ("<img src=x onerror=alert(1)>", '<img src="x">'),
        ("<body onload=alert(1)>a", "a"),
        ('<iframe src="https://paha.example/"></iframe>a', "a"),
        ("<svg onload=alert(1)><script>x</script></svg>a", "a"),
        ("<svg><a xlink:href='javascript:alert(1)'>x</a></svg>a", "a"),
        ("<math><mtext><script>x</script></mtext></math>a", "a"),
        ("<style>p { display: none }</style>a", "a"),
        ('<p style="position: fixed">a</p>', "<p>a</p>"),
        ("<object data=x></object><embed src=x>a", "a"),
        ("<form action=/x><input name=a><button>Lähetä</button></form>", "Lähetä"),
        ('<base href="https://paha.example/"><meta http-equiv=refresh content=0>a', "a"),
        ("<link rel=stylesheet href=x>a", "a"),
        ("<!-- salaisuus -->a", "a"),
        ("<video src=x autoplay></video>a", "a"),
        ('<a href="x" target="_blank" ping="y">a</a>', '<a href="x">a</a>'),
        ('<img src="a.jpg" srcset="https://paha.example/b.jpg 2x">', '<img src="a.jpg">'),
        ("<p contenteditable hidden>a</p>", "<p>a</p>"),
    ],
)
@pytest.mark.parametrize("is_whole", [False, True])
def test_what_runs_fetches_or_misleads_is_taken_away(
    html: str, clean: str, *, is_whole: bool
) -> None:
    assert sanitize(html, is_whole=is_whole) == clean


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "&#106;avascript:alert(1)",
        "&#x6A&#x61;vascript:alert(1)",
        "javascript&colon;alert(1)",
        "java&Tab;script:alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "DATA:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "blob:https://paha.example/x",
    ],
)
@pytest.mark.parametrize("is_whole", [False, True])
def test_an_address_that_runs_loses_its_link(address: str, *, is_whole: bool) -> None:
    assert sanitize(f'<a href="{address}">a</a>', is_whole=is_whole) == "<a>a</a>"
    assert "src" not in sanitize(f'<img alt="" src="{address}">', is_whole=is_whole)


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/b?c=d#e",
        "http://a.example/",
        "mailto:a@b.example",
        "tel:+358401234567",
        "ref:projects/pro#tulokset",
        "/hankkeet/",
        "#kohta",
        "raportti.pdf",
    ],
)
def test_an_address_that_leads_somewhere_stays(address: str) -> None:
    html = f'<a href="{address}">a</a>'
    assert sanitize(html) == html


@pytest.mark.parametrize(
    "html",
    [
        '<h2 id="a">A</h2>\n<p>a <em>b</em> <strong>c</strong> <code>d</code><br>e</p>',
        '<ol start="3">\n<li>a</li>\n</ol>',
        '<table><caption>a</caption><thead><tr><th scope="col">a</th></tr></thead></table>',
        '<p lang="sv">Hej</p>',
        '<img alt="Koira" src="a.jpg" class="koriste">',
        "<details><summary>a</summary>b</details>",
        '<abbr title="Kieli">HTML</abbr> <time datetime="2026-11-22">tänään</time>',
        '<blockquote><p>a</p></blockquote><q cite="https://a.example/">b</q>',
        '<figure><img src="a.jpg" alt="a"><figcaption>b</figcaption></figure>',
        "<dl><dt>a</dt><dd>b</dd></dl>",
    ],
)
def test_what_texts_are_made_of_stays_as_it_is(html: str) -> None:
    assert sanitize(html) == html


def test_the_alignment_of_a_cell_becomes_a_class() -> None:
    html = '<table><tr><th style="text-align: right;">a</th><td style="text-align: left;">b</td>'
    assert '<th class="right">a</th><td class="left">b</td>' in sanitize(html)


def test_words_about_alignment_stay_words() -> None:
    html = '<code>style="text-align: left;"</code>'
    assert sanitize(html) == html


def test_signs_are_written_so_that_they_read_back() -> None:
    assert sanitize("AT&T <3 a > b") == "AT&amp;T &lt;3 a &gt; b"


def test_an_element_left_open_is_closed() -> None:
    assert sanitize("<p><b>a") == "<p><b>a</b></p>"


def test_the_elements_taken_away_are_named() -> None:
    html = "<p>a<Script>b</Script><iframe></iframe><x-osa></x-osa><iframe></p>"
    assert refused_tags(html) == ("iframe", "script", "x-osa")
    assert refused_tags("<p>1 &lt; 2 <b>a</b></p>") == ()


#: Pieces that attacks are made of.
PIECES = st.sampled_from(
    [
        *("<", ">", "</", "/>", "<!--", "-->", "<![CDATA[", "]]>", "<?", "&lt;", "&#", ";", "`"),
        *("script", "style", "svg", "math", "mtext", "mglyph", "iframe", "noscript", "template"),
        *("textarea", "title", "table", "td", "p", "a", "img", "form", "xmp", "select", "option"),
        *(" href=", " src=", " onclick=", " onerror", " style=", " xlink:href=", "=", " ", "\n"),
        *('"', "'", "javascript:", "java\tscript:", "data:text/html,", "alert(1)", "\0", "\\", "/"),
        *('style="text-align: left;"', "style=&quot;text-align: left;&quot;", '<td class="x"'),
    ]
)
HTML = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


@settings(deadline=None)
@given(HTML)
def test_whatever_is_written_comes_out_harmless(html: str) -> None:
    assert is_harmless(sanitize(html))
    assert is_harmless(sanitize(html, is_whole=True))


#: Addresses that are known without cleaning, and their like that are not.
ADDRESSES = (
    *(
        "/a_b/",
        "#c",
        "?d=1",
        "a.pdf",
        "../x",
        "ref:a/b#c",
        "https://www.a.example/b?c=d#e",
        "//a.b",
    ),
    *(
        "http://1.2.3.4/",
        "http://a.1",
        "http://xn--a.fi",
        "http://a..fi",
        "http:a",
        "https:///a.fi",
    ),
    *("HTTP://A.FI", "http://a.fi:x/", "http://ä.fi", "javascript:a", "ref:javascript:a", "a/b:c"),
    *("mailto:a@b.fi", "data:x", "http://a_b.fi", "/ä/ö", "a%20b", "a\xadb", "a\u202eb", "\xa0"),
)
LINKS = [f"[a]({address})" for address in ADDRESSES] + [
    f"![{words}]({address})"
    for address in ADDRESSES
    for words in ("", "ä; b'", "a\xadb", "a\u200bb")
]


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(WORDS), st.sampled_from(LINKS), st.sampled_from("\xa0\x0c\0–\xad")
        ),
        max_size=25,
    ).map("".join)
)
def test_everyday_html_is_known_exactly_as_it_is_cleaned(text: str) -> None:
    html = everyday_html(text, lambda words, used: f"a{len(words)}-{len(used)}")
    if html is not None:
        known = sanitize(html, is_whole=True, marks=html.marks)
        assert known == sanitize(html, is_whole=True) == sanitize(str(html))
        assert outline(known) == html.outline
        assert type(known) is str
        assert refused_tags(html) == ()


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_known_exactly_as_it_is_cleaned(address: str) -> None:
    for html in (f'<p><a href="{address}">a</a></p>', f'<p><img alt="" src="{address}"></p>'):
        assert sanitize(html, is_whole=True) == sanitize(html)


def test_most_texts_of_the_site_need_no_cleaning(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, root = Reader(), Path(__file__).parents[2]
    bodies = [
        split_front_matter(each.read_text("utf-8")).body for each in root.glob("content/**/*.md")
    ]
    made = [engine.reset().convert(body) for body in bodies]
    cleaned = [sanitize(html) for html in made]
    asked: list[str] = []

    class Cleaner:
        def clean(self, html: str) -> str:
            asked.append(html)
            return ""

    monkeypatch.setattr("socomsite.model.sanitize._CLEANER", Cleaner())
    known = [
        sanitize(html, is_whole=True, marks=html.marks)
        if isinstance(html, Everyday)
        else sanitize(html)
        for html in made
    ]
    assert len(asked) < len(bodies) / 2
    assert all(html in ("", other) for html, other in zip(known, cleaned, strict=True))


@settings(deadline=None)
@given(HTML)
def test_what_is_clean_stays_as_it_is(html: str) -> None:
    clean = sanitize(html)
    assert sanitize(clean) == clean


@settings(deadline=None)
@given(HTML)
def test_nothing_is_refused_in_what_is_clean(html: str) -> None:
    assert refused_tags(sanitize(html)) == ()
