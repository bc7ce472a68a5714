"""The line under a text field that says how it reads: sentences, their length, a verdict.

Must never know what field it is. For Finnish only, as all advice on plain language.
"""

from __future__ import annotations

from socomsite.checks.plainlanguage import AVERAGE, LONGEST, measure, read_texts
from socomsite.editor import words
from socomsite.language import Language
from socomsite.model.prose import read_prose
from socomsite.model.reader import Reader
from socomsite.problem import Position


def plain_line(text: str, language: Language) -> str:
    """How a text in Finnish reads, told in a language; empty if there is no sentence in it."""
    html = read_prose(Reader(), text, Position("")).value.html
    found = measure(read_texts(html))
    if not found.words:
        return ""
    average = round(found.average)
    verdict = "good" if average <= AVERAGE else "longish" if average <= LONGEST else "long"
    return words.say(
        "plain-line",
        language,
        n=len(found.sentences),
        average=str(average),
        verdict=words.say(f"plain-{verdict}", language),
    )
