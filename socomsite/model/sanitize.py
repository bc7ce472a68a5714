"""Which HTML may stand in content, whoever wrote it.

The only importer of `nh3`. Knows elements, attributes and URL schemes; must never know Markdown.
"""

from __future__ import annotations

import re

import nh3

from socomsite.signs import visible

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


def sanitize(html: str) -> str:
    """The HTML with only allowed elements, attributes and addresses left; idempotent."""
    return visible(_CLEANER.clean(_ALIGN.sub(r'\1 class="\2"', html)))


def refused_tags(html: str) -> tuple[str, ...]:
    """The names of elements in the HTML that `sanitize` takes away, sorted."""
    found = {name.lower() for name in set(_TAG.findall(html))}
    return tuple(sorted(found - TAGS))
