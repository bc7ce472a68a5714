"""A scout tells what there is to see, and whatever becomes of it, who asks is told."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from socomsite.engine.scout import Scout


@pytest.fixture(autouse=True)
def _two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def test_another_process_looks_and_is_gone_when_the_block_ends() -> None:
    with Scout(os.getpid, is_long=True) as scout:
        process = scout.answer()
    assert process != os.getpid()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_what_nobody_asks_for_is_not_waited_for() -> None:
    with Scout(signal.pause, is_long=True):
        pass  # it would look for ever


def test_what_is_quickly_seen_is_seen_here_and_only_if_somebody_asks() -> None:
    seen: list[int] = []
    with Scout(lambda: seen.append(os.getpid()), is_long=False) as scout:
        assert seen == []
        scout.answer()
    assert seen == [os.getpid()]


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
def test_what_a_scout_could_not_tell_is_looked_at_here(end: signal.Signals) -> None:
    here = os.getpid()

    def look() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), end)
        return os.getpid()

    with Scout(look, is_long=True) as scout:
        assert scout.answer() == here


def test_what_fails_there_fails_here() -> None:
    def look() -> int:
        message = "nothing to see"
        raise ValueError(message)

    with Scout(look, is_long=True) as scout, pytest.raises(ValueError, match="nothing to see"):
        scout.answer()


@pytest.mark.parametrize(("owner", "name"), [(os, "cpu_count"), (threading, "active_count")])
def test_no_process_is_made_beside_a_thread_or_on_one_processor(
    monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    monkeypatch.setattr(owner, name, lambda: 1 if owner is os else 2)
    with Scout(os.getpid, is_long=True) as scout:
        assert scout.answer() == os.getpid()


def test_where_no_process_can_be_begun_it_is_looked_at_here(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    with Scout(os.getpid, is_long=True) as scout:
        assert scout.answer() == os.getpid()
