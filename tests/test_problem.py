"""Problems, their places and order, and outcomes that carry them."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.language import Words
from socomsite.problem import Position, Problem, Severity, gathered, problem

HERE = Position("content/news/a.md", 3, 6)

without_deadline = settings(deadline=None)
problems = st.builds(
    problem,
    st.builds(Position, st.sampled_from(["a.md", "b.md"]), st.integers(0, 2), st.integers(0, 2)),
    st.sampled_from(["file-empty", "yaml-tab"]),
    severity=st.sampled_from(Severity),
    allowed=st.lists(st.sampled_from("xy"), max_size=1),
    near=st.lists(st.sampled_from("xy"), max_size=1),
    name=st.sampled_from(["n", 1, Words("a", "b", "c")]),
)


def test_a_position_prints_as_editors_make_it_clickable() -> None:
    assert str(HERE) == "content/news/a.md:3:6"


def test_a_position_without_a_line_is_the_file() -> None:
    assert str(Position("site.yaml")) == "site.yaml"


def test_positions_come_by_path_then_line_then_column() -> None:
    places = [
        Position("a.md"),
        Position("a.md", 2, 9),
        Position("a.md", 10, 1),
        Position("a.md", 10, 2),
        Position("b.md", 1, 1),
    ]
    for order in permutations(places):
        assert sorted(order) == places


def test_the_values_of_a_problem_are_given_by_name() -> None:
    found = problem(HERE, "field-unknown", near=["public"], allowed=("a", "b"), field="publik", n=2)
    assert found.values == (("field", "publik"), ("n", 2))
    assert (found.allowed, found.near) == (("a", "b"), ("public",))
    assert found.severity is Severity.ERROR


def test_the_order_in_which_values_are_named_does_not_matter() -> None:
    assert problem(HERE, "c", a=1, b=2) == problem(HERE, "c", b=2, a=1)


def test_only_an_error_stops_a_build() -> None:
    stopping = [severity for severity in Severity if problem(HERE, "c", severity=severity).is_error]
    assert stopping == [Severity.ERROR]


def test_a_problem_met_twice_is_told_once() -> None:
    one, same = problem(HERE, "file-empty"), problem(HERE, "file-empty")
    assert gathered([one, same]) == (one,)


def test_problems_are_told_by_place_then_code() -> None:
    later, earlier = problem(HERE, "a"), problem(Position("content/news/a.md", 2, 1), "z")
    second = problem(HERE, "b")
    assert gathered([second, later, earlier]) == (earlier, later, second)


@given(st.lists(problems, max_size=4))
@without_deadline
def test_the_order_in_which_problems_were_met_does_not_show(found: list[Problem]) -> None:
    told = gathered(found)
    assert len(told) == len(set(told))
    assert set(told) == set(found)
    assert {gathered(order) for order in permutations(found)} == {told}
