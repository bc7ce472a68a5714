"""YAML read as texts with their places, and everything that is refused."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.problem import Outcome, Position
from socomsite.signs import visible
from socomsite.yamltext import Mapping, Node, Scalar, Sequence, read_yaml

PATH = "content/people/anna.yaml"

without_deadline = settings(deadline=None)
anything = st.text(st.characters(exclude_categories=()))
yaml_like = st.text(st.sampled_from("ab:-?[]{},#&*!|>'\"%@` \n\t\r\N{LINE SEPARATOR}ä\x00~<=.0"))


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _with_and_without_libyaml(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every test runs on libyaml and on PyYAML's own parser: both must say the same."""
    monkeypatch.setattr("socomsite.yamltext._LOADER", getattr(yaml, request.param))


def tree(text: str) -> Node | None:
    """The tree of a text in which nothing is wrong."""
    made = read_yaml(text, PATH)
    assert made.problems == ()
    return made.value


def mapping(text: str) -> Mapping:
    """The mapping that a text in which nothing is wrong holds."""
    node = tree(text)
    assert isinstance(node, Mapping)
    return node


def scalar(text: str, key: str) -> Scalar:
    """The value of a key of such a mapping."""
    node = mapping(text).get(key)
    assert isinstance(node, Scalar)
    return node


def plain(node: Node | None) -> object:
    """A tree as dicts, lists and texts."""
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [plain(item) for item in node.items]
        case Mapping():
            return {key.text: plain(value) for key, value in node.entries}
    return None


def refused(text: str, first_line: int = 1) -> list[tuple[str, int, int]]:
    """Code, line and column of each problem of a text that cannot be read."""
    made = read_yaml(text, PATH, first_line)
    assert made.value is None
    assert all(found.position.path == PATH for found in made.problems)
    return [(found.code, found.position.line, found.position.column) for found in made.problems]


@pytest.mark.parametrize(
    "text",
    ["18:00", "no", "yes", "on", "null", "~", "true", "00100", "0401234567", "0o17", "0x1F", "1.10",
     "1_000", "2026-11-22", "2026-02-30", ".5", "1e3", ".inf", "<<", "=", "045 123 4567", "+358 5"],
)  # fmt: skip
def test_a_scalar_stays_the_text_it_was(text: str) -> None:
    assert scalar(f"field: {text}\n", "field").text == text
    assert scalar(f"field: '{text}'\n", "field").text == text


def test_an_empty_value_is_an_empty_text() -> None:
    assert scalar("title:\nnext: a\n", "title") == Scalar("", Position(PATH, 1, 7))


def test_quotes_and_escapes_are_read() -> None:
    assert scalar("a: 'it''s: #1'", "a").text == "it's: #1"
    assert scalar(r'a: "\u00e4\n\t\""', "a").text == 'ä\n\t"'


def test_a_long_text_may_go_on_over_lines() -> None:
    assert scalar("a: one\n  two\n\n  three\n", "a").text == "one two\nthree"


def test_comments_are_passed_over() -> None:
    assert plain(tree("# of Anna\na: 1 # not read\nb: x#y\n")) == {"a": "1", "b": "x#y"}


def test_lists_and_mappings_nest() -> None:
    text = "people:\n- anna\n- {person: eija, role: johtaja}\nempty: []\nnone: {}\n"
    assert plain(tree(text)) == {
        "people": ["anna", {"person": "eija", "role": "johtaja"}],
        "empty": [],
        "none": {},
    }


def test_a_key_that_is_not_there_has_no_value() -> None:
    assert mapping("a: 1").get("b") is None


@pytest.mark.parametrize(
    ("mark", "text"),
    [("|", "one\n two\n"), (">", "one\n two\n"), ("|-", "one\n two"), ("|+", "one\n two\n\n")],
)
def test_a_block_keeps_its_lines(mark: str, text: str) -> None:
    found = scalar(f"a: {mark}\n  one\n   two\n\nb: 1\n", "a")
    assert found == Scalar(text, Position(PATH, 1, 4), is_block=True)


def test_only_blocks_are_blocks() -> None:
    assert not scalar("a: 'x\n  y'", "a").is_block


def test_everything_has_its_place() -> None:
    node = mapping("title: Äiti 😀\npeople:\n  - anna\n  - {person: eija}\n")
    places = {}

    def visit(node: Node) -> None:
        match node:
            case Scalar():
                places[node.text] = (node.position.line, node.position.column)
            case Sequence():
                places["["] = (node.position.line, node.position.column)
                for item in node.items:
                    visit(item)
            case Mapping():
                places["{"] = (node.position.line, node.position.column)
                for key, value in node.entries:
                    visit(key)
                    visit(value)

    visit(node)
    assert (node.position.line, node.position.column) == (1, 1)
    assert places == {
        "title": (1, 1),
        "Äiti 😀": (1, 8),
        "people": (2, 1),
        "[": (3, 3),
        "anna": (3, 5),
        "{": (4, 5),
        "person": (4, 6),
        "eija": (4, 14),
    }


def test_places_are_those_of_the_whole_file() -> None:
    assert refused("a: 1\nb: *c\n", first_line=10) == [("yaml-alias", 11, 4)]
    assert refused("a: 1\nb: [1\n", first_line=10) == [("yaml-syntax", 11, 4)]
    good = read_yaml("a: 1\nb: 2\n", PATH, first_line=10).value
    assert isinstance(good, Mapping)
    assert good.entries[1][0].position == Position(PATH, 11, 1)


def test_a_line_separator_pasted_from_a_layout_does_not_shift_the_lines() -> None:
    text = "a: 'x\N{LINE SEPARATOR}y\x85z'\nb: 2\n"
    assert mapping(text).entries[1][0].position == Position(PATH, 2, 1)
    assert refused(f"{text}c: [1\nd: 2\n")[0][1] in (3, 4)


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    assert (
        mapping("\N{ZERO WIDTH NO-BREAK SPACE}a: 1\nb: 2\n").entries
        == mapping("a: 1\nb: 2\n").entries
    )


@pytest.mark.parametrize(
    "text", ["", "\n \n", "# only a comment\n", "\N{ZERO WIDTH NO-BREAK SPACE}"]
)
def test_a_text_without_a_document_is_nothing(text: str) -> None:
    assert read_yaml(text, PATH) == Outcome(None)


def test_one_document_may_be_marked_as_one() -> None:
    assert plain(tree("---\na: 1\n...\n")) == {"a": "1"}


def test_a_duplicate_key_names_both_lines() -> None:
    made = read_yaml("a: 1\nb: 2\na: 3\n", PATH, first_line=5)
    assert plain(made.value) == {"a": "1", "b": "2"}
    (found,) = made.problems
    assert (found.code, found.position) == ("yaml-duplicate", Position(PATH, 7, 1))
    assert dict(found.values) == {"field": "a", "line": 5}


def test_every_duplicate_key_is_told_also_deep_inside() -> None:
    made = read_yaml("a: [{b: 1, 'b': 2}]\nc: 1\nc: 2\nc: 3\n", PATH)
    assert plain(made.value) == {"a": [{"b": "1"}], "c": "1"}
    assert [found.position.line for found in made.problems] == [1, 3, 4]


def test_duplicate_keys_are_told_before_what_stops_the_reading() -> None:
    assert [code for code, _, _ in refused("a: 1\na: 2\nb: *c\n")] == [
        "yaml-duplicate",
        "yaml-alias",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a:\n\tb: 1\n", 2),
        ("a: 1\n\tb: 2\n", 2),
        ("\ta: 1\n", 1),
        ("a:\n  - 1\n\t- 2\n", 3),
        ("a:\n \t b: 1\n", 2),
    ],
)
def test_a_tab_in_the_indentation_is_told_as_one(text: str, line: int) -> None:
    assert [(code, found) for code, found, _ in refused(text)] == [("yaml-tab", line)]


def test_a_tab_elsewhere_is_a_letter_like_others() -> None:
    assert plain(tree("a: 'x\ty'\nb: |\n  1\t2\n")) == {"a": "x\ty", "b": "1\t2\n"}


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("&x 1", 1, 1),
        ("a: &x 1\nb: *x\n", 1, 4),
        ("a: 1\nb: *x\n", 2, 4),
        ("a: &x [1]\n", 1, 4),
        ("a: &x {b: 1}\n", 1, 4),
        ("a: 1\n&x b: 2\n", 2, 1),
        ("a: 1\n*b : 2\n", 2, 1),
    ],
)
def test_anchors_and_aliases_are_refused(text: str, line: int, column: int) -> None:
    assert refused(text) == [("yaml-alias", line, column)]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: 1\n b: 2\n", 2, 3),
        ("a: b: c\n", 1, 5),
        ("a: @b\n", 1, 4),
        ("a: 1\nb\n", 2, 1),
        ("a: 1\nb: 'x\n\n", 2, 4),
        ('a: "x\n', 1, 4),
        ("a: [1, 2\n", 1, 4),
        ("a: {b: 1\n", 1, 4),
        ("a: [1}\n", 1, 6),
        ("a: 1\nb: [\n\n", 2, 5),
        ("? [a]\n: b\n", 1, 3),
        ("{a: 1}: 2\n", 1, 1),
        ("a: !x!y z\n", 1, 4),
        ("%YAML 3.0\n---\na: 1\n", 1, 1),
    ],
)
def test_what_is_not_yaml_is_told_with_its_place(text: str, line: int, column: int) -> None:
    assert refused(text) == [("yaml-syntax", line, column)]


@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "a: 1\n--- {}\n", "a: 1\n---\n: [\n"])
def test_a_second_document_is_refused_where_it_starts(text: str) -> None:
    assert refused(text) == [("yaml-syntax", 2, 1)]


@pytest.mark.parametrize(
    "code", [0x00, 0x07, 0x0B, 0x1B, 0x7F, 0x9F, 0xD800, 0xDCFF, 0xFFFE, 0xFFFF]
)
def test_a_control_character_is_told_with_its_place(code: int) -> None:
    sign = chr(code)
    assert refused(f"öljy: 1\näiti: ä{sign}\nb: 1\n") == [("yaml-syntax", 2, 8)]
    assert refused(sign, first_line=4) == [("yaml-syntax", 4, 1)]


@pytest.mark.parametrize("sign", ["\x85", "\xa0", "\ue000", "\N{ZERO WIDTH SPACE}", "😀", "𐀀"])
def test_a_rare_character_is_no_control_character(sign: str) -> None:
    assert scalar(f"a: 'x{sign}y'\n", "a").text.startswith("x")


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_twenty_levels_may_nest_and_no_more(opening: str, closing: str) -> None:
    assert tree(f"{opening * 20}1{closing * 20}") is not None
    too_deep = opening * 21 + "1" + closing * 21
    assert refused(too_deep) == [("yaml-deep", 1, 20 * len(opening) + 2)]


@pytest.mark.parametrize("text", ["[" * 50_000, "{a: " * 20_000, "- " * 20_000, "? " * 5_000])
def test_endless_nesting_is_refused_soon(text: str) -> None:
    assert [code for code, _, _ in refused(text)] == ["yaml-deep"]


@given(anything | yaml_like)
@without_deadline
def test_no_text_is_too_much(text: str) -> None:
    made = read_yaml(text, PATH, first_line=3)
    last_line = 3 + text.count("\n")
    assert all(3 <= found.position.line <= last_line for found in made.problems)
    assert all(found.position.column >= 1 for found in made.problems)
    assert made.value is not None or made == Outcome(None) or made.problems[-1].is_error


seen = st.text().map(visible)  # what cannot be seen is taken out, whoever wrote it
trees = st.recursive(
    seen,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(seen, inner, max_size=3),
    max_leaves=8,
)


@given(trees, st.sampled_from([20, 1000]))
@without_deadline
def test_texts_written_as_yaml_read_back(value: object, width: int) -> None:
    text = yaml.safe_dump(value, width=width, sort_keys=False)
    assert plain(tree(text)) == value


@pytest.mark.parametrize(
    "text", ["\n".join(f"k{n}: a" for n in range(4000)), "a: b\n" * 4000], ids=["many", "same"]
)
def test_a_group_of_thousands_of_keys_is_refused(text: str) -> None:
    assert read_yaml(text, PATH).problems[-1].code == "yaml-wide"
