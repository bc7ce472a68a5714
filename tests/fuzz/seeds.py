"""What fuzzing starts from: files as people write them, and tricks as attackers know them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from itertools import chain
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parent.parent.parent
TRICKS: tuple[str, ...] = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "[a](javascript:alert(1))",
    "[a](JaVa\tScRiPt:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](data:text/html,<script>alert(1)</script>)",
    "![a](data:image/svg+xml,<svg/onload=alert(1)>)",
    '[a](x "onmouseover=alert(1) ")',
    '<a href="jav&#x09;ascript:alert(1)">a</a>',
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=a>'>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "a {: onclick=alert(1) style=position:fixed }",
    "<iframe src=//evil.example></iframe>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<base href=//evil.example>",
    "<form action=//evil.example><button formaction=javascript:alert(1)>",
    "</script><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "-->\n<script>alert(1)</script>",
    "\u202egnp.exe\u202c \u2066a\u2069",
    "https://sоcom.example/ http://xn--e1afmkfd.example/",
    "A\r\nBEGIN:VEVENT\r\nX:1",
    "a\u2028b\u2029c\x85d\x0be",
    "{{ 7*7 }} {% include '../../etc/passwd' %} ${7*7} #{7*7}",
    "'; DROP TABLE a; --",
    "../../../etc/passwd",
    "..\\..\\windows",
    "CON",
    "aux.html",
    "a" * 300,
    "9" * 5000,
    "\ud7ff\ue000\U0010ffff",
    'https://www.youtube.com/watch?v=aaaaaaaaaaa&"onload=alert(1)',
    "//evil.example",
    "/\\evil.example",
    "http:\\\\evil.example",
    "ref:news/a",
    "mailto:a@b.example?bcc=c",
)


def seeds(name: str) -> Iterator[bytes]:
    """The seeds of a surface."""
    yield from _SEEDS[name]()


def _files(pattern: str, most: int) -> Iterator[bytes]:
    yield from (file.read_bytes()[:8000] for file in sorted(ROOT.glob(pattern))[:most])


_BIBTEX = (
    b'@book{a, title = {T{\\"o}y\xc3\xb6}, author = {Malli, Anna and Bo}, year = 2020,'
    b" isbn = {951-0-00000-0}, url = {http://a.example}}\n@string{x = {y}}\n"
)
_RIS = b"TY  - BOOK\nTI  - Otsikko\nAU  - Malli, Anna\nPY  - 2020///\nSN  - 1234-5678\nER  - \n"
_TABLE = 'Otsikko;Vuosi;Tekijät\nTyö;2020;"Malli, Anna; Bo"\n'.encode()


def _of_kinds(pattern: str) -> Iterator[bytes]:
    """Files with the byte before them that chooses a kind."""
    yield from (bytes([n]) + data for n in range(0, 40, 3) for data in _files(pattern, 2))


def _tricks() -> Iterator[bytes]:
    yield from (trick.encode() for trick in TRICKS)


def _templates() -> Iterator[bytes]:
    from tests.formats.test_sandbox import ESCAPES  # noqa: PLC0415 - only here

    yield from _files("templates/*.html", 12)
    yield from (text.encode() for text in ESCAPES)


def _pictures() -> Iterator[bytes]:
    chosen = random.Random(1)  # noqa: S311 - the same seeds each time
    image = Image.frombytes("RGB", (24, 16), chosen.randbytes(24 * 16 * 3))
    for form in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "AVIF"):
        saved = BytesIO()
        image.save(saved, form)
        yield saved.getvalue()
        yield saved.getvalue()[: len(saved.getvalue()) // 2]
    exif = Image.Exif()
    exif[0x0112] = 6
    saved = BytesIO()
    image.save(saved, "JPEG", exif=exif, progressive=True)
    yield saved.getvalue()
    saved = BytesIO()
    image.convert("P").save(saved, "PNG", transparency=3)
    yield saved.getvalue()


_SEEDS: Mapping[str, Callable[[], Iterator[bytes]]] = {
    "picture": _pictures,
    "markdown": lambda: chain(_files("content/news/*.md", 3), _tricks()),
    "front-matter": lambda: _of_kinds("content/*/*.md"),
    "card": lambda: _of_kinds("content/*/*.yaml"),
    "site-yaml": lambda: _files("site.yaml", 1),
    "strings": lambda: _files("templates/strings.yaml", 1),
    "template": _templates,
    "bibtex": lambda: iter((_BIBTEX,)),
    "ris": lambda: iter((_RIS,)),
    "table": lambda: iter((_TABLE,)),
    "recipients": lambda: iter((b"a@b.example\n# c\nd@e.example # f\n",)),
    "journal": lambda: iter((b"closing aa\nsent aa\n",)),
    "site": lambda: (bytes([n]) + trick for n in range(12) for trick in _tricks()),
}
