"""Names for files that come in, and the Markdown by which a text shows or links to them.

Must never know how a file is saved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count

from socomsite.language import slug
from socomsite.model.filenames import folded, is_portable

_LONGEST_NAME = 60
# What would end the brackets of a Markdown link.
_MARKDOWN = re.compile(r"([\\\[\]])")


def safe_name(wished: str, ending: str, taken: Iterable[str], fallback: str) -> str:
    """A name that every computer can have and that no file has yet."""
    stem = slug(wished)[:_LONGEST_NAME].strip("-") or fallback
    stem = stem if is_portable(stem) else f"{fallback}-{stem}"
    known = {folded(name) for name in taken}
    for number in count(1):
        name = f"{stem}.{ending}" if number == 1 else f"{stem}-{number}.{ending}"
        if folded(name) not in known:
            return name
    raise AssertionError


def markdown_of(name: str, alt: str, *, is_decorative: bool) -> str:
    """How a text shows a picture."""
    words = "" if is_decorative else _MARKDOWN.sub(r"\\\1", " ".join(alt.split()))
    return f"![{words}]({name}){'{.koriste}' if is_decorative else ''}"


def link_of(name: str, title: str) -> str:
    """How a text links to a file."""
    words = _MARKDOWN.sub(r"\\\1", " ".join(title.split()))
    return f"[{words}]({name})"
