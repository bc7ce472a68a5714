"""Looks into the files that entries attach, each once: what it says and whom it names.

Starts the process that reads; remembers by the file's bytes and the libraries. Must never know what
may be published.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from importlib import metadata
from pathlib import Path

import socomsite
from socomsite.digest import digest
from socomsite.engine.workers import Task, Work, Workers
from socomsite.model.attachedfiles import read_file
from socomsite.model.attachment import ending, is_looked_into, needs_pillow, needs_pypdf
from socomsite.model.document import Document, Unread
from socomsite.problem import Outcome, Position, Problem, library_missing

FOLDER = "content/files"
STEP = "attachments"
_READER = "socomsite.engine.attachmentreader"
_HOME = str(Path(socomsite.__file__).parent.parent)
_WAIT = 120  # seconds on the clock, for a file that waits rather than works
_PDF, _PICTURES = "pypdf", "pillow"


def look_into(
    root: Path, names: Iterable[str], files: Mapping[str, str], workers: Workers
) -> Outcome[Mapping[str, Document]]:
    """What each of these files below `content/files/` says, by name.

    `files` gives digests. Problem: `library-missing`, a notice, for those that nobody can read.
    """
    wanted = sorted(name for name in names if is_looked_into(name))
    versions = {library: _version(library) for library in (_PDF, _PICTURES)}
    readable = [name for name in wanted if not _lacks(name, versions)]
    missing = tuple(_missing(wanted, versions))
    if not readable:
        return Outcome({}, missing)
    task = looking(root, digest(tuple(sorted(versions.items()))))
    values = [(name, files[f"files/{name}"]) for name in readable]
    found = workers.map(STEP, task, values)
    documents = {name: each.value for name, each in zip(readable, found, strict=True) if each.value}
    problems = [problem for each in found for problem in each.problems]
    return Outcome(documents, (*problems, *missing))


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


def _lacks(name: str, versions: Mapping[str, str]) -> bool:
    is_pdf, is_picture = needs_pypdf(name), needs_pillow(name)
    return (is_pdf and not versions[_PDF]) or (is_picture and not versions[_PICTURES])


def _missing(names: Iterable[str], versions: Mapping[str, str]) -> Iterator[Problem]:
    """A notice for each library that some of the files would need."""
    place, listed = Position(FOLDER), list(names)
    if not versions[_PDF] and any(map(needs_pypdf, listed)):
        command = "pip install 'pypdf>=6'"
        yield library_missing(place, _PDF, lost="lost-documents", command=command)
    if not versions[_PICTURES] and any(map(needs_pillow, listed)):
        command = "pip install 'pillow>=11.3'"
        yield library_missing(place, "Pillow", lost="lost-properties", command=command)


def looking(root: Path, versions: str) -> Task[tuple[str, str], Document | None]:
    """Files by name and digest become documents; remembered with the libraries' versions."""
    return Task(
        factory=partial(_looker, str(root)),
        key=lambda named: digest(ending(named[0]), named[1], versions),
        place=lambda named: Position(f"{FOLDER}/{named[0]}"),
        is_heavy=lambda _: True,
    )


def _looker(root: str) -> Work[tuple[str, str], Document | None]:
    def look(named: tuple[str, str]) -> Outcome[Document | None]:
        read = read_file(root, f"{FOLDER}/{named[0]}", named[1])
        if read.value is None:
            return Outcome(None, read.problems)
        return Outcome(read_aside(read.value, ending(named[0])))

    return look


def read_aside(data: bytes, suffix: str) -> Document:
    """What a process of its own reads of a file with this ending.

    Raises RuntimeError for a fault of ours in it.
    """
    command = [sys.executable, "-P", "-m", _READER, f"x{suffix}"]
    environment = {**os.environ, "PYTHONPATH": _HOME}
    try:
        done = subprocess.run(  # noqa: S603 - our own program, with the ending of a name
            command, input=data, env=environment, capture_output=True, timeout=_WAIT, check=False
        )
    except subprocess.TimeoutExpired:
        return Document(unread=Unread.SLOW)
    if done.returncode < 0:  # the system ended it: its time was up
        return Document(unread=Unread.SLOW)
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return Document.from_plain(**json.loads(done.stdout))
