"""HTML to PDF/UA-1 (ISO 14289-1) with the same bytes every time.

The only importer of `weasyprint` and its `pydyf`, and only where a PDF is made: it takes a second
to load. Must never know what is printed.
"""

from __future__ import annotations

import ctypes
import html as entities
import re
from collections.abc import Mapping
from functools import cache, partial
from importlib import metadata, util
from typing import Any

from socomsite.digest import digest
from socomsite.hyphenation import own_breaks, soft_hyphenated
from socomsite.language import Language
from socomsite.voikko import breaks

_LIBRARY = "weasyprint"
#: The system's libraries that it draws with, as Debian, macOS and Windows call them.
_SYSTEM = (
    ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
)
_INSTALL = ("pip install 'socomsite[pdf]'", "apt-get install libpangoft2-1.0-0 libharfbuzz-subset0")
_BODY = re.compile(r"(?s)<body.*</body>")
_KEPT = re.compile(r"(?s)<h[12][ >].*?</h[12]>|<[^>]*>|[^<]+")
_PRINTED_LONG = 9
_LINK = re.compile(r'(?s)<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>')
_TAGS = re.compile(r"<[^>]*>")


@cache
def missing() -> tuple[str, str] | None:
    """The library that keeps this machine from making PDFs and the command that installs it."""
    if util.find_spec(_LIBRARY) is None:
        return _LIBRARY, _INSTALL[0]
    for names in _SYSTEM:
        if not any(_is_there(name) for name in names):
            return names[0], _INSTALL[1]
    return None


def _is_there(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


@cache
def recipe() -> str:
    """What PDFs are made with, for digests; empty where none are made."""
    return "" if missing() else metadata.version(_LIBRARY)


def pdf_of(html: str, language: Language) -> bytes:
    """The document as a tagged PDF: title, language and dates are those of the HTML.

    Nothing is fetched: pictures and fonts come from the HTML itself or from the machine.
    """
    from weasyprint import HTML  # noqa: PLC0415 - takes a second
    from weasyprint.urls import URLFetcher  # noqa: PLC0415 - as above

    fetcher = URLFetcher(allowed_protocols={"data"}, fail_on_errors=True)
    document = HTML(string=_broken(html, language), url_fetcher=fetcher)
    identity = digest(html)[:32].encode()
    made = document.write_pdf(
        finisher=partial(_describe_links, names=_link_names(html)),
        pdf_variant="pdf/ua-1",
        pdf_identifier=identity,
    )
    assert isinstance(made, bytes)
    return made


def _link_names(html: str) -> dict[str, str]:
    """What the first link to each address says."""
    found: dict[str, str] = {}
    for target, inner in _LINK.findall(html):
        words = " ".join(entities.unescape(_TAGS.sub("", inner)).split())
        found.setdefault(entities.unescape(target).removeprefix("#"), words)
    return found


def _describe_links(document: object, pdf: Any, names: Mapping[str, str]) -> None:  # noqa: ANN401 - its library is untyped
    """Say of every link in words what it leads to (ISO 14289-1, 7.18.5), not by its address."""
    import pydyf  # noqa: PLC0415 - comes with WeasyPrint

    del document
    for part in pdf.objects:
        if isinstance(part, pydyf.Dictionary) and part.get("Subtype") == "/Link":
            told = getattr(part.get("Contents"), "string", "")
            part["Contents"] = pydyf.String(names.get(told) or told)


def _breaks(word: str) -> tuple[int, ...]:
    """Where a Finnish word breaks: by Voikko's dictionary where it is installed."""
    found = breaks(word)
    return own_breaks(word) if found is None else found


def _broken(html: str, language: Language) -> str:
    """The HTML with soft hyphens in the long words of its body; headings stay, for bookmarks."""

    def text(match: re.Match[str]) -> str:
        part = match[0]
        if part.startswith("<"):
            return part
        words = soft_hyphenated(entities.unescape(part), language, _PRINTED_LONG, _breaks)
        return entities.escape(words, quote=False)

    return _BODY.sub(lambda body: _KEPT.sub(text, body[0]), html)
