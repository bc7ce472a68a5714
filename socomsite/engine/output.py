"""Writes a finished site beside the old one and puts it in its place in one move.

Must never know content. A folder that holds something else than a site of ours is never replaced.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from socomsite.job import Artifact
from socomsite.problem import Position, Problem, problem

#: The list of a site's files with their SHA-256, as `sha256sum --check` reads it.
MANIFEST = ".socomsite"
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


def write(artifacts: Iterable[Artifact], output: Path) -> tuple[Problem, ...]:
    """Replace the output folder by these files and nothing else, in one move.

    Problems: `disk-full`, `output-unwritable`; the old folder then stands untouched.
    """
    target = output.resolve()
    staged = target.parent / f".{target.name}.next"
    old = target.parent / f".{target.name}.old"
    ordered = sorted(artifacts, key=lambda artifact: artifact.path)
    try:
        _finish(target, old)
        shutil.rmtree(staged, ignore_errors=True)
        _stage(ordered, staged)
        _swap(staged, target, old)
    except OSError as error:
        shutil.rmtree(staged, ignore_errors=True)
        here = Position(output.name)
        if error.errno == errno.ENOSPC:
            size = f"{sum(len(a.data) for a in ordered) / 1e6:.0f} MB"
            return (problem(here, "disk-full", size=size),)
        reason = error.strerror or type(error).__name__
        return (problem(here, "output-unwritable", folder=output.name, reason=reason),)
    return ()


def _stage(artifacts: Iterable[Artifact], staged: Path) -> None:
    # Whatever is left there in spite of us must not be published, nor a link be followed.
    staged.mkdir(parents=True)
    folders = {staged}
    lines = []
    for artifact in artifacts:
        file = staged / artifact.path
        if file.parent not in folders:
            file.parent.mkdir(parents=True, exist_ok=True)
            folders.add(file.parent)
        file.write_bytes(artifact.data)
        lines.append(f"{sha256(artifact.data).hexdigest()}  {artifact.path}\n")
    (staged / MANIFEST).write_text("".join(lines), "utf-8")


def _finish(target: Path, old: Path) -> None:
    """End a swap that was cut off between its two renames."""
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _swap(staged: Path, target: Path, old: Path) -> None:
    if not target.exists():
        staged.rename(target)
        return
    if _exchanged(staged, target):
        shutil.rmtree(staged, ignore_errors=True)
        return
    # Without the system's exchange there is a blink with no folder; `_finish` mends a cut there.
    target.rename(old)
    try:
        staged.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders in one atomic step (Linux `renameat2`); False where there is none."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError, TypeError):
        return False
    paths = os.fsencode(one), os.fsencode(other)
    return bool(exchange(_AT_FDCWD, paths[0], _AT_FDCWD, paths[1], _RENAME_EXCHANGE) == 0)
