"""What a browser sends of a form, and the buttons that change its rows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.editor.submission import Move, moved, typed_in
from socomsite.editor.typed import nothing_in
from socomsite.model.kinds import Person, Plan, Project
from tests.editor.entries import tried


def test_fields_are_found_by_their_names_and_rows_by_their_numbers() -> None:
    sent = {
        "f.name": ["SAKKI"],
        "f.partners.10": ["kymmenes"],
        "f.partners.9": ["yhdeksäs"],
        "f.partners.x": ["ei rivi"],
        "f.goals.3.objective": ["A"],
        "f.goals.3.actions.0": ["a"],
        "f.draft": ["true"],
        "g.name": ["muu"],
    }
    typed: dict[str, Any] = typed_in(Project, sent)
    assert typed["name"] == "SAKKI"
    assert typed["partners"] == ["yhdeksäs", "kymmenes"]
    assert typed["draft"] == "true"
    (goal,) = typed["goals"]
    assert isinstance(goal, dict)
    assert (goal["objective"], goal["actions"], goal["state"]) == ("A", ["a"], "")


def test_what_is_not_sent_is_empty() -> None:
    assert typed_in(Person, {}) == nothing_in(Person)


@pytest.mark.parametrize(
    ("do", "rows", "onward"),
    [
        ("add f.partners", ["a", "b", "c", ""], "f.partners.3"),
        ("remove f.partners.1", ["a", "c"], "f.partners.1"),
        ("remove f.partners.2", ["a", "b"], "f.partners.1"),
        ("up f.partners.1", ["b", "a", "c"], "f.partners.0"),
        ("down f.partners.1", ["a", "c", "b"], "f.partners.2"),
    ],
)
def test_a_row_is_added_moved_or_removed(do: str, rows: list[str], onward: str) -> None:
    move = Move.of(do)
    assert move is not None
    done = moved(Project, {**nothing_in(Project), "partners": ["a", "b", "c"]}, move)
    assert done is not None
    assert (done[0]["partners"], done[1]) == (rows, onward)


def test_a_row_within_a_row_is_reached() -> None:
    typed: dict[str, Any] = nothing_in(Plan)
    for do in ("add f.areas", "add f.areas.0.goals", "add f.areas.0.goals.0.actions"):
        move = Move.of(do)
        assert move is not None
        done = moved(Plan, typed, move)
        assert done is not None
        typed, onward = done
    # An empty list shows an empty line: the one added is the second.
    assert onward == "f.areas.0.goals.0.actions.1"
    (area,) = typed["areas"]
    assert area["goals"][0]["actions"] == ["", ""]


@tried
@given(
    act=st.sampled_from(("add", "remove", "up", "down", "save", "")),
    name=st.lists(
        st.sampled_from(("f", "goals", "0", "1", "actions", "name", "", "²")), max_size=6
    ),
)
def test_no_button_breaks_a_form(act: str, name: list[str]) -> None:
    move = Move.of(f"{act} {'.'.join(name)}")
    typed = nothing_in(Project) | {"goals": [{"objective": "A", "actions": ["a"]}]}
    done = moved(Project, typed, move) if move else None
    assert done is None or done[0].keys() == typed.keys()
