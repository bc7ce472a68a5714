"""Pages that are no entry's: the one for what is not found, and one at each address that is gone.

They stand outside of lists, search and site map. Must never know entries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from socomsite.dates import PartialDate
from socomsite.formats.navigation import Navigation
from socomsite.formats.pageview import PAGE, PageView
from socomsite.formats.planning import Planning, old_file
from socomsite.formats.record import Record
from socomsite.job import Job
from socomsite.language import Language

NOT_FOUND = "404.html"
GONE = "gone.html"


def not_found(planning: Planning) -> Job:
    """The job of the page for addresses at which there is nothing."""
    with planning.graph.entries.for_all():
        view = _apart(planning, NOT_FOUND, "/404.html", planning.graph.site.language)
    return Job(NOT_FOUND, PAGE, view, planning.templates.recipe(NOT_FOUND), "404")


def plan_gone(planning: Planning) -> Iterator[Job]:
    """A job for a page at each address that is gone, which says why and since when."""
    recipe = planning.templates.recipe(GONE)
    for address, gone in planning.answers.gone.items():
        if "#" not in address:
            path = old_file(address)
            language = planning.graph.site.language_of(address)
            entry = Record({"reason": gone.reason, "date": _day(gone.date)})
            view = _apart(planning, GONE, f"/{path.removesuffix('index.html')}", language, entry)
            yield Job(path, PAGE, view, recipe, "gone")


def _day(day: dt.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _apart(
    planning: Planning,
    template: str,
    address: str,
    language: Language,
    entry: Record = Record({}),  # noqa: B008 - a frozen value
) -> PageView:
    """The view of such a page."""
    return PageView(
        template=template,
        kind=template,
        address=address,
        language=language,
        title="",
        description="",
        site=Navigation(planning, planning.viewers[language]).site(None),
        entry=entry,
        cited_by=Record({}),
        is_indexed=False,
    )
