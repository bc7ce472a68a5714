"""Programs that would write into one folder wait for each other."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from socomsite.engine import output, turn
from socomsite.engine.output import release
from socomsite.problem import Position, problem
from tests.conftest import PYTHON
from tests.engine.test_output import FIRST, SECOND, as_tree, tree

HOLD = """
import sys
from pathlib import Path
from socomsite.engine.turn import turn
with turn(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""
WRITE = """
import sys
from pathlib import Path
from socomsite.engine.output import release
from socomsite.job import Artifact
root, name = Path(sys.argv[1]), sys.argv[2].encode()
for _ in range(15):
    artifacts = [Artifact(f"{n}/index.html", name) for n in range(30)]
    assert release(artifacts, root / "output", root / "memory").problems == ()
"""


def test_a_folder_that_another_holds_is_waited_for(tmp_path: Path) -> None:
    command = [PYTHON, "-c", HOLD, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with turn.turn(tmp_path, patience=0.05) as has_it:
            assert not has_it
        other.communicate()
    with turn.turn(tmp_path, patience=0) as has_it:
        assert has_it


def test_a_program_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    command = [PYTHON, "-c", HOLD, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()
        other.kill()
    with turn.turn(tmp_path, patience=1) as has_it:
        assert has_it


def test_who_waits_in_vain_says_so_and_leaves_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(FIRST, tmp_path / "output", None)
    monkeypatch.setattr(output, "turn", lambda folder: turn.turn(folder, patience=0))
    with turn.turn(tmp_path):
        assert release(SECOND, tmp_path / "output", None).problems == (
            problem(Position("output"), "output-busy", folder="output"),
        )
    assert tree(tmp_path / "output") == as_tree(FIRST)
    assert release(SECOND, tmp_path / "output", None).problems == ()


def test_two_that_write_at_once_leave_one_whole_site(tmp_path: Path) -> None:
    running = [
        subprocess.Popen([PYTHON, "-c", WRITE, str(tmp_path), name]) for name in ("one", "other")
    ]
    assert [each.wait() for each in running] == [0, 0]
    found = tree(tmp_path / "output")
    assert len(found) == 30
    assert len(set(found.values())) == 1


def test_where_the_system_has_no_locks_nobody_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_held: int, _how: int) -> None:
        raise OSError

    with turn.turn(tmp_path):
        monkeypatch.setattr("socomsite.engine.turn.fcntl.flock", refuse)
        with turn.turn(tmp_path, patience=0) as has_it:
            assert has_it
        monkeypatch.setattr(turn, "fcntl", None)
        with turn.turn(tmp_path, patience=0) as has_it:
            assert has_it
