from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.dates import Moment, PartialDate
from socomsite.formats.prose_view import Html
from socomsite.formats.record import Record
from socomsite.formats.rendering import phone_link
from socomsite.language import Language
from socomsite.problem import Position, problem
from tests.formats.filled import fault, rendered


def test_a_template_is_filled_from_its_view_and_escapes_what_is_no_html(tmp_path: Path) -> None:
    html = rendered(
        tmp_path,
        {"page.html": "{{ title }} {{ body }}"},
        title="<script>",
        body=Html("<p>a &amp; b</p>"),
    )
    assert html == "&lt;script&gt; <p>a &amp; b</p>"


def test_a_template_reads_a_record_by_name(tmp_path: Path) -> None:
    files = {"page.html": "{{ entry.title }}{% if 'x' in entry %}!{% endif %}"}
    assert rendered(tmp_path, files, entry=Record({"title": "Otsikko"})) == "Otsikko"


def test_a_name_that_is_not_in_the_view_is_told_with_template_and_line(tmp_path: Path) -> None:
    found = fault(tmp_path, {"page.html": "<p>\n{{ titel }}\n</p>"}, title="Otsikko")
    place = Position("templates/page.html", 2, 1)
    assert found == problem(place, "template-undefined", name="titel", view="Page")


def test_a_field_that_an_entry_does_not_have_is_told_even_in_a_condition(tmp_path: Path) -> None:
    files = {"page.html": "\n\n{% if entry.plase %}x{% endif %}"}
    found = fault(tmp_path, files, entry=Record({"place": "Kotka"}))
    place = Position("templates/page.html", 3, 1)
    assert found == problem(place, "template-undefined", name="plase", view="Page")


def test_a_field_of_a_missing_reference_is_told(tmp_path: Path) -> None:
    found = fault(tmp_path, {"page.html": "{{ entry.unit.label }}"}, entry=Record({"unit": None}))
    assert found.code == "template-undefined"
    assert dict(found.values)["name"] == "label"


def test_an_error_inside_an_imported_macro_names_that_file_and_line(tmp_path: Path) -> None:
    files = {
        "page.html": '{% from "parts/card.html" import card %}\n\n\n{{ card(entry) }}',
        "parts/card.html": "{% macro card(e) %}\n<p>{{ e.label }}</p>\n<p>{{ e.nmae }}</p>\n"
        "{% endmacro %}",
    }
    found = fault(tmp_path, files, entry=Record({"label": "Nimi"}))
    place = Position("templates/parts/card.html", 3, 1)
    assert found == problem(place, "template-undefined", name="nmae", view="Page")


def test_an_error_in_a_base_template_names_the_base(tmp_path: Path) -> None:
    files = {
        "page.html": '{% extends "base.html" %}{% block main %}x{% endblock %}',
        "base.html": "<html>\n{% block main %}{% endblock %}\n{{ missing }}",
    }
    assert fault(tmp_path, files).position == Position("templates/base.html", 3, 1)


def test_a_crash_in_a_template_is_told_with_its_line(tmp_path: Path) -> None:
    found = fault(tmp_path, {"page.html": "\n{{ 1 / 0 }}"})
    place = Position("templates/page.html", 2, 1)
    detail = "ZeroDivisionError: division by zero"
    assert found == problem(place, "template-fault", detail=detail)


def test_an_unknown_filter_is_told_with_its_line(tmp_path: Path) -> None:
    found = fault(tmp_path, {"page.html": "\n\n{{ 'x' | nosuch }}"})
    assert found.code == "template-fault"
    assert found.position == Position("templates/page.html", 3, 1)
    assert "nosuch" in str(dict(found.values)["detail"])


def test_a_template_that_includes_itself_for_ever_is_a_fault_of_the_template(
    tmp_path: Path,
) -> None:
    found = fault(tmp_path, {"page.html": '{% include "page.html" %}'})
    assert found.code == "template-endless"
    assert found.position.path == "templates/page.html"


def test_a_missing_template_is_told_by_its_name(tmp_path: Path) -> None:
    found = fault(tmp_path, {"other.html": "x"})
    assert found == problem(Position("templates/page.html"), "template-missing", name="page.html")


def test_a_missing_include_is_told_where_it_is_included(tmp_path: Path) -> None:
    found = fault(tmp_path, {"page.html": '\n{% include "nosuch.html" %}'})
    place = Position("templates/page.html", 2, 1)
    assert found == problem(place, "template-missing", name="nosuch.html")


def test_a_missing_word_is_told_where_it_is_used(tmp_path: Path) -> None:
    found = fault(tmp_path, {"page.html": "\n{{ t('nav.hoem') }}"})
    place = Position("templates/page.html", 2, 1)
    assert found == problem(place, "string-missing", name="nav.hoem")


@pytest.mark.parametrize(
    ("language", "words"),
    [(Language.FI, "Etusivu 3 osumaa"), (Language.SV, "Startsida 3 träffar")],
)
def test_words_come_in_the_language_of_the_page(
    tmp_path: Path, language: Language, words: str
) -> None:
    files = {"page.html": "{{ t('nav.home') }} {{ t('list.found', n=3) }}"}
    assert rendered(tmp_path, files, language) == words


def test_a_value_put_into_words_is_escaped(tmp_path: Path) -> None:
    files = {"page.html": "{{ t('list.found', n='<b>') }}"}
    assert rendered(tmp_path, files) == "&lt;b&gt; osumaa"


def test_dates_are_shown_in_the_language_of_the_page(tmp_path: Path) -> None:
    files = {"page.html": "{{ day | date }}; {{ start | moments }}; {{ day | machine_date }}"}
    day = PartialDate(2026, 11, 22)
    finnish = rendered(tmp_path, files, day=day, start=Moment(day))
    swedish = rendered(tmp_path, files, Language.SV, day=day, start=Moment(day))
    assert "marraskuuta" in finnish
    assert "november" in swedish
    assert finnish.endswith("2026-11-22")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("05 123 4567", "tel:+35851234567"),
        ("(05) 123-4567", "tel:+35851234567"),
        ("+358 5 123 4567", "tel:+35851234567"),
        ("112", "tel:112"),
    ],
)
def test_a_phone_number_becomes_an_international_address(written: str, address: str) -> None:
    assert phone_link(written) == address
