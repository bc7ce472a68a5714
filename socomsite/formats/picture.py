"""Copies of the content's pictures, each made once: small enough for a phone, without EXIF or GPS.

The original is not published: it may hold where and when it was taken. Must never know pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from socomsite.digest import digest
from socomsite.formats.copies import copies_of
from socomsite.formats.planning import Planning, Tools
from socomsite.job import Artifact, Job
from socomsite.model.attachedfiles import read_file
from socomsite.model.originals import Form, library
from socomsite.problem import Outcome, Position

NAME = "picture"


@dataclass(frozen=True)
class CopyView:
    """The original, from the site's root and by its digest, and what to make of it."""

    file: str
    digest: str
    width: int
    height: int
    form: Form


def plan(planning: Planning) -> Iterator[Job]:
    """Every copy of each picture that a published entry shows.

    Two files of the same bytes and name, in different folders, are one picture.
    """
    planned: set[str] = set()
    for name, original in sorted(planning.originals.items()):
        file = f"content/pictures/{name}"
        for copy in copies_of(name, original):
            path = copy.address.lstrip("/")
            if path not in planned:
                planned.add(path)
                view = CopyView(file, original.digest, copy.width, copy.height, copy.form)
                yield Job(path, NAME, view, library(), NAME, origin=Position(file))


def key(job: Job) -> str:
    """The digest of what a copy is made from: the original's bytes, wherever they lie."""
    view = job.view
    assert isinstance(view, CopyView)
    return digest(job.path, view.digest, view.width, view.height, view.form, job.recipe)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The copy. Problem: `file-unreadable`, if the original has gone or changed meanwhile."""
    view = job.view
    assert isinstance(view, CopyView)
    read = read_file(tools.root, view.file, view.digest)
    if read.value is None:
        return Outcome(None, read.problems)
    from socomsite.model.image import scaled  # noqa: PLC0415 - its library only where it is needed

    data = scaled(read.value, view.width, view.height, view.form)
    return Outcome(Artifact(job.path, data))
