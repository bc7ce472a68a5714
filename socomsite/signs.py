"""Signs that nobody types and nobody sees: they are taken out of whatever is read.

Control signs may stand in neither XML 1.0 nor HTML. Marks that turn the direction of text make a
word or an address read as another (CVE-2021-42574, "Trojan Source"); no language of the site is
written from right to left.
"""

from __future__ import annotations

import re

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff"
_TURNING = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN = r"\u200b\u2060\ufeff\U000e0000-\U000e007f"
_INVISIBLE = re.compile(f"[{_CONTROLS}{_TURNING}{_HIDDEN}]")


def visible(text: str) -> str:
    """The text without signs that cannot be seen; spaces, line feeds and soft hyphens stay.

    A line that can be printed holds none of them, which Python tells in half the time of a search.
    """
    if text.isprintable() or all(map(str.isprintable, text.split("\n"))):
        return text
    return _INVISIBLE.sub("", text)
