"""Which address of today is likely the successor of one that is lost.

Recognised are: the same content at another address; the same file under another name; and among
what is new since the ledger, the same title, the same last word, or one much like it. Never a
guess: two that are equally like, or that differ in a number such as a year, are left to a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import PurePosixPath

from socomsite.model.ledger import Addresses, Line, What

#: How like a likely successor is, and how far the next must be behind it.
LIKELY, APART = 0.8, 0.1
#: How like it must be for a person to be asked whether it is meant.
ASKED, MOST_ASKED = 0.6, 3
#: Comparisons letter by letter in one build: more are lost at once only where whole parts of a site
#: go, and then nobody is helped by likeness.
MOST_COMPARED = 50_000
_FEED = "atom.xml"


@dataclass(frozen=True)
class Likely:
    """The successor of a lost address if there is a likely one, else those to ask about."""

    line: Line | None
    asked: tuple[str, ...] = ()


@dataclass
class Likeness:
    """Looks for successors among the addresses of a build; counts what it compares."""

    live: Addresses
    ledger: Addresses
    compared: int = field(default=0)

    def of(self, lost: Line) -> Likely:
        """The successor of a lost address, or those that a person may mean."""
        if lost.key.startswith("files/"):
            return self._of_file(lost)
        own = self.live.pages.get(lost.key)
        if own is not None:
            return Likely(self._feed_above(lost, own) if lost.what is What.FEED else own)
        if lost.what in {What.FILE, What.FEED}:
            return Likely(None)  # it goes where its page goes, once somebody has said where
        return self._like(lost, self._new_pages.get(lost.language, ()))

    def _feed_above(self, lost: Line, own: Line) -> Line:
        """The nearest feed above a lost one, else the page that it followed."""
        above = lost.address.rpartition("/")[0]
        while above:
            above = above.rpartition("/")[0]
            feed = self.live.get(f"{above}/{_FEED}")
            if feed is not None:
                return feed
        return own

    def _of_file(self, lost: Line) -> Likely:
        same = [line for line in self._new_files if line.name == lost.name and lost.name]
        if len(same) == 1:
            return Likely(same[0])
        suffix = PurePosixPath(lost.address).suffix
        named = (line for line in self._new_files if PurePosixPath(line.address).suffix == suffix)
        return self._like(lost, list(named))

    @cached_property
    def _new_pages(self) -> Mapping[str, list[Line]]:
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.live.pages.values():
            if line.address not in self.ledger:
                found[line.language].append(line)
        return found

    @cached_property
    def _new_files(self) -> list[Line]:
        return [
            line
            for line in self.live.lines.values()
            if line.key.startswith("files/") and line.address not in self.ledger
        ]

    def _like(self, lost: Line, new: Iterable[Line]) -> Likely:
        scored = sorted(
            ((score, line) for line in new if (score := self._score(lost, line)) >= ASKED),
            key=lambda pair: (-pair[0], pair[1].address),
        )
        if not scored:
            return Likely(None)
        best, line = scored[0]
        next_best = scored[1][0] if scored[1:] else 0.0
        if best >= LIKELY and best - next_best >= APART and _numbers(lost) == _numbers(line):
            return Likely(line)
        return Likely(None, tuple(each.address for _, each in scored[:MOST_ASKED]))

    def _score(self, lost: Line, line: Line) -> float:
        """How like two are, from 0 to 1: their titles or the last words of their addresses."""
        words = _last_word(lost.address), _last_word(line.address)
        names = () if lost.key.startswith("files/") else (lost.name, line.name)
        if words[0] == words[1] or (names and names[0].casefold() == names[1].casefold()):
            return 1.0
        if self.compared >= MOST_COMPARED:
            return 0.0
        self.compared += 1
        pairs = [words, (names[0].casefold(), names[1].casefold())] if names else [words]
        return max(_ratio(*pair) for pair in pairs)


def _last_word(address: str) -> str:
    word = address.rstrip("/").rpartition("/")[2]
    return PurePosixPath(word).stem.casefold()


def _numbers(line: Line) -> list[str]:
    name = "" if line.key.startswith("files/") else line.name
    return re.findall(r"\d+", f"{_last_word(line.address)} {name}")


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ASKED or matcher.quick_ratio() < ASKED:
        return 0.0
    return matcher.ratio()
