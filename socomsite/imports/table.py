"""CSV files as records: one work a row, columns named as fields or as people call them.

Must never know what a record becomes on the site.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from socomsite.imports.record import Record, Value, people, syntax_problem, tidy
from socomsite.language import Language, slug
from socomsite.model.description import FieldDescription, describe
from socomsite.model.kinds import Publication
from socomsite.model.labels import label_of
from socomsite.model.mistakes import near
from socomsite.problem import Outcome, Position, Problem, problem

_DELIMITERS = ";,\t"
_MOST_COLUMNS = 200
_AUTHORS = "authors"


def read_table(text: str, path: str) -> Outcome[tuple[Record, ...]]:
    """The rows of a CSV file (RFC 4180; `,`, `;` or tab) below its header of column names."""
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[Record] = []
    problems: list[Problem] = []
    columns: list[str | None] = []
    start = 1
    try:
        for row in reader:
            if len(row) > _MOST_COLUMNS:
                problems.append(syntax_problem(path, start, f"{len(row)} > {_MOST_COLUMNS}"))
                break
            if not columns:
                columns = [_field_of(name) for name in row]
                problems += _unknown(row, columns, path)
            elif len(row) > len(columns):
                problems.append(syntax_problem(path, start, delimiter.join(row[len(columns) :])))
            elif any(cell.strip() for cell in row):
                records.append(_record(dict(zip(columns, row, strict=False)), start))
            start = reader.line_num + 1
    except csv.Error as error:
        problems.append(syntax_problem(path, start, str(error)))
    return Outcome(tuple(records), tuple(problems))


def _fields() -> Mapping[str, FieldDescription]:
    return {field.name: field for field in describe(Publication)}


def _names() -> Iterator[tuple[str, str]]:
    """Every name of a column, folded, and the field it fills."""
    for field in _fields():
        yield slug(field), field
        label = label_of(Publication.folder, field).name
        yield from ((slug(label.in_language(language)), field) for language in Language)


def _field_of(name: str) -> str | None:
    return dict(reversed(list(_names()))).get(slug(name))


def _unknown(header: list[str], columns: list[str | None], path: str) -> Iterator[Problem]:
    known = tuple(_fields())
    for name, field in zip(header, columns, strict=True):
        if field is None:
            place = Position(path, 1, 1)
            yield problem(place, "import-column", near=near(name, known), name=name)


def _record(cells: Mapping[str | None, str], line: int) -> Record:
    fields: dict[str, Value] = {}
    for name, cell in cells.items():
        if name == _AUTHORS:
            fields[name] = people(cell.split(";"), ())
        elif name and _fields()[name].is_list:
            parts = (part.strip() for part in re.split(r"[;,]", cell))
            fields[name] = [part for part in parts if part]
        elif name:
            fields[name] = cell
    return Record(line, "", tidy(fields), {})
