"""The base forms of Finnish words and the forms that a stemmer does not join with them.

A stemmer cuts endings but cannot know that `kaupungeissa` belongs to `kaupunki`, nor `miehen` to
`mies`. Here a word's base form comes from Voikko; its other forms are guessed by the rules of
consonant gradation and of the inflection types (Iso suomen kielioppi §41, §63), and those that
Voikko knows as forms of the same word are kept, one for each stem. The only importer of
`snowballstemmer`. Knows words alone; must never know pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from socomsite.bythread import ByThread
from socomsite.voikko import voikko

# Strong grade : weak grade, longest first; k may also weaken to v or j, or vanish.
_GRADES = (
    ("nk", "ng"), ("nt", "nn"), ("mp", "mm"), ("lt", "ll"), ("rt", "rr"), ("kk", "k"), ("pp", "p"),
    ("tt", "t"), ("ik", "j"), ("p", "v"), ("t", "d"), ("k", ""), ("k", "v"), ("k", "j"),
)  # fmt: skip
_NOMINALS = {
    "nimisana", "laatusana", "nimisana_laatusana", "nimi", "paikannimi", "etunimi", "sukunimi",
}  # fmt: skip
_VERB = "teonsana"
_VOWELS = "aeiouyåäö"
_LEAST_PART = 4
_ROOT = re.compile(r"\((\w+)\)")

# What a nominal's stem that ends so becomes before endings: ending, then what stands in its place.
_STEMS = (
    ("nen", ("se",)), ("uus", ("uude", "uute")), ("yys", ("yyde", "yyte")), ("mies", ("miehe",)),
    ("s", ("kse", "a", "ä", "i", "de", "te", "e")), ("si", ("te", "de", "se")), ("in", ("ime",)),
    ("ton", ("ttoma",)), ("tön", ("ttömä",)), ("ut", ("ue", "ee")), ("yt", ("ye", "ee")),
    ("i", ("e",)), ("e", ("ee",)), ("l", ("le",)), ("r", ("re",)), ("n", ("me", "ne")),
)  # fmt: skip
# Endings of the singular and plural stem; A stands for a or ä.
_SINGULAR = ("n", "ssA", "A", "tA", "t", "lle", "Vn", "seen", "hVn")
_PLURAL = ("issA", "ille", "iA", "jA", "itA", "ien", "jen", "iden")
# Consonant stems: what the base form's end becomes in the partitive and the old plural genitive.
_CONSONANT = (
    ("nen", ("stA", "sten")), ("us", ("ustA", "usten", "utta", "uksiA")), ("si", ("stA", "sten")),
    ("psi", ("stA", "sten")),
    ("ys", ("ystA", "ysten", "yttA")), ("s", ("stA", "sten", "ttA")), ("ri", ("rtA", "rten")),
    ("ni", ("ntA", "nten")), ("li", ("ltA", "lten")), ("e", ("ettA",)), ("n", ("ntA", "nten")),
    ("l", ("ltA", "lten")), ("r", ("rtA", "rten")), ("t", ("ttA",)),
)  # fmt: skip
_VERBAL = (
    "n", "mme", "vAt", "A", "tAAn", "dAAn", "i", "isi", "neet", "nut", "nyt", "tu", "ty",
    "minen", "misen", "mistA",
)  # fmt: skip


@dataclass(frozen=True)
class Baseforms:
    """A reader of Finnish words: `analyze` is Voikko's, `stem` the search's own stemmer.

    Remembers every word that it has met.
    """

    analyze: Callable[[str], list[dict[str, Any]]]
    stem: Callable[[str], str]
    _read: dict[str, list[tuple[str, bool]]] = field(default_factory=dict, compare=False)
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    _parts: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)
    _guessed: dict[tuple[str, bool], tuple[str, ...]] = field(default_factory=dict, compare=False)
    _paradigms: dict[tuple[str, bool], dict[str, str]] = field(default_factory=dict, compare=False)

    def other_forms(self, word: str) -> tuple[str, ...]:
        """The base forms of a word and their forms, one for each stem but the word's own.

        `kaupungeissa` → `kaupunki`; nothing for a word that Voikko does not know.
        """
        lower = word.lower()
        if lower not in self._known:
            own = self.stem(lower)
            by_stem: dict[str, str] = {}
            for base, is_verb in self._bases(word):
                by_stem = self._paradigm(base, is_verb) | by_stem
            by_stem.pop(own, None)
            self._known[lower] = tuple(by_stem[stem] for stem in sorted(by_stem))
        return self._known[lower]

    def bases(self, word: str) -> tuple[str, ...]:
        """The base forms of a word that carries meaning; nothing for one that is not known."""
        return tuple(base for base, _ in self._bases(word))

    def parts(self, word: str) -> tuple[str, ...]:
        """The nominal parts of a compound: `vammaispalvelujen` → `palvelu`, `vammainen`."""
        lower = word.lower()
        if lower not in self._parts:
            found: set[str] = set()
            for base, _ in self._bases(word):
                for analysis in self.analyze(base):
                    found |= set(_split(base, analysis))
            self._parts[lower] = tuple(sorted(part for part in found if self._is_noun(part)))
        return self._parts[lower]

    def _is_noun(self, part: str) -> bool:
        """Whether it is a base form; Voikko takes `kirjaaminen` for a form of `kirjata`."""
        bases = self._bases(part)
        return (part, False) in bases or (part.endswith("minen") and bool(bases))

    def _bases(self, word: str) -> list[tuple[str, bool]]:
        """Base forms of the words that carry meaning, each with whether it is a verb."""
        if word not in self._read:
            analyses = self.analyze(word) or self.analyze(word.lower())
            found = {
                (str(analysis["BASEFORM"]).lower(), analysis["CLASS"] == _VERB)
                for analysis in analyses
                if "BASEFORM" in analysis and analysis.get("CLASS") in _NOMINALS | {_VERB}
            }
            self._read[word] = sorted(found)
        return self._read[word]

    def _paradigm(self, base: str, is_verb: bool) -> dict[str, str]:
        """By stem the base form, and the guessed forms that Voikko leads back to it."""
        if (base, is_verb) not in self._paradigms:
            by_stem = {self.stem(base): base}
            for form in self._forms(base, is_verb=is_verb):
                by_stem.setdefault(self.stem(form), form)
            self._paradigms[base, is_verb] = by_stem
        return self._paradigms[base, is_verb]

    def _forms(self, base: str, *, is_verb: bool) -> tuple[str, ...]:
        """The forms of a base form that Voikko knows; a compound's are those of its last part."""
        if (base, is_verb) not in self._guessed:
            head, last = (base, "") if is_verb else self._divided(base)
            if last:
                found = tuple(head + form for form in self._forms(last, is_verb=False))
            else:
                guesses = self._verb_forms(base) if is_verb else self._nominal_forms(base)
                found = tuple(dict.fromkeys(guesses))
            self._guessed[base, is_verb] = found
        return self._guessed[base, is_verb]

    def _divided(self, base: str) -> tuple[str, str]:
        """A compound's parts before the last, and the last; all and nothing of another word."""
        for analysis in self.analyze(base):
            pieces = str(analysis.get("STRUCTURE", "")).split("=")
            last = base[-len(pieces[-1]) :]
            if len(pieces) > 2 and last != base and (last, False) in self._bases(last):  # noqa: PLR2004
                return base.removesuffix(last), last
        return base, ""

    def _is_of(self, form: str, base: str) -> bool:
        # With a capital, so that names are known too.
        analyses = self.analyze(form.capitalize())
        return any(str(analysis.get("BASEFORM", "")).lower() == base for analysis in analyses)

    def _nominal_forms(self, base: str) -> Iterator[str]:
        for stem in _nominal_stems(base):
            # Genitive is weak, essive strong: a stem that makes neither is no stem of the word.
            if any(self._is_of(_with(stem, ending), base) for ending in ("n", "nA")):
                yield from self._made(stem, _SINGULAR, base)
        plurals = {plural for stem in _nominal_stems(base) for plural in _plural_stems(stem)}
        for stem in sorted(plurals):
            if any(self._is_of(_with(stem, ending), base) for ending in ("issA", "inA")):
                yield from self._made(stem, _PLURAL, base)
        for ending, replacements in _CONSONANT:
            if base.endswith(ending):
                yield from self._made(base.removesuffix(ending), replacements, base)

    def _verb_forms(self, base: str) -> Iterator[str]:
        for stem in _verb_stems(base):
            yield from self._made(stem, _VERBAL, base)

    def _made(self, stem: str, endings: Iterable[str], base: str) -> Iterator[str]:
        for ending in endings:
            form = _with(stem, ending)
            if self._is_of(form, base):
                yield form


def _split(base: str, analysis: dict[str, Any]) -> Iterator[str]:
    """The parts of a compound as they stand in it, and their own base forms.

    By Voikko's pattern of its letters, `=ppp=pppp`, and its roots, `+vammais(vammainen)`.
    """
    pieces = str(analysis.get("STRUCTURE", "")).split("=")
    lengths = [len(piece.replace("-", "")) for piece in pieces if piece]
    letters = base.replace("-", "")
    if len(lengths) < 2 or sum(lengths) != len(letters):  # noqa: PLR2004 - no compound
        return
    start = 0
    for length in lengths:
        if length >= _LEAST_PART:
            part = letters[start : start + length]
            yield part
            if part.endswith("is"):
                yield part[:-1] + "nen"  # `kirjaamis` of `kirjaaminen`
        start += length
    roots = _ROOT.findall(str(analysis.get("WORDBASES", "")))
    yield from (root.lower() for root in roots if len(root) >= _LEAST_PART)


def _with(stem: str, ending: str) -> str:
    """A stem with an ending in its vowel harmony; V repeats the stem's last letter."""
    harmony = next((c for c in reversed(stem) if c in "aouäöy"), "y")
    low = "a" if harmony in "aou" else "ä"
    return stem + ending.replace("A", low).replace("V", stem[-1:])


def _graded(stem: str) -> Iterator[str]:
    """A vowel stem in both grades of its last consonants, whichever it has."""
    yield stem
    end = len(stem.rstrip(_VOWELS))
    head, tail = stem[:end], stem[end:]
    for strong, weak in _GRADES:
        if head.endswith(strong):
            yield head.removesuffix(strong) + weak + tail
        if head.endswith(weak):
            yield head[: len(head) - len(weak)] + strong + tail


def _nominal_stems(base: str) -> list[str]:
    """The vowel stems that a nominal may have before singular endings, in both grades."""
    stems = [base] if base[-1:] in _VOWELS else []
    for ending, replacements in _STEMS:
        if base.endswith(ending):
            head = base.removesuffix(ending)
            stems += [head + replacement for replacement in replacements]
    return sorted({graded for stem in stems for graded in _graded(stem)})


def _plural_stems(stem: str) -> set[str]:
    """What a vowel stem may become before the plural's i: `kaupunki` → `kaupunke`."""
    head, last = stem[:-1], stem[-1:]
    match last:
        case "a":
            return {head, head + "o"}
        case "ä":
            return {head, head + "ö"}
        case "e":
            return {head, stem}
        case "i":
            return {head + "e", head}
    return {stem}


def _verb_stems(base: str) -> list[str]:
    """The stems that a verb may have by its infinitive: `auttaa` → `autta`, `auta`, `aute`."""
    stems = [base[:-1]]
    if base.endswith(("lla", "llä", "nna", "nnä", "rra", "rrä", "sta", "stä")):
        stems += [base[:-2], base[:-2] + "e"]
    if base.endswith(("da", "dä")):
        stems.append(base[:-2])
    if base.endswith(("ta", "tä")):
        stems += [base[:-2] + base[-1], base[:-2] + "se"]
    graded = {each for stem in stems for each in _graded(stem)}
    passive = {stem[:-1] + "e" for stem in graded if stem[-1:] in "aä"}
    return sorted(graded | passive)


@ByThread  # the stemmer too keeps the word it is at
def baseforms() -> Baseforms | None:
    """This thread's own Finnish, or None where it or one of its parts is not installed."""
    try:
        import snowballstemmer  # noqa: PLC0415 - a site without it builds too
    except ImportError:
        return None
    words = voikko()
    if words is None:
        return None
    return Baseforms(words.analyze, snowballstemmer.stemmer("finnish").stemWord)
