"""The page on which an entry gets another end of its address; the old one leads to the new.

Must never know a kind.
"""

from __future__ import annotations

import re

from socomsite.editor.document import Unwritable
from socomsite.editor.leaving import (
    Subject,
    renamed,
)
from socomsite.editor.leavingpage import ENTRY, LeavingPage
from socomsite.editor.page import Route
from socomsite.language import slug
from socomsite.model.filenames import is_portable
from socomsite.model.keys import suggested_key
from socomsite.yamlinsert import NoRoom

_UNPROCESSABLE, _CONFLICT = 422, 409
_LONGEST_KEY = 80


class Rename(LeavingPage):
    """Nimeä: another end of the address, for all languages of an entry."""

    def get(self, folder: str, key: str, tag: str) -> None:
        """Ask for the name, with the one that the title would give."""
        subject = self.subject(folder, key)
        self.version(tag)
        own = next((e for e in subject.meant if e.language.value == tag), subject.meant[0])
        self._ask(subject, tag, suggested_key(own.label) or key, [])

    def _ask(self, subject: Subject, tag: str, wished: str, faults: list[str]) -> None:
        own = next((e for e in subject.meant if e.language.value == tag), subject.meant[0])
        address = subject.graph.addresses.get((subject.name, own.language), "")
        self.show(
            "rename.html",
            subject=subject,
            own=own,
            address=address,
            wished=wished,
            faults=faults,
            cited=self.cited(subject),
            crumbs=self.crumbs(subject, tag),
        )

    def post(self, folder: str, key: str, tag: str) -> None:
        """Rename it, or say what is in the way."""
        subject, self_tag = self.subject(folder, key), self.version(tag).value
        given = self.get_body_argument("nimi", "").strip()
        new = slug(given)[:_LONGEST_KEY].strip("-")
        faults = self._faults(subject, new)
        if not faults:
            try:
                renamed(self.drafted, subject, new)
            except (NoRoom, Unwritable):
                faults = [self.say("leave-unwritable")]
        if not faults:
            faults = self.carry_out(
                subject, self.say("what-renamed", title=subject.label, name=new)
            )
        if faults:
            self.set_status(self.get_status() if self.get_status() == _CONFLICT else _UNPROCESSABLE)
            self._ask(subject, self_tag, given, faults)

    def _faults(self, subject: Subject, key: str) -> list[str]:
        if not re.search(r"[a-z0-9]", key) or not is_portable(key):
            return [self.say("rename-missing")]
        if key == subject.name[1]:
            return [self.say("rename-same")]
        taken = {(s.folder, s.key) for s, _ in self.held.by_path.values()}
        return [self.say("rename-taken", name=key)] if (subject.name[0], key) in taken else []


ROUTES: tuple[Route, ...] = ((rf"{ENTRY}/nimea", Rename),)
