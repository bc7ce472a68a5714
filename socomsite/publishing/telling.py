"""What a release changes, in words: in a line of numbers, and page by page where there are few.

Must never know where releases are kept, or whether a terminal or a browser shows the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from socomsite.language import Language
from socomsite.messages import say
from socomsite.publishing.difference import Difference
from socomsite.publishing.release import Counts, Filed

#: So many pages are named; the rest are counted.
_NAMED = 8


@dataclass(frozen=True)
class Group:
    """Pages to which the same happens: `new`, `changed`, `removed` or `redirects`.

    `more` is how many there are beside those that are named.
    """

    name: str
    pages: tuple[Filed, ...]
    more: int


def groups(changes: Difference) -> Iterator[Group]:
    """The pages that change, those of one sort together; none of a first release."""
    if changes.is_first:
        return
    for name in ("new", "changed", "removed", "redirects"):
        pages = getattr(changes, name)
        if pages:
            yield Group(name, pages[:_NAMED], max(len(pages) - _NAMED, 0))


def address_of(page: Filed) -> str:
    """The address at which a page is read, from the site's front page."""
    return f"/{page.path.removesuffix('index.html')}"


def summary(counts: Counts, language: Language) -> str:
    """A difference in a line: `2 uutta sivua, 1 muuttui, 1 ohjaus`; zeros are left out."""
    if counts.is_first:
        return say("publish-first", language, n=counts.new)
    parts = [say("publish-new", language, n=counts.new)] if counts.new else []
    for name in ("changed", "removed"):
        if number := getattr(counts, name):
            # The first part names what is counted.
            code = f"publish-{name}" if parts else f"publish-{name}-pages"
            parts.append(say(code, language, n=number))
    if counts.redirects:
        parts.append(say("publish-redirects", language, n=counts.redirects))
    if counts.files:
        parts.append(say("publish-files", language, n=counts.files))
    return ", ".join(parts)
