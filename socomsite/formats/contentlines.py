"""Content lines, in which calendars (RFC 5545) and contact cards (RFC 6350) are written.

Knows escaping, folding and line ends; must never know what a line means.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

_OCTETS = 75  # RFC 5545 3.1 and RFC 6350 3.2, the line end not counted
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def escaped(text: str) -> str:
    """A text as the value of a property (RFC 5545 3.3.11, RFC 6350 3.4), without control signs."""
    plain = (sign for sign in text if sign == "\n" or unicodedata.category(sign) != "Cc")
    return "".join(plain).translate(_ESCAPED)


def document(lines: Iterable[tuple[str, str]]) -> bytes:
    """The lines, each a property's name (with its parameters) and value, folded, with CRLF."""
    return "".join(f"{folded(f'{name}:{value}')}\r\n" for name, value in lines).encode()


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets; no piece ends inside a character."""
    return "\r\n ".join(_pieces(line))


def _pieces(line: str) -> Iterator[str]:
    piece, size, room = "", 0, _OCTETS
    for sign in line:
        octets = len(sign.encode())
        if size + octets > room:
            yield piece
            piece, size, room = "", 0, _OCTETS - 1  # a space begins every further piece
        piece += sign
        size += octets
    yield piece
