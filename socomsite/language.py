"""The three languages of the site, their alphabetical order, and slugs.

Knows nothing of content or templates.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Language(StrEnum):
    """A language that content, interface and messages come in; the value is its BCP 47 tag."""

    FI = "fi"
    SV = "sv"
    EN = "en"


#: The languages by their tags, for what was kept as plain text.
BY_TAG: Mapping[str, Language] = {each.value: each for each in Language}


@dataclass(frozen=True, slots=True, order=True)
class Words:
    """The same words in the three languages."""

    fi: str
    sv: str
    en: str

    def in_language(self, language: Language) -> str:
        """The words in one language."""
        return str(getattr(self, language.value))


# Letters that fi and sv sort after z, and letters they sort as another one (SFS 4600).
_NORDIC = {"å": "z{", "ä": "z|", "æ": "z|", "ö": "z}", "ø": "z}", "ü": "y"}
# Letters that have no accent to take off, and what they come under in English.
_ENGLISH = str.maketrans({"æ": "a", "ø": "o"})
_NUMBER = re.compile(r"[0-9]+")
_SLUGGED = re.compile(r"[a-z0-9]+")


def _plain(text: str) -> str:
    """The text without accents: é → e, ä → a."""
    if text.isascii():
        return text
    # The letters of the site's own languages, of which nearly all texts are made, come apart so.
    text = text.replace("ä", "a").replace("ö", "o").replace("å", "a")
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _by_value(match: re.Match[str]) -> str:
    """Digits so that their order as text is that of the numbers: how many there are, then they."""
    digits = match[0].lstrip("0")
    return f"{len(digits):03d}{digits}"


def slug(text: str) -> str:
    """A key or an address part: a–z, 0–9 and single hyphens; ä → a, ö → o, å → a.

    Empty if the text holds no letter or digit of the Latin alphabet.
    """
    folded = _plain(text.lower()).replace("ß", "ss").replace("æ", "ae").replace("ø", "o")
    return "-".join(_SLUGGED.findall(folded))


@lru_cache(maxsize=1024)
def _nordic(letter: str) -> str:
    return _NORDIC.get(letter) or _plain(letter)


def collation_key(text: str, language: Language) -> str:
    """The sort key of a text: å ä ö last in fi and sv, numbers by value, case without weight."""
    letters = unicodedata.normalize("NFC", text.casefold())
    if language is not Language.EN:
        letters = "".join(map(_nordic, letters))
    else:
        letters = _plain(letters.translate(_ENGLISH))
    # Numbers before punctuation: the point of 1.10 keeps its two numbers apart.
    words = re.sub(r"[^\w\s{|}]", "", _NUMBER.sub(_by_value, letters))
    return " ".join(words.split())


def initial(text: str, language: Language) -> str:
    """The letter under which a text stands in an index, or `0–9` if it begins with none."""
    key = collation_key(text, language)
    if not key[:1].isalpha():
        return "0–9"
    return {"z{": "Å", "z|": "Ä", "z}": "Ö"}.get(key[:2], key[:1].upper())
