"""The page on which an entry is deleted: who cites it, where its address leads; and the way back.

Must never know a kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from tornado import web

from socomsite.editor.document import Unwritable
from socomsite.editor.leaving import (
    Subject,
    gone,
    led_to,
    likely,
    list_address,
    repointed,
)
from socomsite.editor.leavingpage import ENTRY, LeavingPage
from socomsite.editor.page import Page, Route
from socomsite.editor.store import Stale, Store
from socomsite.language import Language
from socomsite.messages import term
from socomsite.model.ledger import read_ledger
from socomsite.model.references import Name
from socomsite.yamlinsert import NoRoom

_UNPROCESSABLE, _CONFLICT, _NOT_FOUND = 422, 409, 404
_LONGEST_REASON = 200
_LIST, _GONE, _LANGUAGE, _PAGE = "lista", "poistettu", "kieli", "sivu:"
_CLEAR, _LEAD = "pois", "vaihda"


@dataclass(frozen=True)
class Choice:
    """Something to choose: its value and what it is called."""

    value: str
    words: str


class Delete(LeavingPage):
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
    (rf"{ENTRY}/poista", Delete),
)
