"""What has been published from a site, as far as it is known without asking another machine.

Releases in a folder of this machine tell it; servers and buckets are asked only when one publishes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from socomsite.model.site import Site
from socomsite.publishing.places import target_of
from socomsite.publishing.release import Release
from socomsite.publishing.target import Refused

_SHOWN = 5


@dataclass(frozen=True)
class Published:
    """A release that readers have been served, and the destination's name."""

    place: str
    release: Release
    is_now: bool


def last_releases(root: Path, site: Site) -> tuple[Published, ...]:
    """The last releases in the folders of this machine, newest first; none if none is known."""
    found: list[Published] = []
    for name, settings in site.publish.items():
        if settings.folder is None:
            continue
        try:
            kept = target_of(settings, root).kept()
        except Refused:
            continue  # the page that publishes tells of it
        found += [Published(name, each, each.id == kept.current) for each in kept.releases]
    return tuple(sorted(found, key=lambda each: each.release.id, reverse=True)[:_SHOWN])


def saved_since(root: Path, paths: Iterable[str], published: Published) -> int:
    """How many files of the content have been saved since a release was made."""
    made = published.release.made.timestamp()
    return sum(_saved(root / path) > made for path in paths)


def _saved(file: Path) -> float:
    try:
        return os.stat(file).st_mtime  # noqa: PTH116 - asked of every file
    except OSError:
        return 0
