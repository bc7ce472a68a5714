"""One text of a field: in a file, in a form, and what it means."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.dates import PartialDate, read_date, read_moment
from socomsite.editor.fields import finnish, finnish_moment, meaning, shown, typed, written
from socomsite.model.description import FieldDescription, FieldSort
from tests.editor.entries import scribe, texts, tried
from tests.test_dates import partial_dates


def field(sort: FieldSort, **more: object) -> FieldDescription:
    return FieldDescription("x", sort, is_required=False, is_list=False, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sort", "in_file", "in_form"),
    [
        (FieldSort.DATE, "2016-01-15", "15.1.2016"),
        (FieldSort.DATE, "2007-09", "9/2007"),
        (FieldSort.DATE, "2007", "2007"),
        (FieldSort.DATE, "2007-23", "syksy 2007"),
        (FieldSort.DAY, "2026-11-22", "22.11.2026"),
        (FieldSort.MOMENT, "2026-02-09T09:30", "9.2.2026 klo 9.30"),
        (FieldSort.MOMENT, "2026-02-09T09:00", "9.2.2026 klo 9"),
        (FieldSort.DATE, "joskus", "joskus"),
        (FieldSort.TRUTH, "kyllä", "true"),
        (FieldSort.TEXT, "a  b\nc", "a b c"),
        (FieldSort.PROSE, "a  b\n\nc", "a  b\n\nc"),
    ],
)
def test_a_text_is_shown_as_people_write_it(sort: FieldSort, in_file: str, in_form: str) -> None:
    assert shown(field(sort), in_file, scribe().choices) == in_form


@pytest.mark.parametrize(
    ("sort", "in_form", "in_file"),
    [
        (FieldSort.DATE, " 22.11.2026 ", "2026-11-22"),
        (FieldSort.DATE, "9/2007", "2007-09"),
        (FieldSort.DATE, "Syksy 2007", "2007-23"),
        (FieldSort.DATE, "31.2.2026", "31.2.2026"),
        (FieldSort.MOMENT, "9.2.2026 klo 9.30", "2026-02-09T09:30"),
        (FieldSort.TEXT, " a\tb ", "a b"),
        (FieldSort.PROSE, "\n a\r\n", "a"),
    ],
)
def test_what_is_typed_is_written_as_files_say_it(
    sort: FieldSort, in_form: str, in_file: str
) -> None:
    assert written(field(sort), typed(in_form), scribe().choices) == in_file


@tried
@given(partial_dates)
def test_every_date_comes_back_from_the_form(day: PartialDate) -> None:
    assert read_date(finnish(day)) == day
    assert finnish_moment(read_moment(str(day))) == finnish(day)


@tried
@given(st.sampled_from([sort for sort in FieldSort if sort is not FieldSort.GROUP]), texts)
def test_what_is_shown_means_what_the_file_means(sort: FieldSort, text: str) -> None:
    each, choices = field(sort), scribe().choices
    again = written(each, typed(shown(each, text, choices)), choices)
    assert meaning(each, again, choices) == meaning(each, text, choices)


def test_texts_that_say_the_same_mean_the_same() -> None:
    choices = scribe().choices

    def means(sort: FieldSort, text: str, **more: object) -> str:
        return meaning(field(sort, **more), text, choices)

    assert means(FieldSort.TRUTH, "ja") == means(FieldSort.TRUTH, "Kyllä") == "true"
    assert means(FieldSort.TRUTH, "ei", default="false") == ""
    assert means(FieldSort.NUMBER, "007") == means(FieldSort.NUMBER, "7")
    assert means(FieldSort.DATE, "1.2.2016") == means(FieldSort.DATE, "2016-02-01")
    topics = {"kinds": ("topics", "news")}
    assert means(FieldSort.REFERENCE, "lapset", **topics) == "topics/lapset"
