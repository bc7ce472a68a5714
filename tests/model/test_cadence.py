"""Cadences as the communications plan writes them, and the even steps of the calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from socomsite.digest import digest
from socomsite.model.cadence import Basis, Per, read_cadence

DAY = dt.date(2026, 10, 31)


@pytest.mark.parametrize(
    ("text", "basis", "times", "per"),
    [
        ("3 krt/v", Basis.RATE, 3, Per.YEAR),
        ("1 krt/vuosi", Basis.RATE, 1, Per.YEAR),
        ("1 krt/kk", Basis.RATE, 1, Per.MONTH),
        ("2 krt/vk", Basis.RATE, 2, Per.WEEK),
        ("Aina ajan tasalla", Basis.ALWAYS, 0, None),
        ("aina", Basis.ALWAYS, 0, None),
        ("säännöllisesti", Basis.REGULARLY, 0, None),
        ("kun on  kerrottavaa", Basis.WHEN_TOLD, 0, None),
        ("kun kerrottavaa, tavoite 1 krt/vk", Basis.WHEN_TOLD, 1, Per.WEEK),
        ("kun kerrottavaa, esim. 1 krt/kk?", Basis.UNDECIDED, 1, Per.MONTH),
        ("tarpeen mukaan.", Basis.WHEN_NEEDED, 0, None),
        ("lasketaan", Basis.COUNTED, 0, None),
        ("ei päätetty", Basis.UNDECIDED, 0, None),
    ],
)
def test_a_cadence_is_read_as_the_plan_writes_it(
    text: str, basis: Basis, times: int, per: Per | None
) -> None:
    found = read_cadence(text)
    assert found is not None
    assert (found.basis, found.times, found.per) == (basis, times, per)
    assert found.is_promise is (basis is Basis.RATE)


@pytest.mark.parametrize("text", ["", "joskus", "3", "3 krt", "0 krt/v", "3 krt/pv", "1000 krt/v"])
def test_words_that_the_plan_does_not_use_are_no_cadence(text: str) -> None:
    assert read_cadence(text) is None


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("1 krt/v", dt.date(2027, 10, 31)),
        ("3 krt/v", dt.date(2027, 2, 28)),
        ("5 krt/v", dt.date(2027, 1, 12)),
        ("1 krt/kk", dt.date(2026, 11, 30)),
        ("2 krt/kk", dt.date(2026, 11, 15)),
        ("1 krt/vk", dt.date(2026, 11, 7)),
    ],
)
def test_the_next_one_is_due_an_even_step_later(text: str, due: dt.date) -> None:
    cadence = read_cadence(text)
    assert cadence is not None
    assert cadence.after(DAY) == due


def test_equal_cadences_have_equal_digests() -> None:
    assert digest(read_cadence("3 krt/v")) == digest(read_cadence("3 krt/v"))
