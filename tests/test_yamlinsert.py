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
