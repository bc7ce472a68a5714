"""The memory of links: what was well is trusted for a week, and since when one is dead is known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from socomsite.checks.outside import Answer, Health, LinkReport, OutsideLink
from socomsite.engine.cache import Cache
from socomsite.engine.linkhealth import TRUSTED_DAYS, _key, link_health
from socomsite.problem import Position

WELL, GONE = Answer(Health.WELL), Answer(Health.DEAD, "link-gone", 410)
A, B = "https://a.example/", "https://b.example/"
LINKS = [OutsideLink(url, (Position("site.yaml"),)) for url in (A, B)]
DAY = dt.date(2026, 11, 1)


class Others:
    """Other sites that answer as told, and remember what they were asked."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, addresses: list[str]) -> Mapping[str, Answer]:
        self.asked += addresses
        return {address: self.answers[address] for address in addresses}


def asked(root: Path, answers: Mapping[str, Answer], day: dt.date) -> tuple[LinkReport, list[str]]:
    others = Others(answers)
    with Cache(root, day.toordinal()) as cache:
        return link_health(LINKS, others, cache, day), others.asked


def test_what_was_well_is_not_asked_for_a_week(tmp_path: Path) -> None:
    first, questions = asked(tmp_path, {A: WELL, B: GONE}, DAY)
    assert questions == [A, B]
    assert first.remembered == frozenset()
    later, questions = asked(tmp_path, {B: GONE}, DAY + dt.timedelta(days=TRUSTED_DAYS - 1))
    assert questions == [B]
    assert later.answers == ((LINKS[0], WELL), (LINKS[1], GONE))
    assert later.remembered == {A}
    _, questions = asked(tmp_path, {A: WELL, B: GONE}, DAY + dt.timedelta(days=TRUSTED_DAYS))
    assert questions == [A, B]


def test_a_dead_link_keeps_the_day_on_which_it_was_well(tmp_path: Path) -> None:
    asked(tmp_path, {A: WELL, B: WELL}, DAY)
    for weeks in (2, 4, 6):
        report, _ = asked(tmp_path, {A: WELL, B: GONE}, DAY + dt.timedelta(weeks=weeks))
        assert report.well_on == {A: DAY + dt.timedelta(weeks=weeks), B: DAY}


def test_a_memory_from_the_future_or_damaged_is_none(tmp_path: Path) -> None:
    asked(tmp_path, {A: WELL, B: WELL}, DAY)
    _, questions = asked(tmp_path, {A: WELL, B: WELL}, DAY - dt.timedelta(days=9))
    assert questions == [A, B]
    with Cache(tmp_path, DAY.toordinal()) as cache:
        cache.put({_key(A): b"[]", _key(B): b"\xff"})
    _, questions = asked(tmp_path, {A: WELL, B: WELL}, DAY)
    assert questions == [A, B]


def test_how_many_are_so_is_counted(tmp_path: Path) -> None:
    report, _ = asked(tmp_path, {A: WELL, B: GONE}, DAY)
    assert [report.count(health) for health in Health] == [1, 0, 1, 0, 0, 0]
