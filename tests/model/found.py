"""Content on disk for tests, and what is found of it."""

from __future__ import annotations

from pathlib import Path

from socomsite.language import Language
from socomsite.model.discovery import discover
from socomsite.model.source import Source
from socomsite.problem import Outcome, Problem

FI, SV, _ = Language
FOLDERS = ("pages", "news", "people")


def written(root: Path, files: dict[str, str | bytes]) -> Path:
    """The root of a site with these files below `content/`."""
    (root / "content").mkdir(exist_ok=True)
    for name, text in files.items():
        file = root / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def found_in(
    root: Path, files: dict[str, str | bytes] | None = None
) -> Outcome[tuple[Source, ...]]:
    return discover(written(root, files or {}), FOLDERS, FI, (FI, SV))


def one_problem(outcome: Outcome[tuple[Source, ...]]) -> Problem:
    (found,) = outcome.problems
    return found
