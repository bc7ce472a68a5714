"""Styles, scripts and icons of the templates, and the files of the content.

An asset's address holds the digest of its bytes, so a page can name it before it is made and
browsers may keep it for ever. Must never know pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from socomsite.digest import digest_of_bytes
from socomsite.formats.loads import loads_of_file
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.template import ASSETS, FOLDER
from socomsite.job import Artifact, Job
from socomsite.model.attachedfiles import LARGEST_FILE
from socomsite.model.graph import FILE_ADDRESSES
from socomsite.model.textfile import read_text
from socomsite.model.walking import shown_path
from socomsite.problem import Outcome, Position, problem

NAME = "asset"
_TEXTS = (".css", ".js", ".mjs", ".json", ".svg", ".txt", ".webmanifest", ".xml")


@dataclass(frozen=True)
class AssetView:
    """The file to copy, from the site's root."""

    file: str


def read_assets(root: Path) -> Outcome[Mapping[str, str]]:
    """The published address of each file below `templates/assets/`, by its name there.

    Problems: `symlink-outside`, `file-unreadable`.
    """
    folder = root / FOLDER / ASSETS
    found = {}
    problems = []
    for file in sorted(folder.rglob("*")):
        if not file.is_file() or file.name.startswith("."):
            continue
        path = PurePosixPath(shown_path(file, folder))
        place = Position(f"{FOLDER}/{ASSETS}/{path}")
        if not file.resolve().is_relative_to(root.resolve()):
            problems.append(problem(place, "symlink-outside"))
            continue
        try:
            mark = digest_of_bytes(file.read_bytes())[:10]
        except OSError as error:
            problems.append(problem(place, "file-unreadable", reason=error.strerror or ""))
            continue
        found[str(path)] = f"/{ASSETS}/{path.with_name(f'{path.stem}.{mark}{path.suffix}')}"
    return Outcome(found, tuple(problems))


def read_asset_texts(root: Path) -> Mapping[str, str]:
    """The text of each asset that is one, by its path; `read_assets` tells of faults."""
    folder = root / FOLDER / ASSETS
    found = {}
    for file in sorted(folder.rglob("*")):
        if file.suffix in _TEXTS and file.is_file():
            path = f"{FOLDER}/{ASSETS}/{shown_path(file, folder)}"
            text = read_text(file, root, path)
            if text.value is not None:
                found[path] = text.value
    return found


def plan(planning: Planning) -> Iterator[Job]:
    """A copy of every asset, and of each attachment that a published entry uses."""
    for name, address in sorted(planning.assets.items()):
        view = AssetView(f"{FOLDER}/{ASSETS}/{name}")
        origin = Position(view.file)
        yield Job(address.lstrip("/"), NAME, view, address, NAME, origin=origin)
    for folder, name in sorted(planning.graph.attachments):
        if folder == "pictures":
            continue  # copies of it are shown, never the file itself
        view = AssetView(f"content/{folder}/{name}")
        path = FILE_ADDRESSES[folder].lstrip("/") + name
        yield Job(path, NAME, view, path, NAME)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The file's bytes.

    Problems: `file-unreadable`, if it went away since it was planned, and `file-too-large`.
    """
    view = job.view
    assert isinstance(view, AssetView)
    file = Path(tools.root) / view.file
    try:
        if (found := file.stat().st_size) > LARGEST_FILE:
            size, limit = f"{found / 1e6:.0f} MB", f"{LARGEST_FILE / 1e6:.0f} MB"
            large = problem(Position(view.file), "file-too-large", size=size, limit=limit)
            return Outcome(None, (large,))
        data = file.read_bytes()
    except OSError as error:
        place = Position(view.file)
        return Outcome(None, (problem(place, "file-unreadable", reason=error.strerror or ""),))
    return Outcome(Artifact(job.path, data, loads=loads_of_file(job.path, data)))
