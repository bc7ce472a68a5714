"""Which address of today is likely the successor of one that is lost.

Recognised are: the same content at another address; the same file under another name; and among
what is new since the ledger, the same title, the same last word, or one much like it. Never a
guess: two that are equally like, or that differ in a number such as a year, are left to a person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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
MOST_COMPARED = 20_000
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
        if _is_file(lost):
            return self._of_file(lost)
        own = self.live.pages.get(lost.key)
        if own is not None:
            return Likely(self._feed_above(lost, own) if lost.what is What.FEED else own)
        if lost.what in {What.FILE, What.FEED}:
            return Likely(None)  # it goes where its page goes, once somebody has said where
        return self._like(lost, self._new_pages.get(lost.language, _New()))

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
        same = self._new_files.by_name.get(lost.name, [])
        if len(same) == 1:
            return Likely(same[0])
        suffix = PurePosixPath(lost.address).suffix
        new = self._new_files.lines
        return self._like(lost, _New([n for n in new if PurePosixPath(n.address).suffix == suffix]))

    @cached_property
    def _new_pages(self) -> Mapping[str, _New]:
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.live.pages.values():
            if line.address not in self.ledger:
                found[line.language].append(line)
        return {language: _New(lines) for language, lines in found.items()}

    @cached_property
    def _new_files(self) -> _New:
        lines = self.live.lines.values()
        return _New([n for n in lines if _is_file(n) and n.address not in self.ledger])

    def _like(self, lost: Line, new: _New) -> Likely:
        alike = {line.address: line for line in new.by_word.get(_last_word(lost.address), ())}
        alike |= {line.address: line for line in new.by_name.get(_name(lost), ())}
        scored = [(1.0, line) for line in alike.values()] or self._compared(lost, new)
        scored.sort(key=lambda pair: (-pair[0], pair[1].address))
        if not scored:
            return Likely(None)
        best, line = scored[0]
        next_best = scored[1][0] if scored[1:] else 0.0
        if best >= LIKELY and best - next_best >= APART and _numbers(lost) == _numbers(line):
            return Likely(line)
        return Likely(None, tuple(each.address for _, each in scored[:MOST_ASKED]))

    def _compared(self, lost: Line, new: _New) -> list[tuple[float, Line]]:
        """Those that are somewhat like a lost address, letter by letter, with how like they are."""
        if self.compared + len(new.lines) > MOST_COMPARED:
            return []
        self.compared += len(new.lines)
        scored = []
        for line in new.lines:
            words = _ratio(_last_word(lost.address), _last_word(line.address))
            names = 0.0 if _is_file(line) else _ratio(_name(lost), _name(line))
            score = max(words, names)
            if score >= ASKED:
                scored.append((score, line))
        return scored


@dataclass(frozen=True)
class _New:
    """Addresses that the ledger does not have yet."""

    lines: Sequence[Line] = ()

    @cached_property
    def by_word(self) -> Mapping[str, list[Line]]:
        return _grouped(self.lines, lambda line: _last_word(line.address))

    @cached_property
    def by_name(self) -> Mapping[str, list[Line]]:
        return _grouped(self.lines, _name)


def _grouped(lines: Iterable[Line], key: Callable[[Line], str]) -> Mapping[str, list[Line]]:
    found: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        if key(line):
            found[key(line)].append(line)
    return found


def _is_file(line: Line) -> bool:
    return line.key.startswith("files/")


def _name(line: Line) -> str:
    """The title to compare; a file's name is a digest, and only the same or another."""
    return line.name.casefold()


def _last_word(address: str) -> str:
    word = address.rstrip("/").rpartition("/")[2]
    return PurePosixPath(word).stem.casefold()


def _numbers(line: Line) -> set[str]:
    name = "" if _is_file(line) else line.name
    return set(re.findall(r"\d+", f"{_last_word(line.address)} {name}"))


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < ASKED or matcher.quick_ratio() < ASKED:
        return 0.0
    return matcher.ratio()
