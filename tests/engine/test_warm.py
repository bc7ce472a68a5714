"""What a preview keeps in memory is what it would read and make again."""

from __future__ import annotations

import pytest

from socomsite.engine.cache import Cache
from socomsite.engine.warm import Warm
from socomsite.engine.workers import Task, Work, Workers
from socomsite.problem import Outcome, Position


class Counted:
    """Work that doubles and counts, and fails on nought."""

    def __init__(self) -> None:
        self.made: list[int] = []

    def __call__(self) -> Work[int, int | None]:
        def work(value: int) -> Outcome[int | None]:
            self.made.append(value)
            return Outcome(value * 2 if value else None)

        return work


@pytest.mark.parametrize("stays", [True, False])
def test_outcomes_of_the_last_build_are_at_hand(*, stays: bool) -> None:
    kept, work = Warm(), Counted()
    task = Task(work, key=str, place=lambda _: Position("a"), stays=stays)
    for values in ([1, 2, 0], [2, 0, 3], [1, 2]):
        with Cache(None, 0) as cache:
            found = Workers(1, cache, warm=kept).map("double", task, values)
        assert [each.value for each in found] == [value * 2 or None for value in values]
    forgotten = [1, 2, 0, 2, 0, 3, 1, 2]
    assert work.made == ([1, 2, 0, 0, 3, 1] if stays else forgotten)
