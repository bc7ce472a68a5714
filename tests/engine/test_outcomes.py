"""Outcomes as the cache keeps them."""

from __future__ import annotations

import pickle

import pytest

from socomsite.engine.outcomes import unpickled
from socomsite.problem import Outcome


def test_an_outcome_comes_back_as_it_was_kept() -> None:
    assert unpickled(pickle.dumps(Outcome("a"), protocol=5)) == Outcome("a")


@pytest.mark.parametrize(
    "data",
    [None, b"", b"no pickle", pickle.dumps(("not", "an", "outcome")), b"cmissing\nname\n."],
)
def test_what_is_no_outcome_is_none(data: bytes | None) -> None:
    assert unpickled(data) is None
