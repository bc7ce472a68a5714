"""From a finished build to a publishing: what is in the way of it, what it would do, doing it.

The same for the command and for the editor. Must never know how a person is told and asked.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from socomsite import __version__
from socomsite.engine.built import Build
from socomsite.engine.ledger import unanswered, updated, write_ledger
from socomsite.problem import Position, Problem, problem
from socomsite.publishing.difference import Difference
from socomsite.publishing.git import source_state
from socomsite.publishing.places import Place, owner, target_of
from socomsite.publishing.publishing import Plan, Sources, planned, publish
from socomsite.publishing.release import Filed
from socomsite.publishing.target import At, Kept, Refused, Target

_HERE = Position("site.yaml")


@dataclass(frozen=True)
class Ready:
    """A build that can be published to a place, and what that would do there."""

    root: Path
    place: Place
    target: Target
    plan: Plan
    made: Build
    kept: Kept

    @property
    def changes(self) -> Difference:
        """How what readers are served would change."""
        return self.plan.difference

    @property
    def changed(self) -> tuple[Filed, ...]:
        """The files that are worth a look once readers are served them."""
        return (*self.changes.new, *self.changes.changed, *self.changes.files)


def ready(root: Path, place: Place, made: Build, now: dt.datetime) -> Ready:
    """What publishing a sound build to a place would do; nothing is sent.

    Raises Refused, also with `publish-unanswered`.
    """
    if lacking := unanswered(made):
        raise Refused(problem(_HERE, "publish-unanswered", n=len(lacking), url=lacking[0]))
    target = target_of(place.settings, root)
    sources, kept = Sources(__version__, *source_state(root)), target.kept()
    return Ready(root, place, target, planned(made.made, kept, sources, now), made, kept)


def carry_out(publishing: Ready, at: At) -> tuple[Problem, ...]:
    """Publish, and write down the addresses that readers have been given: promises from now on.

    Raises Refused; then readers are served what they were before.
    """
    return publish(
        publishing.target,
        publishing.plan,
        owner(),
        keep=publishing.place.settings.keep,
        record=lambda: write_ledger(publishing.root, updated(publishing.made)),
        at=at,
    )
