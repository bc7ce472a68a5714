"""Internal links and anchors of the finished pages.

Reads facts; must never know how pages were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from urllib.parse import unquote

from socomsite.job import Artifact, Job
from socomsite.problem import Position, Problem, problem


def check_links(
    made: Iterable[tuple[Job, Artifact]], excused: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """A problem for every link of a page to an address or anchor that the site does not have.

    `excused` are addresses of entries that could not be read: they are told of already.
    Problems: `link-broken`, `anchor-broken`, at the place in the content where the link was
    written, else at the entry whose page has it.
    """
    pairs = list(made)
    paths = {artifact.path for _, artifact in pairs}
    ids = {a.facts.address: a.facts.ids for _, a in pairs if a.facts}
    sound: set[str] = set()  # the same menus stand on all pages
    for job, artifact in pairs:
        if artifact.facts is None:
            continue
        for target in artifact.facts.links:
            if target in sound:
                continue
            led = _led(target, artifact.facts.address)
            if led is None:
                continue
            path, anchor = led
            if path in excused:
                continue
            if not _exists(path, paths):
                near = get_close_matches(path, ids, n=1)
                yield problem(_place(job, target), "link-broken", near=near, target=target)
            elif anchor and path in ids and unquote(anchor) not in ids[path]:
                near = get_close_matches(anchor, ids[path], n=1)
                place = _place(job, target)
                yield problem(place, "anchor-broken", near=near, page=path, anchor=anchor)
            elif not target.startswith("#"):
                sound.add(target)


def _led(target: str, address: str) -> tuple[str, str] | None:
    """The page of the site, and the anchor on it, that a link on a page leads to."""
    if target.startswith("#"):
        return address, target[1:]
    if not target.startswith("/") or target.startswith("//"):
        return None
    path, _, anchor = target.partition("#")
    return (unquote(path.partition("?")[0]) if "%" in path or "?" in path else path), anchor


def _exists(path: str, paths: set[str]) -> bool:
    name = path.lstrip("/")
    return name in paths or (path.endswith("/") and f"{name}index.html" in paths)


def _place(job: Job, target: str) -> Position:
    return next((place for written, place in job.places if written == target), job.origin)
