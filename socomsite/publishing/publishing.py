"""The order of a publishing: what is to be published, sent aside, switched to, tidied.

Each step leaves readers with a whole site. Must never know a concrete target, or how a person is
told and asked.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from socomsite.formats.pageview import PageView
from socomsite.job import Artifact, Job
from socomsite.problem import Position, Problem, problem
from socomsite.publishing.difference import Difference, difference
from socomsite.publishing.release import (
    MARKER,
    NAMED_BY_DIGEST,
    Filed,
    Release,
    Sort,
    instant_of,
    marker_of,
    next_id,
)
from socomsite.publishing.target import At, Kept, Owner, Refused, Target

#: How long such files stay for those who have an earlier page open or stored.
_CARRIED_SECONDS = 24 * 60 * 60
_SORTS = {"redirect": Sort.REDIRECT, "gone": Sort.GONE}
_HERE = Position("site.yaml")

Made = Iterable[tuple[Job, Artifact]]


@dataclass(frozen=True, slots=True)
class Sources:
    """Whence a release comes: version of the program, commit of the content, changed since."""

    version: str
    commit: str | None
    is_modified: bool


@dataclass(frozen=True)
class Plan:
    """What a publishing would do: the release, its files' bytes, and how it differs.

    `former` is the id of the release that this was compared with.
    """

    release: Release
    files: Mapping[str, bytes]
    difference: Difference
    former: str | None


def filed(job: Job, artifact: Artifact) -> Filed:
    """What a manifest says of a file."""
    own = Sort.FILE if artifact.facts is None else Sort.PAGE
    sort = _SORTS.get(job.kind, own)
    title = job.view.title if isinstance(job.view, PageView) else ""
    return Filed(artifact.path, artifact.mark, artifact.size, sort, job.origin.path, title)


def planned(made: Made, kept: Kept, sources: Sources, now: dt.datetime) -> Plan:
    """The release that a build would make of what is served now; nothing is sent."""
    pairs = list(made)
    own = sorted(filed(job, artifact) for job, artifact in pairs)
    changes = difference(kept.now, own)
    known = [each.id for each in kept.releases]
    known += [kept.current] if kept.current else []
    release = Release(
        id=next_id(now, known),
        version=sources.version,
        commit=sources.commit,
        is_modified=sources.is_modified,
        counts=changes.counts,
        files=(),
    )
    carried = _carried(kept.now, {each.path for each in own}, release)
    release = replace(release, files=tuple(sorted((*own, *carried))))
    files = {artifact.path: artifact.data for _, artifact in pairs}
    files[MARKER] = marker_of(release)
    return Plan(release, files, changes, kept.current)


def _carried(former: Release | None, own: set[str], release: Release) -> Iterable[Filed]:
    """Files of the former release that those still need who have its pages before them."""
    for each in former.files if former else ():
        if each.path in own or not NAMED_BY_DIGEST.search(each.path):
            continue
        left = each.left or release.id
        age = (release.made - instant_of(left)).total_seconds()
        if age < _CARRIED_SECONDS:
            yield replace(each, sort=Sort.CARRIED, source="", left=left)


def publish(  # noqa: PLR0913 - what a publishing needs, each by its name
    target: Target,
    plan: Plan,
    owner: Owner,
    *,
    keep: int,
    record: Callable[[], tuple[Problem, ...]],
    at: At,
) -> tuple[Problem, ...]:
    """Send a release and switch to it; if nothing differs, only tidy up.

    `record` is called when readers are served it, and what it tells of is the result. Raises
    Refused; then they are served what they were before.
    """
    with target.locked(owner):
        at("locked")
        if target.kept().current != plan.former:
            raise Refused(problem(_HERE, "publish-overtaken"))
        if not plan.difference.is_empty:
            target.tidy(keep, at)
            target.send(plan.release, plan.files, at)
            at("sent")
            target.switch(plan.release, at)
        at("switched")
        problems = record()
        at("recorded")
        with contextlib.suppress(Refused):  # what stays now is taken away by the next publishing
            target.tidy(keep, at)
        at("tidied")
        return problems


def roll_back(target: Target, wanted: str | None, owner: Owner, at: At) -> tuple[Release, Kept]:
    """Serve an earlier release again, by default the one before; with what was kept till then.

    Raises Refused with `release-unknown` or `release-none-before`.
    """
    with target.locked(owner):
        at("locked")
        kept = target.kept()
        release = kept.of(wanted) if wanted else kept.before
        if release is None and wanted:
            known = [each.id for each in kept.releases]
            raise Refused(problem(_HERE, "release-unknown", allowed=known, release=wanted))
        if release is None:
            raise Refused(problem(_HERE, "release-none-before"))
        if release.id != kept.current:
            target.switch(release, at)
        at("switched")
        return release, kept
