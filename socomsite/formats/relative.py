"""Root-relative addresses of a finished page made relative to it, so that a site stands anywhere.

Most tags of a page stand on a thousand others: what is sought or changed in one is kept. Must never
know what a page shows.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from functools import lru_cache, partial

# Text may hold what looks like an attribute, but never an unescaped `<`.
_TAG = re.compile(r'(<[a-zA-Z](?:[^<>"]++|"[^"]*")*+>)')
_SRCSET = re.compile(r'(\ssrcset=")([^"]*)"')
_ATTRIBUTE = re.compile(r'(\s(?:href|src|action|poster|data-src)=")(/(?!/)[^"]*)"')
_LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
# A longer tag, such as a drawing's path, is hardly that of another page and fills the memory.
_LONG = 400
_KEPT = 2048
_ID = re.compile(r'\sid="([^"]*)"')


def up_from(address: str) -> str:
    """The way from a page to the site's root: `/hankkeet/` → `../`."""
    return "../" * (address.count("/") - 1) or "./"


class Pieces:
    """The HTML of a page, taken apart once into a text, a tag, a text and so on."""

    def __init__(self, html: str) -> None:
        """The pieces of this HTML."""
        self._pieces = _TAG.split(html)

    def marks(self) -> tuple[tuple[str, ...], frozenset[str]]:
        """The addresses that the page names, sorted, and the ids in it."""
        links: set[str] = set()
        ids: set[str] = set()
        for tag in set(self._pieces[1::2]):
            named, own = _marks(tag) if len(tag) < _LONG else _marks_of(tag)
            links.update(named)
            ids.update(own)
        return tuple(sorted(links)), frozenset(ids)

    def relative(self, up: str) -> str:
        """The HTML with its root-relative addresses made relative; `up` leads to the root."""
        pieces, short = self._pieces[:], _relative_from(up)
        pieces[1::2] = [
            short(tag) if len(tag) < _LONG else _relative(up, tag) for tag in pieces[1::2]
        ]
        return "".join(pieces)


def _marks_of(tag: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses that a tag names, and the ids it gives."""
    named = _LINK.findall(tag)
    for _, listed in _SRCSET.findall(tag) if "srcset" in tag else ():
        # Addresses of our own `srcset` hold neither space nor comma.
        named += [candidate.partition(" ")[0] for candidate in listed.split(", ")]
    return tuple(map(entities.unescape, named)), tuple(_ID.findall(tag))


_marks = lru_cache(maxsize=_KEPT)(_marks_of)


@lru_cache(maxsize=8)
def _relative_from(up: str) -> Callable[[str], str]:
    """What makes a tag relative to pages of one depth."""
    return lru_cache(maxsize=_KEPT)(partial(_relative, up))


def _relative(up: str, tag: str) -> str:
    down = up.removeprefix("./")

    def rewritten(match: re.Match[str]) -> str:
        return f'{match[1]}{up if match[2] == "/" else down + match[2][1:]}"'

    def candidates(match: re.Match[str]) -> str:
        listed = (f"{down}{each.lstrip('/')}" for each in match[2].split(", "))
        return f'{match[1]}{", ".join(listed)}"'

    if '="/' in tag:
        tag = _ATTRIBUTE.sub(rewritten, tag)
    return _SRCSET.sub(candidates, tag) if "srcset" in tag else tag
