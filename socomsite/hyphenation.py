"""Soft hyphens in long Finnish words, for narrow columns and large titles.

Finnish breaks a word before the last consonant that stands before a vowel (Kielikello, tavutus);
a compound breaks at its seam first. Browsers know no Finnish hyphenation, so it is done here.
Knows letters only; must never know what the text is about.
"""

from __future__ import annotations

import re

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


def soft_hyphenated(text: str, language: Language, shortest: int = LONG) -> str:
    """The text with soft hyphens inside its long words, if it is Finnish.

    `shortest` is the number of letters from which a word counts as long.
    """
    if language is not Language.FI:
        return text

    def broken(match: re.Match[str]) -> str:
        return _hyphenated(match[0]) if len(match[0]) >= shortest else match[0]

    return _WORD.sub(broken, text)


def _hyphenated(word: str) -> str:
    """The word with a soft hyphen at each break that leaves three letters on both sides."""
    lower = word.lower()
    seams = {match.start() for match in _VOWEL_PARTS.finditer(lower)}
    breaks = {match.start() for match in _SYLLABLE.finditer(lower)}
    # No break just before a seam, which would part it from its consonant, nor one letter after.
    beside = {place for seam in seams for place in (seam - 1, seam + 1)}
    breaks = (breaks - beside) | seams
    allowed = sorted(b for b in breaks if _SHORTEST <= b <= len(word) - _SHORTEST)
    pieces = [word[a:b] for a, b in zip([0, *allowed], [*allowed, len(word)], strict=True)]
    return SOFT_HYPHEN.join(pieces)
