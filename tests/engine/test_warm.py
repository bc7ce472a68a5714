"""What a preview keeps in memory is what it would read and make again."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from socomsite.engine import warm
from socomsite.engine.cache import Cache
from socomsite.engine.stamps import TICK_SECONDS
from socomsite.engine.warm import Warm
from socomsite.engine.workers import Task, Work, Workers
from socomsite.problem import Outcome, Position


@pytest.fixture
def kept(tmp_path: Path) -> Warm:
    (tmp_path / "a.md").write_text("yksi")
    time.sleep(TICK_SECONDS)
    kept = Warm(str(tmp_path))
    kept.begin()
    return kept


def read(kept: Warm, root: Path) -> str | None:
    return kept.read(root / "a.md", root, "a.md").value


def test_a_text_is_read_again_only_if_its_file_has_another_stamp(
    kept: Warm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(kept, tmp_path) == "yksi"
    with monkeypatch.context() as patched:
        patched.setattr(warm, "read_text", lambda *_: pytest.fail("it was read again"))
        assert read(kept, tmp_path) == "yksi"
    before = (tmp_path / "a.md").stat()
    (tmp_path / "a.md").write_text("kaks")
    os.utime(tmp_path / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert read(kept, tmp_path) == "kaks"
    (tmp_path / "a.md").unlink()
    assert read(kept, tmp_path) is None


def test_a_text_saved_just_now_is_not_trusted(tmp_path: Path) -> None:
    kept = Warm(str(tmp_path))
    kept.begin()
    (tmp_path / "a.md").write_text("yksi")
    assert read(kept, tmp_path) == "yksi"
    assert kept._texts == {}


def test_where_no_time_can_be_read_nothing_is_trusted(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("yksi")
    kept = Warm(str(tmp_path / "poissa/ei-ole"))
    kept.begin()
    assert read(kept, tmp_path) == "yksi"
    assert kept._texts == {}


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
def test_outcomes_of_the_last_build_are_at_hand(tmp_path: Path, *, stays: bool) -> None:
    kept, work = Warm(str(tmp_path)), Counted()
    task = Task(work, key=str, place=lambda _: Position("a"), stays=stays)
    for values in ([1, 2, 0], [2, 0, 3], [1, 2]):
        with Cache(None, 0) as cache:
            found = Workers(1, cache, warm=kept).map("double", task, values)
        assert [each.value for each in found] == [value * 2 or None for value in values]
    forgotten = [1, 2, 0, 2, 0, 3, 1, 2]
    assert work.made == ([1, 2, 0, 0, 3, 1] if stays else forgotten)
