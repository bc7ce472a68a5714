"""The communications plan against what is done: for each row, and each project where so kept.

The period is the calendar year of the as-of date. Must never know HTML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from socomsite.dates import PartialDate
from socomsite.model.cadence import Basis, Cadence, Per
from socomsite.model.communications import Doing, PlanRow, Scope
from socomsite.model.graph import Graph
from socomsite.model.kinds import Project
from socomsite.reports.counting import Done, done
from socomsite.reports.freshness import review_due, reviewed_entries

_SOON = dt.timedelta(days=30)
_SOON_SHARE = 4


class RowState(StrEnum):
    """Where a row of the plan stands."""

    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    WHEN_NEEDED = "when_needed"
    UNDECIDED = "undecided"


@dataclass(frozen=True)
class Standing:
    """Where a row stands, for Socom or for one project.

    `target` is what the whole period asks for, `expected` its share so far; both None where no
    number is given.
    """

    project: str | None
    project_title: str | None
    cadence: str
    target: int | None
    expected: int | None
    done: int
    last: PartialDate | None
    due: dt.date | None
    overdue_days: int
    state: RowState


@dataclass(frozen=True)
class RowReport:
    """A row of the plan and its standings: one, or one for each project at work."""

    key: str
    number: int | None
    tool: str
    per: Scope
    cadence: str
    cadence_note: str
    audience: tuple[str, ...]
    responsible: tuple[str, ...]
    open_questions: tuple[str, ...]
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class Measure:
    """What a plan wants counted: how many there were in each year."""

    key: str
    title: str
    years: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class PlanReport:
    """The communications plan in force on a day, row by row, and what is counted by the year."""

    as_of: dt.date
    period_start: dt.date
    period_end: dt.date
    rows: tuple[RowReport, ...]
    measures: tuple[Measure, ...]


def plan_report(graph: Graph) -> PlanReport:
    """How the communications plan is kept on the graph's day."""
    today = graph.today
    rows = [entry for entry in graph.staff if isinstance(entry, PlanRow)]
    own = [row for row in rows if row.language is graph.site.language]
    own.sort(key=lambda row: (row.order(today), row.key))
    kept = [row for row in own if row.is_in_force(today) and row.cadence.basis != Basis.COUNTED]
    return PlanReport(
        as_of=today,
        period_start=today.replace(month=1, day=1),
        period_end=today.replace(month=12, day=31),
        rows=tuple(_row(row, graph) for row in kept),
        measures=tuple(_measure(row, graph) for row in own if row.yearly),
    )


def projects_at_work(graph: Graph) -> list[Project]:
    """The projects for which the plan is kept on the graph's day, in the order of their list."""
    found = graph.of_kind(Project.folder, graph.site.language)
    return [
        project
        for project in found
        if isinstance(project, Project)
        and project.needs_channel
        and project.is_at_work(graph.today)
    ]


def _row(row: PlanRow, graph: Graph) -> RowReport:
    return RowReport(
        key=row.key,
        number=row.number,
        tool=row.title,
        per=row.per,
        cadence=row.cadence.text,
        cadence_note=row.cadence_note or "",
        audience=row.audience,
        responsible=row.responsible,
        open_questions=row.open_questions,
        standings=tuple(_standings(row, graph)),
    )


def _measure(row: PlanRow, graph: Graph) -> Measure:
    years = [each.day.year for each in done(row, graph)]
    counts = tuple((year, years.count(year)) for year in sorted(set(years)))
    return Measure(row.key, row.title, counts)


def _standings(row: PlanRow, graph: Graph) -> Iterator[Standing]:
    found = done(row, graph)
    counted = {counting.of for counting in row.counts}
    if row.per is Scope.SOCOM:
        if Doing.REVIEW in counted:
            yield _of_reviews(row, found, graph)
        else:
            yield _standing(row.cadence, found, row.since, graph.today)
        return
    for project in projects_at_work(graph):
        if Doing.CHANNEL in counted:
            yield _of_channels(row, project, graph.today)
            continue
        name = (project.folder, project.key)
        own = tuple(each for each in found if name in each.about)
        start = max(row.since, project.start.first_day) if project.start else row.since
        cadence = _own_cadence(row, project) or row.cadence
        yield _standing(cadence, own, start, graph.today, project)


def _own_cadence(row: PlanRow, project: Project) -> Cadence | None:
    """How often a project has itself promised to speak in the row's channel."""
    own = (c.cadence for c in project.channels if c.sort is row.project_channel)
    return next((cadence for cadence in own if cadence), None)


def _standing(
    cadence: Cadence,
    found: tuple[Done, ...],
    since: dt.date,
    today: dt.date,
    project: Project | None = None,
) -> Standing:
    year = dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)
    count = sum(1 for each in found if each.day.year == today.year)
    last = found[-1].day if found else None
    due = None
    target = expected = None
    if cadence.times:
        start = max(year[0], since)
        days = (year[1] - year[0]).days + 1
        target = round(cadence.a_year * ((year[1] - start).days + 1) / days)
        expected = int(cadence.a_year * max(0, (today - start).days + 1) / days)
    if cadence.is_promise:
        due = cadence.after(max(last.first_day, since) if last else since)
        if cadence.per is Per.YEAR and target and count >= target:
            # The year's number is full: the next one belongs to the next year.
            due = max(due, cadence.after(dt.date(today.year + 1, 1, 1)))
    return Standing(
        project=project.key if project else None,
        project_title=(project.short_name or project.label) if project else None,
        cadence=cadence.text,
        target=target,
        expected=expected,
        done=count,
        last=last,
        due=due,
        overdue_days=_late(due, today),
        state=_state(cadence, due, today),
    )


def _late(due: dt.date | None, today: dt.date) -> int:
    return max(0, (today - due).days) if due else 0


def _state(cadence: Cadence, due: dt.date | None, today: dt.date) -> RowState:
    if due is None:
        undecided = cadence.basis is Basis.UNDECIDED
        return RowState.UNDECIDED if undecided else RowState.WHEN_NEEDED
    if due < today:
        return RowState.OVERDUE
    step = cadence.after(today) - today if cadence.is_promise else _SOON * _SOON_SHARE
    is_soon = due - today <= min(_SOON, step / _SOON_SHARE)
    return RowState.DUE_SOON if is_soon else RowState.ON_TIME


def _of_reviews(row: PlanRow, found: tuple[Done, ...], graph: Graph) -> Standing:
    """Pages always up to date: due when the oldest review falls due."""
    reviews = (review_due(day) for _, day in reviewed_entries(graph))
    due = min(reviews, default=review_due(row.since))
    return Standing(
        project=None,
        project_title=None,
        cadence=row.cadence.text,
        target=None,
        expected=None,
        done=sum(1 for each in found if each.day.year == graph.today.year),
        last=found[-1].day if found else None,
        due=due,
        overdue_days=_late(due, graph.today),
        state=_state(row.cadence, due, graph.today),
    )


def _of_channels(row: PlanRow, project: Project, today: dt.date) -> Standing:
    """The closing rule: a project has its channel from its first day."""
    since = max(row.since, project.start.first_day) if project.start else row.since
    return Standing(
        project=project.key,
        project_title=project.short_name or project.label,
        cadence=row.cadence.text,
        target=1,
        expected=1,
        done=sum(channel.sort.is_social for channel in project.channels),
        last=None,
        due=since if project.lacks_channel else None,
        overdue_days=_late(since, today) if project.lacks_channel else 0,
        state=RowState.OVERDUE if project.lacks_channel else RowState.ON_TIME,
    )
