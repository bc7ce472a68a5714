"""Which HTML may stand in content, whoever wrote it.

The only importer of `nh3`. Knows elements, attributes and URL schemes; must never know Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import nh3

from socomsite.signs import is_printed, visible

_TEXT = (
    "a abbr b br cite code del dfn em i ins kbd mark q s small span strong sub sup time u var wbr"
)
_BLOCK = (
    "aside blockquote dd details div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr img li ol p pre"
    " summary ul"
)
_TABLE = "caption col colgroup table tbody td tfoot th thead tr"
TAGS = frozenset(f"{_TEXT} {_BLOCK} {_TABLE}".split())
_ATTRIBUTES = {
    "*": {"id", "lang", "class", "title"},
    "a": {"href", "hreflang"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "q": {"cite"},
}
_SCHEMES = {"http", "https", "mailto", "tel", "ref"}
_TAG = re.compile(r"<([a-z][a-z0-9-]*)", re.IGNORECASE)
# Only as Markdown writes it into a cell: the same words in running text stay as they are.
_ALIGN = re.compile(r'(<t[dh]) style="text-align: (left|center|right);"')
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=_ATTRIBUTES,
    url_schemes=_SCHEMES,
    link_rel=None,
    strip_comments=True,
)
# Marks that the cleaner leaves as they are, sign for sign. An address is a path, an entry or a page
# of a host with a plain name; whatever else one may be, the cleaner judges.
_PATH = r"[\w/.?=~,+#-]*"
_HOST = r"(?![\w.-]*--)[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,}"
_ADDRESS = rf"(?:{_PATH}|ref:{_PATH}|https?://{_HOST}(?:/{_PATH})?)"
_NAME = "[a-z0-9_-]+"
_PLAIN = "a blockquote code div em h1 h2 h3 h4 h5 h6 li ol p pre strong sup table tbody td th thead"
_BARE = frozenset(f"<{end}{name}>" for end in ("", "/") for name in f"{_PLAIN} tr ul".split())
_HARMLESS = re.compile(
    rf'<hr>|<h[1-6] id="{_NAME}">|<t[dh] class="(?:left|right|center)">'
    rf'|<a href="{_ADDRESS}">|<img alt="[^"<>&]*" src="{_ADDRESS}">'
    rf'|<div class="footnote">|<li id="fn:{_NAME}">|<sup id="fnref:{_NAME}">'
    rf'|<a class="footnote-ref" href="#fn:{_NAME}">'
    rf'|<a class="footnote-backref" href="#fnref:{_NAME}" title="[0-9]+">'
)
_MARK = re.compile(r"<[^<>]*>")
# The only entities in them, and how the cleaner writes those.
_ENTITIES = (("&#160;", "&nbsp;"), ("&#8617;", "↩"))


def sanitize(html: str, *, is_whole: bool = False, marks: Collection[str] | None = None) -> str:
    """The HTML with only allowed elements, attributes and addresses left; idempotent.

    Of HTML that `is_whole`, so that every element ends and none stands where it may not, that is
    known without cleaning if all its marks are harmless. `marks` are those that may not be, if who
    wrote it says.
    """
    html = _ALIGN.sub(r'\1 class="\2"', html) if " style=" in html else str(html)
    known = _as_cleaned(html, _marks_of(html) if marks is None else marks) if is_whole else None
    return visible(_CLEANER.clean(html)) if known is None else known


def _marks_of(html: str) -> Collection[str] | None:
    """The marks that stand in HTML, but for the most common ones; None if not all are whole."""
    marks = _MARK.findall(html)
    is_all = len(marks) == html.count("<") == html.count(">")
    return set(marks) - _BARE if is_all else None


def _as_cleaned(html: str, marks: Collection[str] | None) -> str | None:
    """Whole HTML with these marks as the cleaner would write it; None where that is not known."""
    # Spaces that the cleaner writes as entities, and signs that are none for it, are not printed.
    if marks is None or not is_printed(html) or not all(map(_HARMLESS.fullmatch, marks)):
        return None
    if "&" in html:
        for written, cleaned in _ENTITIES:
            html = html.replace(written, cleaned)
        if html.count("&") != html.count("&nbsp;"):
            return None
    return html


def refused_tags(html: str) -> tuple[str, ...]:
    """The names of elements in the HTML that `sanitize` takes away, sorted."""
    found = {name.lower() for name in set(_TAG.findall(html))}
    return tuple(sorted(found - TAGS))
