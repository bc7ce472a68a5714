from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest

import socomsite
from socomsite.engine.cache import Cache
from socomsite.engine.workers import WORTH_A_POOL, Task, Work, Workers, engine_digest
from socomsite.problem import Outcome, Position, problem
from tests.conftest import PYTHON

MANY = WORTH_A_POOL + 10
WARNING = problem(Position("content/a.md", 3, 1), "internal")


def place(value: int) -> Position:
    return Position(f"content/{value}.md")


def double(log: Path | None = None, delay: bool = False) -> Work[int, str]:
    """Doubles numbers as text; keeps a line for each in a log, refuses 13 and warns of 7."""

    def work(value: int) -> Outcome[str]:
        if log is not None:
            with log.open("a") as file:
                file.write(f"{os.getpid()} {value}\n")
        if delay and value % 2 == 0:
            time.sleep(0.001)
        if value == 13:
            raise ArithmeticError("unlucky")
        return Outcome(str(value * 2), (WARNING,) if value == 7 else ())

    return work


def task(
    factory: Callable[[], Work[int, str]] = double, key: Callable[[int], str | None] = str
) -> Task[int, str]:
    return Task(factory, key, place)


def made(workers: Workers, todo: Task[int, str], values: Sequence[int]) -> list[str | None]:
    return [outcome.value for outcome in workers.map("read", todo, values)]


def logged(log: Path) -> list[str]:
    return log.read_text().split("\n")[:-1] if log.exists() else []


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [0, 1, 12, WORTH_A_POOL - 1, MANY])
def test_outcomes_come_in_the_order_of_the_values(jobs: int, count: int) -> None:
    values = [*range(100, 100 + count)][::-1]
    found = made(
        Workers(jobs, Cache(None, 1), is_alone=lambda: True),
        task(partial(double, delay=True)),
        values,
    )
    assert found == [str(value * 2) for value in values]


def test_few_values_are_made_in_this_process(tmp_path: Path) -> None:
    log = tmp_path / "log"
    made(
        Workers(2, Cache(None, 1), is_alone=lambda: True),
        task(partial(double, log)),
        range(100, 110),
    )
    assert {line.split()[0] for line in logged(log)} == {str(os.getpid())}


def test_many_values_are_made_in_other_processes(tmp_path: Path) -> None:
    log = tmp_path / "log"
    made(
        Workers(2, Cache(None, 1), is_alone=lambda: True),
        task(partial(double, log)),
        range(100, 100 + MANY),
    )
    processes = [line.split()[0] for line in logged(log)]
    assert len(set(processes)) > 1
    assert processes.count(str(os.getpid())) < 5
    assert len(processes) == MANY


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [20, MANY])
def test_a_crash_in_one_value_is_told_at_its_place_and_the_others_finish(
    jobs: int, count: int
) -> None:
    workers = Workers(jobs, Cache(None, 1), is_alone=lambda: True)
    outcomes = workers.map("read", task(), range(count))
    assert outcomes[13] == Outcome(
        None, (problem(place(13), "internal", report=".cache/internal.txt"),)
    )
    others = [o.value for n, o in enumerate(outcomes) if n != 13]
    assert others == [str(n * 2) for n in range(count) if n != 13]
    (crash,) = workers.crashes
    assert "ArithmeticError: unlucky" in crash
    assert "Traceback" in crash


def broken() -> Work[int, str]:
    raise RuntimeError("no engine")


def test_a_crash_in_making_ready_is_told_at_every_value() -> None:
    workers = Workers(1, Cache(None, 1))
    outcomes = workers.map("read", task(broken), [1, 2])
    assert [outcome.problems[0].position for outcome in outcomes] == [place(1), place(2)]
    assert len(workers.crashes) == 2


def test_what_is_remembered_is_not_made_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    todo = task(partial(double, log))
    for _ in range(2):
        with Cache(tmp_path, 1) as cache:
            assert made(Workers(1, cache), todo, [1, 2]) == ["2", "4"]
    with Cache(tmp_path, 1) as cache:
        assert made(Workers(1, cache), todo, [2, 3, 1]) == ["4", "6", "2"]
    assert [line.split()[1] for line in logged(log)] == ["1", "2", "3"]


def kept_in(file: Path) -> int:
    if not file.is_file():
        return 0
    with contextlib.closing(sqlite3.connect(file)) as connection:
        return int(connection.execute("SELECT count(*) FROM made").fetchone()[0])


@pytest.mark.parametrize(("is_alone", "own"), [(True, 4), (False, MANY)])
def test_who_made_a_value_keeps_it_and_no_process_is_made_beside_another_thread(
    tmp_path: Path, own: int, *, is_alone: bool
) -> None:
    log, values = tmp_path / "log", range(100, 100 + MANY)
    for jobs in (2, 1, 3):
        with Cache(tmp_path, 1) as cache:
            workers = Workers(jobs, cache, is_alone=lambda: is_alone)
            found = made(workers, task(partial(double, log)), values)
        assert found == [str(value * 2) for value in values]
        kept = [
            kept_in(tmp_path / f".cache/{name}.sqlite") for name in ("made", "made-1", "made-2")
        ]
        assert kept[0] == own
        assert sum(kept) == MANY
    assert len(logged(log)) == MANY


def test_what_those_who_made_it_cannot_keep_is_kept_here(tmp_path: Path) -> None:
    for name in ("made-1.sqlite", "made-2.sqlite"):
        (tmp_path / ".cache" / name).mkdir(parents=True)
    values = range(100, 100 + MANY)
    with Cache(tmp_path, 1) as cache:
        workers = Workers(2, cache, is_alone=lambda: True)
        assert made(workers, task(), values) == [str(value * 2) for value in values]
    assert kept_in(tmp_path / ".cache/made.sqlite") == MANY


def test_problems_of_a_remembered_value_are_told_again(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        with Cache(tmp_path, 1) as cache:
            found.append(Workers(1, cache).map("read", task(), [6, 7]))
    assert found[0] == found[1] == [Outcome("12"), Outcome("14", (WARNING,))]


def test_a_crash_is_not_remembered(tmp_path: Path) -> None:
    log = tmp_path / "log"
    crashes = []
    for _ in range(2):
        with Cache(tmp_path, 1) as cache:
            workers = Workers(1, cache)
            workers.map("read", task(partial(double, log)), [13, 1])
            crashes += workers.crashes
    assert len(crashes) == 2
    assert [line.split()[1] for line in logged(log)] == ["13", "1", "13"]


def refuse(log: Path) -> Work[int, str | None]:
    def work(value: int) -> Outcome[str | None]:
        with log.open("a") as file:
            file.write(f"{os.getpid()} {value}\n")
        return Outcome(None, (WARNING,)) if value == 2 else Outcome(str(value))

    return work


def test_what_could_not_be_made_is_tried_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    for _ in range(2):
        with Cache(tmp_path, 1) as cache:
            todo: Task[int, str | None] = Task(partial(refuse, log), str, place)
            assert Workers(1, cache).map("read", todo, [1, 2])[1] == Outcome(None, (WARNING,))
    assert [line.split()[1] for line in logged(log)] == ["1", "2", "2"]


@pytest.mark.parametrize(("heavy", "own"), [(2, True), (WORTH_A_POOL // 8, False)])
def test_a_few_heavy_values_are_worth_other_processes(
    tmp_path: Path, heavy: int, *, own: bool
) -> None:
    log = tmp_path / "log"
    todo = Task(partial(double, log), str, place, is_heavy=lambda value: value < 100 + heavy)
    values = [*range(100, 103 + heavy)]
    found = made(Workers(2, Cache(None, 1), is_alone=lambda: True), todo, values[::-1])
    assert found == [str(value * 2) for value in values[::-1]]
    assert (str(os.getpid()) in {line.split()[0] for line in logged(log)}) is own


def test_a_value_without_a_key_is_made_every_time(tmp_path: Path) -> None:
    log = tmp_path / "log"
    todo = task(partial(double, log), key=lambda value: None if value == 1 else str(value))
    for _ in range(2):
        with Cache(tmp_path, 1) as cache:
            made(Workers(1, cache), todo, [1, 2])
    assert [line.split()[1] for line in logged(log)] == ["1", "2", "1"]


def test_two_steps_with_the_same_key_do_not_meet(tmp_path: Path) -> None:
    with Cache(tmp_path, 1) as cache:
        workers = Workers(1, cache)
        workers.map("read", task(), [1])
        other: Task[int, int] = Task(lambda: lambda value: Outcome(value * 3), str, place)
        assert workers.map("render", other, [1]) == [Outcome(3)]


def test_values_with_one_key_in_one_map_are_each_made(tmp_path: Path) -> None:
    with Cache(tmp_path, 1) as cache:
        assert made(Workers(1, cache), task(), [5, 5]) == ["10", "10"]


def test_progress_counts_what_is_remembered_as_done(tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    def hear(step: str, done: int, total: int) -> None:
        heard.append((step, done, total))

    with Cache(tmp_path, 1) as cache:
        Workers(1, cache, hear).map("read", task(), [1, 2])
        Workers(1, cache, hear).map("read", task(), [1, 2, 3])
    assert heard == [
        ("read", 0, 2),
        ("read", 1, 2),
        ("read", 2, 2),
        ("read", 2, 3),
        ("read", 3, 3),
    ]


def test_what_another_text_of_the_program_made_is_made_again(tmp_path: Path) -> None:
    copy = tmp_path / "socomsite"
    shutil.copytree(Path(socomsite.__file__).parent, copy)
    program = """
from pathlib import Path
from socomsite.engine.cache import Cache
from socomsite.engine.workers import Task, Workers, engine_digest
from socomsite.problem import Outcome, Position
left = []
task = Task(lambda: Outcome, str, lambda value: Position(""))
with Cache(Path.cwd(), 1) as cache:
    Workers(1, cache, lambda step, done, total: left.append(total - done)).map("read", task, [1])
print(engine_digest(), left[0])
"""

    def run() -> list[str]:
        command = [PYTHON, "-B", "-c", program]
        return subprocess.check_output(command, cwd=tmp_path, text=True).split()

    assert run() == [engine_digest(), "1"]
    assert run() == [engine_digest(), "0"]
    with (copy / "model" / "labels.yaml").open("a") as file:
        file.write("# more\n")
    changed, missing = run()
    assert changed != engine_digest()
    assert missing == "1"
