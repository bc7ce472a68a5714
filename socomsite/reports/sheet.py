"""A report in words: a title, some sentences, tables; as lines of text and as an HTML page.

Also any report as plain data for JSON. Must never know which report it shows.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from socomsite.dates import PartialDate
from socomsite.formats.rendering import Renderer
from socomsite.formats.template import Templates
from socomsite.language import Language
from socomsite.problem import Outcome, Position

TEMPLATE = "staff/report.html"
#: Changes when a program that reads the JSON would have to.
JSON_VERSION = 1
_GAP = "  "
_WIDEST = 72


@dataclass(frozen=True)
class Row:
    """A row of a table; `state` is an identifier by which it is coloured, if any."""

    cells: tuple[str, ...]
    state: str = ""


@dataclass(frozen=True)
class Table:
    """A table with its heading; `is_detail` keeps it from the terminal, `empty` stands for rows."""

    title: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    empty: str = ""
    is_detail: bool = False


@dataclass(frozen=True)
class Sheet:
    """A whole report in one language."""

    title: str
    intro: tuple[str, ...]
    tables: tuple[Table, ...]


def text_lines(sheet: Sheet) -> Iterator[str]:
    """The report for a terminal: columns padded to their widest cell, long cells cut."""
    yield sheet.title
    yield from sheet.intro
    for table in sheet.tables:
        if not table.is_detail and (table.rows or table.empty):
            yield ""
            yield f"{table.title}:"
            yield from _table_lines(table)


def _table_lines(table: Table) -> Iterator[str]:
    if not table.rows:
        yield _GAP + table.empty
        return
    lines = [table.head, *(tuple(map(_cut, row.cells)) for row in table.rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.head))]
    for line in lines:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield (_GAP + _GAP.join(padded)).rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"


def html_page(sheet: Sheet, templates: Templates, language: Language) -> Outcome[str | None]:
    """The report as a page for staff, by the template `staff/report.html`."""
    view = {"sheet": sheet, "language": language}
    return Renderer(templates).render(TEMPLATE, view, language, "Sheet")


def plain(value: object) -> object:
    """A report as mappings, lists, texts and numbers; dates in ISO 8601, moments with offset."""
    match value:
        case dt.date():
            return value.isoformat()
        case PartialDate() | Position():
            return str(value)
        case tuple() | list():
            return [plain(item) for item in value]
        case _ if dataclasses.is_dataclass(value):
            return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    return value
