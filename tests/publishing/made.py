"""What tests of publishing share: files of a small site, plans, and steps that do nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from socomsite.job import Artifact, Facts, Job
from socomsite.problem import Position
from socomsite.publishing.publishing import Plan, Sources, planned, publish
from socomsite.publishing.release import Counts, Filed, Release, Sort
from socomsite.publishing.target import Kept, Owner, Target

NOW = dt.datetime(2026, 11, 26, 6, 50, 51, tzinfo=dt.UTC)
OWNER = Owner("testi@kone", NOW)
NOTHING = Kept((), None)
SOURCES = Sources("0.1.0", "a" * 40, is_modified=False)


def at(step: str, done: int = 0, total: int = 0) -> None:
    """A step of which nobody is told."""
    del step, done, total


def fails_at(wanted: str, error: Exception) -> Callable[..., None]:
    """Steps of which one is where something goes wrong."""

    def failing(step: str, done: int = 0, total: int = 0) -> None:
        del done, total
        if step == wanted:
            raise error

    return failing


def made(files: Mapping[str, str], redirects: tuple[str, ...] = ()) -> list[tuple[Job, Artifact]]:
    """Files as a build gives them; pages are those that end in .html."""
    return [
        (
            Job(path, "page", None, "", "redirect" if path in redirects else "", Position("a.md")),
            Artifact(path, text.encode(), Facts("/") if path.endswith(".html") else None),
        )
        for path, text in sorted(files.items())
    ]


def release(identity: str = "20261126T065051Z", *files: Filed) -> Release:
    """A release of these files."""
    return Release(identity, "0.1.0", None, is_modified=False, counts=Counts(), files=files)


def page(path: str, digest: str = "0", sort: Sort = Sort.PAGE) -> Filed:
    """A page with a made-up digest."""
    return Filed(path, digest * 64, 1, sort)


def put(
    target: Target, files: Mapping[str, str], *, later: int = 0, keep: int = 5, **settings: object
) -> Plan:
    """Publish these files so many seconds after NOW; what was planned."""
    del settings
    now = NOW + dt.timedelta(seconds=later)
    plan = planned(made(files), target.kept(), SOURCES, now)
    publish(target, plan, OWNER, keep=keep, record=lambda: (), at=at)
    return plan
