"""The markup of a finished page or drawing, taken apart as a browser does (HTML, 13.2.5).

A piece is a tag, a comment, or a script or style sheet that stands inline. Tags in which no
attribute has a value stay in the text around: there is nothing to seek in them. Must never know
what an element or attribute is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

# A quotation mark begins a value only after the sign of equality; no finished tag holds a bare `<`.
_VALUE = r"""=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'<>][^\s<>]*+)?+"""
_ATTRIBUTES = rf"(?:[^<>=]++|{_VALUE})*+"
_TAG = rf"[a-zA-Z][^<>=]*+{_VALUE}{_ATTRIBUTES}>"
# Each alternative begins with a sign of its own: most signs `<` of a page begin none.
_INLINE = "|".join(
    rf"(?i:{name[1:]})(?=[\s/>]){_ATTRIBUTES}>.*?</(?i:{name})\s*>" for name in ("script", "style")
)
# A comment ends what looks like a script in it, and a script what looks like a comment in it.
_PIECE = re.compile(rf"(<(?:!--.*?-->|[sS](?:{_INLINE})|{_TAG}))", re.DOTALL)
_BODY = re.compile(
    rf"(<(script|style)(?=[\s/>]){_ATTRIBUTES}>)(.*)</\2\s*>", re.DOTALL | re.IGNORECASE
)
_TAGS = re.compile(f"<{_TAG}")


def taken_apart(text: str) -> list[str]:
    """A text, a piece of markup, a text and so on; put together, they are the whole."""
    return _PIECE.split(text)


def inline(piece: str) -> tuple[str, str, str] | None:
    """The tag, the name and the body of a script or style sheet that stands inline."""
    found = _BODY.fullmatch(piece) if piece[1] in "sS" else None
    return (found[1], found[2].lower(), found[3]) if found else None


def tags_in(piece: str) -> Sequence[str]:
    """The tag that a piece is, or those that a comment or a script holds."""
    return _TAGS.findall(piece) if piece[1] in "!sS" else (piece,)


def with_tags(piece: str, changed: Callable[[str], str]) -> str:
    """A piece with its tags changed, as `tags_in` has them."""
    return _TAGS.sub(lambda tag: changed(tag[0]), piece) if piece[1] in "!sS" else changed(piece)
