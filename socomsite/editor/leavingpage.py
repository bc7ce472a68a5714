"""What deleting an entry and giving it another name share: who cites it, what is told.

All is drafted first and written in one change. Must never know a kind.
"""

from __future__ import annotations

from urllib.parse import urlencode

from tornado import web

from socomsite.editor.drafted import Drafted
from socomsite.editor.leaving import (
    Subject,
    faults_of,
    subject_at,
)
from socomsite.editor.page import Page
from socomsite.editor.store import Stale, Store
from socomsite.editor.usage import address_of_form
from socomsite.editor.words import plural
from socomsite.language import Language
from socomsite.messages import message_of
from socomsite.problem import Problem

_CONFLICT, _NOT_FOUND = 409, 404
#: The address of an entry's version, before the word for what is to become of it.
ENTRY = r"/sisallot/([a-z]+)/([a-z0-9-]+)/([a-z]{2})"


class LeavingPage(Page):
    """What deleting and renaming share."""

    place = "contents"

    def prepare(self) -> None:
        """Take the site as it stands."""
        super().prepare()
        self.held = self.desk.holding.now()
        self.drafted = Drafted(Store(self.desk.root, self.person, settings=True))

    def subject(self, folder: str, key: str, only: Language | None = None) -> Subject:
        """The entry at an address."""
        found = subject_at(self.held, folder, key, only=only)
        if found is None:
            raise web.HTTPError(_NOT_FOUND)
        return found

    def version(self, tag: str) -> Language:
        """The language at an address."""
        found = next((each for each in Language if each.value == tag), None)
        if found is None:
            raise web.HTTPError(_NOT_FOUND)
        return found

    def crumbs(self, subject: Subject, tag: str) -> tuple[tuple[str, str], ...]:
        """The way here."""
        kind = self.held.schema.kinds[subject.name[0]]
        own = next((e for e in subject.meant if e.language.value == tag), subject.meant[0])
        return (
            (self.say("contents"), "/sisallot/"),
            (plural(kind, self.language), f"/sisallot/?laji={kind.folder}"),
            (own.label, address_of_form(own)),
        )

    def kind_name(self, folder: str) -> str:
        """What a kind is called in the page's language."""
        return self.held.schema.kinds[folder].names.in_language(self.language)

    def cited(self, subject: Subject) -> list[tuple[str, str, str]]:
        """Who cites the entry: what it is, what it is called, where its form is."""
        return [
            (self.kind_name(entry.folder), entry.label, address_of_form(entry))
            for entry in subject.citing().values()
        ]

    def told(self, found: tuple[Problem, ...]) -> list[str]:
        """Errors in words, with the entry in which each stands."""
        words = []
        for each in found:
            _, entry = self.held.by_path.get(each.position.path, (None, None))
            where = f"{entry.label}: " if entry else ""
            words.append(where + message_of(each, self.language))
        return list(dict.fromkeys(words))

    def carry_out(self, subject: Subject, what: str) -> list[str]:
        """Write what is drafted and go on; else say why not."""
        faults = faults_of(self.desk.holding, self.drafted)
        if faults:
            return self.told(faults)
        try:
            change = self.drafted.write(what)
        except Stale:
            self.set_status(_CONFLICT)
            return [self.say("leave-stale")]
        given = {"muutos": change, "laji": subject.name[0]}
        self.redirect(f"/sisallot/tehty?{urlencode(given)}")
        return []
