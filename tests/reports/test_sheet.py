"""A report in words as text, as a page and as plain data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from socomsite.dates import PartialDate
from socomsite.formats.template import read_templates
from socomsite.language import Language
from socomsite.problem import Position
from socomsite.reports.sheet import Row, Sheet, Table, html_page, plain, text_lines
from tests.conftest import write_site

ROOT = Path(__file__).parent.parent.parent
ROWS = (Row(("a", "pitkä solu")), Row(("bb", ""), "overdue"))
SHEET = Sheet(
    "Otsikko",
    ("Johdanto.",),
    (
        Table("Taulu", ("N", "Solu"), ROWS),
        Table("Tyhjä", ("N",), (), empty="Ei mitään."),
        Table("Kätketty", ("N",), ()),
        Table("Tarkemmin", ("N",), (Row(("<x>",)),), is_detail=True),
    ),
)


def test_columns_are_padded_and_details_and_empty_tables_left_out() -> None:
    assert list(text_lines(SHEET)) == [
        "Otsikko",
        "Johdanto.",
        "",
        "Taulu:",
        "  N   Solu",
        "  a   pitkä solu",
        "  bb",
        "",
        "Tyhjä:",
        "  Ei mitään.",
    ]


def test_a_long_cell_is_cut() -> None:
    sheet = Sheet("O", (), (Table("T", ("N",), (Row(("x" * 80,)),)),))
    assert list(text_lines(sheet))[-1] == "  " + "x" * 71 + "…"


def test_the_page_shows_everything_and_escapes_it(tmp_path: Path) -> None:
    template = (ROOT / "templates/staff/report.html").read_text("utf-8")
    root = write_site(tmp_path, {"templates/staff/report.html": template})
    made = html_page(SHEET, read_templates(root).value, Language.FI)
    assert made.problems == ()
    assert made.value is not None
    for words in ("<h1>Otsikko</h1>", "<p>Johdanto.</p>", '<tr class="is-overdue">', "&lt;x&gt;"):
        assert words in made.value
    assert "Kätketty" not in made.value
    assert '<meta name="robots" content="noindex, nofollow">' in made.value


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Pair:
    day: dt.date
    parts: tuple[object, ...]


def test_any_report_is_plain_data() -> None:
    parts = (PartialDate(2007, 9), Position("a.md", 3, 1), Colour.RED, None, 1)
    assert plain(Pair(dt.date(2026, 11, 22), parts)) == {
        "day": "2026-11-22",
        "parts": ["2007-09", "a.md:3:1", "red", None, 1],
    }
