"""What waits for somebody, what the plan asks for and what changes by itself, as values.

Reuses the reports' figures; must never know how the first page looks or in what language.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from socomsite.editor.finding import Wanted, list_address
from socomsite.editor.holding import Held
from socomsite.editor.listing import (
    Concern,
    State,
    Version,
    address_of_file,
    errors_by_path,
    form_address,
    new_address,
    rows_of,
)
from socomsite.model.communications import Doing, LogEntry, PlanRow
from socomsite.model.graph import Graph
from socomsite.model.kinds import Person, Project
from socomsite.reports.cadence import RowState, Standing, plan_report
from socomsite.reports.counting import MADE_AS
from socomsite.reports.freshness import freshness
from socomsite.reports.handover import handover
from socomsite.reports.schedule import Change, coming_changes

_WEEK, _MONTH = dt.timedelta(days=7), dt.timedelta(days=30)
_URGENCY = (
    RowState.OVERDUE,
    RowState.DUE_SOON,
    RowState.ON_TIME,
    RowState.UNDECIDED,
    RowState.WHEN_NEEDED,
)
_ASKING = {RowState.OVERDUE, RowState.DUE_SOON}


class TaskSort(StrEnum):
    """Why something is to be done."""

    LEAVES = "leaves"
    PLAN = "plan"
    REVIEW = "review"


@dataclass(frozen=True)
class Task:
    """Something to be done, by when, where; `places` is how many name a person who leaves."""

    sort: TaskSort
    title: str
    address: str
    due: dt.date
    late_days: int
    places: int = 0


@dataclass(frozen=True)
class PlanLine:
    """A row of the communications plan, for Socom or for one project, and where one does it."""

    key: str
    tool: str
    project: str | None
    standing: Standing
    address: str


@dataclass(frozen=True)
class Coming:
    """A change to come, the form of its entry, and whether that is in the site's own language."""

    change: Change
    address: str | None
    is_own: bool


@dataclass(frozen=True)
class Waiting:
    """All that the first page tells of a site."""

    today: dt.date
    errors: int
    late_reviews: int
    next_review: dt.date | None
    old_translations: tuple[Version, ...]
    tasks: tuple[Task, ...]
    plan: tuple[PlanLine, ...]
    changes: tuple[Coming, ...]
    drafts: tuple[Version, ...]
    scheduled: tuple[Version, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked of anybody."""
        return not (self.errors or self.late_reviews or self.old_translations or self.tasks)


def waiting(held: Held) -> Waiting:
    """What waits on a site; the reports tell of what readers see. The site must be readable."""
    graph = held.published
    assert graph is not None, "a site whose settings cannot be read has no first page"
    versions = {v.path: v for rows in held.once(rows_of).values() for r in rows for v in r.versions}
    reviews, plan = freshness(graph), tuple(_plan(held, graph))
    soon = held.today + _WEEK
    tasks = [*_leavers(held, graph), *_plan_tasks(plan, soon)]
    tasks += [
        Task(TaskSort.REVIEW, each.title, versions[each.path].address, each.due, each.overdue_days)
        for each in (*reviews.overdue, *([reviews.next] if reviews.next else ()))
        if each.due <= soon and each.path in versions
    ]
    return Waiting(
        today=held.today,
        errors=sum(map(len, errors_by_path(held).values())),
        late_reviews=len(reviews.overdue),
        next_review=reviews.next.due if reviews.next else None,
        old_translations=tuple(v for v in versions.values() if v.is_behind),
        tasks=tuple(sorted(tasks, key=lambda task: (task.due, task.sort, task.title))),
        plan=tuple(sorted(plan, key=lambda line: _URGENCY.index(line.standing.state))),
        changes=tuple(_coming(held, graph)),
        drafts=tuple(v for v in versions.values() if v.state is State.DRAFT),
        scheduled=tuple(
            sorted(
                (v for v in versions.values() if v.state is State.SCHEDULED),
                key=lambda version: version.shown_from or held.today,
            )
        ),
    )


def _coming(held: Held, graph: Graph) -> Iterator[Coming]:
    for change in coming_changes(graph):
        source, _ = held.by_path[change.path]
        is_own = source.language is graph.site.language
        yield Coming(change, address_of_file(held, change.path), is_own)


def _leavers(held: Held, graph: Graph) -> Iterator[Task]:
    """Who leaves soon or has just left, and is still named elsewhere."""
    for source, entry in held.by_path.values():
        if not isinstance(entry, Person) or entry.end is None:
            continue
        last = entry.end.last_day
        if entry.language is graph.site.language and abs(last - held.today) <= _MONTH:
            places = handover(graph, entry, {}, ()).places
            count = len({place.path for place in places})
            if count:
                address = form_address(source.folder, source.key, source.language)
                late = max(0, (held.today - last).days)
                yield Task(TaskSort.LEAVES, entry.name, address, last, late, count)


def _plan(held: Held, graph: Graph) -> Iterator[PlanLine]:
    rows = {entry.key: entry for entry in graph.staff if isinstance(entry, PlanRow)}
    for report in plan_report(graph).rows:
        for standing in report.standings:
            address = _place_to_do(held, rows[report.key], standing)
            yield PlanLine(report.key, report.tool, standing.project_title, standing, address)


def _place_to_do(held: Held, row: PlanRow, standing: Standing) -> str:
    """Where one does what a row of the plan asks for."""
    counted = {counting.of for counting in row.counts}
    if standing.project and Doing.CHANNEL in counted and held.site:
        return form_address(Project.folder, standing.project, held.site.language)
    if Doing.REVIEW in counted:
        return list_address(Wanted(concern=Concern.REVIEW))
    made = next((MADE_AS[each] for each in Doing if each in counted and each in MADE_AS), LogEntry)
    return new_address(made)


def _plan_tasks(plan: tuple[PlanLine, ...], soon: dt.date) -> Iterator[Task]:
    for line in plan:
        standing = line.standing
        if standing.due and standing.due <= soon and standing.state in _ASKING:
            title = f"{line.tool}: {line.project}" if line.project else line.tool
            late = standing.overdue_days
            yield Task(TaskSort.PLAN, title, line.address, standing.due, late)
