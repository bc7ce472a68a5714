"""What can come out of a site: every format in the order in which it is planned.

A format is a module with `NAME`, `plan(planning)` and `render(job, tools)`; `KEYS` says whose
outputs are worth remembering.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from socomsite.digest import digest
from socomsite.formats import (
    asset,
    bulletin,
    calendar,
    citation,
    feed,
    opendata,
    page,
    picture,
    redirect,
    share,
    sitemap,
    vcard,
)
from socomsite.formats.planning import Planning, Tools
from socomsite.job import Artifact, Job
from socomsite.problem import Outcome


class Format(Protocol):
    """What a format module offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The word by which jobs name the format."""

    def plan(self, planning: Planning, /) -> Iterator[Job]:
        """The jobs of the format."""

    def render(self, job: Job, tools: Tools, /) -> Outcome[Artifact | None]:
        """The artifact of one of its jobs, or None and why there is none."""


FORMATS: tuple[Format, ...] = (
    page,
    feed,
    sitemap,
    bulletin,
    asset,
    picture,
    calendar,
    citation,
    vcard,
    opendata,
    share,
    redirect,
)


def _of_view(job: Job) -> str:
    return digest(job.path, job.view, job.recipe)


#: The digest of all that a job is made from, of formats whose artifacts are worth remembering.
KEYS: Mapping[str, Callable[[Job], str]] = {
    page.NAME: _of_view,
    redirect.NAME: _of_view,
    share.NAME: _of_view,
    bulletin.NAME: _of_view,
    picture.NAME: picture.key,
}
#: Formats of which a few jobs already pay for other processes.
HEAVY = frozenset({picture.NAME, bulletin.NAME})
