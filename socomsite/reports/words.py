"""Every report in the reader's words: which sentences and tables tell of it.

Must never know how a sheet is shown, or count anything itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from socomsite.dates import PartialDate
from socomsite.datewords import date_short, weekday_label
from socomsite.language import Language
from socomsite.messages import choice_words, say
from socomsite.reports.cadence import PlanReport, RowReport, RowState, Standing
from socomsite.reports.counting import whole
from socomsite.reports.deposit import DepositReport
from socomsite.reports.duedates import DueDate
from socomsite.reports.freshness import FreshnessReport
from socomsite.reports.handover import HandoverReport
from socomsite.reports.register import RegisterReport, Work
from socomsite.reports.schedule import ScheduleReport
from socomsite.reports.sheet import Row, Sheet, Table

_NOTHING = "–"


class Teller:
    """Puts reports into words of one language."""

    def __init__(self, language: Language) -> None:
        """A teller in this language."""
        self.language = language

    def plan(self, report: PlanReport) -> Sheet:
        """How the communications plan is kept."""
        standings = [s for row in report.rows for s in row.standings]
        overdue = sum(s.state is RowState.OVERDUE for s in standings)
        coming = min((s.due for s in standings if s.due and not s.overdue_days), default=None)
        intro = [self._say("plan-period", date=self._day(report.as_of), year=report.as_of.year)]
        if overdue:
            intro.append(self._say("plan-overdue", n=overdue))
        else:
            intro.append(self._say("plan-on-time", date=self._day(coming)))
        return Sheet(
            title=self._say("plan-title"),
            intro=tuple(intro),
            tables=(
                Table(
                    title=self._say("plan-rows"),
                    head=self._heads("number", "tool", "cadence", "done", "last", "due", "state"),
                    rows=tuple(line for row in report.rows for line in self._plan_lines(row)),
                    empty=self._say("plan-empty"),
                ),
                Table(
                    title=self._say("plan-questions"),
                    head=self._heads("tool", "question"),
                    rows=tuple(
                        Row((row.tool, text)) for row in report.rows for text in row.open_questions
                    ),
                ),
                Table(
                    title=self._say("plan-yearly"),
                    head=self._heads("tool", "years"),
                    rows=tuple(
                        Row((m.title, ", ".join(f"{y}: {n}" for y, n in m.years) or _NOTHING))
                        for m in report.measures
                    ),
                ),
                Table(
                    title=self._say("plan-people"),
                    head=self._heads("tool", "audience", "responsible", "note"),
                    rows=tuple(
                        Row(
                            (
                                row.tool,
                                ", ".join(row.audience),
                                ", ".join(row.responsible),
                                row.cadence_note,
                            )
                        )
                        for row in report.rows
                    ),
                    is_detail=True,
                ),
            ),
        )

    def plan_days(self, report: PlanReport) -> Iterator[DueDate]:
        """The due dates of the plan for a calendar."""
        for row in report.rows:
            for each in row.standings:
                if each.due:
                    name = "-".join(filter(None, (row.key, each.project)))
                    text = ", ".join(row.responsible)
                    yield DueDate(each.due, f"plan-{name}", self._named(row, each), text)

    def _plan_lines(self, row: RowReport) -> Iterator[Row]:
        number = str(row.number) if row.number else ""
        if not row.standings:
            nobody = self._say("plan-no-projects")
            yield Row((number, row.tool, row.cadence, nobody, *[_NOTHING] * 3))
        for each in row.standings:
            cells = (
                number,
                self._named(row, each),
                each.cadence,
                self._done(each),
                self._date(each.last),
                self._day(each.due),
                self._state(each),
            )
            yield Row(cells, each.state.value)

    def _named(self, row: RowReport, standing: Standing) -> str:
        return f"{row.tool}: {standing.project_title}" if standing.project else row.tool

    def _done(self, each: Standing) -> str:
        if each.target is None or each.expected is None:
            return str(each.done)
        values = {"done": each.done, "target": each.target, "expected": each.expected}
        return self._say("plan-done", **values)

    def _state(self, each: Standing) -> str:
        if each.state is RowState.OVERDUE:
            return self._say("state-overdue", n=each.overdue_days)
        return self._choice(each.state.value)

    def schedule(self, report: ScheduleReport) -> Sheet:
        """What changes by itself."""
        if report.next_rebuild:
            day = weekday_label(report.next_rebuild, self.language)
            intro = self._say("schedule-next", date=day)
        else:
            intro = self._say("schedule-none")
        changes = Table(
            title=self._say("schedule-changes"),
            head=self._heads("day", "change", "title", "file"),
            rows=tuple(
                Row((self._day(c.day), self._say(f"change-{c.sort.value}"), c.title, c.path))
                for c in report.changes
            ),
            empty=self._say("schedule-empty"),
        )
        return Sheet(self._say("schedule-title"), (intro,), (changes,))

    def schedule_days(self, report: ScheduleReport) -> Iterator[DueDate]:
        """The coming changes for a calendar."""
        for change in report.changes:
            file = change.path.removeprefix("content/").replace("/", "-")
            title = f"{self._say(f'change-{change.sort.value}')}: {change.title}"
            yield DueDate(change.day, f"{change.sort.value}-{file}", title, change.path)

    def freshness(self, report: FreshnessReport) -> Sheet:
        """Which pages wait for a reading, by owner."""
        count = len(report.overdue)
        intro = [self._say("fresh-counts", n=report.reviewed, overdue=count)]
        if report.next:
            day, title = self._day(report.next.due), report.next.title
            intro.append(self._say("fresh-next", date=day, title=title))
        owners = dict.fromkeys(review.owner for review in report.overdue)
        tables = tuple(
            Table(
                title=owner or self._say("fresh-nobody"),
                head=self._heads("title", "reviewed", "late", "file"),
                rows=tuple(
                    Row(
                        (
                            review.title,
                            self._day(review.reviewed_on),
                            self._say("state-overdue", n=review.overdue_days),
                            review.path,
                        ),
                        RowState.OVERDUE.value,
                    )
                    for review in report.overdue
                    if review.owner == owner
                ),
            )
            for owner in owners
        )
        undated = Table(
            title=self._say("fresh-undated"),
            head=self._heads("folder", "count"),
            rows=tuple(Row((f"content/{folder}", str(n))) for folder, n in report.undated),
        )
        return Sheet(self._say("fresh-title"), tuple(intro), (*tables, undated))

    def handover(self, report: HandoverReport) -> Sheet:
        """Every place that hangs on a person."""
        intro = [self._say("handover-own", list=", ".join(report.own))]
        if report.last_day:
            intro.append(self._say("handover-last-day", date=self._day(report.last_day)))
        intro.append(self._say("handover-count", n=len(report.places)))
        rows = tuple(
            Row(
                (
                    f"{place.path}:{place.line}",
                    ", ".join(self._say(f"tie-{tie.value}") for tie in place.ties),
                    place.text,
                )
            )
            for place in report.places
        )
        title = self._say("handover-title", name=report.name)
        head = self._heads("file", "tie", "line")
        places = Table(self._say("handover-places"), head, rows)
        return Sheet(title, tuple(intro), (places,))

    def register(self, report: RegisterReport) -> Sheet:
        """The order list and the gaps of the series."""
        works = Table(
            title=self._say("register-works"),
            head=self._heads("title", "number", "year", "price", "state", "accessibility"),
            rows=tuple(self._work(work) for work in report.works),
            empty=self._say("register-empty"),
        )
        gaps = Table(
            title=self._say("register-gaps"),
            head=self._heads("number", "series", "explanation"),
            rows=tuple(
                Row((gap.number, gap.series, gap.explanation or self._say("register-unexplained")))
                for gap in report.gaps
            ),
        )
        intro = (self._say("register-count", n=len(report.works)),)
        return Sheet(self._say("register-title"), intro, (works, gaps))

    def _work(self, work: Work) -> Row:
        cells = (
            work.title,
            work.number or _NOTHING,
            self._date(work.year),
            work.price or _NOTHING,
            self._choice(work.state),
            self._choice(work.accessibility),
        )
        return Row(cells, work.accessibility)

    def deposit(self, report: DepositReport, file: str) -> Sheet:
        """What a deposit package holds, and what it cannot."""
        tables = tuple(
            Table(
                title=self._say(f"deposit-{code}"),
                head=self._heads("title", "file"),
                rows=tuple(Row((work.title, work.file or _NOTHING)) for work in works),
                empty=_NOTHING,
            )
            for code, works in (("packed", report.packed), ("without-file", report.without_file))
        )
        written = (self._say("deposit-file", file=file),) if file else ()
        return Sheet(self._say("deposit-title", year=str(report.year)), written, tables)

    def _say(self, code: str, **values: str | int) -> str:
        return say(f"report-{code}", self.language, **values)

    def _heads(self, *codes: str) -> tuple[str, ...]:
        return tuple(self._say(f"head-{code}") for code in codes)

    def _choice(self, value: str) -> str:
        words = choice_words(value)
        return words.in_language(self.language) if words else value or _NOTHING

    def _date(self, day: PartialDate | None) -> str:
        return date_short(day, self.language) if day else _NOTHING

    def _day(self, day: dt.date | None) -> str:
        return self._date(whole(day) if day else None)
