"""What is shared out among processes comes back whole, and only numbers go over."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
from collections.abc import Callable
from typing import Any

import pytest

from socomsite.engine.crew import Carrier, Made, shared_out
from socomsite.problem import Outcome

needs_fork = pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="this system cannot fork"
)


def naming_process() -> Callable[[int], Outcome[tuple[int, int]]]:
    def work(value: int) -> Outcome[tuple[int, int]]:
        if value == 7:
            raise ArithmeticError("unlucky")
        return Outcome((value, os.getpid()))

    return work


def calling() -> Callable[[Callable[[], str]], Outcome[str]]:
    return lambda value: Outcome(value())


def values_of(made: list[Made]) -> dict[int, Any]:
    return {each.number: pickle.loads(each.outcome).value for each in made if each.outcome}  # noqa: S301 - our own bytes


def test_every_number_comes_once_heavy_ones_first() -> None:
    carrier = Carrier(naming_process, range(100, 400))
    made = list(shared_out(carrier, 2, heavy=[299, 5], light=range(6, 299)))
    numbers = [each.number for each in made]
    assert numbers[:2] == [299, 5]
    assert numbers[2:] == list(range(6, 299))


def test_values_are_made_in_other_processes() -> None:
    made = list(shared_out(Carrier(naming_process, range(100)), 2, [], range(100)))
    assert len(made) == 100
    assert os.getpid() not in {value[1] for value in values_of(made).values() if value}


def test_a_crash_comes_back_as_its_traceback_and_the_others_finish() -> None:
    made = list(shared_out(Carrier(naming_process, range(20)), 2, [], range(20)))
    assert [each.number for each in made if each.outcome is None] == [7]
    assert "ArithmeticError: unlucky" in made[7].crash
    assert len(values_of(made)) == 19


@needs_fork
def test_values_that_cannot_be_sent_are_there_all_the_same() -> None:
    values = [lambda: "yksi", lambda: "kaksi"]
    with pytest.raises((pickle.PicklingError, AttributeError)):
        pickle.dumps(values)
    made = list(shared_out(Carrier(calling, values), 2, [], [0, 1]))
    assert values_of(made) == {0: "yksi", 1: "kaksi"}


def test_what_was_frozen_for_the_processes_is_free_again() -> None:
    before = gc.get_freeze_count()
    for _ in shared_out(Carrier(naming_process, range(4)), 2, [], range(4)):
        assert gc.get_freeze_count() > before
    assert gc.get_freeze_count() <= before
