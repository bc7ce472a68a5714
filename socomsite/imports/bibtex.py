"""BibTeX files as records. The only importer of `pybtex`, which is asked for when a file is read.

Must never know what a record becomes on the site.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
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

    with errors.capture() as captured:
        entries = Parser().parse_string(text).entries
    lines = {key.casefold(): line for line, key in reversed(list(_starts(text)))}
    problems = tuple(_problem(error, text, path) for error in captured)
    records = tuple(
        _record(entry, lines.get(key.casefold(), 1), text, plain) for key, entry in entries.items()
    )
    return Outcome(records, problems)


def _starts(text: str) -> Iterator[tuple[int, str]]:
    """The line and key of each entry."""
    for match in _ENTRY.finditer(text):
        if match[1].lower() not in _NO_ENTRIES:
            yield text.count("\n", 0, match.start(2)) + 1, match[2]


def _problem(error: Any, text: str, path: str) -> Problem:  # noqa: ANN401 - pybtex's own
    detail = str(error)
    line = getattr(error, "lineno", None)
    if line is None:  # a repeated entry: its second place
        key = detail.rpartition(":")[2].strip().casefold()
        line = [n for n, name in _starts(text) if name.casefold() == key][-1:] or [1]
        line = line[0]
    return syntax_problem(path, line, re.sub(r"^syntax error in line \d+: ", "", detail))


def _record(entry: Any, line: int, text: str, plain: Callable[[str], str]) -> Record:  # noqa: ANN401 - pybtex's own
    given: Mapping[str, str] = entry.fields
    names = {role: [_name(p, plain) for p in entry.persons.get(role, ())] for role in entry.persons}
    lines, fields = {}, {}
    for ours, theirs in _FIELDS.items():
        found = next((name for name in theirs if given.get(name)), None)
        if found:
            fields[ours] = plain(given[found])
            lines[ours] = _line_of(found, line, text)
    if entry.type in _SORTS:
        fields.setdefault("sort", _SORTS[entry.type])
    authors = people(names.get("author", ()), names.get("editor", ()))
    return Record(line, entry.key, tidy({**fields, "authors": authors}), lines)


def _name(person: Any, plain: Callable[[str], str]) -> str:  # noqa: ANN401 - pybtex's own
    parts = (*person.first_names, *person.middle_names, *person.prelast_names, *person.last_names)
    return " ".join(plain(part) for part in (*parts, *person.lineage_names))


def _line_of(field: str, start: int, text: str) -> int:
    """The line of a field below the entry's first; the entry's own if it is not found."""
    pattern = re.compile(rf"(?:^|[,\s]){field}\s*=", re.IGNORECASE)
    for number, line in enumerate(text.split("\n")[start - 1 :], start=start):
        if number > start and _ENTRY.match(line):
            break
        if pattern.search(line):
            return number
    return start
