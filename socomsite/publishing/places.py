"""Which destination is meant, the target that its settings mean, and who is at work here.

Each sort of target is imported only when it is asked for. Must never know how any of them works.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
from dataclasses import dataclass
from pathlib import Path

from socomsite.dates import now_in_helsinki
from socomsite.model.destination import Destination
from socomsite.model.mistakes import near
from socomsite.model.site import FILE, read_site
from socomsite.problem import Outcome, Position, Problem, problem
from socomsite.publishing.target import Owner, Target

_HERE = Position(FILE)


@dataclass(frozen=True)
class Place:
    """A destination and what it is called."""

    name: str
    settings: Destination
    is_only: bool

    @property
    def way_back(self) -> str:
        """The command that brings the release before back."""
        return "socomsite rollback" if self.is_only else f"socomsite rollback {self.name}"


def place_of(root: Path, name: str | None) -> Outcome[Place | None]:
    """The destination of a name, or the only one; or None and what is in the way.

    Problems: those of `site.yaml`, `destination-missing`, `-which`, `-unknown`.
    """
    site = read_site(root)
    if site.value is None:
        return Outcome(None, site.problems)
    known = tuple(site.value.publish)
    chosen = name or (known[0] if len(known) == 1 else "")
    found = site.value.publish.get(chosen)
    if found is not None:
        return Outcome(Place(chosen, found, len(known) == 1))
    return Outcome(None, (_not_found(known, name),))


def _not_found(known: tuple[str, ...], name: str | None) -> Problem:
    if not known:
        return problem(_HERE, "destination-missing")
    if not name:
        return problem(_HERE, "destination-which", allowed=known)
    return problem(_HERE, "destination-unknown", allowed=known, near=near(name, known), name=name)


def owner() -> Owner:
    """Who is at work here, and since when: now."""
    name = str(os.getuid())
    with contextlib.suppress(OSError, KeyError):
        name = getpass.getuser()
    return Owner(f"{name}@{platform.node()}", now_in_helsinki())


def target_of(destination: Destination, root: Path) -> Target:
    """The target of a destination, for a site in a folder. Raises Refused if it cannot be made."""
    if destination.folder:
        from socomsite.publishing.folder import FolderTarget  # noqa: PLC0415 - see above

        return FolderTarget.of(destination.folder, root)
    if destination.branch:
        from socomsite.publishing.branch import BranchTarget  # noqa: PLC0415 - see above

        return BranchTarget.of(destination.branch, root)
    if destination.server:
        from socomsite.publishing.server import ServerTarget  # noqa: PLC0415 - see above

        return ServerTarget(destination.server, root, os.environ)
    assert destination.bucket is not None, "a destination has one of the four"
    from socomsite.publishing.bucket import BucketTarget  # noqa: PLC0415 - see above

    return BucketTarget.of(destination.bucket, os.environ)
