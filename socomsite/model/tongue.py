"""Which of the three languages a passage is in, told by its smallest words.

A small test that rather says nothing than something wrong: a name in another language, or a line
of few words, is never accused. Must never know where the passage stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from socomsite.language import Language

# Words that are common in one of the languages and are no words of the other two.
_FI = (
    "ja ei että oli ovat olivat ole joka jotka kun kuin myös sekä tai mutta hän ne sen niiden"
    " niitä sitä tämä tämän nämä näiden mukaan kanssa voi voidaan voit jossa mikä mitä siitä"
    " jos vain joita jonka joiden kaikki ollut olla oma jo niin koko muun noin vuonna vuosina"
)
_SV = (
    "och att det som är för på av med till inte har ett en från eller vi du man kan ska om"
    " också vad där när då din ditt dina deras sina sin sitt genom efter mellan hos blir"
    " finns över under utan samt denna detta dessa alla den de"
)
_EN = (
    "the of and to is are with that this was were by from as be have has which it its at or"
    " not their they you your we our can will for an been who about into these"
)
_SMALL_WORDS: Mapping[Language, frozenset[str]] = {
    Language.FI: frozenset(_FI.split()),
    Language.SV: frozenset(_SV.split()),
    Language.EN: frozenset(_EN.split()),
}
# Ends of words that only Finnish has, in words with three letters more.
_FINNISH_ENDS = (
    *("ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "ksi", "een", "iin", "nen"),
    *("iset", "isten", "isen", "aan", "ään", "uus", "yys", "itä"),
)
_LEAST_STEM = 3
_WORD = re.compile(r"[^\W\d_]+")
# The same words in Latin-1, where all of them can be written, and what makes words of a text there:
# a letter becomes a small one, all else parts words.
_OTHERS_OF_FINNISH = frozenset(
    word.encode("latin-1") for word in _SMALL_WORDS[Language.SV] | _SMALL_WORDS[Language.EN]
)
_LETTERS = bytes(
    ord(chr(code).lower()) if _WORD.fullmatch(chr(code)) else ord(" ")
    for code in range(ord("\xff") + 1)
)
# Capitals outside Latin-1 whose small letters are in it.
_CAPITALS = "\u0130\u0178\u1e9e\u212a\u212b"
_FEWEST_WORDS = 8
_FEWEST_SIGNS = 4
_LEAST_SHARE = 0.2
_OWN_SHARE = 0.2


def _signs(words: list[str], language: Language) -> int:
    small = _SMALL_WORDS[language]
    found = len([word for word in words if word in small])
    if language is Language.FI:
        found += len([word for word in words if word.endswith(_FINNISH_ENDS) and _is_long(word)])
    return found


def _is_long(word: str) -> bool:
    """Whether a word with a Finnish ending has letters enough before one of its endings."""
    return any(len(word) >= len(end) + _LEAST_STEM for end in _FINNISH_ENDS if word.endswith(end))


def may_be_foreign(language: Language, text: str) -> bool:
    """Whether any passage of a text can be foreign to a page; most texts are told at once.

    A letter outside Latin-1 parts words too, so that a word may be found which is only a part of
    one, but none is passed over.
    """
    if language is not Language.FI:
        return True
    if not text.isascii() and any(sign in text for sign in _CAPITALS):
        text = text.lower()
    letters = text.encode("latin-1", "replace").translate(_LETTERS)
    return not _OTHERS_OF_FINNISH.isdisjoint(letters.split())


def foreign_to(language: Language, passage: str) -> Language | None:
    """The language that a passage on a page of another one is surely in; None if none is sure."""
    words = _WORD.findall(passage.lower())
    if len(words) < _FEWEST_WORDS:
        return None
    least = max(_FEWEST_SIGNS, _LEAST_SHARE * len(words))
    others = {each: _signs(words, each) for each in Language if each is not language}
    other = max(others, key=others.__getitem__)
    if others[other] < least:
        return None  # so that seldom anything is counted of the page's own language
    return other if _signs(words, language) <= _OWN_SHARE * others[other] else None
