"""What every place to publish to can do, and how it says that it cannot.

One module for each sort of place fulfils `Target`. Must never know a concrete one.
"""

from __future__ import annotations

import datetime as dt
import errno
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from socomsite.problem import Position, Problem, problem
from socomsite.publishing.release import Release


class Refused(Exception):  # noqa: N818 - turned into its Problem at the end of every publishing
    """A target cannot do what it was asked, for a reason outside the program."""

    def __init__(self, found: Problem) -> None:
        """With the problem that tells it to a person."""
        super().__init__(found.code)
        self.problem = found


def refusal_of(error: OSError, place: str, size: int = 0) -> Problem:
    """What the system refused: `disk-full` for so many bytes, else `publish-unwritable`."""
    here = Position("site.yaml")
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return problem(here, "disk-full", size=f"{max(size / 1e6, 1):.0f} MB")
    reason = error.strerror or type(error).__name__
    return problem(here, "publish-unwritable", place=place, reason=reason)


@dataclass(frozen=True, slots=True)
class Owner:
    """Who is publishing: `name@machine`, and since when."""

    name: str
    started: dt.datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """The whole releases that a target keeps, oldest first, and the id of the one served."""

    releases: tuple[Release, ...]
    current: str | None

    @property
    def now(self) -> Release | None:
        """The release that is served."""
        return self.of(self.current or "")

    @property
    def before(self) -> Release | None:
        """The newest of those older than the one served."""
        older = [each for each in self.releases if self.current and each.id < self.current]
        return older[-1] if older else None

    def of(self, release: str) -> Release | None:
        """The kept release of an id."""
        return next((each for each in self.releases if each.id == release), None)


class At(Protocol):
    """Told of each step as it begins: progress for a person, the place to be killed for a test."""

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """A step is reached, with so much done of so much."""


class Target(Protocol):
    """A place that keeps releases and serves one of them.

    Every method may raise Refused; then readers still get what they got before. Whatever is cut
    off at any moment leaves a place that the next publishing mends by itself.
    """

    #: Whether readers pass from one release to the next in one moment for all files.
    is_atomic: bool
    #: How many seconds it may take until readers are served what was switched to.
    patience: int

    def kept(self) -> Kept:
        """The whole releases and the one served; reads only, makes nothing."""

    def locked(self, owner: Owner) -> AbstractContextManager[None]:
        """Keep others from publishing here meanwhile; prepares the place if it is new.

        Raises Refused with `publish-busy` if another has it; a lock whose owner is dead is taken.
        """

    def send(self, release: Release, files: Mapping[str, bytes], at: At) -> None:
        """Bring a whole release to the place, where nobody is served it yet.

        `files` are the release's own files and the marker by path. Carried ones are not in it:
        they are taken from the release that is served, and one that is not there is left out.
        """

    def switch(self, release: Release, at: At) -> None:
        """Serve a kept release from now on."""

    def tidy(self, keep: int, at: At) -> None:
        """Take away what was half sent, and whole releases but the newest `keep`.

        The one served and the one before it always stay.
        """
