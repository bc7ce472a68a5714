"""E-mail addresses in pages: people can use them, simple harvesters pass them by.

Every browser and screen reader reads a character reference as the character, in text as in `href`;
a program that looks for `name@host` in the source finds none. Must never know whose address it is.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable

# HTML may hold a soft hyphen or a chance to break inside an address.
_HOST = r"(?:<wbr>)?[\w\u00ad-]+(?:\.[\w\u00ad-]+)+"
_ADDRESS = re.compile(rf"(mailto:)?([\w.!#$%&'*+=?^`|~\u00ad-]++)@({_HOST})")
# References mean nothing inside these; in JSON-LD an escape of JSON does the same.
_RAW = re.compile(r"(<(script|style)\b[^>]*>)(.*?)(</\2>)", re.DOTALL | re.IGNORECASE)
_JSON = 'type="application/ld+json"'
_ESCAPED = "\\u0040"


def veiled(html: str) -> str:
    """A page whose addresses are written in character references, decimal and hexadecimal."""
    if "@" not in html:
        return html
    made, end = [], 0
    for raw in _RAW.finditer(html):
        made += [_replaced(_veil, html[end : raw.start()]), raw[1]]
        is_json = _JSON in raw[1]
        made.append(_replaced(_escape, raw[3]) if is_json else raw[3])
        made.append(raw[4])
        end = raw.end()
    return "".join((*made, _replaced(_veil, html[end:])))


def _replaced(written: Callable[[re.Match[str]], str], text: str) -> str:
    """A text with its addresses written so; sought only in lines that can have one."""
    return "\n".join(
        _ADDRESS.sub(written, line) if "@" in line else line for line in text.split("\n")
    )


def unveiled(html: str) -> str:
    """The text of a page with its addresses as they are read, for those who look for one."""
    return entities.unescape(html).replace(_ESCAPED, "@").replace("<wbr>", "")


def _escape(match: re.Match[str]) -> str:
    scheme, name, host = match.groups()
    return f"{scheme or ''}{name}{_ESCAPED}{host}"


def _veil(match: re.Match[str]) -> str:
    scheme, name, host = match.groups()
    start = "mailto&#x3a;" if scheme else ""
    return f"{start}{name}&#64;{host.replace('.', '&#x2e;')}"
