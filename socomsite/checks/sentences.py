"""Finnish text to sentences and words: knows short forms, ordinals and dates that hold a point.

Must never know entries or advice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from socomsite.checks.plainwords import plain_words

_END = re.compile(r"[.!?…]+[\")”’»]*(?=\s|$)")
_LAST_WORD = re.compile(r"(\w+)\.?$")
_WORD = re.compile(r"\w+(?:[-:–’']\w+)*")
_LETTER = re.compile(r"[^\W\d_]")


def sentences(text: str) -> Iterator[str]:
    """The sentences of a Finnish text, in their order, without those that hold no word.

    A point ends no sentence after a short form (`esim.`), an initial, an ordinal or a date
    (`22. marraskuuta`), unless the next word begins with a capital after a full year.
    """
    start = 0
    for end in _END.finditer(text):
        if _goes_on(text, start, end):
            continue
        yield from _spoken(text[start : end.end()])
        start = end.end()
    yield from _spoken(text[start:])


def _spoken(text: str) -> Iterator[str]:
    if _LETTER.search(text):
        yield text.strip()


def _goes_on(text: str, start: int, end: re.Match[str]) -> bool:
    after = text[end.end() :].lstrip()
    if end[0] != "." or not after:
        return False
    last = _LAST_WORD.search(text[start : end.start()])
    word = last[1] if last else ""
    if word.isdigit():
        # An ordinal or a day goes on in small letters or figures; a year may end a sentence.
        return not after[0].isupper()
    if len(word) == 1 and word.isupper():
        return True  # an initial
    return word.casefold() in plain_words().points or after[0].islower()


def words_of(sentence: str) -> list[str]:
    """The words of a sentence: what holds a letter; a compound with a hyphen is one."""
    return [word for word in _WORD.findall(sentence) if _LETTER.search(word)]
