from __future__ import annotations

import sys

import pytest

from socomsite.model.prose import read_prose
from socomsite.model.reader import Reader
from socomsite.model.textfile import text_of
from socomsite.problem import Position
from socomsite.signs import is_printed, visible
from socomsite.yamltext import Mapping, Scalar, read_yaml

UNSEEN = ("\0", "\x1b", "\x9f", "\u202e", "\u2066", "\u200b", "\ufeff", "\U000e0041", "\u061c")


@pytest.mark.parametrize("sign", UNSEEN, ids=ascii)
def test_signs_that_cannot_be_seen_are_taken_out_however_they_are_written(sign: str) -> None:
    assert visible(f"a{sign}b") == "ab"
    assert text_of(f"x a{sign}b".encode(), "a").value == "x ab"
    written = f'a: "x\\U{ord(sign):08x}y"'
    tree = read_yaml(written, "a").value
    assert isinstance(tree, Mapping)
    value = tree.get("a")
    assert isinstance(value, Scalar)
    assert value.text == "xy"
    made = read_prose(Reader(), f"a&#{ord(sign)};b", Position("a"))
    assert sign not in made.value.html


def test_a_sign_that_is_taken_out_is_none_that_can_be_printed() -> None:
    """So a line that can be printed is not searched, nor bytes among which none of its is."""
    unseen = [
        sign for sign in map(chr, range(sys.maxunicode + 1)) if visible(f"\xad{sign}") == "\xad"
    ]
    assert len(unseen) > 2000
    assert not any(map(str.isprintable, unseen))
    assert not any(visible(sign, sign.encode("utf-8", "surrogatepass")) for sign in unseen)


def test_lines_are_printed_if_each_of_their_signs_is() -> None:
    for code in range(0x3000):
        for text in (f"a{chr(code)}\nb", f"–{chr(code)}"):
            assert is_printed(text) is all(map(str.isprintable, text.split("\n")))


def test_what_people_write_stays() -> None:
    kept = "Työ\u00ad\u00a0– \U0001f469\u200d\U0001f4bb\n\tå\u2028"
    assert visible(kept) == kept
