from __future__ import annotations

import pytest

from socomsite.yamlinsert import NoRoom, Text, dashed

FILE = """\
# alku
series: A   # sarja
sections:
  # väli
  - title: X
    text: |
      jotain

      items: ei luettelo
    items:
    - a  # oma
    # seuraavasta
    - entry: b

  # lopuksi

gathered:
- a
"""


def test_items_come_last_into_a_list_whatever_stands_around_it() -> None:
    made = Text.of(FILE).appended(("sections", 0, "items"), [["c"], ["entry: d", "change: 2"]])
    inserted = "    - c\n    - entry: d\n      change: 2\n"
    assert str(made) == FILE.replace("    - entry: b\n", "    - entry: b\n" + inserted)


def test_a_list_that_is_not_there_is_made_with_its_note() -> None:
    made = Text.of("a: 1\n# loppu\n").appended(("b",), [["x"]], "muista")
    assert str(made) == "a: 1\n# muista\nb:\n  - x\n# loppu\n"
    assert str(Text.of("a: 1").appended(("b",), [["x"]])) == "a: 1\nb:\n  - x\n"


def test_a_list_below_a_group_is_made_inside_it() -> None:
    made = Text.of("s:\n  - t: X\n    u: Y\n  - t: Z\n").appended(("s", 0, "i"), [["a"]])
    assert str(made) == "s:\n  - t: X\n    u: Y\n    i:\n      - a\n  - t: Z\n"


def test_lines_keep_the_ends_that_the_file_has() -> None:
    made = Text.of("a:\r\n- x\r\nb: 1\r\n").appended(("a",), [["y"]])
    assert str(made) == "a:\r\n- x\r\n- y\r\nb: 1\r\n"


@pytest.mark.parametrize("text", ["a: [x]\n", "a: {b: 1}\n", "a: teksti\n", "[a]\n", "{c: 1}\n"])
def test_what_is_no_list_of_lines_has_no_room(text: str) -> None:
    with pytest.raises(NoRoom):
        Text.of(text).appended(("a",), [["x"]])


def test_a_place_that_is_not_there_has_no_room() -> None:
    with pytest.raises(NoRoom):
        Text.of("a:\n- x\n").appended(("a", 3, "items"), [["y"]])


def test_items_of_several_lines_keep_together() -> None:
    assert dashed([["a", "", "b"], ["c"]]) == ["  - a", "", "    b", "  - c"]


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a: [x]\n", "a: [x, y]\n"),
        ("a: []\n", "a: [y]\n"),
        ("a: [x, ]  # oma\n", "a: [x, y ]  # oma\n"),
        ("a: [x,\n  z # k ]\n  ]\nb: 2\n", "a: [x,\n  z, y # k ]\n  ]\nb: 2\n"),
        ("a: ['it''s ]', \"]\\\"\"]\n", "a: ['it''s ]', \"]\\\"\", y]\n"),
        ("a: [/it's/x, {b: [1]}]\n", "a: [/it's/x, {b: [1]}, y]\n"),
        ("\ufeffa: [x]\r\nb: 1\r\n", "\ufeffa: [x, y]\r\nb: 1\r\n"),
        ("a:\n- x\nb: 1\n", "a:\n- x\n- y\nb: 1\n"),
        ("b: 1\n# loppu\n", "b: 1\na: [y]\n# loppu\n"),
    ],
)
def test_an_item_that_fits_on_a_line_goes_into_any_list(text: str, made: str) -> None:
    assert str(Text.of(text).listed("a", "y")) == made


@pytest.mark.parametrize("text", ["a: teksti\n", "{a: 1}\n", "{b: 1}\n", "[a]\n", ""])
def test_an_item_has_no_room_where_there_is_no_list(text: str) -> None:
    with pytest.raises(NoRoom):
        Text.of(text).listed("a", "y")
