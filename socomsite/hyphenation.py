"""Soft hyphens in long Finnish words, for narrow columns and large titles.

Finnish breaks a word before the last consonant that stands before a vowel (Kielikello, tavutus);
a compound breaks at its seam first. Browsers know no Finnish hyphenation, so it is done here.
Knows letters only; must never know what the text is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from socomsite.language import Language

SOFT_HYPHEN = "\u00ad"
LONG = 12
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(r"(?<=[aeiouyåäö])(?=[^aeiouyåäö][aeiouyåäö])|(?=[^aeiouyåäö][aeiouyåäö])")
# Common second parts that begin with a vowel: without them `kehittämi-syksikkö` would come out.
_VOWEL_PARTS = re.compile(
    r"(?<=[^aeiouyåäö])"
    r"(?=yksik|asiam|asiaki|asiava|asianti|alan|ohjel|ohjau|ohjaa|osaam|osapuol|ammat|avun|apu"
    r"|edunv|aineis|esit|oppi|opett|arvioin|organis|ympär|yhteis|yhdis|ehkäi|asumi|oike|anal|uudis)"
    r"|(?<=\w)(?=alue)"
)


@lru_cache(maxsize=4096)  # words of tables come again and again
def own_breaks(word: str) -> tuple[int, ...]:
    """Where a word may break by the rules above, as the numbers of letters before each place."""
    lower = word.lower()
    seams = {match.start() for match in _VOWEL_PARTS.finditer(lower)}
    found = {match.start() for match in _SYLLABLE.finditer(lower)}
    # No break just before a seam, which would part it from its consonant, nor one letter after.
    beside = {place for seam in seams for place in (seam - 1, seam + 1)}
    return tuple(sorted((found - beside) | seams))


def soft_hyphenated(
    text: str,
    language: Language,
    shortest: int = LONG,
    breaks: Callable[[str], tuple[int, ...]] = own_breaks,
) -> str:
    """The text with soft hyphens inside its long words, if it is Finnish.

    `shortest` is the number of letters from which a word counts as long; `breaks` knows where a
    word may break. Three letters stay on both sides.
    """
    if language is not Language.FI or len(text) < shortest:
        return text

    def broken(match: re.Match[str]) -> str:
        word = match[0]
        if len(word) < shortest:
            return word
        places = [b for b in breaks(word) if _SHORTEST <= b <= len(word) - _SHORTEST]
        pieces = [word[a:b] for a, b in zip([0, *places], [*places, len(word)], strict=True)]
        return SOFT_HYPHEN.join(pieces)

    return _WORD.sub(broken, text)
