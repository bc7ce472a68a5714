"""Staff's own folder beside the site: new files take their place among those that stay.

Must never know what the files hold. Nothing of it may stand inside a published site.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from socomsite.engine.output import MANIFEST, refusal, write
from socomsite.job import Artifact
from socomsite.problem import Position, Problem, problem

FOLDER = "output-staff"
_SITE_FILES = ("index.html", "sitemap.xml")


def staff_refusal(folder: Path, root: Path) -> Problem | None:
    """Why files for staff must not be written to a folder, or None if they may be.

    Problems: those of `refusal`, and `staff-inside-output` for a published site or a folder in it.
    """
    target = folder.resolve()
    places = (target, *target.parents)
    published = root.resolve() / "output"
    if published in places or any(_is_published(place) for place in places):
        here = Position(folder.name or str(folder))
        return problem(here, "staff-inside-output", folder=folder.name)
    return refusal(folder, root)


def _is_published(place: Path) -> bool:
    return (place / MANIFEST).is_file() and any((place / name).is_file() for name in _SITE_FILES)


def write_for_staff(artifacts: Iterable[Artifact], folder: Path) -> tuple[Problem, ...]:
    """Put these files into the folder, in one move; files of earlier reports stay.

    Problems: those of `write`.
    """
    made = {artifact.path: artifact for artifact in artifacts}
    kept = {path: Artifact(path, (folder / path).read_bytes()) for path in _listed(folder)}
    return write((kept | made).values(), folder)


def _listed(folder: Path) -> list[str]:
    """The files that an earlier report wrote there and that are there still."""
    manifest = folder / MANIFEST
    lines = manifest.read_text("utf-8").splitlines() if manifest.is_file() else []
    paths = [line.partition("  ")[2] for line in lines]
    return [path for path in paths if (folder / path).is_file()]
