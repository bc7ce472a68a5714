"""Attached files: each can be saved on every computer, and is by its bytes what its name says.

A visitor opens what a page links to because the page is Socom's. What runs is not attached at
all: on the site's own address it could do whatever a page can. Must never know pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from socomsite.model.filenames import ALLOWED, is_as_named, is_known, is_portable, twins
from socomsite.model.graph import Graph
from socomsite.problem import Position, Problem, problem


def check_attachments(
    graph: Graph, files: Iterable[str], heads: Mapping[str, bytes]
) -> Iterator[Problem]:
    """What is wrong with attached files; `files` are all of them, `heads` how each begins.

    Problems: `file-kind`, `file-disguised`, `file-name-unportable`, `file-name-twin`.
    """
    for folder, name in sorted(graph.attachments):
        path = f"content/{folder}/{name}"
        if not all(map(is_portable, name.split("/"))):
            yield problem(Position(path), "file-name-unportable", name=name)
        head = heads.get(f"{folder}/{name}")
        if folder != "files" or head is None:  # one that went away is told of when it is copied
            continue
        if not is_known(name):
            yield problem(Position(path), "file-kind", name=name, allowed=ALLOWED)
        elif not is_as_named(name, head):
            suffix = name.rpartition(".")[2]
            yield problem(Position(path), "file-disguised", suffix=suffix)
    for name, other in twins(sorted(files)):
        yield problem(Position(f"content/{name}"), "file-name-twin", other=f"content/{other}")
