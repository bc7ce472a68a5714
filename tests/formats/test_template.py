from __future__ import annotations

from pathlib import Path

import pytest

from socomsite.formats.template import read_templates
from socomsite.problem import Position, problem
from tests.formats.filled import STRINGS, templates_of


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
