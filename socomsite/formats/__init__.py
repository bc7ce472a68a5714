"""What can come out of a site: every format in the order in which it is planned.

A format is a module with `NAME`, as it is called itself, `plan(planning)` and `render(job, tools)`;
`key_of` says whose outputs are worth remembering.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from socomsite.digest import digest
from socomsite.formats.planning import Planning, Tools
from socomsite.job import Artifact, Job
from socomsite.problem import Outcome

_NAMES = (
    *("page", "feed", "sitemap", "bulletin", "asset", "picture"),
    *("calendar", "citation", "vcard", "opendata", "share", "redirect"),
)
# The digest of all that they are made from is that of their view.
_KEPT_BY_VIEW = frozenset({"page", "redirect", "share"})
# What they are made with counts too: the module has a `key` of its own.
_WITH_KEYS = frozenset({"picture", "bulletin"})
#: Formats of which a few jobs already pay for other processes.
HEAVY = frozenset({"picture", "bulletin"})


class Format(Protocol):
    """What a format module offers."""

    @property
    def NAME(self) -> str:  # noqa: N802 - a module's constant
        """The word by which jobs name the format."""

    def plan(self, planning: Planning, /) -> Iterator[Job]:
        """The jobs of the format."""

    def render(self, job: Job, tools: Tools, /) -> Outcome[Artifact | None]:
        """The artifact of one of its jobs, or None and why there is none."""


@cache
def format_of(name: str) -> Format:
    """The format that jobs name so, loaded when the first of them is met: an edit makes pages."""
    return cast("Format", import_module(f"{__name__}.{name}"))


def formats() -> Iterator[Format]:
    """Every format, in the order in which they are planned."""
    return map(format_of, _NAMES)


def key_of(job: Job) -> str | None:
    """The digest of all that a job is made from, if its artifact is worth remembering."""
    if job.format in _KEPT_BY_VIEW:
        return digest(job.path, job.view, job.recipe)
    if job.format in _WITH_KEYS:
        made: str = import_module(f"{__name__}.{job.format}").key(job)
        return made
    return None
