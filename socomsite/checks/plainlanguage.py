"""Advice on plain Finnish: long sentences, long words, jargon, abbreviations never opened.

Only advice, and only when asked. Reads the graph and the files' texts; must never know templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from socomsite.checks.plainwords import plain_words
from socomsite.checks.sentences import sentences, words_of
from socomsite.language import Language
from socomsite.model.blocks import blocks
from socomsite.model.fields import Prose
from socomsite.model.graph import Graph
from socomsite.model.places import Places
from socomsite.model.schema import Entry, values_of
from socomsite.problem import Position, Problem, Severity, problem

#: What a page should keep to: words in a sentence on average and at most, and long words of all.
AVERAGE, LONGEST, SHARE = 12, 20, 15
_LONG_WORD = 14
_FEWEST_WORDS = 30
_SHOWN = 3
_READ_ELEMENTS = frozenset({"p", "li", "dd", "blockquote", "div"})
# The words of a link are a name, and those of a quotation are another's.
_NAMED = re.compile(r"<a [^>]*>.*?</a>|<blockquote.*?</blockquote>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a text reads: the higher its score, the harder.

    The score has the form of LIX (Björnsson 1968), words per sentence plus the per cent of long
    words; a long word has fourteen letters, since half of Finnish has the six of LIX.
    """

    sentences: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def average(self) -> float:
        """Words per sentence."""
        return len(self.words) / max(1, len(self.sentences))

    @property
    def longest(self) -> str:
        """The sentence with most words; empty if there is none."""
        return max(self.sentences, key=lambda each: len(words_of(each)), default="")

    @property
    def long_words(self) -> tuple[str, ...]:
        """The long words as they stand in the text, each once, longest first."""
        found = dict.fromkeys(word for word in self.words if _length(word) >= _LONG_WORD)
        return tuple(sorted(found, key=_length, reverse=True))

    @property
    def share(self) -> float:
        """The per cent of long words."""
        long = sum(_length(word) >= _LONG_WORD for word in self.words)
        return 100 * long / max(1, len(self.words))

    @property
    def score(self) -> float:
        """How hard the text is to read."""
        return self.average + self.share


@dataclass(frozen=True, slots=True)
class Reading:
    """An entry with its measure and the advice on it."""

    entry: Entry
    measure: Measure
    advice: tuple[Problem, ...]

    @property
    def is_short(self) -> bool:
        """Whether there is too little text to measure."""
        return len(self.measure.words) < _FEWEST_WORDS


def measure(texts: tuple[str, ...]) -> Measure:
    """The measure of paragraphs of Finnish."""
    found = tuple(sentence for text in texts for sentence in sentences(text))
    return Measure(found, tuple(word for sentence in found for word in words_of(sentence)))


def readings(graph: Graph, files: Mapping[str, str]) -> tuple[Reading, ...]:
    """Every Finnish entry with the advice on its text, hardest first; the shortest texts last.

    `files` are the files' texts by path. Advice: `plain-sentences`, `plain-words`,
    `plain-jargon`, `plain-abbreviation`.
    """
    found = []
    for versions in graph.entries.values():
        entry = versions.get(Language.FI)
        if entry is not None and entry.origin.path:
            places = Places(files.get(entry.origin.path, ""), Position(entry.origin.path, 1, 1))
            measured = measure(_texts(entry))
            found.append(Reading(entry, measured, tuple(_advice(entry, measured, places))))
    found.sort(key=lambda each: (each.is_short, -each.measure.score, each.entry.origin))
    return tuple(found)


def average_of(found: tuple[Reading, ...]) -> float:
    """Words per sentence in all that was read."""
    spoken = sum(len(each.measure.sentences) for each in found)
    return sum(len(each.measure.words) for each in found) / max(1, spoken)


def read_texts(html: str) -> tuple[str, ...]:
    """The paragraphs and list items of prose: what one reads sentence by sentence."""
    return tuple(each.text for each in blocks(html) if each.element in _READ_ELEMENTS)


def _texts(entry: Entry, *, with_names: bool = True) -> tuple[str, ...]:
    """The paragraphs and list items of an entry, its summary first."""
    summary = getattr(entry, "summary", None)
    texts = [summary] if isinstance(summary, str) else []
    for _, prose in values_of(entry, Prose):
        html = prose.html if with_names else _NAMED.sub(" ", prose.html)
        texts += read_texts(html)
    return tuple(texts)


def _advice(entry: Entry, measured: Measure, places: Places) -> Iterator[Problem]:
    if len(measured.words) >= _FEWEST_WORDS:
        yield from _on_length(measured, places)
    yield from _on_jargon("\n".join(_texts(entry, with_names=False)), places)
    yield from _on_abbreviations("\n".join(_texts(entry)), places)


def _on_length(measured: Measure, places: Places) -> Iterator[Problem]:
    longest = len(words_of(measured.longest))
    if measured.average > AVERAGE or longest > LONGEST:
        here, average = places.of_passage(measured.longest), round(measured.average)
        yield problem(
            here, "plain-sentences", severity=Severity.ADVICE, average=average, longest=longest
        )
    if measured.share > SHARE:
        shown = measured.long_words[:_SHOWN]
        yield problem(
            places.of_passage(shown[0]),
            "plain-words",
            severity=Severity.ADVICE,
            share=round(measured.share),
            words=", ".join(shown),
        )


def _on_jargon(text: str, places: Places) -> Iterator[Problem]:
    found = [(match, each) for each in plain_words().jargon if (match := each.form.search(text))]
    found.sort(key=lambda pair: pair[0].start())
    if found:
        listed = "; ".join(f"{each.word} → {each.instead}" for _, each in found[:_SHOWN])
        here = _place(places, text, found[0][0])
        yield problem(here, "plain-jargon", severity=Severity.ADVICE, list=listed)


def _on_abbreviations(text: str, places: Places) -> Iterator[Problem]:
    found = []
    for each in plain_words().abbreviations:
        match = each.form.search(text)
        if match and not (each.opened and each.opened.search(text)):
            found.append((match, each))
    found.sort(key=lambda pair: pair[0].start())
    if found:
        listed = "; ".join(f"{each.short} = {each.long}" for _, each in found[:_SHOWN])
        here = _place(places, text, found[0][0])
        yield problem(here, "plain-abbreviation", severity=Severity.ADVICE, list=listed)


def _place(places: Places, text: str, found: re.Match[str]) -> Position:
    """Where a word stands, known by the words after it; else where it stands first."""
    here = places.of_passage(text[found.start() :].partition("\n")[0])
    return places.of_passage(found[0]) if here == places.start else here


def _length(word: str) -> int:
    """The letters of a word's longest part: a hyphen lets the reader breathe."""
    return max(len(part) for part in word.replace("–", "-").split("-"))
