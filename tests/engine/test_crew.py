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
    ahead = [each for each in made if each.number in range(6, 299, 74)]
    numbers = [each.number for each in made if each not in ahead]
    assert len(ahead) == 4
    assert numbers[:2] == [299, 5]
    assert numbers[2:] == [n for n in range(6, 299) if n not in range(6, 299, 74)]


def test_values_are_made_in_other_processes_but_for_a_few_ahead() -> None:
    made = list(shared_out(Carrier(naming_process, range(100)), 2, [], range(100)))
    assert len(made) == 100
    here = [value[0] for value in values_of(made).values() if value[1] == os.getpid()]
    assert len(here) == 4


@needs_fork
def test_what_each_process_needs_is_made_once_before_them() -> None:
    def counting() -> Callable[[int], Outcome[int]]:
        maker = os.getpid()
        return lambda _: Outcome(maker)

    made = list(shared_out(Carrier(counting, range(100)), 2, [], range(100)))
    assert set(values_of(made).values()) == {os.getpid()}


@needs_fork
def test_after_many_values_there_are_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socomsite.engine.crew._MOST", 50)
    made = list(shared_out(Carrier(naming_process, range(100)), 1, [], range(100)))
    assert sorted(each.number for each in made) == list(range(100))
    others = {value[1] for value in values_of(made).values()} - {os.getpid()}
    assert len(others) > 1


def test_a_crash_comes_back_as_its_traceback_and_the_others_finish() -> None:
    made = list(shared_out(Carrier(naming_process, range(20)), 2, [], range(20)))
    (crashed,) = (each for each in made if each.outcome is None)
    assert crashed.number == 7
    assert "ArithmeticError: unlucky" in crashed.crash
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
