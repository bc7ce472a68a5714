"""The order of a publishing, what is carried along, and going back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from socomsite.problem import Position, problem
from socomsite.publishing.folder import FolderTarget
from socomsite.publishing.publishing import filed, planned, publish, roll_back
from socomsite.publishing.release import MARKER, Sort, marker_of
from socomsite.publishing.target import Kept, Refused
from tests.publishing.made import NOTHING, NOW, OWNER, SOURCES, at, made, put

FIRST = {"index.html": "1", "assets/a.0123456789.css": "old", "feed.xml": "1"}
SECOND = {"index.html": "2", "assets/a.abcdef0123.css": "new", "feed.xml": "2"}
DAY = 24 * 60 * 60


@pytest.fixture
def target(tmp_path: Path) -> FolderTarget:
    (tmp_path / "sivusto").mkdir()
    return FolderTarget(tmp_path / "julki", tmp_path / "sivusto", "julki")


def bytes_below(folder: Path) -> dict[Path, bytes]:
    files = [file for file in folder.resolve().rglob("*") if file.is_file()]
    return {file: file.read_bytes() for file in files}


def sorts(kept: Kept) -> dict[str, Sort]:
    assert kept.now is not None
    return {each.path: each.sort for each in kept.now.files}


def test_a_release_is_planned_with_its_marker_and_nothing_is_sent(target: FolderTarget) -> None:
    plan = planned(made(FIRST), target.kept(), SOURCES, NOW)
    assert plan.release.id == "20261126T065051Z"
    assert plan.files[MARKER] == marker_of(plan.release)
    assert MARKER not in {each.path for each in plan.release.files}
    assert plan.files.keys() - {MARKER} == FIRST.keys()
    assert not target.place.exists()


def test_a_file_is_told_with_its_digest_source_and_sort() -> None:
    ((job, artifact),) = made({"a/index.html": "x"})
    found = filed(job, artifact)
    assert (found.path, found.size, found.sort, found.source) == (
        "a/index.html",
        1,
        Sort.PAGE,
        "a.md",
    )
    ((job, artifact),) = made({"a/index.html": "x"}, redirects=("a/index.html",))
    assert filed(job, artifact).sort is Sort.REDIRECT


def test_assets_of_the_release_before_stay_for_those_who_have_its_pages_open(
    target: FolderTarget,
) -> None:
    put(target, FIRST)
    put(target, SECOND, later=60)
    found = sorts(target.kept())
    assert found["assets/a.0123456789.css"] is Sort.CARRIED
    assert (target.place / "current/assets/a.0123456789.css").read_text() == "old"
    assert found["feed.xml"] is Sort.FILE


def test_carried_files_go_after_a_day_however_often_one_publishes(target: FolderTarget) -> None:
    put(target, FIRST)
    put(target, SECOND, later=60)
    for hour in range(1, 24):
        put(target, SECOND | {"index.html": f"at {hour}"}, later=60 + hour * 3600)
    assert "assets/a.0123456789.css" in sorts(target.kept())
    put(target, SECOND | {"index.html": "a day later"}, later=61 + DAY)
    assert "assets/a.0123456789.css" not in sorts(target.kept())
    assert not (target.place / "current/assets/a.0123456789.css").exists()


def test_a_carried_file_that_comes_back_belongs_to_the_site_again(target: FolderTarget) -> None:
    put(target, FIRST)
    put(target, SECOND, later=60)
    put(target, FIRST, later=120)
    assert sorts(target.kept())["assets/a.0123456789.css"] is Sort.FILE
    assert sorts(target.kept())["assets/a.abcdef0123.css"] is Sort.CARRIED


def test_nothing_changed_makes_no_release_but_is_recorded(target: FolderTarget) -> None:
    put(target, FIRST)
    plan = planned(made(FIRST), target.kept(), SOURCES, NOW + dt.timedelta(days=2))
    calls: list[str] = []
    publish(target, plan, OWNER, keep=5, record=lambda: calls.append("x") or (), at=at)
    assert plan.difference.is_empty
    assert calls == ["x"]
    assert len(target.kept().releases) == 1


def test_another_release_meanwhile_stops_a_publishing(target: FolderTarget) -> None:
    put(target, FIRST)
    plan = planned(made(SECOND), target.kept(), SOURCES, NOW + dt.timedelta(seconds=9))
    put(target, {"index.html": "theirs"}, later=5)
    with pytest.raises(Refused, match="publish-overtaken"):
        publish(target, plan, OWNER, keep=5, record=lambda: (), at=at)
    assert (target.place / "current/index.html").read_text() == "theirs"


def test_steps_come_in_their_order(target: FolderTarget) -> None:
    told: list[str] = []

    def listen(step: str, done: int = 0, total: int = 0) -> None:
        del done, total
        if step not in told:
            told.append(step)

    plan = planned(made(FIRST), NOTHING, SOURCES, NOW)
    publish(target, plan, OWNER, keep=5, record=lambda: told.append("record") or (), at=listen)
    order = ("locked", "send", "sent", "folder:flip", "switched", "record", "recorded", "tidied")
    assert [step for step in told if step in order] == list(order)


def test_what_the_record_tells_of_is_the_result(target: FolderTarget) -> None:
    found = problem(Position("ledger.txt"), "output-unwritable", folder="x", reason="y")
    plan = planned(made(FIRST), NOTHING, SOURCES, NOW)
    assert publish(target, plan, OWNER, keep=5, record=lambda: (found,), at=at) == (found,)


def test_going_back_serves_the_release_before_byte_for_byte(target: FolderTarget) -> None:
    put(target, FIRST)
    before = bytes_below(target.place / "current")
    put(target, SECOND, later=60)
    release, kept = roll_back(target, None, OWNER, at)
    assert release.id == "20261126T065051Z"
    assert kept.current == "20261126T065151Z"
    after = bytes_below(target.place / "current")
    assert before == after


def test_going_back_keeps_the_newer_release_and_can_be_undone(target: FolderTarget) -> None:
    put(target, FIRST)
    put(target, SECOND, later=60)
    roll_back(target, None, OWNER, at)
    assert [each.id for each in target.kept().releases] == ["20261126T065051Z", "20261126T065151Z"]
    roll_back(target, "20261126T065151Z", OWNER, at)
    assert (target.place / "current/index.html").read_text() == "2"


def test_going_back_twice_goes_back_two(target: FolderTarget) -> None:
    for number in range(3):
        put(target, {"index.html": str(number)}, later=number)
    roll_back(target, None, OWNER, at)
    roll_back(target, None, OWNER, at)
    assert (target.place / "current/index.html").read_text() == "0"
    with pytest.raises(Refused, match="release-none-before"):
        roll_back(target, None, OWNER, at)


def test_publishing_after_going_back_is_compared_with_what_is_served(target: FolderTarget) -> None:
    put(target, FIRST)
    put(target, SECOND, later=60)
    roll_back(target, None, OWNER, at)
    plan = put(target, SECOND, later=120)
    assert not plan.difference.is_empty
    assert plan.release.id == "20261126T065251Z"
    assert (target.place / "current/index.html").read_text() == "2"


def test_a_release_that_is_not_kept_cannot_be_gone_back_to(target: FolderTarget) -> None:
    put(target, FIRST)
    with pytest.raises(Refused, match="release-unknown") as refused:
        roll_back(target, "20200101T000000Z", OWNER, at)
    assert refused.value.problem.allowed == ("20261126T065051Z",)
    with pytest.raises(Refused, match="release-none-before"):
        roll_back(target, None, OWNER, at)
