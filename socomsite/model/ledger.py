"""The ledger: every address that was ever published, as sorted text beside `site.yaml`.

Knows how a line is written and read; must never know how an address is looked after.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote

from socomsite.model.textfile import read_text
from socomsite.problem import Outcome, Position, Problem, problem

FILE = "ledger.txt"
#: A site of a hundred thousand addresses has some ten million bytes.
LARGEST = 100_000_000
_BETWEEN = " | "
_PARTS = 4
# What would end a word, a line or a path, and the sign with which it is written instead.
_UNWRITTEN = re.compile(r"[\s\x00-\x20\x7f%#?|]")


class What(StrEnum):
    """What answers at an address, or answered there last."""

    PAGE = "page"
    FILE = "file"
    FEED = "feed"
    ANCHOR = "anchor"
    REDIRECT = "redirect"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Line:
    """An address, what it is, the content that has it and what it is called.

    `key` is the content file's folder and name, `projects/pro-sos` or `news/a.sv`; of a redirect,
    that of the page to which it leads; `-` where no content has it. `name` is the title, of an
    attachment its digest, of what is gone the day and the reason. `number` is the line in the file.
    """

    address: str
    what: What
    key: str
    name: str = ""
    number: int = field(default=0, compare=False)

    @property
    def is_anchor(self) -> bool:
        """Whether this is a place within a page."""
        return "#" in self.address

    @property
    def page(self) -> str:
        """The address without its anchor."""
        return self.address.partition("#")[0]

    @property
    def language(self) -> str:
        """The suffix of the content file's language, empty for the site's own."""
        return "" if self.key.startswith("files/") else self.key.partition(".")[2]

    def __str__(self) -> str:
        """The line as it stands in the file."""
        name = " ".join(self.name.split())
        parts = (self.address, self.what.value, self.key, *([name] if name else []))
        return _BETWEEN.join(parts)


@dataclass(frozen=True)
class Addresses:
    """Addresses with their lines: those of the ledger, or those of one build."""

    lines: Mapping[str, Line] = field(default_factory=dict)

    @staticmethod
    def of(lines: Iterable[Line]) -> Addresses:
        """Lines in the order of their addresses; of an address given twice, the last counts."""
        by_address = {line.address: line for line in lines}
        return Addresses(dict(sorted(by_address.items())))

    def __contains__(self, address: object) -> bool:
        """Whether an address is among these, letter by letter."""
        return address in self.lines

    def get(self, address: str) -> Line | None:
        """The line of an address."""
        return self.lines.get(address)

    @cached_property
    def pages(self) -> Mapping[str, Line]:
        """The first page of each content, by its key."""
        found: dict[str, Line] = {}
        for line in self.lines.values():
            if line.what is What.PAGE:
                found.setdefault(line.key, line)
        return found

    @cached_property
    def beside(self) -> Mapping[str, tuple[Line, ...]]:
        """The files that stand in the folder of a page, by the page's address."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines.values():
            if line.what in {What.FILE, What.FEED}:
                found[line.address.rpartition("/")[0] + "/"].append(line)
        return {address: tuple(lines) for address, lines in found.items()}


def written(path: str) -> str:
    """The address of an output path as it is written: `hankkeet/index.html` → `/hankkeet/`.

    Letters such as ä stay; what would break a line or an address is written as `%20`.
    """
    plain = path.removesuffix("index.html") if _is_page(path) else path
    return "/" + _UNWRITTEN.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), plain)


def _is_page(path: str) -> bool:
    return path == "index.html" or path.endswith("/index.html")


def path_of(address: str) -> str:
    """The output path of an address without anchor: `/hankkeet/` → `hankkeet/index.html`."""
    plain = unquote(address.lstrip("/"))
    return f"{plain}index.html" if plain.endswith("/") or not plain else plain


def text_of_ledger(addresses: Addresses, head: str) -> str:
    """The text of the file: one line of explanation, then a line for each address, sorted."""
    return "\n".join([f"# {head}", *map(str, addresses.lines.values())]) + "\n"


def read_ledger(root: Path) -> Outcome[Addresses | None]:
    """The ledger of a site, or None if it has none or it cannot be read.

    Order and repetition do not matter, so that two people's additions can be merged as text.
    Problems: those of reading a file, and `ledger-line` for each line that is no address.
    """
    file = root / FILE
    if not file.is_file() and not file.is_symlink():
        return Outcome(None)
    text = read_text(file, root, FILE, LARGEST)
    if text.value is None:
        return Outcome(None, text.problems)
    lines: list[Line] = []
    problems: list[Problem] = []
    for number, written_line in enumerate(text.value.split("\n"), start=1):
        if not written_line.strip() or written_line.startswith("#"):
            continue
        line = _read(written_line, number)
        if line is None:
            problems.append(problem(Position(FILE, number, 1), "ledger-line"))
        else:
            lines.append(line)
    return Outcome(None if problems else Addresses.of(lines), tuple(problems))


def _read(text: str, number: int) -> Line | None:
    address, *rest = text.rstrip().split(_BETWEEN, _PARTS - 1)
    kinds = {what.value: what for what in What}
    if not address.startswith("/") or len(rest) < 2 or rest[0] not in kinds:  # noqa: PLR2004 - what and key
        return None
    return Line(address, kinds[rest[0]], rest[1], rest[2] if rest[2:] else "", number)
