"""Reads Markdown: everyday texts at once, any other by the library, loaded when one needs it.

Must never know safe HTML, places or fields.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Self

from socomsite.language import slug
from socomsite.model.effort import Effort
from socomsite.model.everyday import everyday_html

if TYPE_CHECKING:
    from socomsite.model.dialect import Engine


class Reader:
    """Markdown in the site's dialect; one a process, reset before each text."""

    def __init__(self) -> None:
        """A reader that has no library yet: of an edit's texts most are everyday ones."""
        self.effort = Effort()
        self._library: Engine | None = None

    def reset(self) -> Self:
        """Forget the last text."""
        if self._library is not None:
            self._library.reset()
        return self

    def recover(self) -> None:
        """Forget where a text was given up; else the next would be read as if in a list."""
        if self._library is not None:
            self._library.parser.state.clear()

    def convert(self, text: str) -> str:
        """The HTML of a text. Raises TooMuchEffort."""
        html = everyday_html(text, id_among) if self.effort.is_small(text) else None
        return self.library.convert(text) if html is None else html

    @property
    def library(self) -> Engine:
        """The library's own way, which reads any text."""
        if self._library is None:
            from socomsite.model.dialect import library_engine  # noqa: PLC0415 - takes as long as ten texts

            self._library = library_engine(self.effort)
        return self._library


@lru_cache(maxsize=1024)  # many pages have the same headings
def heading_id(value: str, separator: str) -> str:
    """The id of a heading as the library asks for it."""
    del separator
    return slug(value) or "kohta"


def id_among(words: str, used: set[str]) -> str:
    """The id of a heading of plain words, none of those in use; it is in use from then on."""
    found = heading_id(" ".join(words.split()), "")
    if found not in used:
        used.add(found)
        return found
    from markdown.extensions.toc import unique  # noqa: PLC0415 - as above

    return str(unique(found, used))
