"""A finished page as it stands: its addresses relative to it, so that a site stands anywhere.

Most pieces of a page stand on a thousand others: what is sought or changed in one is kept. Must
never know what a page shows.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import chain

from socomsite.formats.loads import joined, loads_of_piece
from socomsite.formats.markup import tags_in, taken_apart, with_tags
from socomsite.job import Facts, Loads

_ATTRIBUTE = re.compile(r'(\s(?:href|src|action|poster|data-src)=")(/(?!/)[^"]*)"')
_SRCSET = re.compile(r'(\ssrcset=")([^"]*)"')
_MARK = re.compile(r'\s(href|src|srcset|id)="([^"]*)"')
# A longer piece, such as a drawing's path, is hardly that of another page and fills the memory.
_LONG = 400
_KEPT = 2048
#: A piece of markup as it stands; the addresses it names, the ids it gives, and what it loads.
_Read = tuple[str, tuple[str, ...], tuple[str, ...], Loads]


def up_from(address: str) -> str:
    """The way from a page to the site's root: `/hankkeet/` → `../`."""
    return "../" * (address.count("/") - 1) or "./"


def standing(html: str, address: str, up: str) -> tuple[str, Facts, Loads]:
    """A page with its root-relative addresses made relative, what it says, and what it loads.

    `up` leads from the page to the root. `Facts.links` are as they were written.
    """
    pieces = taken_apart(html)
    known, reader = _readers(up)
    read = [known(each) if len(each) < _LONG else reader(each) for each in pieces[1::2]]
    if not read:
        return html, Facts(address), joined((), html, address)
    pieces[1::2], links, ids, loads = zip(*read, strict=True)
    html = "".join(pieces)
    facts = Facts(
        address, tuple(sorted({*chain.from_iterable(links)})), frozenset(chain.from_iterable(ids))
    )
    return html, facts, joined(loads, html, address)


@lru_cache(maxsize=8)
def _readers(up: str) -> tuple[Callable[[str], _Read], Callable[[str], _Read]]:
    """What reads a piece of pages of one depth: with what was read kept, and without."""
    down = up.removeprefix("./")

    def rewritten(match: re.Match[str]) -> str:
        return f'{match[1]}{up if match[2] == "/" else down + match[2][1:]}"'

    def candidates(match: re.Match[str]) -> str:
        listed = (f"{down}{each.lstrip('/')}" for each in match[2].split(", "))
        return f'{match[1]}{", ".join(listed)}"'

    def relative(tag: str) -> str:
        shown = _ATTRIBUTE.sub(rewritten, tag)
        return _SRCSET.sub(candidates, shown) if "srcset" in shown else shown

    def read(piece: str) -> _Read:
        has_rooted = '="/' in piece or "srcset" in piece
        shown = with_tags(piece, relative) if has_rooted else piece
        return shown, *_marks(piece), loads_of_piece(shown)

    return lru_cache(maxsize=_KEPT)(read), read


def _marks(piece: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses that a piece names, and the ids it gives.

    Tags in comments and scripts count, as a script may show them.
    """
    links: list[str] = []
    ids: list[str] = []
    for tag in tags_in(piece):
        for name, value in _MARK.findall(tag):
            if name == "id":
                ids.append(value)
            elif name == "srcset":
                # Addresses of our own `srcset` hold neither space nor comma.
                links += [each.partition(" ")[0] for each in value.split(", ")]
            else:
                links.append(value)
    return tuple(map(entities.unescape, links)), tuple(ids)
