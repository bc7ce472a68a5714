"""The page on which an issue of Tiedote is put together: arranged, cut, extended, saved.

Must never know how an issue is shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten

from tornado import web

from socomsite.editor.bulletins import Tiedote, page_of
from socomsite.editor.choices import Choices
from socomsite.editor.document import Unwritable, fields_in, with_fields
from socomsite.editor.fields import shown, written
from socomsite.editor.issuefields import Fields, arranged, extended, typed_into
from socomsite.editor.page import Route
from socomsite.editor.store import Kept, Stale
from socomsite.formats import mail, printing
from socomsite.messages import message_of
from socomsite.model.description import describe
from socomsite.model.gathering import TOLD_OF
from socomsite.model.kinds import Bulletin

_NO_CONTENT, _NOT_FOUND, _UNPROCESSABLE, _CONFLICT = 204, 404, 422, 409
_TEASER = 90
#: In a teaser a link is only its words.
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_DATE = next(each for each in describe(Bulletin) if each.name == "date")
_TYPED, _CHOSEN = "f.", "paikka."


@dataclass(frozen=True)
class Row:
    """An item of a section: its place, what it is, what it is called, its own words.

    `has_words` where it has some or they are asked for.
    """

    place: str
    kind: str
    label: str
    words: str
    has_words: bool


class Issue(Tiedote):
    """One issue: its lead, its sections and what they tell of, in order."""

    def _kept(self, key: str) -> tuple[Bulletin, Kept]:
        issue = next((each for each in self.issues() if each.key == key), None)
        kept = self.store.read(issue.origin.path) if issue else None
        if issue is None or kept is None:
            raise web.HTTPError(_NOT_FOUND)
        return issue, kept

    def get(self, key: str) -> None:
        """The issue as it stands, or as it was left unsaved."""
        issue, kept = self._kept(key)
        unsaved = self.store.unsaved(f"tiedote/{key}")
        fields, base = self._fields(kept), kept.digest
        is_rescued = unsaved is not None
        if unsaved is not None and isinstance(left := unsaved.fields.get("fields"), dict):
            fields, base = left, str(unsaved.fields.get("digest", ""))
        self._form(issue, fields, base, [], is_rescued=is_rescued)

    def _fields(self, kept: Kept) -> Fields:
        found = fields_in(kept.text, kept.path).value
        if found is None:
            raise web.HTTPError(_NOT_FOUND)
        return found

    def _form(
        self, issue: Bulletin, fields: Fields, base: str, faults: list[str], *, is_rescued: bool
    ) -> None:
        told = {
            "0": "gathered-none",
            "1": "gathered-some",
            "ei": "gathered-no-room",
            "t": "issue-saved",
        }
        done = told.get(self.get_query_argument("koottu", ""), "")
        sections = fields.get("sections")
        self.show(
            "bulletin.html",
            issue=issue,
            base=base,
            faults=faults,
            done=done,
            is_rescued=is_rescued,
            fields=fields | {"date": self._date_of(fields)},
            lead=self._section("lead", fields.get("lead")),
            sections=[
                self._section(f"sections.{n}", each)
                for n, each in enumerate(sections if isinstance(sections, list) else ())
            ],
            offered=self._offered(),
            forms=self._forms(issue),
            crumbs=((self.say("bulletin"), "/tiedote/"),),
        )

    def _date_of(self, fields: Fields) -> str:
        """The date as people write it."""
        return shown(_DATE, str(fields.get("date", "")), Choices(self.held, self.language))

    def _typed_into(self, fields: Fields) -> Fields:
        """The fields with what was typed; a date that nobody changed stays as it is written."""
        given = self._given(_TYPED)
        if given.get("date") == self._date_of(fields):
            del given["date"]
        elif "date" in given:
            given["date"] = written(_DATE, given["date"], Choices(self.held, self.language))
        return typed_into(fields, given)

    def _section(self, place: str, said: object) -> dict[str, object]:
        given: Mapping[str, object] = said if isinstance(said, dict) else {}
        items = given.get("items")
        listed = items if isinstance(items, list) else []
        rows = [self._row(f"{place}.items.{n}", each) for n, each in enumerate(listed)]
        title, text = str(given.get("title", "")), str(given.get("text", ""))
        return {
            "place": place,
            "title": title,
            "text": text,
            "teaser": shorten(_LINK.sub(r"\1", text), _TEASER, placeholder=" …"),
            "rows": rows,
            "boxes": "boxes" in given,
        }

    def _row(self, place: str, item: object) -> Row:
        given: Mapping[str, object] = item if isinstance(item, dict) else {"entry": item}
        key = str(given.get("entry", ""))
        name = self.graph.find(key, [kind.folder for kind in TOLD_OF])
        change = str(given.get("change", ""))
        words = str(given.get("text", ""))
        has_words = bool(words) or place in self.get_query_arguments("sanat")
        if name is None:
            return Row(place, "", key, words, has_words)
        entry = self.graph.entry(name, self.graph.site.language)
        kind = " ".join(filter(None, [entry.names.in_language(self.language), change]))
        return Row(place, kind, entry.label, words, has_words)

    def _offered(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """All that an issue can tell of, by kind."""
        language = self.graph.site.language
        return [
            (
                kind.names.in_language(self.language),
                [
                    (f"{e.folder}/{e.key}", e.label)
                    for e in self.graph.of_kind(kind.folder, language)
                ],
            )
            for kind in TOLD_OF
        ]

    def _forms(self, issue: Bulletin) -> list[tuple[str, str]]:
        here = f"/tiedote/{issue.key}/muoto"
        web_page = f"/esikatselu/?sisalto={issue.origin.path}"
        found = [("form-web", web_page)]
        if not mail.missing():
            found += [("form-mail", f"{here}/posti"), ("form-text", f"{here}/teksti")]
        return [*found, *([("form-pdf", f"{here}/pdf")] if not printing.missing() else [])]

    def post(self, key: str) -> None:
        """Do one thing to the issue, or save it."""
        issue, kept = self._kept(key)
        unsaved = self.store.unsaved(f"tiedote/{key}")
        act, base = self.get_body_argument("tee", ""), self.get_body_argument("digest", "")
        if act == "discard":
            self.store.discard(f"tiedote/{key}")
            self.redirect(f"/tiedote/{key}")
            return
        left = unsaved.fields.get("fields") if unsaved else None
        fields = left if isinstance(left, dict) else self._fields(kept)
        fields = self._typed_into(fields)
        if self.get_body_argument("do", "") == "keep":  # as every form is kept while one types
            if fields != self._fields(kept):
                self.store.keep_unsaved(f"tiedote/{key}", {"fields": fields, "digest": base})
            self.set_status(_NO_CONTENT)
            return
        fields, asked = arranged(
            fields, self._given(_CHOSEN), lambda item: self._row("", item).label
        )
        told = [("sanat", place) for place in asked]
        if act == "save":
            self._save(issue, kept, fields, base, told)
            return
        word, _, place = act.partition(":")
        chosen = self.get_body_argument(f"uusi.{place}", "")
        fields = extended(fields, act, chosen if word == "add" else self.say("section-new"))
        self.store.keep_unsaved(f"tiedote/{key}", {"fields": fields, "digest": base})
        self.redirect(page_of(key, told, asked[0] if asked else place or "numero"))

    def _given(self, prefix: str) -> dict[str, str]:
        """What was sent in the fields of a prefix, as they stand on the page; blank choices not."""
        return {
            name.removeprefix(prefix): values[-1].decode("utf-8", "replace")
            for name, values in self.request.body_arguments.items()
            if name.startswith(prefix) and (values[-1] or prefix == _TYPED)
        }

    def _save(
        self, issue: Bulletin, kept: Kept, fields: Fields, base: str, told: list[tuple[str, str]]
    ) -> None:
        name = f"tiedote/{issue.key}"
        self.store.keep_unsaved(name, {"fields": fields, "digest": base})
        try:
            text = with_fields(kept.text, kept.path, fields)
        except Unwritable:
            faults = [self.say("leave-unwritable")]
        else:
            found = self.desk.holding.checked(kept.path, text)
            faults = [message_of(each, self.language) for each in found if each.is_error]
        if not faults:
            try:
                self.store.save(kept.path, text, base, self.say("what-issue", title=issue.label))
            except Stale:
                self.set_status(_CONFLICT)
                self._form(issue, fields, base, [self.say("issue-stale")], is_rescued=False)
                return
            self.store.discard(name)
            self.redirect(page_of(issue.key, [("koottu", "t"), *told]))
            return
        self.set_status(_UNPROCESSABLE)
        self._form(issue, fields, base, list(dict.fromkeys(faults)), is_rescued=False)


ROUTES: tuple[Route, ...] = ((r"/tiedote/([a-z0-9-]+)", Issue),)
