"""RIS files as records. The only importer of `rispy`, which is asked for when a file is read.

Must never know what a record becomes on the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from socomsite.imports.record import Record, library_problem, people, syntax_problem, tidy
from socomsite.problem import Outcome, Problem

_TAG = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?$")
_ISSN_SIGNS = 8
# Ours ← theirs, by rispy's names and the tags that they stand for, the first that is given.
_FIELDS = {
    "title": (("title", "TI"), ("primary_title", "T1")),
    "year": (("date", "DA"), ("year", "PY"), ("publication_year", "Y1")),
    "series": (("tertiary_title", "T3"), ("secondary_title", "T2"), ("journal_name", "JO")),
    "number": (("number", "IS"),),
    "publisher": (("publisher", "PB"),),
    "sort": (("type_of_work", "M3"),),
    "language_of_work": (("language", "LA"),),
    "summary": (("abstract", "AB"), ("notes_abstract", "N2")),
    "link": (("urls", "UR"),),
}
_SORTS = {
    "RPRT": "raportti",
    "BOOK": "kirja",
    "JOUR": "artikkeli",
    "CHAP": "artikkeli",
    "CONF": "artikkeli",
    "THES": "opinnäytetyö",
    "PAMP": "esite",
}


@dataclass(frozen=True)
class _Block:
    """The lines of one record: the first, and the line of each tag's first use."""

    line: int
    tags: Mapping[str, int]
    is_ended: bool


def read_ris(text: str, path: str) -> Outcome[tuple[Record, ...]]:
    """The records of a RIS file in its order, and every place where it cannot be read."""
    try:
        import rispy  # noqa: PLC0415 - only who imports needs it
    except ImportError:
        return Outcome((), (library_problem(path, "rispy"),))
    problems = list(_problems(text, path))
    if problems:
        return Outcome((), tuple(problems))
    entries = rispy.loads(text)
    pairs = zip(entries, _blocks(text), strict=True)
    return Outcome(tuple(_record(entry, block) for entry, block in pairs))


def _blocks(text: str) -> list[_Block]:
    found: list[_Block] = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _TAG.match(line.strip())
        if match and match[1] == "TY":
            found.append(_Block(number, {}, is_ended=False))
        elif match and found:
            last = found[-1]
            tags = {match[1]: number} | dict(last.tags)
            found[-1] = _Block(last.line, tags, is_ended=last.is_ended or match[1] == "ER")
    return found


def _problems(text: str, path: str) -> Iterator[Problem]:
    """What rispy would pass over in silence: lines outside a record, records without an end."""
    is_open = False
    for number, line in enumerate(text.split("\n"), start=1):
        match = _TAG.match(line.strip())
        tag = match[1] if match else ""
        if line.strip() and not is_open and tag != "TY":
            yield syntax_problem(path, number, f"TY: {line.strip()[:40]}")
            return
        is_open = (is_open or tag == "TY") and tag != "ER"
    for block in _blocks(text):
        if not block.is_ended:
            yield syntax_problem(path, block.line, "ER?")


def _record(entry: Mapping[str, Any], block: _Block) -> Record:
    fields: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for ours, theirs in _FIELDS.items():
        for name, tag in theirs:
            value = entry.get(name)
            text = value[0] if isinstance(value, list) and value else value
            if text and ours not in fields:
                fields[ours] = _day(str(text)) if ours == "year" else str(text)
                lines[ours] = block.tags.get(tag, block.line)
    if number := entry.get("issn"):
        signs = re.sub(r"[^\dXx]", "", str(number))
        ours = "issn" if len(signs) == _ISSN_SIGNS else "isbn"
        fields[ours], lines[ours] = str(number), block.tags.get("SN", block.line)
    if (kind := str(entry.get("type_of_reference"))) in _SORTS:
        fields.setdefault("sort", _SORTS[kind])
    authors = [*entry.get("first_authors", ()), *entry.get("authors", ())]
    fields["authors"] = people(authors, entry.get("secondary_authors", ()))
    return Record(block.line, str(entry.get("id", "")), tidy(fields), lines)


def _day(text: str) -> str:
    """`2008/05/12/` as `2008-05-12`, `2008///` as `2008`."""
    return "-".join(part for part in text.split("/")[:3] if part.strip())
