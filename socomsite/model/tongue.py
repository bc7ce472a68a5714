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
# Ends of words that only Finnish has, in words long enough to have them.
_FINNISH_END = re.compile(
    r"\w{3,}(?:ss[aä]|st[aä]|ll[aä]|lt[aä]|lle|ksi|een|iin|nen|iset|isten|isen|aan|ään|uus|yys|itä)"
)
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 8
_FEWEST_SIGNS = 4
_LEAST_SHARE = 0.2
_OWN_SHARE = 0.2


def _signs(words: list[str], language: Language) -> int:
    found = sum(word in _SMALL_WORDS[language] for word in words)
    if language is Language.FI:
        found += sum(bool(_FINNISH_END.fullmatch(word)) for word in words)
    return found


def foreign_to(language: Language, passage: str) -> Language | None:
    """The language that a passage on a page of another one is surely in; None if none is sure."""
    words = [word.lower() for word in _WORD.findall(passage)]
    if len(words) < _FEWEST_WORDS:
        return None
    signs = {each: _signs(words, each) for each in Language}
    other = max((each for each in Language if each is not language), key=lambda each: signs[each])
    is_enough = signs[other] >= max(_FEWEST_SIGNS, _LEAST_SHARE * len(words))
    return other if is_enough and signs[language] <= _OWN_SHARE * signs[other] else None
