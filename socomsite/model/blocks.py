"""Safe HTML to its blocks of text: paragraphs, list items, cells, headings, each in one language.

Must never know Markdown or where the HTML came from.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_BLOCKS = frozenset(f"h{level}" for level in range(1, 7)) | frozenset(
    ("p", "li", "td", "th", "dd", "dt", "figcaption", "caption", "summary", "blockquote", "div")
)
_VOID = frozenset(("br", "hr", "img", "wbr", "col"))
_MARKUP = re.compile(r"<[^>]*>")


def plain_text(html: str) -> str:
    """The text of HTML without its marks, spaces collapsed."""
    return " ".join(entities.unescape(_MARKUP.sub(" ", html)).split())


@dataclass(frozen=True, slots=True)
class Block:
    """The text of a block: its element, and its words without those marked as another language."""

    element: str
    text: str


@dataclass
class _Open:
    element: str
    is_marked: bool
    pieces: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[_Open] = [_Open("div", is_marked=False)]
        self.blocks: list[Block] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self.handle_data(" ")
            return
        if tag in _BLOCKS:
            self._tell(self._block)
        is_marked = self.open[-1].is_marked or any(name == "lang" for name, _ in attrs)
        self.open.append(_Open(tag, is_marked))

    def handle_endtag(self, tag: str) -> None:
        if not any(each.element == tag for each in self.open[1:]):
            return
        while True:
            closed = self.open.pop()
            if closed.element in _BLOCKS:
                self._tell(closed)
            if closed.element == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self.open[-1].is_marked:
            self._block.pieces.append(data)

    @property
    def _block(self) -> _Open:
        return next(each for each in reversed(self.open) if each.element in _BLOCKS)

    def _tell(self, block: _Open) -> None:
        text = " ".join("".join(block.pieces).split())
        block.pieces.clear()
        if text:
            self.blocks.append(Block(block.element, text))

    def finish(self) -> tuple[Block, ...]:
        self.close()
        for left in reversed(self.open):
            self._tell(left)
        return tuple(self.blocks)


def blocks(html: str) -> tuple[Block, ...]:
    """The blocks of text in HTML, in the order in which they are read."""
    reader = _Reader()
    reader.feed(html)
    return reader.finish()
