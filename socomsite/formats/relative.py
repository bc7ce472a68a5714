"""Root-relative addresses of a finished page made relative to it, so that a site stands anywhere.

Must never know what a page shows.
"""

from __future__ import annotations

import re

# Text may hold what looks like an attribute, but never an unescaped `<`.
TAG = re.compile(r'<[a-zA-Z](?:"[^"]*"|[^<>"])*>')
SRCSET = re.compile(r'(\ssrcset=")([^"]*)"')
_ATTRIBUTE = re.compile(r'(\s(?:href|src|action|poster|data-src)=")(/(?!/)[^"]*)"')


def up_from(address: str) -> str:
    """The way from a page to the site's root: `/hankkeet/` → `../`."""
    return "../" * (address.count("/") - 1) or "./"


def relative(html: str, up: str) -> str:
    """The HTML with its root-relative addresses made relative; `up` leads to the root."""

    def rewritten(match: re.Match[str]) -> str:
        return f'{match[1]}{up if match[2] == "/" else up.removeprefix("./") + match[2][1:]}"'

    def candidates(match: re.Match[str]) -> str:
        listed = (f"{up.removeprefix('./')}{each.lstrip('/')}" for each in match[2].split(", "))
        return f'{match[1]}{", ".join(listed)}"'

    def tag(match: re.Match[str]) -> str:
        return SRCSET.sub(candidates, _ATTRIBUTE.sub(rewritten, match[0]))

    return TAG.sub(tag, html)
