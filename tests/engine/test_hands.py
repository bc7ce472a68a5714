"""Many small things done side by side: in order, not all held at once, and ended by a fault."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from socomsite.engine.hands import spread


@pytest.mark.parametrize("count", [0, 1, 31, 32, 33, 1000])
def test_each_value_has_its_result_in_the_order_of_the_values(count: int) -> None:
    assert list(spread(lambda value: value * 2, range(count))) == [2 * n for n in range(count)]


def test_a_few_are_done_without_threads() -> None:
    assert set(spread(lambda _: threading.get_ident(), range(31))) == {threading.get_ident()}
    assert threading.get_ident() not in set(spread(lambda _: threading.get_ident(), range(999)))


def test_values_are_asked_for_here_and_only_as_the_work_goes_on() -> None:
    asked, ended = list[int](), list[int]()

    def values() -> Iterator[int]:
        for number in range(5000):
            asked.append(threading.get_ident())
            assert number - len(ended) < 1000
            yield number

    for each in spread(lambda value: value, values()):
        ended.append(each)
    assert len(ended) == 5000
    assert set(asked) == {threading.get_ident()}


@pytest.mark.parametrize("count", [10, 5000])
def test_a_fault_is_raised_and_nothing_more_is_begun(count: int) -> None:
    done: list[int] = []
    before = threading.active_count()

    def work(value: int) -> None:
        if value == 5:
            message = "disk full"
            raise OSError(message)
        done.append(value)

    with pytest.raises(OSError, match="disk full"):
        list(spread(work, range(count)))
    assert len(done) < 1000
    assert threading.active_count() == before
