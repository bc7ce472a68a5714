"""Hanke päättyy: its last day and its final report on one page, and what readers will see change.

The site is planned for the day after the last one, as it is and as it would be; what differs is
told before anything is saved. Must never know how a page is made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tornado import web

from socomsite.dates import DateUnreadable, PartialDate, read_date
from socomsite.editor.document import Unwritable, new_text
from socomsite.editor.drafted import Drafted, Fields
from socomsite.editor.outlook import Changes, compared, outlook
from socomsite.editor.page import Page, Route
from socomsite.editor.store import Stale, Store
from socomsite.editor.usage import address_of_form, citing
from socomsite.editor.words import plural
from socomsite.messages import message_of, term
from socomsite.model.keys import key_for
from socomsite.model.kinds import Accessibility, Owner, Person, Project, Publication
from socomsite.model.traits import Lasting
from socomsite.problem import Problem

_NOT_FOUND, _UNPROCESSABLE, _CONFLICT = 404, 422, 409
_FIELDS = ("paattyi", "raportti", "otsikko", "laji", "tiedosto", "tila")


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
