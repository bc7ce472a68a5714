"""Pages on which an entry is deleted or gets another name: who cites it, where its address leads.

What is done can be taken back at once. Must never know a kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from tornado import web

from socomsite.editor.application import Page, Route
from socomsite.editor.document import Unwritable
from socomsite.editor.drafted import Drafted
from socomsite.editor.leaving import (
    Subject,
    faults_of,
    gone,
    led_to,
    likely,
    list_address,
    renamed,
    repointed,
    subject_at,
)
from socomsite.editor.store import Stale, Store
from socomsite.editor.usage import address_of_form
from socomsite.editor.words import plural
from socomsite.language import Language, slug
from socomsite.messages import message_of, term
from socomsite.model.filenames import is_portable
from socomsite.model.kinds import suggested_key
from socomsite.model.ledger import read_ledger
from socomsite.model.references import Name
from socomsite.problem import Problem
from socomsite.yamlinsert import NoRoom

_UNPROCESSABLE, _CONFLICT, _NOT_FOUND = 422, 409, 404
_LONGEST_KEY, _LONGEST_REASON = 80, 200
_LIST, _GONE, _LANGUAGE, _PAGE = "lista", "poistettu", "kieli", "sivu:"
_CLEAR, _LEAD = "pois", "vaihda"
_ENTRY = r"/sisallot/([a-z]+)/([a-z0-9-]+)/([a-z]{2})"


@dataclass(frozen=True)
class Choice:
    """Something to choose: its value and what it is called."""

    value: str
    words: str


class _Leaving(Page):
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


class Delete(_Leaving):
    """Poista: one version of an entry, or all."""

    def get(self, folder: str, key: str, tag: str) -> None:
        """Ask, with who cites it and where its address may lead."""
        self._ask(self.subject(folder, key), self.version(tag), {}, [])

    def _ask(
        self, whole: Subject, language: Language, given: dict[str, str], faults: list[str]
    ) -> None:
        is_needed = whole.is_known_to_readers(read_ledger(self.desk.root).value)
        self.show(
            "delete.html",
            subject=whole,
            own=next((e for e in whole.meant if e.language is language), whole.meant[0]),
            given=given,
            faults=faults,
            versions=[(e.language.value, self._tongue(e.language)) for e in whole.meant],
            tongue=self._tongue(language),
            cited=self.cited(whole),
            leads=self._leads(whole, language) if is_needed else None,
            successors=self._of_kind(whole),
            crumbs=self.crumbs(whole, language.value),
        )

    def _tongue(self, language: Language) -> str:
        return term(f"language-{language.value}").in_language(self.language)

    def _leads(self, subject: Subject, language: Language) -> list[tuple[str, list[Choice]]]:
        """Where the old address can lead, in groups."""
        own = next((e for e in subject.meant if e.language is language), subject.meant[0])
        address = list_address(subject, own)
        graph = subject.graph
        titles = {graph.addresses[at]: graph.entry(*at).label for at in graph.addresses}
        first = [Choice(_LIST, self.say("lead-list", title=titles.get(address, address)))]
        if len(subject.meant) > 1:
            first.append(Choice(_LANGUAGE, self.say("lead-language")))
        near = [self._choice(subject, name) for name in likely(subject)]
        groups = [("", first), (self.say("lead-likely"), near)]
        groups.append((self.kind_name(subject.name[0]), self._of_kind(subject)))
        groups.append((self.say("lead-nowhere"), [Choice(_GONE, self.say("lead-gone"))]))
        return [group for group in groups if group[1]]

    def _choice(self, subject: Subject, name: Name) -> Choice:
        label = subject.graph.entry(name, self.language).label
        return Choice(f"{_PAGE}{'/'.join(name)}", f"{label} ({self.kind_name(name[0])})")

    def _of_kind(self, subject: Subject) -> list[Choice]:
        folder, key = subject.name
        others = subject.graph.of_kind(folder, self.language)
        return [Choice(f"{_PAGE}{folder}/{e.key}", e.label) for e in others if e.key != key]

    def post(self, folder: str, key: str, tag: str) -> None:
        """Delete it with all that hangs on it, or say what is in the way."""
        whole, language = self.subject(folder, key), self.version(tag)
        names = ("laajuus", "osoite", "syy", "viittaukset", "kohde")
        given = {name: " ".join(self.get_body_argument(name, "").split()) for name in names}
        is_one = given["laajuus"] == "yksi" and len(whole.meant) > 1
        subject = self.subject(folder, key, language) if is_one else whole
        faults = self._drafted(subject, given)
        if not faults:
            faults = self.carry_out(subject, self.say("what-deleted", title=subject.label))
        if faults:
            self.set_status(self.get_status() if self.get_status() == _CONFLICT else _UNPROCESSABLE)
            self._ask(whole, language, given, faults)

    def _drafted(self, subject: Subject, given: dict[str, str]) -> list[str]:
        """Draft everything; what is not chosen yet is said instead."""
        needs = subject.is_known_to_readers(read_ledger(self.desk.root).value)
        missing = self._missing(subject, given, needs=needs)
        if missing:
            return [self.say(missing)]
        try:
            for entry in subject.meant:
                self.drafted.put(entry.origin.path, None)
            if subject.citing():
                is_led = given["viittaukset"] == _LEAD
                repointed(
                    self.drafted, subject, self._name(subject, given["kohde"]) if is_led else None
                )
            if needs and given["osoite"] == _GONE:
                gone(self.drafted, subject, given["syy"][:_LONGEST_REASON])
            elif needs:
                is_same = given["osoite"] == _LANGUAGE
                target = subject.name if is_same else self._name(subject, given["osoite"])
                led_to(self.drafted, subject, target)
        except (NoRoom, Unwritable):
            return [self.say("leave-unwritable")]
        return []

    def _missing(self, subject: Subject, given: dict[str, str], *, needs: bool) -> str:
        """What is to be chosen still, as the word that says so."""
        led, how = given["osoite"], given["viittaukset"]
        if subject.citing():
            is_chosen = how == _CLEAR or (how == _LEAD and self._name(subject, given["kohde"]))
            if not is_chosen:
                return "references-choose"
        if not needs:
            return ""
        if led not in {_LIST, _GONE, _LANGUAGE} and self._name(subject, led) is None:
            return "lead-choose"
        if led == _LANGUAGE and not subject.rest:
            return "lead-no-language"
        return "gone-reason-missing" if led == _GONE and not given["syy"] else ""

    def _name(self, subject: Subject, value: str) -> Name | None:
        folder, _, key = value.removeprefix(_PAGE).partition("/")
        name = (folder, key)
        is_there = value.startswith(_PAGE) and name in subject.graph.entries
        return name if is_there and name != subject.name else None


class Rename(_Leaving):
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


class Done(Page):
    """What was done, and the way back."""

    place = "contents"

    def get(self) -> None:
        """Say it."""
        store = Store(self.desk.root, self.person)
        wanted = self.get_query_argument("muutos", "")
        change = next((each for each in store.changes() if each.id == wanted), None)
        if change is None:
            raise web.HTTPError(_NOT_FOUND)
        folder = self.get_query_argument("laji", "")
        kinds = self.desk.holding.now().schema.kinds
        name = kinds[folder].names.in_language(self.language) if folder in kinds else ""
        self.show("done.html", change=change, folder=folder if name else "", kind=name, faults=[])

    def post(self) -> None:
        """Take it back."""
        store = Store(self.desk.root, self.person)
        folder = self.get_body_argument("laji", "")
        try:
            store.undo(self.get_body_argument("muutos", ""), self.say("what-undone"))
        except KeyError:
            raise web.HTTPError(_NOT_FOUND) from None
        except Stale:
            self.set_status(_CONFLICT)
            self.show("told.html", title=self.say("undo-stale"))
            return
        self.redirect(f"/sisallot/?{urlencode({'laji': folder})}")


ROUTES: tuple[Route, ...] = (
    (r"/sisallot/tehty", Done),
    (rf"{_ENTRY}/poista", Delete),
    (rf"{_ENTRY}/nimea", Rename),
)
