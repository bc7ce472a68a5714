"""BibTeX files as records. The only importer of `pybtex`, which is asked for when a file is read.

Must never know what a record becomes on the site.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from typing import Any

from socomsite.imports.record import Record, library_problem, people, syntax_problem, tidy
from socomsite.problem import Outcome, Problem

_ENTRY = re.compile(r"^\s*@(\w+)\s*[{(]\s*([^,\s]+)\s*,", re.MULTILINE)
_SIGNS = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
    "$": "$",
}
_HELD = {name: chr(0xE000 + number) for number, name in enumerate(_SIGNS)}
_GIVEN_BACK = str.maketrans({_HELD[name]: sign for name, sign in _SIGNS.items()})
_SIGN = re.compile(
    rf"\\({'|'.join(map(re.escape, _SIGNS))})(?:\{{\}}|(?<=[a-z])[ \t]+|(?<=\$)|(?![a-z]))"
)
_LONGEST_ENTRY = 300  # lines in which a field is looked for
_MOST_JOINED = 3000
_MOST_IN_STRINGS = 2_000_000
_NO_ENTRIES = {"comment", "preamble", "string"}
# Ours ← theirs, the first that is given.
_FIELDS = {
    "title": ("title",),
    "subtitle": ("subtitle",),
    "year": ("date", "year"),
    "series": ("series", "journaltitle", "journal"),
    "number": ("number",),
    "publisher": ("publisher", "institution", "school", "organization"),
    "sort": ("type", "howpublished"),
    "isbn": ("isbn",),
    "issn": ("issn",),
    "language_of_work": ("language", "langid"),
    "link": ("url",),
    "summary": ("abstract",),
}
_SORTS = {
    "techreport": "raportti",
    "report": "raportti",
    "book": "kirja",
    "article": "artikkeli",
    "incollection": "artikkeli",
    "inproceedings": "artikkeli",
    "phdthesis": "väitöskirja",
    "mastersthesis": "opinnäytetyö",
    "thesis": "opinnäytetyö",
    "booklet": "esite",
    "manual": "opas",
}


def read_bibtex(text: str, path: str) -> Outcome[tuple[Record, ...]]:
    """The entries of a BibTeX file in its order, and every place where it cannot be read."""
    try:
        from pybtex import errors  # noqa: PLC0415 - only who imports needs it
        from pybtex.database.input.bibtex import Parser  # noqa: PLC0415
        from pybtex.richtext import Text  # noqa: PLC0415
    except ImportError:
        return Outcome((), (library_problem(path, "pybtex"),))

    def plain(latex: str) -> str:
        # latexcodec does not know these signs: they pass through it as letters of private use.
        kept = _SIGN.sub(lambda match: _HELD[match[1]], latex)
        read = str(Text.from_latex(kept)).replace("\u00a0", " ")
        return read.translate(_GIVEN_BACK)

    from pybtex.exceptions import PybtexError  # noqa: PLC0415

    lines = _Lines(text)
    if text.count("#") > _MOST_JOINED:
        return Outcome((), (syntax_problem(path, 1, f"# > {_MOST_JOINED}"),))
    parser = Parser()
    # Strings made of strings double each time: sixty lines would fill any memory.
    parser.macros = _macros(parser.macros)
    with errors.capture() as captured:
        try:
            entries = parser.parse_string(text).entries
        except (PybtexError, RecursionError, ValueError) as error:
            captured.append(error)
            entries = {}
    problems = [_problem(error, lines, path) for error in captured]
    first = {key.casefold(): line for line, key in reversed(lines.starts)}
    records = []
    for key, entry in entries.items():
        line = first.get(key.casefold(), 1)
        try:
            records.append(_record(entry, line, lines, plain))
        except (PybtexError, RecursionError, ValueError, LookupError) as error:
            # Braces that do not match, or a name without a name, show only when they are read.
            problems.append(syntax_problem(path, line, _detail(error)))
    return Outcome(tuple(records), tuple(problems))


def _macros(given: Any) -> Any:  # noqa: ANN401 - pybtex's own
    """The strings that a file defines, of bounded length in all that is made of them."""
    from pybtex.exceptions import PybtexError  # noqa: PLC0415

    class Macros(type(given)):  # type: ignore[misc]  # pybtex ships no types
        used = 0

        def __getitem__(self, name: str) -> str:
            text: str = super().__getitem__(name)
            self.used += len(text)
            if self.used > _MOST_IN_STRINGS:
                raise PybtexError(f"@string {name}")
            return text

    return Macros(given)


class _Lines:
    """The lines of a file, and on which each entry starts."""

    def __init__(self, text: str) -> None:
        self.texts = text.split("\n")
        ends = [match.end() for match in re.finditer("\n", text)]
        self.starts = [
            (bisect_right(ends, match.start(2)) + 1, match[2])
            for match in _ENTRY.finditer(text)
            if match[1].lower() not in _NO_ENTRIES
        ]

    def of(self, field: str, start: int) -> int:
        """The line of a field below the entry's first; the entry's own if it is not found."""
        pattern = re.compile(rf"(?:^|[,\s]){field}\s*=", re.IGNORECASE)
        for number in range(start, min(start + _LONGEST_ENTRY, len(self.texts) + 1)):
            line = self.texts[number - 1]
            if number > start and _ENTRY.match(line):
                break
            if pattern.search(line):
                return number
        return start


def _problem(error: Any, lines: _Lines, path: str) -> Problem:  # noqa: ANN401 - pybtex's own
    line = getattr(error, "lineno", None)
    if line is None:  # a repeated entry: its second place
        key = str(error).rpartition(":")[2].strip().casefold()
        found = [number for number, name in lines.starts if name.casefold() == key]
        line = found[-1] if found else 1
    return syntax_problem(path, line, _detail(error))


def _detail(error: BaseException) -> str:
    said = re.sub(r"^syntax error in line \d+: ", "", str(error))
    return said or type(error).__name__


def _record(entry: Any, line: int, text: _Lines, plain: Callable[[str], str]) -> Record:  # noqa: ANN401 - pybtex's own
    given: Mapping[str, str] = entry.fields
    names = {role: [_name(p, plain) for p in entry.persons.get(role, ())] for role in entry.persons}
    lines, fields = {}, {}
    for ours, theirs in _FIELDS.items():
        found = next((name for name in theirs if given.get(name)), None)
        if found:
            fields[ours] = plain(given[found])
            lines[ours] = text.of(found, line)
    if entry.type in _SORTS:
        fields.setdefault("sort", _SORTS[entry.type])
    authors = people(names.get("author", ()), names.get("editor", ()))
    return Record(line, entry.key, tidy({**fields, "authors": authors}), lines)


def _name(person: Any, plain: Callable[[str], str]) -> str:  # noqa: ANN401 - pybtex's own
    parts = (*person.first_names, *person.middle_names, *person.prelast_names, *person.last_names)
    return " ".join(plain(part) for part in (*parts, *person.lineage_names))
