"""Safe HTML to its blocks of text: paragraphs, list items, cells, headings, each in one language.

Must never know Markdown or where the HTML came from.
"""

from __future__ import annotations

import html as entities
import re
from dataclasses import dataclass, field

_BLOCKS = frozenset(f"h{level}" for level in range(1, 7)) | frozenset(
    ("p", "li", "td", "th", "dd", "dt", "figcaption", "caption", "summary", "blockquote", "div")
)
_VOID = frozenset(("br", "hr", "img", "wbr", "col"))
_MARKUP = re.compile(r"<[^>]*>")
# What `sanitize` writes: names in small letters, values in quotation marks, no `<` in a text.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>')
_MARKED = re.compile(r'(?:[^"]*"[^"]*")*? lang="')


def plain_text(html: str) -> str:
    """The text of HTML without its marks, spaces collapsed."""
    if "<" in html:
        html = _MARKUP.sub(" ", html)
    if "&" in html:
        html = entities.unescape(html)
    return " ".join(html.split())


@dataclass(frozen=True, slots=True)
class Block:
    """The text of a block: its element, and its words without those marked as another language."""

    element: str
    text: str


@dataclass(slots=True)
class _Open:
    element: str
    is_marked: bool
    pieces: list[str] = field(default_factory=list)


class _Reader:
    """Reads the marks of safe HTML one by one.

    Python's own parser, made for any HTML, took a fifth of all decoding.
    """

    def __init__(self) -> None:
        self.open: list[_Open] = [_Open("div", is_marked=False)]
        self.within: list[_Open] = [self.open[0]]  # of those open, the blocks
        self.blocks: list[Block] = []

    def read(self, html: str) -> tuple[Block, ...]:
        first, *rest = _TAG.split(html)
        self._text(first)
        for slash, name, attributes, text in zip(*(rest[n::4] for n in range(4)), strict=True):
            if slash:
                self._end(name)
            else:
                self._start(name, attributes)
            self._text(text)
        for left in reversed(self.within):
            self._tell(left)
        return tuple(self.blocks)

    def _start(self, name: str, attributes: str) -> None:
        if name in _VOID:
            self._text(" ")
            return
        is_marked = self.open[-1].is_marked or bool(attributes and _MARKED.match(attributes))
        opened = _Open(name, is_marked)
        self.open.append(opened)
        if name in _BLOCKS:
            self._tell(self.within[-1])
            self.within.append(opened)

    def _end(self, name: str) -> None:
        is_last = len(self.open) > 1 and self.open[-1].element == name
        if not is_last and not any(each.element == name for each in self.open[1:]):
            return
        while True:
            closed = self.open.pop()
            if closed is self.within[-1]:
                self._tell(self.within.pop())
            if closed.element == name:
                return

    def _text(self, text: str) -> None:
        if text and not self.open[-1].is_marked:
            self.within[-1].pieces.append(entities.unescape(text) if "&" in text else text)

    def _tell(self, block: _Open) -> None:
        text = " ".join("".join(block.pieces).split())
        block.pieces.clear()
        if text:
            self.blocks.append(Block(block.element, text))


def blocks(html: str) -> tuple[Block, ...]:
    """The blocks of text in HTML, in the order in which they are read."""
    return _Reader().read(html)
