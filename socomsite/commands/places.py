"""What the commands of publishing share: which destination is meant, and words for what they found.

Must never know how a site is built.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from socomsite.commands.build import lines_of
from socomsite.commands.cli import FINE, PROBLEMS
from socomsite.dates import now_in_helsinki
from socomsite.language import Language
from socomsite.messages import say, told
from socomsite.model.decode import near
from socomsite.model.destination import Destination
from socomsite.model.site import FILE, read_site
from socomsite.problem import Outcome, Position, Problem, problem
from socomsite.publishing.release import Counts, Filed, Release
from socomsite.publishing.served import Look, look
from socomsite.publishing.target import Owner

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


def tell(problems: Iterable[Problem], root: Path, language: Language) -> int:
    """Tell of problems; the result is the exit code."""
    found = list(problems)
    for each in found:
        click.echo("\n".join(told(each, language, lines_of(root))), err=True)
    return PROBLEMS if any(each.is_error for each in found) else FINE


def owner() -> Owner:
    """Who is at work here, and since when: now."""
    name = str(os.getuid())
    with contextlib.suppress(OSError, KeyError):
        name = getpass.getuser()
    return Owner(f"{name}@{platform.node()}", now_in_helsinki())


def summary(counts: Counts, language: Language) -> str:
    """A difference in a line: `2 uutta sivua, 1 muuttui, 1 ohjaus`; zeros are left out."""
    if counts.is_first:
        return say("publish-first", language, n=counts.new)
    parts = [say("publish-new", language, n=counts.new)] if counts.new else []
    for name in ("changed", "removed"):
        if number := getattr(counts, name):
            # The first part names what is counted.
            code = f"publish-{name}" if parts else f"publish-{name}-pages"
            parts.append(say(code, language, n=number))
    if counts.redirects:
        parts.append(say("publish-redirects", language, n=counts.redirects))
    if counts.files:
        parts.append(say("publish-files", language, n=counts.files))
    return ", ".join(parts)


def see(place: Place, release: Release, changed: Iterable[Filed], patience: int) -> Outcome[Look]:
    """Look at what readers are served, if it is known where.

    Problems: `served-unseen`, `served-other`, `served-differs`.
    """
    url = place.settings.url
    if url is None:
        return Outcome(Look())
    try:
        seen = look(url, release, changed, patience)
    except KeyboardInterrupt:
        seen = Look(reason="Ctrl+C")
    if seen.reason:
        return Outcome(seen, (problem(_HERE, "served-unseen", url=url, reason=seen.reason),))
    if seen.is_other:
        return Outcome(seen, (problem(_HERE, "served-other", url=url),))
    if seen.differing:
        n, path = len(seen.differing), seen.differing[0]
        return Outcome(seen, (problem(_HERE, "served-differs", url=url, n=n, path=path),))
    return Outcome(seen)
