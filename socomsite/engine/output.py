"""Writes a finished site beside the old one and puts it in its place in one move.

Must never know content. A folder that holds something else than a site of ours is never replaced.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

from socomsite.engine.aside import Aside
from socomsite.engine.staging import doubled, stage
from socomsite.engine.stamps import Stamp, stamp
from socomsite.engine.standing import MANIFEST as _MANIFEST
from socomsite.engine.standing import (
    NOTHING,
    Looked,
    Release,
    beside,
    keep_standing,
    memory_beside,
    nobody_looked,
    standing,
)
from socomsite.engine.trees import Trees
from socomsite.engine.turn import turn
from socomsite.job import Finished
from socomsite.problem import Outcome, Position, Problem, problem

#: The list of a site's files with their SHA-256, as `sha256sum --check` reads it.
MANIFEST = _MANIFEST
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def refusal(output: Path, root: Path) -> Problem | None:
    """Why a folder must not be replaced by the site, or None if it may be."""
    target, site = output.resolve(), root.resolve()
    here = Position(output.name or str(output))
    own = [site / name for name in ("content", "templates", "socomsite", "tests", ".git")]
    covers = site == target or target in site.parents
    inside = any(target == folder or folder in target.parents for folder in own)
    if covers or inside:
        return problem(here, "output-inside", folder=output.name)
    if target.exists() and not target.is_dir():
        return problem(here, "output-foreign", folder=output.name)
    if target.is_dir() and not (target / MANIFEST).is_file() and any(target.iterdir()):
        return problem(here, "output-foreign", folder=output.name)
    return None


def is_new(output: Path, root: Path, memory: Path) -> bool:
    """Whether nothing is known of the folder that will be written, which lies in the site's own.

    What is made for it below `root` in the meantime is of the same file system, and whoever may
    read or write what is made in the site's folder may do so there.
    """
    try:
        one, other = root.stat(), memory.parent.stat()
    except OSError:
        return False
    is_alike = (one.st_dev, one.st_gid) == (other.st_dev, other.st_gid)
    is_alike = is_alike and not (one.st_mode ^ other.st_mode) & stat.S_ISGID
    is_known = memory.exists() or Path(memory_beside(str(memory))).exists()
    return is_alike and output.resolve().parent == root.resolve() and not is_known


def write(artifacts: Iterable[Finished], output: Path) -> tuple[Problem, ...]:
    """Replace the output folder by these files and nothing else, in one move.

    Problems: `disk-full`, `output-unwritable`, `output-busy`; the old folder then stands untouched.
    """
    return release(artifacts, output, None).problems


def release(
    artifacts: Iterable[Finished],
    output: Path,
    memory: Path | None,
    aside: Aside | None = None,
    looked: Callable[[], Looked | None] = nobody_looked,
) -> Outcome[str]:
    """Replace the output folder as `write` does; the SHA-256 of the list of its files, or none.

    With a `memory`, a file for what is known of the folder, the folder that was replaced stands by
    beside it: the next site is made in that one, and only what differs is written; if somebody
    `looked` just now how it stands, that is believed. Files that were put `aside` are moved.
    """
    target = output.resolve()
    ordered = sorted(artifacts, key=lambda artifact: artifact.path)
    here = Position(output.name)
    try:
        with contextlib.suppress(FileExistsError):
            target.parent.mkdir(parents=True)
        with turn(target.parent) as is_ours:
            if not is_ours:
                return Outcome("", (problem(here, "output-busy", folder=output.name),))
            return Outcome(_replaced(ordered, target, memory, aside, looked))
    except OSError as error:
        if error.errno == errno.ENOSPC:
            size = f"{sum(each.size for each in ordered) / 1e6:.0f} MB"
            return Outcome("", (problem(here, "disk-full", size=size),))
        reason = error.strerror or type(error).__name__
        return Outcome("", (problem(here, "output-unwritable", folder=output.name, reason=reason),))


def _replaced(
    ordered: Iterable[Finished],
    target: Path,
    memory: Path | None,
    aside: Aside | None,
    looked: Callable[[], Looked | None],
) -> str:
    staged = Path(beside(str(target)))
    old = target.parent / f".{target.name}.old"
    _finish(target, old)
    shown = standing(str(target), str(memory)) if memory else NOTHING
    standby = standing(str(staged), memory_beside(str(memory))) if memory else NOTHING
    try:
        made, shown = stage(ordered, staged, standby, target, shown, aside, looked())
        _swap(staged, target, old)
    except OSError:
        shutil.rmtree(staged, ignore_errors=True)
        raise
    if memory is None or not shown.files:
        shutil.rmtree(staged, ignore_errors=True)
    if memory is not None:
        _remember(target, staged, memory, made, shown, aside.trees if aside else None)
    return made.mark


def _remember(  # noqa: PLR0913 - the two folders, and how each stands
    target: Path,
    staged: Path,
    memory: Path,
    made: Release,
    shown: Release,
    trees: Trees | None,
) -> None:
    """Keep what is known of the two folders after they have changed places."""
    made = made._replace(folders=made.folders | {"": _moved(target, made)})
    shown = shown._replace(folders=shown.folders | {"": _moved(staged, shown)})
    if not shown.files:
        try:
            made, shown = doubled(made, target, staged, trees)
        except OSError:  # no links, or no room for them: the next site is written anew
            shutil.rmtree(staged, ignore_errors=True)
    with contextlib.suppress(OSError):
        memory.parent.mkdir(exist_ok=True)
    keep_standing(str(target), str(memory), made)
    keep_standing(str(staged), memory_beside(str(memory)), shown)


def _moved(folder: Path, release: Release) -> Stamp:
    """The stamp of a folder after its move, which changes its inode's time and nothing else."""
    now, before = stamp(str(folder)), release.stamp
    return now if now[:3] == before[:3] else before


def _finish(target: Path, old: Path) -> None:
    """End a swap that was cut off between its two renames."""
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _swap(staged: Path, target: Path, old: Path) -> None:
    """Put the staged folder in the place of the target; what stood there is `staged` then."""
    if not target.exists():
        staged.rename(target)
        return
    if _exchanged(staged, target):
        return
    # Without the system's exchange there is a blink with no folder; `_finish` mends a cut there.
    target.rename(old)
    try:
        staged.rename(target)
    except OSError:
        old.rename(target)
        raise
    old.rename(staged)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one atomic step (Linux `renameat2`); False where there is none."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(exchange(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
