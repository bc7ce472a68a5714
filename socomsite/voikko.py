"""Voikko, the Finnish language library: what its words are and where they break.

The only importer of `libvoikko`, which needs the system's own library and dictionary. Must never
know what the words are for.
"""

from __future__ import annotations

from typing import Any, Protocol

from socomsite.bythread import ByThread


class Voikko(Protocol):
    """What we ask of Voikko."""

    def analyze(self, word: str) -> list[dict[str, Any]]:
        """The readings of a word, each as Voikko describes it."""

    def getHyphenationPattern(self, word: str) -> str:  # noqa: N802 - its own name
        """A sign for each letter of a word: `-` where it may break before the letter."""


@ByThread  # two threads that ask one Voikko at once destroy its memory
def voikko() -> Voikko | None:
    """This thread's own Finnish, or None where Voikko or its dictionary is not installed."""
    try:
        import libvoikko  # noqa: PLC0415 - a site without it builds too
    except ImportError:
        return None
    try:
        made: Any = libvoikko.Voikko("fi")
    except (OSError, libvoikko.VoikkoException):
        return None  # the system lacks the library or its Finnish words
    made.setNoUglyHyphenation(True)  # no line begins or ends with a lone vowel of a longer word
    found: Voikko = made
    return found


def breaks(word: str) -> tuple[int, ...] | None:
    """Where a Finnish word may break, as the numbers of letters before each place; None without."""
    found = voikko()
    if found is None:
        return None
    pattern = found.getHyphenationPattern(word)
    return tuple(place for place, sign in enumerate(pattern) if sign == "-")
