"""What is shared out among processes comes back whole, and only numbers go over."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from socomsite.engine.crew import Carrier, Made, _chunks, _in_turn, shared_out
from socomsite.problem import Outcome
from tests.conftest import PYTHON

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


@needs_fork
def test_once_heavy_ones_are_begun_processes_take_from_both_ends() -> None:
    chunks = [(0,), (1,), (2, 3), (4, 5), (6, 7), (8, 9)]
    ends = multiprocessing.get_context("fork").Array("L", [0, len(chunks)])
    one, other = _in_turn(chunks, ends, 1), _in_turn(chunks, ends, 2)
    taken = [next(each, None) for each in (other, one) * 4]
    assert taken == [(0,), (1,), (8, 9), (2, 3), (6, 7), (4, 5), None, None]


def test_every_number_comes_once() -> None:
    carrier = Carrier(naming_process, range(100, 400))
    made = list(shared_out(carrier, 2, heavy=[299, 5], light=range(6, 299)))
    assert sorted(each.number for each in made) == [5, *range(6, 299), 299]


def test_heavy_ones_are_begun_first() -> None:
    made = list(shared_out(Carrier(naming_process, range(300)), 1, [299, 5], range(6, 60)))
    assert [each.number for each in made] == [299, 5, *range(6, 60)]


@pytest.mark.parametrize(("count", "share"), [(0, 6), (1, 6), (5, 6), (63, 6), (1000, 6), (9, 1)])
def test_what_is_taken_at_once_is_less_towards_the_middle(count: int, share: int) -> None:
    found = [list(each) for each in _chunks(range(count), share)]
    assert [number for each in found for number in each] == list(range(count))
    sizes = [len(each) for each in found]
    half = (len(sizes) + 1) // 2
    assert sizes[:half] == sorted(sizes[:half], reverse=True)
    assert sizes[half:] == sorted(sizes[half:])
    assert max(sizes, default=0) <= 64
    assert share == 1 or min(sizes, default=0) <= 4


def test_values_are_made_in_other_processes_but_for_a_few_ahead() -> None:
    made = list(shared_out(Carrier(naming_process, range(100)), 2, [], range(100)))
    assert len(made) == 100
    here = [value[0] for value in values_of(made).values() if value[1] == os.getpid()]
    assert len(here) == 4


def test_what_each_process_needs_is_made_once_before_them() -> None:
    def counting() -> Callable[[int], Outcome[int]]:
        maker = os.getpid()
        return lambda _: Outcome(maker)

    made = list(shared_out(Carrier(counting, range(100)), 2, [], range(100)))
    assert set(values_of(made).values()) == {os.getpid()}


def test_after_many_values_there_are_other_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socomsite.engine.crew._MOST", 50)
    let_go = list[str]()
    carrier = Carrier(naming_process, range(100))
    made = list(shared_out(carrier, 1, [], range(100), lambda: let_go.append("now")))
    assert sorted(each.number for each in made) == list(range(100))
    others = {value[1] for value in values_of(made).values()} - {os.getpid()}
    assert len(others) == len(let_go) > 1


def test_a_crash_comes_back_as_its_traceback_and_the_others_finish() -> None:
    made = list(shared_out(Carrier(naming_process, range(20)), 2, [], range(20)))
    (lost,) = [each for each in made if each.outcome is None]
    assert lost.number == 7
    assert "ArithmeticError: unlucky" in lost.crash
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


def ending_itself() -> Callable[[int], Outcome[int]]:
    def work(value: int) -> Outcome[int]:
        if value == 7:
            os._exit(1)
        return Outcome(value)

    return work


def not_to_be_sent() -> Callable[[int], Outcome[Callable[[], int]]]:
    return lambda value: Outcome(lambda: value)


@pytest.mark.parametrize(
    ("factory", "told"), [(ending_itself, "was ended"), (not_to_be_sent, "not_to_be_sent")]
)
def test_a_process_that_is_lost_is_no_fault_of_one_value(
    factory: Callable[[], Callable[[int], Outcome[Any]]], told: str
) -> None:
    with pytest.raises(RuntimeError, match=told):
        list(shared_out(Carrier(factory, range(20)), 2, [], range(20)))
    assert not multiprocessing.active_children()


def test_who_wants_no_more_ends_the_processes() -> None:
    making = shared_out(Carrier(naming_process, range(9000)), 2, range(9000), [])
    assert next(iter(making)).number < 9000
    assert multiprocessing.active_children()
    making.close()  # type: ignore[attr-defined]  # it is a generator
    assert not multiprocessing.active_children()


def test_processes_end_when_the_first_one_is_killed() -> None:
    program = """
import os, signal, time
from socomsite.engine.crew import Carrier, shared_out
from socomsite.problem import Outcome
def factory():
    return lambda value: time.sleep(0.02) or Outcome(bytes(9000))
for _ in shared_out(Carrier(factory, range(2000)), 2, [], range(2000)):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    # They hold what was asked to be captured, so this waits for the last of them.
    done = subprocess.run([PYTHON, "-c", program], capture_output=True, check=False, timeout=30)
    assert done.returncode == -signal.SIGKILL
    assert not done.stderr
