"""Every message in three languages: the same placeholders in each, and all of them spoken."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import socomsite
from socomsite.catalogue import words_of
from socomsite.language import Language, Words
from socomsite.messages import (
    as_json,
    catalogue,
    codes,
    hints_of,
    message_of,
    say,
    told,
)
from socomsite.problem import Position, Severity, problem
from socomsite.yamltext import Scalar, read_yaml

FI, SV, EN = Language
HERE = Position("content/news/a.md", 3, 7)
SPEAKING = {"problem", "say", "PydanticCustomError"}
MODULES = sorted(Path(socomsite.__file__).parent.rglob("*.py"))
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
NAME = re.compile(r"[a-z_]+(?::[^/{}]+/[^/{}]+)?")


def placeholders(text: str) -> set[str]:
    """The names that a text has to be given, without the words for one and many."""
    return {found.partition(":")[0] for found in PLACEHOLDER.findall(text)}


def patterns_in(node: ast.expr) -> Iterator[str]:
    """The codes that an expression can give, as patterns: `f"help-{name}"` is `help-.*`."""
    match node:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.JoinedStr(values=values):
            yield "".join(
                re.escape(str(v.value)) if isinstance(v, ast.Constant) else ".*" for v in values
            )
        case ast.IfExp(body=body, orelse=orelse):
            yield from patterns_in(body)
            yield from patterns_in(orelse)


def spoken_codes(tree: ast.Module) -> Iterator[str]:
    """The patterns of all codes given to the functions that speak, also through a name."""
    named: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).append(node.value)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            number = 1 if node.func.id == "problem" else 0
            if node.func.id in SPEAKING and len(node.args) > number:
                given = node.args[number]
                meant = named.get(given.id, []) if isinstance(given, ast.Name) else [given]
                for each in meant:
                    yield from patterns_in(each)


def module_name(path: Path) -> str:
    return str(path.relative_to(MODULES[0].parent))


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_every_code_that_is_spoken_has_words(path: Path) -> None:
    known = set(codes())
    tree = ast.parse(path.read_text("utf-8"))
    patterns = set(spoken_codes(tree))
    assert [p for p in patterns if not any(re.fullmatch(p, code) for code in known)] == []


def test_the_search_for_codes_finds_them_however_they_are_given() -> None:
    tree = ast.parse(
        'code = "a-b" if x else "c-d"\n'
        "problem(here, code)\n"
        'problem(here, "e-f", field="g")\n'
        'say(f"help-{name}", language)\n'
        'PydanticCustomError("h-i", "…", {})\n'
    )
    assert set(spoken_codes(tree)) == {"a\\-b", "c\\-d", "e\\-f", "help\\-.*", "h\\-i"}


def test_every_message_is_spoken_somewhere() -> None:
    texts = [path.read_text("utf-8") for path in MODULES]
    strings = {
        node.value
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    patterns = {p for text in texts for p in spoken_codes(ast.parse(text)) if ".*" in p}
    unused = [
        code
        for code in codes()
        if code not in strings and not any(re.fullmatch(p, code) for p in patterns)
    ]
    assert unused == []


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_message_takes_the_same_values_in_each_language(code: str) -> None:
    words = catalogue()[0][code]
    assert placeholders(words.fi) == placeholders(words.sv) == placeholders(words.en)


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_message_is_written_out_in_each_language(code: str) -> None:
    words = catalogue()[0][code]
    for text in (words.fi, words.sv, words.en):
        assert text.strip()
        assert all(NAME.fullmatch(found) for found in PLACEHOLDER.findall(text))
        assert text.count("{") == text.count("}") == len(PLACEHOLDER.findall(text))
    assert words.fi not in {words.sv, words.en}


def test_a_term_is_written_out_in_each_language() -> None:
    for words in catalogue()[1].values():
        assert all(text.strip() for text in (words.fi, words.sv, words.en))
        assert not PLACEHOLDER.search(words.fi + words.sv + words.en)


def expected_words(tree: ast.Module) -> Iterator[str]:
    """What is told as needed: `{"expected": "phone"}`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                is_expected = isinstance(key, ast.Constant) and key.value == "expected"
                if is_expected and isinstance(value, ast.Constant):
                    yield str(value.value)


def test_everything_that_can_be_needed_has_its_term() -> None:
    needed = {w for path in MODULES for w in expected_words(ast.parse(path.read_text("utf-8")))}
    assert {"text", "key", "truth", "date", "hours", "phone"} <= needed
    assert {f"expected-{word}" for word in needed} <= catalogue()[1].keys()


def test_a_message_is_said_in_each_language() -> None:
    said = [say("date-impossible", language, value="31.2.2026") for language in Language]
    assert said == [
        "Päivää '31.2.2026' ei ole kalenterissa. Tarkista päivä ja kuukausi.",
        "Datumet '31.2.2026' finns inte i kalendern. Kontrollera dag och månad.",
        "The date '31.2.2026' is not in the calendar. Check the day and month.",
    ]


def test_an_unknown_code_or_a_missing_value_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="ei-ole"):
        say("ei-ole", FI)
    with pytest.raises(KeyError, match="value"):
        say("date-impossible", FI)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0\u00a0virhettä."),
        (1, "1\u00a0virhe."),
        (2, "2\u00a0virhettä."),
        (21, "21\u00a0virhettä."),
    ],
)
def test_a_number_comes_with_the_right_form_of_its_word(number: int, said: str) -> None:
    assert say("build-stopped", FI, n=number).startswith(said)


def test_words_and_terms_are_put_in_in_the_language_of_the_message() -> None:
    kind = Words("uutinen", "nyhet", "news item")
    assert say("field-unknown", SV, field="titel", kind=kind) == (
        "Fältet 'titel' finns inte i den här typen (nyhet). "
        "Kontrollera stavningen eller ta bort fältet."
    )
    assert say("type-wrong", EN, field="phone", value="x", expected="expected-phone") == (
        "Field 'phone' is 'x', but a phone number is needed here."
    )


def test_a_value_may_be_named_as_the_message_itself_is() -> None:
    found = problem(HERE, "isbn-check", value="1", digit="7")
    values = (*found.values, ("code", "ISBN"), ("language", "fi"))
    said = say(found.code, EN, **dict(values))
    assert said.startswith("ISBN '1' does not add up: the check digit should be 7.")


def test_what_an_author_wrote_is_never_taken_for_a_placeholder() -> None:
    assert "'{field}'" in say("date-impossible", FI, value="{field}")


def test_a_problem_says_what_is_wrong_what_is_allowed_and_what_was_meant() -> None:
    found = problem(
        HERE,
        "value-not-allowed",
        allowed=("main", "footer"),
        near=("main",),
        field="menu",
        value="mian",
    )
    assert message_of(found, EN) == (
        "'mian' does not fit field 'menu'. Choose one of the allowed values."
    )
    assert hints_of(found, EN) == (
        "Allowed: main (main menu), footer (foot of the page)",
        "Did you mean 'main'?",
    )
    assert hints_of(found, FI) == (
        "Sallittu: main (päävalikko), footer (sivun alaosa)",
        "Tarkoititko 'main'?",
    )


def test_several_suggestions_are_told_together_and_none_not_at_all() -> None:
    some = problem(HERE, "field-empty", near=("a", "b"), field="x")
    assert hints_of(some, SV) == ("Menade du något av dessa: a, b?",)
    assert hints_of(problem(HERE, "field-empty", field="x"), SV) == ()


def line_three(place: Position) -> str | None:
    return "date: 31.2.2026" if place.line == 3 else None


def test_a_problem_is_told_with_its_place_and_line() -> None:
    found = problem(HERE, "date-impossible", value="31.2.2026")
    sentence = "The date '31.2.2026' is not in the calendar. Check the day and month."
    assert told(found, EN, line_three) == (
        f"content/news/a.md:3:7: error[date-impossible]: {sentence}",
        "    date: 31.2.2026",
        "          ^",
    )


def test_a_problem_of_a_whole_file_is_told_without_a_line() -> None:
    found = problem(Position("site.yaml"), "file-empty", severity=Severity.WARNING)
    assert told(found, EN, line_three) == (
        "site.yaml: warning[file-empty]: The file is empty. Write the content or delete the file.",
    )


@pytest.mark.parametrize("line", [None, "", "   "])
def test_a_line_that_shows_nothing_is_left_out(line: str | None) -> None:
    found = problem(HERE, "heading-one")
    assert len(told(found, FI, lambda _: line)) == 1


def test_the_hints_come_last() -> None:
    found = problem(HERE, "field-empty", near=("a",), field="x")
    assert told(found, EN, line_three)[-1] == "    Did you mean 'a'?"


def test_a_long_line_is_cut_around_the_spot() -> None:
    found = problem(Position("x.md", 1, 301), "heading-one")
    _, line, mark = told(found, FI, lambda _: "a" * 300 + "B" + "c" * 300)
    assert line == "    " + "a" * 50 + "B" + "c" * 49
    assert line.index("B") == mark.index("^")


def test_a_line_is_shown_without_signs_that_a_terminal_would_obey() -> None:
    found = problem(Position("x.md", 1, 3), "heading-one")
    _, line, mark = told(found, FI, lambda _: "a\tb\x1b[31m\u202e")
    assert line == "    a b\N{REPLACEMENT CHARACTER}[31m\N{REPLACEMENT CHARACTER}"
    assert mark == "      ^"


def test_a_problem_is_given_to_programs_as_plain_values() -> None:
    found = problem(HERE, "field-empty", near=("a",), allowed=("b", "c"), field="x")
    assert as_json(found, EN) == {
        "path": "content/news/a.md",
        "line": 3,
        "column": 7,
        "severity": "error",
        "code": "field-empty",
        "message": "Field 'x' is empty. Fill it in or remove the whole line.",
        "allowed": ["b", "c"],
        "near": ["a"],
    }


def test_words_are_read_from_a_mapping_of_languages() -> None:
    node = read_yaml("{fi: kyllä, sv: ja, en: 'yes'}", "x").value
    assert words_of(node) == Words("kyllä", "ja", "yes")


def test_words_that_lack_a_language_are_a_fault_of_ours() -> None:
    with pytest.raises(KeyError, match="en"):
        words_of(read_yaml("{fi: kyllä, sv: ja}", "x").value)
    with pytest.raises(KeyError, match="fi"):
        words_of(Scalar("kyllä", HERE))
