"""What can come out of a site: every format in the order in which it is planned.

A format is a module with `NAME`, `IS_REMEMBERED`, `plan(planning)` and `render(job, tools)`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from socomsite.formats import (
    asset,
    calendar,
    citation,
    feed,
    opendata,
    page,
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

    @property
    def IS_REMEMBERED(self) -> bool:  # noqa: N802 - as above
        """Whether making it takes longer than finding what was made of the same view before."""

    def plan(self, planning: Planning, /) -> Iterator[Job]:
        """The jobs of the format."""

    def render(self, job: Job, tools: Tools, /) -> Outcome[Artifact | None]:
        """The artifact of one of its jobs, or None and why there is none."""


FORMATS: tuple[Format, ...] = (
    page,
    feed,
    sitemap,
    asset,
    calendar,
    citation,
    vcard,
    opendata,
    share,
)
