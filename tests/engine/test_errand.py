"""What is sent on an errand is done by the end, whatever becomes of the process that does it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from socomsite.engine.errand import Errand


def writing(file: Path) -> Callable[[], None]:
    """Tells in a file which processes have done it."""

    def work() -> None:
        with file.open("a") as opened:
            opened.write(f"{os.getpid()}\n")

    return work


def done_by(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().splitlines()]


def test_an_errand_is_done_by_another_process_before_the_block_ends(tmp_path: Path) -> None:
    with Errand(2, lambda: True) as errand:
        errand.send(writing(tmp_path / "done"))
    (process,) = done_by(tmp_path / "done")
    assert process != os.getpid()


def test_of_one_process_or_of_little_work_it_is_done_here_at_once(tmp_path: Path) -> None:
    Errand(1).send(writing(tmp_path / "done"))
    Errand(2, lambda: True).send(writing(tmp_path / "done"), is_long=False)
    assert done_by(tmp_path / "done") == [os.getpid()] * 2


def test_a_second_errand_waits_for_the_first(tmp_path: Path) -> None:
    with Errand(2, lambda: True) as errand:
        errand.send(writing(tmp_path / "done"))
        errand.send(writing(tmp_path / "done"))
        assert len(done_by(tmp_path / "done")) >= 1
    assert len(set(done_by(tmp_path / "done"))) == 2


def test_where_no_process_can_be_begun_it_is_done_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    with Errand(2, lambda: True) as errand:
        errand.send(writing(tmp_path / "done"))
    assert done_by(tmp_path / "done") == [os.getpid()]


def test_what_was_killed_is_done_again_here(tmp_path: Path) -> None:
    here, done = os.getpid(), writing(tmp_path / "done")

    def work() -> None:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        done()

    with Errand(2, lambda: True) as errand:
        errand.send(work)
    assert done_by(tmp_path / "done") == [here]


def test_what_fails_there_fails_here_where_it_is_told(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        message = "ours"
        raise ValueError(message)

    errand = Errand(2, lambda: True)
    errand.send(fail)
    with pytest.raises(ValueError, match="ours"):
        errand.end()
    errand.end()
    assert capfd.readouterr() == ("", "")


def test_ctrl_c_does_not_end_it(tmp_path: Path) -> None:
    done = writing(tmp_path / "done")

    def work() -> None:
        os.kill(os.getpid(), signal.SIGINT)
        done()

    with Errand(2, lambda: True) as errand:
        errand.send(work)
    assert done_by(tmp_path / "done") != [os.getpid()]
