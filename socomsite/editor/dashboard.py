"""The first page: what waits for somebody, what the plan asks for, what changes by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from socomsite.datewords import date_short, instant_words, weekday_label
from socomsite.editor.finding import Wanted, list_address
from socomsite.editor.listing import Concern, Version
from socomsite.editor.page import Page, Route
from socomsite.editor.released import Published, last_releases, saved_since
from socomsite.editor.waiting import Coming, PlanLine, Task, TaskSort, Waiting, waiting
from socomsite.messages import choice_words
from socomsite.messages import say as say_common
from socomsite.publishing.telling import summary

_SHOWN = 6
#: More than so many arcs say less than the number beside them.
_MOST_ARCS = 12


@dataclass(frozen=True)
class Tile:
    """A number that tells how things stand, and where one does something about it."""

    code: str
    number: int
    address: str
    is_due: bool = True


@dataclass(frozen=True)
class Line:
    """A row of a list: what it is, what is to be known of it, where it leads."""

    title: str
    meta: str
    address: str | None
    day: str = ""
    weekday: str = ""


@dataclass(frozen=True)
class PlanWords:
    """A row of the plan in words; `arcs` tells for each that is needed whether it is done."""

    name: str
    address: str
    cadence: str
    arcs: tuple[bool, ...]
    done: str
    next: str
    has_day: bool


class Dashboard(Page):
    """Työpöytä."""

    place = "dashboard"

    def get(self) -> None:
        """Show what waits."""
        held = self.standing
        assert held.site is not None, "pages that need the site are shown only with one"
        found, releases = held.once(waiting), last_releases(self.desk.root, held.site)
        plan = [self._plan(line) for line in found.plan]
        self.show(
            "dashboard.html",
            is_empty=not held.by_path,
            calm=self._calm(found),
            waits=len(found.tasks) + found.errors + len(found.old_translations),
            as_of=date_short(held.today, self.language) if held.site.as_of else "",
            year=str(held.today.year),
            tiles=[*self._tiles(found, releases, tuple(held.by_path))],
            tasks=[self._task(task) for task in found.tasks],
            plan=[line for line in plan if line.has_day],
            plan_rest=[line for line in plan if not line.has_day],
            plan_address=list_address(Wanted("plan")),
            changes=[*self._changes(found.changes, found.today)],
            drafts=[self._version(version) for version in found.drafts],
            drafts_address=list_address(Wanted(concern=Concern.DRAFT)),
            scheduled=[self._scheduled(version) for version in found.scheduled],
            releases=[self._release(release) for release in releases],
            shown=_SHOWN,
        )

    def _calm(self, found: Waiting) -> str:
        if found.next_review is None:
            return self.say("dash-calm")
        return self.say("dash-calm-next", date=date_short(found.next_review, self.language))

    def _tiles(
        self, found: Waiting, releases: Sequence[Published], paths: Sequence[str]
    ) -> Iterator[Tile]:
        now = next((each for each in releases if each.is_now), None)
        if now:
            yield Tile("changes", saved_since(self.desk.root, paths, now), "/julkaise/")
        else:
            drafts = list_address(Wanted(concern=Concern.DRAFT))
            yield Tile("drafts", len(found.drafts), drafts, is_due=False)
        late = list_address(Wanted(concern=Concern.REVIEW))
        yield Tile("reviews", found.late_reviews, late)
        behind = list_address(Wanted(concern=Concern.TRANSLATION))
        yield Tile("translations", len(found.old_translations), behind)
        yield Tile("errors", found.errors, list_address(Wanted(concern=Concern.PROBLEMS)))

    def _task(self, task: Task) -> Line:
        sort, day = task.sort.value, date_short(task.due, self.language)
        due = "task-late" if task.late_days else "task-due"
        due = "task-last-day" if task.sort is TaskSort.LEAVES else due
        why = self.say(f"task-{sort}-why", n=task.places)
        title = self.say(f"task-{sort}", title=task.title)
        return Line(title, f"{why} · {self.say(due, date=day)}", task.address)

    def _plan(self, line: PlanLine) -> PlanWords:
        standing = line.standing
        of, done = standing.target or 0, standing.done
        is_counted = 0 < of <= _MOST_ARCS
        code = "plan-count-of" if of > _MOST_ARCS else "plan-count"
        state = choice_words(standing.state.value)
        following = state.in_language(self.language) if state else ""
        if standing.due:
            day = date_short(standing.due, self.language)
            following = self.say("task-late" if standing.overdue_days else "task-due", date=day)
        return PlanWords(
            name=f"{line.tool}: {line.project}" if line.project else line.tool,
            address=line.address,
            cadence=standing.cadence,
            arcs=tuple(n < done for n in range(max(of, done))) if is_counted else (),
            done=self.say(code, n=done, target=of),
            next=following,
            has_day=standing.due is not None,
        )

    def _changes(self, changes: Sequence[Coming], today: dt.date) -> Iterator[Line]:
        """Coming changes; those of one day and one sort are told of together."""
        for (day, sort), group in groupby(changes, key=lambda c: (c.change.day, c.change.sort)):
            first, *others = sorted(group, key=lambda each: not each.is_own)
            title = first.change.title
            if others:
                title = self.say("changes-many", title=title, n=len(others))
            what = say_common(f"report-change-{sort.value}", self.language)
            address = None if others else first.address
            yield Line(title, what, address, *self._calendar(day, today))

    def _calendar(self, day: dt.date, today: dt.date) -> tuple[str, str]:
        """A day large, `10.2.`, and its weekday below; with the year only if it is another."""
        short = date_short(day, self.language).removesuffix(str(day.year)).strip()
        weekday = weekday_label(day, self.language).partition(" ")[0]
        return short, weekday if day.year == today.year else f"{weekday} {day.year}"

    def _version(self, version: Version) -> Line:
        kind = self.standing.schema.kinds[version.folder]
        return Line(version.title, kind.names.in_language(self.language), version.address)

    def _scheduled(self, version: Version) -> Line:
        line = self._version(version)
        assert version.shown_from is not None, "what is scheduled has its day"
        day = date_short(version.shown_from, self.language)
        when = self.say("scheduled-on", date=day)
        return Line(line.title, f"{line.meta} · {when}", line.address)

    def _release(self, published: Published) -> Line:
        release = published.release
        now = (self.say("published-now"),) if published.is_now else ()
        meta = " · ".join((published.place, summary(release.counts, self.language), *now))
        return Line(instant_words(release.made).in_language(self.language), meta, None)


ROUTES: tuple[Route, ...] = ((r"/", Dashboard),)
