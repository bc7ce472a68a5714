from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from socomsite.dates import Moment, PartialDate
from socomsite.formats.prose_view import Html
from socomsite.formats.record import Record
from socomsite.formats.template import Renderer, Templates, phone_link, read_templates
from socomsite.language import Language
from socomsite.problem import Position, Problem, problem

STRINGS = """\
nav:
  home: {fi: Etusivu, sv: Startsida, en: Home}
list:
  found: {fi: "{n} osumaa", sv: "{n} träffar", en: "{n} hits"}
"""


def templates_of(
    root: Path, files: Mapping[str, str] | Mapping[str, bytes]
) -> tuple[Templates, list[Problem]]:
    given: dict[str, str | bytes] = {"strings.yaml": STRINGS, **files}
    for name, text in given.items():
        file = root / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    read = read_templates(root)
    return read.value, list(read.problems)


def rendered(
    root: Path, files: Mapping[str, str], language: Language = Language.FI, **view: object
) -> str:
    templates, problems = templates_of(root, files)
    assert problems == []
    made = Renderer(templates).render("page.html", view, language, "Page")
    assert made.problems == ()
    assert made.value is not None
    return made.value


def fault(root: Path, files: Mapping[str, str], **view: object) -> Problem:
    templates, problems = templates_of(root, files)
    assert problems == []
    made = Renderer(templates).render("page.html", view, Language.FI, "Page")
    assert made.value is None
    (found,) = made.problems
    return found


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


def test_a_syntax_error_is_told_when_templates_are_read_with_its_line(tmp_path: Path) -> None:
    _, problems = templates_of(
        tmp_path, {"page.html": "<p>\n{% if x %}\n</p>{% end %}\n", "news.html": "{{ 1 + }}"}
    )
    assert [(p.position, p.code) for p in problems] == [
        (Position("templates/news.html", 1, 1), "template-syntax"),
        (Position("templates/page.html", 3, 1), "template-syntax"),
    ]
    assert "end" in str(dict(problems[1].values)["detail"])


@pytest.mark.parametrize(
    "text",
    [
        "{% include part %}",
        "{% include part ignore missing %}",
        "{% extends layout %}",
        "{% import part as p %}",
        "{% from part import card %}",
        '{% include "a" ~ ".html" %}',
    ],
)
def test_a_template_that_is_chosen_at_run_time_is_refused(tmp_path: Path, text: str) -> None:
    _, problems = templates_of(tmp_path, {"page.html": text})
    assert problems == [problem(Position("templates/page.html"), "template-dynamic")]


def test_a_template_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    templates, problems = templates_of(tmp_path, {"page.html": b"<p>\n\xe4</p>"})
    assert problems == [problem(Position("templates/page.html", 2, 1), "not-utf8")]
    assert "page.html" not in templates


def test_a_word_without_a_language_is_told_at_its_place(tmp_path: Path) -> None:
    strings = "nav:\n  home: {fi: Etusivu, en: Home}\n"
    _, problems = templates_of(tmp_path, {"strings.yaml": strings})
    place = Position("templates/strings.yaml", 2, 9)
    assert problems == [problem(place, "string-untranslated", name="nav.home", language="sv")]


def test_a_word_that_is_no_group_of_languages_is_told_at_its_place(tmp_path: Path) -> None:
    _, problems = templates_of(tmp_path, {"strings.yaml": "nav:\n  home: Etusivu\n"})
    assert problems == [problem(Position("templates/strings.yaml", 2, 9), "yaml-syntax")]


@pytest.mark.parametrize(
    ("text", "code"), [("nav: [", "yaml-syntax"), ("", "file-empty"), ("- fi", "yaml-syntax")]
)
def test_a_strings_file_that_cannot_be_read_is_told(tmp_path: Path, text: str, code: str) -> None:
    _, problems = templates_of(tmp_path, {"strings.yaml": text})
    assert [(p.position.path, p.code) for p in problems] == [("templates/strings.yaml", code)]


def test_a_missing_strings_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    place = Position("templates/strings.yaml")
    assert read_templates(tmp_path).problems == (
        problem(place, "template-missing", name="strings.yaml"),
    )


def test_assets_and_other_files_are_no_templates(tmp_path: Path) -> None:
    templates, problems = templates_of(
        tmp_path,
        {"page.html": "x", "assets/demo.html": "{% broken", "notes.md": "{% broken"},
    )
    assert problems == []
    assert [name for name, _ in templates.texts] == ["page.html"]
    assert "page.html" in templates


RECIPE = {
    "page.html": '{% extends "base.html" %}{% block main %}{% include "parts/a.html" %}'
    "{% endblock %}",
    "base.html": "{% block main %}{% endblock %}",
    "parts/a.html": '{% from "parts/macro.html" import m %}{{ m() }}',
    "parts/macro.html": "{% macro m() %}1{% endmacro %}",
    "other.html": "1",
}


@pytest.mark.parametrize("name", ["page.html", "base.html", "parts/a.html", "parts/macro.html"])
def test_a_recipe_changes_with_everything_its_template_is_made_of(
    tmp_path: Path, name: str
) -> None:
    before, _ = templates_of(tmp_path, RECIPE)
    after, _ = templates_of(tmp_path, RECIPE | {name: RECIPE[name] + " "})
    assert before.recipe("page.html") != after.recipe("page.html")
    assert before.recipe("other.html") == after.recipe("other.html")


def test_a_recipe_does_not_change_with_other_templates(tmp_path: Path) -> None:
    before, _ = templates_of(tmp_path, RECIPE)
    after, _ = templates_of(tmp_path, RECIPE | {"other.html": "2", "new.html": "3"})
    assert before.recipe("page.html") == after.recipe("page.html")


def test_every_recipe_changes_with_the_words(tmp_path: Path) -> None:
    before, _ = templates_of(tmp_path, RECIPE)
    after, _ = templates_of(
        tmp_path, RECIPE | {"strings.yaml": STRINGS.replace("Etusivu", "Alkuun")}
    )
    assert before.recipe("page.html") != after.recipe("page.html")
    assert before.recipe("other.html") != after.recipe("other.html")


def test_a_recipe_of_templates_that_include_each_other_ends(tmp_path: Path) -> None:
    circle = {"page.html": '{% include "b.html" %}', "b.html": '{% include "page.html" %}'}
    before, _ = templates_of(tmp_path, circle)
    after, _ = templates_of(tmp_path, circle | {"b.html": circle["b.html"] + "!"})
    assert before.recipe("page.html") != after.recipe("page.html")


def test_a_recipe_changes_when_a_missing_include_comes_to_be(tmp_path: Path) -> None:
    files = {"page.html": '{% include "b.html" ignore missing %}'}
    before, problems = templates_of(tmp_path, files)
    after, _ = templates_of(tmp_path, files | {"b.html": "nyt"})
    assert problems == []
    assert before.recipe("page.html") != after.recipe("page.html")


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


def test_what_a_template_may_name_is_in_it_or_in_one_that_it_reaches(tmp_path: Path) -> None:
    files = {
        "page.html": "{% extends 'base.html' %}",
        "base.html": "{% include 'head.html' %}",
        "head.html": "{{ metadata.sort }}",
        "other.html": "{{ title }}",
    }
    templates, _ = templates_of(tmp_path, files)
    assert templates.may_name("page.html", "metadata")
    assert not templates.may_name("other.html", "metadata")
    assert templates.may_name("missing.html", "metadata")
