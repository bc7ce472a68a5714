"""Where words stand in a text: the place of a link, a heading or a paragraph, found again.

Python-Markdown keeps no source lines, so each place is a guess; all guessing lives here. Must
never know HTML or what is wrong with the words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate

from socomsite.problem import Position

_SIGNS_BEFORE_ADDRESS = ("(", "<", '"', "'", "=", "]: ")
_BEFORE_HEADING = re.compile(r"[ >]*#+[ ]*|<h[1-6][^>]*>")
_TABLE_START = re.compile(r"^.*\|.*\n(?=[ |:-]*-[ |:-]*$)(?=[ :-]*\|)|<table\b", re.MULTILINE)
_EMPTY_HEADING = re.compile(r"^[ ]{0,3}#{1,6}[ #]*$|<h[1-6][^>]*>\s*</h", re.MULTILINE)
_WORD = re.compile(r"\w+")
_WORDS_LOOKED_FOR = 6
# Characters, for all places of one text: in a text of a thousand links out of order the last few
# are told of at its start rather than after minutes.
_MOST_LOOKED_AT = 20_000_000


# Whether what stands in a text, from where a line begins to where something is, may stand there.
Before = Callable[[str, int, int], object]


def before_address(text: str, line: int, end: int) -> bool:
    """Whether it is what stands before an address in Markdown and HTML."""
    return text.endswith(_SIGNS_BEFORE_ADDRESS, line, end)


def before_heading(text: str, line: int, end: int) -> bool:
    """Whether it is what stands before the words of a heading."""
    return _BEFORE_HEADING.fullmatch(text, line, end) is not None


def _anything(text: str, line: int, end: int) -> bool:
    del text, line, end
    return True


class Places:
    """Finds the place of each thing again: of equal ones, each time the next in the text."""

    def __init__(self, text: str, start: Position) -> None:
        """Places in a text that starts at a place of a file."""
        self.text, self.start = text, start
        self._offsets: dict[str, int] = {}
        self._read = 0  # how far the last of them lay, where the search for a new one begins
        self._looked = 0

    def of(self, words: str, before: Before = _anything) -> Position:
        """The place of the words where `before` is all that stands on the line in front of them.

        Sought as plain text: a pattern made for each word took a quarter of all decoding.
        """
        since = self._offsets.get(words, self._read)
        found = self._found(words, since, before)
        if found is None:
            found = self._found(words, 0, before)
        if found is None:
            found = self._found(words, 0, _anything)
        if found is None:
            return self.start
        self._offsets[words] = self._read = found + len(words)
        return self.at(found)

    def _found(self, words: str, since: int, before: Before) -> int | None:
        """Where the words stand next, whatever their case, and not as a part of a longer one."""
        text, whole, sought = self.text, _folded_text(self.text), _folded(words)
        while self._looked <= _MOST_LOOKED_AT:
            found = whole.find(sought, since)
            self._looked += (found if found >= 0 else len(text)) - since
            if found < 0:
                return None
            end = found + len(sought)
            after = text[end : end + 1]
            line = text.rfind("\n", 0, found) + 1
            self._looked += found - line
            is_whole = not (after.isalnum() or (after and after in "_/#-"))
            if is_whole and before(text, line, found):
                return found
            since = found + 1
        return None

    def _search(self, form: re.Pattern[str], since: int = 0) -> re.Match[str] | None:
        """The next match, as long as all searches together have not looked at too much text."""
        if self._looked > _MOST_LOOKED_AT:
            return None
        match = form.search(self.text, since)
        self._looked += (match.end() if match else len(self.text)) - since
        return match

    def of_passage(self, passage: str) -> Position:
        """The place where a passage begins, whatever marks stand between its first words."""
        words = _WORD.findall(passage)[:_WORDS_LOOKED_FOR]
        form = re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words)) + r"(?![^\W_])")
        since = self._offsets.get(form.pattern, self._read)
        match = self._search(form, since) or self._search(form) if words else None
        if match is None:
            return self.start
        self._offsets[form.pattern] = self._read = match.end()
        return self.at(match.start())

    def tables(self) -> list[Position]:
        """The place of every table's first row."""
        return [self.at(match.start()) for match in _TABLE_START.finditer(self.text)]

    def empty_headings(self) -> list[Position]:
        """The place of every heading without words."""
        return [self.at(match.start()) for match in _EMPTY_HEADING.finditer(self.text)]

    def at(self, offset: int) -> Position:
        """The place of a character."""
        starts = _starts(self.text)
        line = bisect_right(starts, offset) - 1
        column = offset - starts[line] + 1
        # On its first line the text may begin anywhere, as a plain scalar after its key does.
        shift = self.start.column - 1 if line == 0 else 0
        return Position(self.start.path, self.start.line + line, column + shift)


def _folded(text: str) -> str:
    """The text in small letters, unless that would move what stands behind them."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


# Of one text there are as many places as kinds of faults that are looked for in it; the last text
# is remembered, and a text of which no place is asked costs nothing.
_folded_text = lru_cache(maxsize=1)(_folded)


@lru_cache(maxsize=1)
def _starts(text: str) -> tuple[int, ...]:
    """Where each line begins, and one that would follow the last."""
    return (0, *accumulate(len(line) + 1 for line in text.split("\n")))


def place_in_file(text: str, path: str, pattern: str, number: int = 0) -> Position:
    """The place of a pattern's match in a whole file, the first or a later one.

    Where there is none: the file's first line.
    """
    places = Places(text, Position(path, 1, 1))
    found = [match.start() for match in re.finditer(pattern, text, re.MULTILINE | re.IGNORECASE)]
    return places.at(found[number]) if number < len(found) else places.start
