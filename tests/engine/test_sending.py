from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.sending import carried, sent_out
from socomsite.engine.workers import WORTH_A_POOL, Task, Work, Workers
from socomsite.model.kinds import schema
from socomsite.problem import Outcome, Position, problem
from tests.conftest import TODAY, TOPIC, news, write_site

MANY = WORTH_A_POOL + 10
LOCAL: list[Callable[[], Executor]] = [
    lambda: ThreadPoolExecutor(2),
    lambda: ProcessPoolExecutor(2),
]
THREADS_AND_PROCESSES = pytest.mark.parametrize("handed_in", LOCAL, ids=["threads", "processes"])


def double() -> Work[int, str]:
    """Doubles numbers as text, and fails at 13."""

    def work(value: int) -> Outcome[str]:
        if value == 13:
            raise ArithmeticError("unlucky")
        return Outcome(str(value * 2))

    return work


def place(value: int) -> Position:
    return Position(f"content/{value}.md")


def whose() -> Work[int, int]:
    """Says in which process it works."""
    return lambda _: Outcome(os.getpid())


def broken() -> Work[int, str]:
    raise RuntimeError("no engine")


@THREADS_AND_PROCESSES
def test_an_executor_that_is_handed_in_carries_the_values_out(
    handed_in: Callable[[], Executor],
) -> None:
    with handed_in() as executor:
        workers = Workers(1, Cache(None, 1), executor=executor)
        outcomes = workers.map("read", Task(double, str, place), range(100, 100 + MANY))
    assert [each.value for each in outcomes] == [str(n * 2) for n in range(100, 100 + MANY)]


def test_the_values_are_made_in_the_executor_s_processes() -> None:
    with ProcessPoolExecutor(2) as executor:
        workers = Workers(1, Cache(None, 1), executor=executor)
        outcomes = workers.map("read", Task(whose, str, place), range(MANY))
    assert os.getpid() not in {each.value for each in outcomes}


def test_few_values_are_not_worth_the_way_there() -> None:
    with ProcessPoolExecutor(2) as executor:
        workers = Workers(2, Cache(None, 1), executor=executor)
        outcomes = workers.map("read", Task(whose, str, place), range(10))
    assert {each.value for each in outcomes} == {os.getpid()}


@THREADS_AND_PROCESSES
def test_a_crash_there_is_told_at_its_place_and_the_others_finish(
    handed_in: Callable[[], Executor],
) -> None:
    with handed_in() as executor:
        workers = Workers(1, Cache(None, 1), executor=executor)
        outcomes = workers.map("read", Task(double, str, place), range(MANY))
    told = problem(place(13), "internal", report=".cache/internal.txt")
    assert [o for o in outcomes if o.problems] == [outcomes[13]] == [Outcome(None, (told,))]
    (crash,) = workers.crashes
    assert "ArithmeticError: unlucky" in crash


def test_a_value_that_takes_long_is_sent_for_itself() -> None:
    sent: list[int] = []

    class Listening(ThreadPoolExecutor):
        def map(self, fn, *chunks, **settings):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN003, ANN202
            sent.extend(map(len, *chunks))
            return super().map(fn, *chunks, **settings)

    with Listening(1) as executor:
        light = [(number, number) for number in range(20)]
        made = list(sent_out(executor, double, [(20, 20), (21, 21)], light))
    assert sent == [1, 1, 16, 4]
    assert sorted(number for number, _, _ in made) == list(range(22))


def test_a_factory_that_fails_there_is_told_at_every_value() -> None:
    made = carried(pickle.dumps(broken), [(0, 1), (1, 2)])
    assert [outcome for _, outcome, _ in made] == [None, None]
    assert all("no engine" in crash for _, _, crash in made)


def test_a_site_is_the_same_whoever_carries_it_out(tmp_path: Path) -> None:
    files = {f"content/news/n{n}.md": news(f"Uutinen {n}") for n in range(MANY)}
    root = write_site(tmp_path, {"content/topics/lapset.md": TOPIC} | files)
    here = build(root, schema(), Workers(1, Cache(None, 1)), today=TODAY)
    with ProcessPoolExecutor(2) as executor:
        workers = Workers(1, Cache(None, 1), executor=executor)
        there = build(root, schema(), workers, today=TODAY)
    assert there.problems == here.problems == ()
    assert there.artifacts == here.artifacts
