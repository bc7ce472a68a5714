"""Digests: equal for equal values, different for all others, refused for what may change."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum, StrEnum
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.digest import Digestible, digest, digest_of_bytes, encoded
from socomsite.language import Language
from socomsite.problem import Position

without_deadline = settings(deadline=None)


@dataclass(frozen=True)
class Card:
    title: object
    note: object


@dataclass(frozen=True)
class Row:
    title: object
    note: object


@dataclass
class Draft:
    title: str


class Colour(Enum):
    RED = 1
    BLUE = "blue"


class Shade(StrEnum):
    BLUE = "blue"


class Leaf(Digestible):
    def __init__(self, *parts: object) -> None:
        self._parts = parts

    def parts(self) -> tuple[object, ...]:
        return self._parts


# Small domains, so that two values drawn apart are often equal or nearly so.
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 2),
    st.sampled_from([0.0, -0.0, 1.0, 2.0, float("inf")]),
    st.text("1:s", max_size=3),
    st.binary(max_size=2),
    st.sampled_from([Colour.RED, Colour.BLUE, Shade.BLUE, Language.FI]),
    st.sampled_from([dt.date(2026, 11, 22), dt.datetime(2026, 11, 22, tzinfo=dt.UTC), dt.time(9)]),
)
values = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.frozensets(leaves, max_size=3),
        st.builds(Card, inner, inner),
        st.builds(Row, inner, inner),
    ),
    max_leaves=6,
)


def told_apart(value: object) -> object:
    """The value with the type of each part beside it, since 1 == True == 1.0."""
    kind = type(value).__qualname__
    if isinstance(value, tuple):
        return kind, tuple(map(told_apart, value))
    if isinstance(value, frozenset):
        return kind, frozenset(map(told_apart, value))
    if is_dataclass(value):
        return kind, tuple(told_apart(getattr(value, field.name)) for field in fields(value))
    return kind, repr(value)


@given(values, values)
@without_deadline
def test_digests_are_equal_if_and_only_if_values_are(one: object, other: object) -> None:
    assert (digest(one) == digest(other)) == (told_apart(one) == told_apart(other))


@given(values)
@without_deadline
def test_a_copy_has_the_digest_of_its_original(value: object) -> None:
    assert digest(copy.deepcopy(value)) == digest(value)


@given(st.lists(values, max_size=3).map(tuple), st.lists(values, max_size=3).map(tuple))
@without_deadline
def test_arguments_are_told_apart_like_the_items_of_a_tuple(
    one: tuple[object, ...], other: tuple[object, ...]
) -> None:
    assert (digest(*one) == digest(*other)) == (told_apart(one) == told_apart(other))


ALIKE: list[tuple[object, ...]] = [
    (("a", "b"), ("ab",), ("", "ab"), ("ab", ""), "ab", ("a", ("b",)), (("a",), "b")),
    (1, "1", b"1", True, 1.0, (1,), frozenset({1}), Colour.RED),
    (None, False, 0, "", b"", (), frozenset(), 0.0, -0.0),
    ("blue", Colour.BLUE, Shade.BLUE, b"blue"),
    ("s1:a", "a", ("s", 1, "a"), b"s1:a"),
    ("1", "11", ("1", "1"), ("1", "1", "")),
    (dt.date(2026, 11, 22), dt.datetime(2026, 11, 22, tzinfo=dt.UTC), "2026-11-22"),
    (Card("a", "b"), Row("a", "b"), ("Card", "a", "b"), Leaf("a", "b"), Card("ab", "")),
    (Leaf("a", "b"), Leaf("ab"), Leaf(("a", "b")), ("a", "b")),
]


@pytest.mark.parametrize("alike", ALIKE)
def test_values_that_look_alike_do_not_collide(alike: tuple[object, ...]) -> None:
    assert len({digest(value) for value in alike}) == len(alike)


def test_two_types_of_one_name_do_not_collide() -> None:
    one, other = (type("View", (Leaf,), {"__module__": name})("a") for name in ("page", "feed"))
    assert digest(one) != digest(other)


def test_the_order_of_a_set_does_not_matter() -> None:
    names = ("ä", "b", "c")
    assert len({digest(frozenset(order)) for order in permutations(names)}) == 1


def test_the_order_of_a_tuple_matters() -> None:
    assert digest(("a", "b")) != digest(("b", "a"))
    assert digest("a", "b") != digest("b", "a")


@pytest.mark.parametrize(
    "value",
    [[], {}, set(), bytearray(), object(), Draft("a"), Card, Colour, len, 1j, dt.timedelta(1)],
)
def test_what_is_not_a_frozen_value_is_refused(value: object) -> None:
    for hidden in (value, ("a", value), Card("a", value)):
        with pytest.raises(TypeError, match=f"no digest for {type(value).__name__}"):
            digest(hidden)


def test_a_digestible_without_parts_is_refused() -> None:
    with pytest.raises(NotImplementedError):
        digest(Digestible())


def test_a_digest_is_the_same_on_every_machine() -> None:
    value = (None, True, 42, "ä", b"\x00", frozenset({"b", "a"}), dt.date(2026, 11, 22), 0.5)
    assert encoded(value[:5]) == b"(16:nti2:42s2:\xc3\xa4b1:\x00"
    assert digest(value, Position("a.md", 1, 2)) == "d80f546fdb12e8e05794f0f8d0edb842"


def test_the_digest_of_bytes_is_that_of_nothing_around_them() -> None:
    assert digest_of_bytes(b"") == "cae66941d9efbd404e4d88758ea67670"
    assert digest_of_bytes(b"a") != digest(b"a")
    assert len(digest_of_bytes(b"a")) == len(digest("a")) == 32
