"""Counts the work of the Markdown library on a text, in front of each step that takes long.

Must never know what the text becomes.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from socomsite.model.effort import BLOCK, Effort


class _Blocks(BlockProcessor):
    """Sees every block before any other does, and takes none."""

    def __init__(self, md: Markdown, effort: Effort) -> None:
        super().__init__(md.parser)
        self._effort = effort

    def test(self, parent: Element, block: str) -> bool:
        """Count the block; it is never ours."""
        del parent
        self._effort.spend(len(block) + BLOCK)
        return False


class _Texts(Treeprocessor):
    """Sees every text of the tree before its marks are looked at."""

    def __init__(self, md: Markdown, effort: Effort) -> None:
        super().__init__(md)
        self._effort = effort

    def run(self, root: Element) -> None:
        """Count the texts."""
        for text in _texts(root):
            self._effort.inline(text)


def _texts(root: Element) -> Iterator[str]:
    for element in root.iter():
        yield from filter(None, (element.text, element.tail))


class Counted(Extension):
    """Counts the work on a text into an `Effort`."""

    def __init__(self, effort: Effort) -> None:
        """An extension that counts into this."""
        super().__init__()
        self._effort = effort

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Markdown's name
        """Put the counts in front of what they count."""
        md.parser.blockprocessors.register(_Blocks(md, self._effort), "effort", 1000)
        md.treeprocessors.register(_Texts(md, self._effort), "effort", 45)
