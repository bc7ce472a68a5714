"""git, run as a program of its own: from which commit a site is made, and plumbing for branches.

Arguments are lists, never a shell's line. Must never know what a release is.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

#: What `publish` itself writes beside the content: it does not make the sources modified.
_OWN = ("ledger.txt",)
# Set while a hook of another repository runs: they would lead to that one.
_OF_A_HOOK = frozenset(
    {"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"}
)


class GitFailed(Exception):  # noqa: N818 - told to a person with what git said
    """git ended with an error; the message is the last line of what it said."""


def git(
    folder: Path, *arguments: str, given: bytes = b"", more: Mapping[str, str] | None = None
) -> bytes:
    """What git prints when it is run in a folder. Raises GitFailed; also where there is no git."""
    own = {name: value for name, value in os.environ.items() if name not in _OF_A_HOOK}
    # Messages are read by people and by tests: always English. No lock is taken only to look.
    environ = {**own, "LC_ALL": "C.UTF-8", "GIT_OPTIONAL_LOCKS": "0", **(more or {})}
    command = ["git", "-c", "gc.auto=0", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, input=given, capture_output=True, env=environ, check=False)  # noqa: S603 - a list, no shell
    except OSError as error:
        raise GitFailed(error.strerror or "git") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitFailed(said[-1] if said else f"git {arguments[0]}: {done.returncode}")
    return done.stdout


def source_state(root: Path) -> tuple[str | None, bool]:
    """The commit of a site's sources and whether they have changes that no commit holds.

    (None, False) where the site is not under version control.
    """
    try:
        commit = git(root, "rev-parse", "--verify", "HEAD^{commit}").decode().strip()
        but = [f":(exclude){name}" for name in _OWN]
        return commit, bool(git(root, "status", "--porcelain", "--", ".", *but).strip())
    except GitFailed:
        return None, False


def common_folder(root: Path) -> Path:
    """The folder of the repository that a site is in. Raises GitFailed."""
    found = git(root, "rev-parse", "--git-common-dir").decode().strip()
    return (root / found).resolve()
