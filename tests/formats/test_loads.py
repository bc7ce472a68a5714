from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

import pytest

from socomsite.formats.loads import loads_of_file, loads_of_html
from socomsite.job import Loads

OTHER = "https://muu.example/x"


def hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("html", "directive"),
    [
        ('<img src="{}">', "img-src"),
        ("<img src='{}'>", "img-src"),
        ("<img src={}>", "img-src"),
        ('<IMG ALT="a > b" SRC="{}">', "img-src"),
        ('<img\n  alt=""\n  src="{}">', "img-src"),
        ('<img srcset="/a.png 1x, {} 2x">', "img-src"),
        ('<source srcset="{} 640w" type="image/avif">', "img-src"),
        ('<source src="{}">', "media-src"),
        ('<link rel="preload" as="image" imagesrcset="{} 1x">', "img-src"),
        ('<svg><image href="{}"/></svg>', "img-src"),
        ('<svg><use xlink:href="{}#a"/></svg>', "img-src"),
        ('<video poster="{}"></video>', "img-src"),
        ('<video src="{}"></video>', "media-src"),
        ('<audio src="{}"></audio>', "media-src"),
        ('<track src="{}">', "media-src"),
        ('<input type="image" src="{}">', "img-src"),
        ('<body background="{}">', "img-src"),
        ('<script src="{}"></script>', "script-src"),
        ('<link rel="stylesheet" href="{}">', "style-src"),
        ('<link href="{}" rel="shortcut icon">', "img-src"),
        ('<link rel="apple-touch-icon" href="{}">', "img-src"),
        ('<link rel="manifest" href="{}">', "manifest-src"),
        ('<link rel="modulepreload" href="{}">', "script-src"),
        ('<link rel="preload" as="font" href="{}">', "font-src"),
        ('<link rel="prefetch" href="{}">', "connect-src"),
        ('<link rel="preconnect" href="{}">', "connect-src"),
        ('<link rel="dns-prefetch" href="{}">', "connect-src"),
        ('<iframe src="{}"></iframe>', "frame-src"),
        ('<object data="{}"></object>', "object-src"),
        ('<embed src="{}">', "object-src"),
        ('<base href="{}">', "base-uri"),
        ('<meta http-equiv="refresh" content="0; url={}">', "navigation"),
        ('<p style="background: url({})">', "img-src"),
        ("<style>@import '{}';</style>", "style-src"),
        ("<style>p {{ background: url('{}') }}</style>", "img-src"),
        ('<script>import a from "{}";</script>', "script-src"),
        ("<script type=module>fetch('{}')</script>", "connect-src"),
    ],
)
def test_what_loads_by_itself_is_told(html: str, directive: str) -> None:
    targets = [(kind, address.partition("#")[0]) for kind, address in loaded(html.format(OTHER))]
    assert (directive, OTHER) in targets


def loaded(html: str) -> tuple[tuple[str, str], ...]:
    return loads_of_html(html, "/a/").requests


@pytest.mark.parametrize(
    "html",
    [
        '<a href="{}">muualle</a>',
        '<a title="<img src={}>" href="/b/">b</a>',
        '<link rel="canonical" href="{}">',
        '<link rel="alternate" hreflang="sv" href="{}">',
        '<meta property="og:image" content="{}">',
        '<!-- <img src="{}"> -->',
        '<!-- <script src="{}"></script> -->',
        '<script type="application/ld+json">{{"url": "{}", "a": "<img src={}>"}}</script>',
        '<script>const page = "{}";</script>',
        '<blockquote cite="{}">sanat</blockquote>',
        '<p>&lt;img src="{}"&gt;</p>',
        '<img data-src="{}" alt="">',
        '<use href="#a"/>',
        '<img alt="src={}">',
    ],
)
def test_what_waits_for_a_click_or_is_data_is_not_told(html: str) -> None:
    assert [each for each in loaded(html.replace("{}", OTHER)) if OTHER in each[1]] == []


def test_own_addresses_are_told_from_the_sites_root() -> None:
    html = '<img src="../kuvat/a.png"><img src="b.png"><img src="data:image/png;base64,AA==">'
    assert loads_of_html(html, "/hankkeet/x/").requests == (
        ("img-src", "/hankkeet/kuvat/a.png"),
        ("img-src", "/hankkeet/x/b.png"),
        ("img-src", "data:"),
    )


def test_each_address_is_told_once_and_in_order() -> None:
    html = '<img src="/b.png"><img src="/a.png"><img src="/b.png">'
    assert loaded(html) == (("img-src", "/a.png"), ("img-src", "/b.png"))


def test_inline_scripts_and_styles_are_told_by_the_hash_of_their_very_text() -> None:
    script, style = "\n let a = '<!-- ä -->';\n", " p { color: red } "
    found = loads_of_html(f"<style>{style}</style><script>{script}</script>", "/")
    assert found == Loads(scripts=(hashed(script),), styles=(hashed(style),))


@pytest.mark.parametrize(
    ("kind", "acts"),
    [
        ("", True),
        (' type="module"', True),
        (' type="text/javascript"', True),
        (' type="application/javascript"', True),
        (' type="importmap"', True),
        (' type="application/ld+json"', False),
        (' type="text/plain"', False),
    ],
)
def test_only_a_script_that_acts_has_a_hash(kind: str, acts: bool) -> None:
    found = loads_of_html(f"<script{kind}>1</script>", "/").scripts
    assert found == ((hashed("1"),) if acts else ())


def test_frames_after_a_click_and_forms_are_told_apart() -> None:
    html = (
        '<div class="embed" data-frame="https://video.example/1?a=1&amp;b=2"></div>'
        '<form action="../haku/"><button formaction="https://muu.example/">Hae</button></form>'
    )
    assert loads_of_html(html, "/a/") == Loads(
        frames=("https://video.example/1?a=1&b=2",), actions=("/haku/", "https://muu.example/")
    )


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ('@import "muu.css";', ("style-src", "/assets/muu.css")),
        (
            "@import url(https://muu.example/a.css) print;",
            ("style-src", "https://muu.example/a.css"),
        ),
        ("p { background: url( 'a.png' ) }", ("img-src", "/assets/a.png")),
        ("@font-face { src: url(a.woff2) }", ("font-src", "/assets/a.woff2")),
        ('p { background: image-set("a.avif" 1x) }', ("img-src", "/assets/a.avif")),
    ],
)
def test_a_stylesheet_loads_other_files(css: str, expected: tuple[str, str]) -> None:
    assert loads_of_file("assets/style.css", css.encode()).requests == (expected,)


@pytest.mark.parametrize(
    "css",
    [
        "/* url(https://muu.example/a.png) */",
        '@namespace svg url("https://www.w3.org/2000/svg");',
        "p { clip-path: url(#a) }",
        'a::after { content: "https://muu.example/" }',
    ],
)
def test_what_only_looks_like_an_address_in_a_stylesheet_loads_nothing(css: str) -> None:
    assert loads_of_file("assets/style.css", css.encode()) == Loads()


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('import {a} from "./a.js";', ("script-src", "/assets/a.js")),
        ("await import(`https://muu.example/a.js`)", ("script-src", "https://muu.example/a.js")),
        ('new Worker("./w.js")', ("script-src", "/assets/w.js")),
        ("fetch('https://muu.example/')", ("connect-src", "https://muu.example/")),
        ("fetch(address)", ("connect-src", "/")),
        ("new EventSource('/e')", ("connect-src", "/e")),
    ],
)
def test_a_script_loads_other_files(script: str, expected: tuple[str, str]) -> None:
    assert loads_of_file("assets/a.js", script.encode()).requests == (expected,)


def test_a_drawing_is_read_as_a_page_and_other_files_load_nothing() -> None:
    drawing = f'<svg><image href="{OTHER}"/></svg>'.encode()
    assert loads_of_file("assets/a.svg", drawing).requests == (("img-src", OTHER),)
    assert loads_of_file("kuvat/a.png", b"<img src=a>") == Loads()
