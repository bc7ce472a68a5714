"""A work as another program describes it, on its way to a publication card.

Knows which field of a publication each part becomes; must never know a file format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from socomsite.problem import Position as Place
from socomsite.problem import Problem, problem

Value = str | list["Value"] | dict[str, "Value"]
EDITOR = "toimittaja"
_YEARS = re.compile(r"(\d{4})\s*(?:-{1,3}|–)\s*(\d{4})")


@dataclass(frozen=True)
class Record:
    """One work: its key in the file, if any, its fields, and the lines on which they stand."""

    line: int
    key: str
    fields: Mapping[str, Value]
    lines: Mapping[str, int]

    def line_of(self, field: str) -> int:
        """The line of a field, else the record's first."""
        return self.lines.get(field, self.line)

    def text(self, field: str) -> str:
        """The text of a field, empty if it has none."""
        value = self.fields.get(field, "")
        return value if isinstance(value, str) else ""


def tidy(fields: Mapping[str, Value]) -> dict[str, Value]:
    """The fields that say something; a span of years is two."""
    kept: dict[str, Value] = {}
    for name, value in fields.items():
        text = " ".join(value.split()) if isinstance(value, str) else value
        if text:
            kept[name] = text
    year = kept.get("year")
    if isinstance(year, str) and (span := _YEARS.fullmatch(year)):
        kept |= {"year": span[1], "last_year": span[2]}
    return kept


def natural_name(name: str) -> str:
    """`Aalto, Anna` as `Anna Aalto`; others as they are."""
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}".strip() if comma else name.strip()


def people(authors: Iterable[str], editors: Iterable[str]) -> list[Value]:
    """Authors by name, then editors with their role."""
    found: list[Value] = [name for name in map(natural_name, authors) if name]
    found.extend({"name": n, "role": EDITOR} for n in map(natural_name, editors) if n)
    return found


def syntax_problem(path: str, line: int, detail: str) -> Problem:
    """That a file cannot be read at a line, in its parser's words."""
    return problem(Place(path, line, 1), "import-syntax", detail=detail.strip().rstrip("."))


def library_problem(path: str, library: str) -> Problem:
    """That the library which reads the file is not installed."""
    return problem(Place(path), "import-library", library=library)
