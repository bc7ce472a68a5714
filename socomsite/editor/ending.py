"""Hanke päättyy: its last day and its final report on one page, and what readers will see change.

The site is planned for the day after the last one, as it is and as it would be; what differs is
told before anything is saved. Must never know how a page is made.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tornado import web

from socomsite.checks.rules import check_rules
from socomsite.dates import DateUnreadable, PartialDate, read_date
from socomsite.editor.application import Page, Route
from socomsite.editor.document import Unwritable, new_text
from socomsite.editor.drafted import Drafted, Fields
from socomsite.editor.store import Stale, Store
from socomsite.editor.usage import address_of_form, citing
from socomsite.editor.words import plural
from socomsite.engine.cache import Cache
from socomsite.engine.ground import read_ground
from socomsite.engine.pipeline import plan
from socomsite.engine.workers import Workers
from socomsite.messages import message_of, term
from socomsite.model.graph import Graph
from socomsite.model.keys import key_for
from socomsite.model.kinds import Accessibility, Owner, Person, Project, Publication, schema
from socomsite.model.pages import Page as SitePage
from socomsite.model.schema import Entry
from socomsite.model.traits import Lasting
from socomsite.problem import Problem

_NOT_FOUND, _UNPROCESSABLE, _CONFLICT = 404, 422, 409
_MOST_TOLD = 40
_FIELDS = ("paattyi", "raportti", "otsikko", "laji", "tiedosto", "tila")


@dataclass(frozen=True)
class Outlook:
    """The site as it is planned for a day: the view of each page by its file, and what is told."""

    graph: Graph
    views: dict[str, object]
    rules: tuple[Problem, ...]
    told: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What readers will see change: lists, other pages, new pages; and what is told of no more."""

    own: bool
    lists: tuple[str, ...]
    pages: tuple[str, ...]
    new: tuple[str, ...]
    others: int
    settled: tuple[str, ...]
    raised: tuple[str, ...]


def outlook(root: Path, day: dt.date, laid: dict[str, str | None]) -> Outlook | None:
    """The site as it will be planned on a day with these texts; None if it cannot be."""
    with Cache(root, day.toordinal()) as cache:
        workers = Workers(os.cpu_count() or 1, cache)
        ground = read_ground(root, schema(), workers, today=day, as_of=day, laid=laid)
    if ground.planning is None or ground.graph is None:
        return None
    views = {job.path: job.view for job in plan(ground.planning).value}
    return Outlook(ground.graph.value, views, tuple(check_rules(ground.graph.value)), ground.told)


def compared(before: Outlook, after: Outlook, entry: Entry) -> Changes:
    """What differs between two outlooks of a day because of an entry."""
    graph = after.graph
    named = {graph.address(e).lstrip("/"): e for vs in graph.entries.values() for e in vs.values()}
    changed = [path for path, view in after.views.items() if before.views.get(path, view) != view]
    new = [path for path in after.views if path not in before.views]
    touched = {path: named.get(path.removesuffix("index.html")) for path in [*changed, *new]}
    found = [e for path, e in touched.items() if e is not None and path in changed]
    is_own = [e for e in found if (e.folder, e.key) == (entry.folder, entry.key)]
    rest = [e for e in found if e not in is_own]
    told_before = {(p.code, p.position.path): p for p in before.rules}
    told_after = {(p.code, p.position.path): p for p in after.rules}
    language = entry.language
    return Changes(
        own=bool(is_own),
        lists=tuple(dict.fromkeys(e.label for e in rest if isinstance(e, SitePage)))[:_MOST_TOLD],
        pages=tuple(dict.fromkeys(e.label for e in rest if not isinstance(e, SitePage)))[
            :_MOST_TOLD
        ],
        new=tuple(e.label for path in new if (e := touched[path]) is not None),
        others=sum(e is None for e in touched.values()),
        settled=tuple(
            message_of(p, language) for at, p in told_before.items() if at not in told_after
        ),
        raised=tuple(
            message_of(p, language) for at, p in told_after.items() if at not in told_before
        ),
    )


class Ending(Page):
    """The page of a project that ends."""

    place = "contents"

    def prepare(self) -> None:
        """Take the site as it stands."""
        super().prepare()
        self.held = self.desk.holding.now()
        self.drafted = Drafted(Store(self.desk.root, self.person))

    def _entry(self, folder: str, key: str, tag: str) -> Lasting:
        wanted = (folder, key, tag)
        entries = (e for _, e in self.held.by_path.values() if isinstance(e, Lasting))
        for entry in entries if self.held.graph else ():
            if (entry.folder, entry.key, entry.language.value) == wanted:
                return entry
        raise web.HTTPError(_NOT_FOUND)

    def get(self, *address: str) -> None:
        """Ask for the day and the report."""
        entry = self._entry(*address)
        self._show(entry, {"paattyi": str(entry.end or "")}, [], None)

    def _show(
        self, entry: Lasting, given: dict[str, str], faults: list[str], changes: Changes | None
    ) -> None:
        assert self.held.graph is not None
        assert self.held.content is not None
        language = entry.language
        publications = self.held.graph.of_kind(Publication.folder, language)
        people = [
            (each.label, address_of_form(each))
            for each in citing(self.held, (entry.folder, entry.key)).values()
            if isinstance(each, Person)
        ]
        kinds = self.held.schema.kinds
        self.show(
            "ending.html",
            entry=entry,
            given=given,
            faults=faults,
            changes=changes,
            publications=[(each.key, each.label) for each in publications],
            files=sorted(
                name.partition("/")[2]
                for name in self.held.content.files
                if name.startswith("files/")
            ),
            states=[
                (s.value, term(f"choice-{s.value}").in_language(self.language))
                for s in Accessibility
            ],
            people=people,
            channels=isinstance(entry, Project) and entry.needs_channel,
            crumbs=(
                (self.say("contents"), "/sisallot/"),
                (
                    plural(kinds[entry.folder], self.language),
                    f"/sisallot/?laji={entry.folder}",
                ),
                (entry.label, address_of_form(entry)),
            ),
        )

    async def post(self, *address: str) -> None:
        """Show what would change, or save it."""
        entry = self._entry(*address)
        given = {name: " ".join(self.get_body_argument(name, "").split()) for name in _FIELDS}
        day, faults = self._day(given["paattyi"])
        if not faults:
            faults = self._drafted(entry, given, day)
        if faults or day is None:
            self._refuse(entry, given, faults)
        elif self.get_body_argument("tee", "") == "tallenna":
            await self._save(entry, given)
        else:
            await self._look(entry, given, day)

    def _refuse(self, entry: Lasting, given: dict[str, str], faults: list[str]) -> None:
        self.set_status(_UNPROCESSABLE)
        self._show(entry, given, list(dict.fromkeys(faults)), None)

    async def _look(self, entry: Lasting, given: dict[str, str], day: PartialDate) -> None:
        """Say what would change, worked out aside."""
        after = max(day.last_day + dt.timedelta(days=1), self.held.day)
        root, laid = self.desk.root, dict(self.drafted.texts)
        was = await self.desk.aside(lambda: outlook(root, after, {}))
        will_be = await self.desk.aside(lambda: outlook(root, after, laid))
        if was is None or will_be is None:
            self._refuse(entry, given, [self.say("leave-unwritable")])
            return
        faults = self._new_errors(was.told, will_be.told)
        if faults:
            self._refuse(entry, given, faults)
        else:
            self._show(entry, given, [], compared(was, will_be, entry))

    async def _save(self, entry: Lasting, given: dict[str, str]) -> None:
        holding, texts = self.desk.holding, self.drafted.texts
        before = await self.desk.aside(holding.told)
        made = await self.desk.aside(lambda: holding.built(texts))
        faults = self._new_errors(before, made.problems)
        if faults:
            self._refuse(entry, given, faults)
            return
        try:
            self.drafted.write(self.say("what-ended", title=entry.label))
        except Stale:
            self.set_status(_CONFLICT)
            self._show(entry, given, [self.say("leave-stale")], None)
            return
        self.redirect(address_of_form(entry))

    def _new_errors(self, before: Iterable[Problem], after: Iterable[Problem]) -> list[str]:
        """The errors that the change brings, wherever lines have moved to."""
        known = {(p.code, p.position.path, p.values) for p in before}
        new = (p for p in after if p.is_error and (p.code, p.position.path, p.values) not in known)
        return [message_of(each, self.language) for each in new]

    def _day(self, text: str) -> tuple[PartialDate | None, list[str]]:
        try:
            return read_date(text), []
        except (DateUnreadable, ValueError):
            return None, [self.say("ending-day-missing")]

    def _drafted(self, entry: Lasting, given: dict[str, str], day: PartialDate | None) -> list[str]:
        try:
            self.drafted.edit(entry.origin.path, lambda said: {**said, "end": str(day)})
            cited = f"{entry.folder}/{entry.key}"
            chosen = given["raportti"]
            if chosen == "uusi":
                self._report(given, cited, day)
            elif chosen:
                path = self._path_of(chosen)
                self.drafted.edit(path, lambda said: {**said, "project": cited})
        except Unwritable:
            return [self.say("leave-unwritable")]
        return []

    def _path_of(self, key: str) -> str:
        for path, (source, entry) in self.held.by_path.items():
            if (source.folder, source.key) == (Publication.folder, key) and entry is not None:
                return path
        raise web.HTTPError(_NOT_FOUND)

    def _report(self, given: dict[str, str], cited: str, day: PartialDate | None) -> None:
        """A publication of its own for the report."""
        wished: Fields = {
            "title": given["otsikko"],
            "year": str(day.year) if day else "",
            "sort": given["laji"] or self.say("ending-report-sort"),
            "owner_of_work": Owner.SOCOM.value,
            "file": given["tiedosto"],
            "accessibility": given["tila"],
            "project": cited,
        }
        said = {name: value for name, value in wished.items() if value}
        key, number = key_for(Publication.folder, said), 1
        taken = {s.key for s, _ in self.held.by_path.values() if s.folder == Publication.folder}
        wished_key = key
        while key in taken:
            number += 1
            key = f"{wished_key}-{number}"
        path = f"content/{Publication.folder}/{key}.yaml"
        self.drafted.put(path, new_text(path, said))


ROUTES: tuple[Route, ...] = ((r"/sisallot/([a-z]+)/([a-z0-9-]+)/([a-z]{2})/paata", Ending),)
