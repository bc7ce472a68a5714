"""How much work a Markdown text may be: counted as it is read, and refused past a limit.

Python-Markdown looks at the rest of a block again for each mark in it, so a text made of marks
takes hours at a megabyte where one made of words takes a second. The count is of characters that
are looked at, never of time: the same text is refused on every machine. Must never know what the
text becomes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

#: Characters looked at for one text. The largest text of the site takes a five-hundredth of it, a
#: megabyte of ordinary paragraphs a quarter.
MOST = 40_000_000
_MARKS = re.compile(r"[^\w\s.,;:?'’”–)-]|_")
_TAG_LIKE = re.compile(r"<[^\s>=]?")
_ABBREVIATION = re.compile(r"^[ ]{0,3}\*\[", re.MULTILINE)
_FOOTNOTE = re.compile(r"\[\^")
#: What a block costs beside its length, and what a text does.
BLOCK = 1500
_TEXT = 1000
_DEEPEST = 50


class TooMuchEffort(Exception):  # noqa: N818 - a property of a text, turned into a Problem at once
    """A text takes more work than any text for readers does."""


class Effort:
    """What has been spent on one text."""

    def __init__(self) -> None:
        """Nothing yet."""
        #: Characters looked at, or what is worth as much.
        self.spent = 0

    def restart(self, text: str) -> None:
        """Begin a text. Raises TooMuchEffort if what looks like HTML in it is too much already."""
        self.spent = 0
        if "<" in text:
            self.spend(len(text) * len(_TAG_LIKE.findall(text)) // 50)
        if "*[" in text:
            self.spend(len(text) * len(_ABBREVIATION.findall(text)) // 10)
        self.spend(BLOCK * len(_FOOTNOTE.findall(text)) * 2)

    def spend(self, characters: int) -> None:
        """Count characters looked at. Raises TooMuchEffort."""
        self.spent += characters
        if self.spent > MOST:
            raise TooMuchEffort

    def is_small(self, text: str) -> bool:
        """Whether an everyday text cannot be too much, whatever it costs."""
        most = MOST - self.spent
        return most_of(text, [len(text)]) <= most or most_of(text) <= most

    def inline(self, text: str) -> None:
        """Count what the marks in a paragraph, cell or heading will cost."""
        marks = len(_MARKS.findall(text))
        self.spend(_TEXT + len(text) * (1 + marks // 4))
        if text.count("[") > _DEEPEST:
            self._brackets(text)

    def _brackets(self, text: str) -> None:
        """Count brackets that wait for their end: each looks for it to the end of the text."""
        depth = most = 0
        for sign in text:
            if sign == "[":
                depth += 1
                most = max(most, depth)
            elif sign == "]":
                depth = max(0, depth - 1)
        self.spend(max(most, depth) * len(text) * (10 if most > _DEEPEST else 1))


def most_of(text: str, lengths: Sequence[int] = ()) -> int:
    """What reading a text can cost in which blocks stand at most in one other block.

    Each line is three blocks at most and two texts, and each cell a text; no text is longer than
    its block but for what leads back from a footnote, and at most all its signs are marks. If all
    is taken as one block, of that length, it can only be more.
    """
    lines, lengths = text.count("\n") + 1, lengths or [len(b) for b in text.split("\n\n")]
    blocks = 3 * (lines * BLOCK + len(text))
    texts = (2 * lines + text.count("|")) * _TEXT
    marks = 2 * sum(length * (1 + length // 4) for length in lengths)
    return blocks + texts + marks + 10 * text.count("[") * max(lengths)
