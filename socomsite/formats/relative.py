"""Root-relative addresses of a finished page made relative to it, so that a site stands anywhere.

Must never know what a page shows.
"""

from __future__ import annotations

import re

# Text may hold what looks like an attribute, but never an unescaped `<`.
_TAG = re.compile(r'(<[a-zA-Z](?:"[^"]*"|[^<>"])*>)')
_BETWEEN = "\0"  # stands in no page: reading content and templates takes it out
SRCSET = re.compile(r'(\ssrcset=")([^"]*)"')
_ATTRIBUTE = re.compile(r'(\s(?:href|src|action|poster|data-src)=")(/(?!/)[^"]*)"')


def up_from(address: str) -> str:
    """The way from a page to the site's root: `/hankkeet/` → `../`."""
    return "../" * (address.count("/") - 1) or "./"


class Pieces:
    """The HTML of a page, taken apart once into a text, a tag, a text and so on.

    `tags` are all tags in one text, so that what is sought or changed in them is sought once and
    not in a hundred tags.
    """

    def __init__(self, html: str) -> None:
        """The pieces of this HTML."""
        self._pieces = _TAG.split(html)
        self.tags = _BETWEEN.join(self._pieces[1::2])

    def relative(self, up: str) -> str:
        """The HTML with its root-relative addresses made relative; `up` leads to the root."""

        def rewritten(match: re.Match[str]) -> str:
            return f'{match[1]}{up if match[2] == "/" else up.removeprefix("./") + match[2][1:]}"'

        def candidates(match: re.Match[str]) -> str:
            listed = (f"{up.removeprefix('./')}{each.lstrip('/')}" for each in match[2].split(", "))
            return f'{match[1]}{", ".join(listed)}"'

        changed = SRCSET.sub(candidates, _ATTRIBUTE.sub(rewritten, self.tags))
        pieces = self._pieces[:]
        if len(pieces) > 1:
            pieces[1::2] = changed.split(_BETWEEN)
        return "".join(pieces)
