"""The page on which an entry is edited: its form, what is wrong, saving, and two who save at once.

Must never know a field of a kind, nor how a file is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from tornado import web

from socomsite.dates import now_in_helsinki
from socomsite.editor.application import Page, Route
from socomsite.editor.cases import Case, case_at, new_case
from socomsite.editor.choices import Choices
from socomsite.editor.forms import Form, Input, Widget, draw
from socomsite.editor.handed import Handed, as_text, handed_in, is_whole, last, plain_fields
from socomsite.editor.holding import Held
from socomsite.editor.plainline import plain_line
from socomsite.editor.side import citing, kind_line, state_of, versions
from socomsite.editor.store import Stale, Store
from socomsite.editor.submission import DOT, PREFIX, Move, Sent, moved
from socomsite.editor.telling import Teller, Told
from socomsite.editor.typed import Scribe
from socomsite.language import Language
from socomsite.messages import message_of
from socomsite.model.labels import label_of
from socomsite.yamltext import Plain

_CLOCK = re.compile(r"\d{1,2}\.\d{2}")
_UNPROCESSABLE, _CONFLICT, _BAD, _NOT_FOUND, _NO_CONTENT = 422, 409, 400, 404, 204
_MOST_HISTORY = 5


class Entry(Page):
    """The form of an entry that is there, or of a translation that begins."""

    place = "contents"

    def case(self, *address: str) -> Case | None:
        """What is edited at an address."""
        folder, key, tag = address
        return case_at(self.held, self.store, folder, key, tag)

    def prepare(self) -> None:
        """Take the site as it stands, once for the whole answer."""
        super().prepare()
        self.held: Held = self.desk.holding.now()
        self.store = Store(self.desk.root, self.person)
        self.choices = Choices(self.held, self.language)
        self.scribe = Scribe(self.choices)

    def _found(self, address: tuple[str, ...]) -> Case:
        case = self.case(*address)
        if case is None:
            raise web.HTTPError(_NOT_FOUND)
        return case

    def get(self, *address: str) -> None:
        """Show the form as the file stands, or go on with what was not saved."""
        case = self._found(address)
        kept = self.store.unsaved(case.name)
        if kept is not None and self.get_query_argument("jatka", ""):
            fields = dict(kept.fields)
            typed, base = _below(fields, "typed"), _below(fields, "base")
            digest = str(fields.get("digest", ""))
            handed = Handed(case, typed, base, digest, self.scribe, self.held)
            self._form(handed, note=self.say("rescued-on"))
            return
        if case.start is None:
            self._unreadable(case, case.kept.text if case.kept else "")
            return
        typed = self.scribe.typed(case.kind, case.start)
        digest = case.kept.digest if case.kept else ""
        handed = Handed(case, typed, case.start, digest, self.scribe, self.held)
        note = self.say("translation-of", title=case.original.label) if case.original else ""
        self._form(
            handed,
            self._standing(case),
            summary="summary-standing",
            note=note,
            rescued=self.say("rescued", time=self.when(kept.time)) if kept else "",
            done=self._done(),
        )

    def _standing(self, case: Case) -> tuple[Told, ...]:
        """What is wrong with the file as it stands."""
        if case.kept is None:
            return ()
        found = [each for each in self.held.problems if each.position.path == case.path]
        return self._teller(case, case.path, case.kept.text).told(found)

    def _teller(self, case: Case, path: str, text: str) -> Teller:
        return Teller(case.kind, path, text, self.choices, self.language)

    def post(self, *address: str) -> None:
        """Save, change rows, keep what is not saved, or put two versions together."""
        case, sent = self._found(address), self._sent()
        if not is_whole(sent):
            self.set_status(_BAD)
            self.show("told.html", title=self.say("form-cut"))
            return
        act = last(sent, "do")
        if act == "discard":
            self.store.discard(case.name)
            self.redirect(case.address)
            return
        if act == "text":
            self._save_text(case, sent)
            return
        if act == "merge":
            self._merge(case, sent)
            return
        handed = handed_in(case, sent, self.scribe, self.held)
        self._keep(handed)
        move = Move.of(act)
        if act == "keep":
            self.set_status(_NO_CONTENT)
            self.finish()
        elif move is not None:
            self._move(handed, move)
        else:
            self._save(handed)

    def _sent(self) -> Sent:
        return {
            name: [value.decode("utf-8", "replace") for value in values]
            for name, values in self.request.body_arguments.items()
        }

    def _keep(self, handed: Handed) -> None:
        """Keep what is typed, so that no crash takes it."""
        self.store.keep_unsaved(
            handed.case.name,
            {"typed": dict(handed.typed), "base": dict(handed.base), "digest": handed.digest},
        )

    def _move(self, handed: Handed, move: Move) -> None:
        """Show the form with its rows changed, ready to go on at the row."""
        done = moved(handed.case.kind, handed.typed, move)
        if done is None:
            self._form(handed)
            return
        typed, row = done
        again = Handed(
            handed.case, typed, handed.base, handed.digest, self.scribe, self.held
        )
        self._keep(again)
        self._form(again, going_on=(move, row))

    def _save(self, handed: Handed) -> None:
        case = handed.case
        standing = case.kept.digest if case.kept else ""
        if handed.digest and case.kept is None:
            again = Handed(case, handed.typed, {}, "", self.scribe, self.held)
            self.set_status(_CONFLICT)
            self._form(again, note=self.say("stale-gone"))
            return
        if case.kept is not None and handed.digest != standing:
            self._stale(handed)
            return
        text, path = handed.text, handed.path
        shown = Handed(
            case,
            self.scribe.typed(case.kind, handed.said),
            handed.base,
            handed.digest,
            self.scribe,
            self.held,
        )
        if text is None:
            told: tuple[Told, ...] = (Told("", self.say("form-unwritable")),)
        elif case.kept is not None and text == case.kept.text:
            self.store.discard(case.name)
            self.redirect(f"{case.address}?tallennettu=0")
            return
        else:
            told = self._teller(case, path, text).told(self.desk.holding.checked(path, text))
        if text is None or any(each.is_error for each in told):
            self.set_status(_UNPROCESSABLE)
            self._form(shown, told)
            return
        try:
            self.store.save(path, text, handed.digest or None, self._what(handed))
        except Stale:
            again = self.case(*self.path_args)
            self._stale(Handed(**{**vars(handed), "case": again or case}))
            return
        self.store.discard(case.name)
        self.redirect(f"{self._address_of(case, path)}?tallennettu={_now()}")

    def _address_of(self, case: Case, path: str) -> str:
        if case.key:
            return case.address
        key = path.rpartition("/")[2].partition(".")[0]
        return f"/sisallot/{case.kind.folder}/{key}/{case.language.value}"

    def _what(self, handed: Handed) -> str:
        """What is saved, in words, for the history."""
        case, said = handed.case, handed.said
        title = self._title(case, said)
        if case.kept is None:
            return self.say("what-new", title=title)
        names = self.scribe.differing(case.kind, case.start or {}, said)
        labels = (label_of(case.kind.folder, name).name for name in names)
        listed = ", ".join(each.in_language(self.language) for each in labels)
        return self.say("what-saved", title=title, list=listed)

    def _title(self, case: Case, said: Mapping[str, Plain]) -> str:
        named = [said.get(name) for name in ("title", "name")]
        found = next((each for each in named if isinstance(each, str) and each), None)
        if found:
            return " ".join(found.split())
        if case.entry:
            return case.entry.label
        return self.say("form-new", kind=case.kind.names)

    def _form(  # noqa: PLR0913 - what a form is shown with, each by its name
        self,
        handed: Handed,
        told: Iterable[Told] = (),
        *,
        summary: str = "summary-faults",
        note: str = "",
        rescued: str = "",
        done: str = "",
        going_on: tuple[Move, str] | None = None,
    ) -> None:
        case = handed.case
        form = draw(case.kind, handed.typed, self.choices, self.language, told)
        is_failed = bool(form.faults) and summary == "summary-faults"
        focus = focus_after(form, *going_on) if going_on else "summary" if is_failed else ""
        known = {each.partition(DOT)[2] for each in _names_of(form)}
        unknown = [(name, str(v)) for name, v in handed.base.items() if name not in known]
        history = self.store.changes(case.path)[:_MOST_HISTORY] if case.path else ()
        self.show(
            "form.html",
            form=form,
            title=self._title(case, case.start or {}),
            kind_line=kind_line(case, self.say, case.kind.names.in_language(self.language)),
            state=state_of(case, self.held, self.say),
            action=case.address,
            entry=case.name,
            path=case.path,
            digest=handed.digest,
            base=as_text(handed.base),
            unknown=unknown,
            summary=summary,
            note=note,
            rescued=rescued,
            done=done,
            focus=focus,
            plain=self._plain(case, form),
            versions=versions(case, self.held, self.say) if case.key else (),
            cited=citing(case, self.held) if case.key else (),
            history=[self.say("side-change", day=self.day(e.time), who=e.person, what=e.what) for e in history],
            is_saved=case.kept is not None,
            crumbs=self._crumbs(case),
        )

    def _crumbs(self, case: Case) -> list[tuple[str, str]]:
        plural = label_of("kinds", case.kind.folder).name.in_language(self.language)
        return [
            (self.say("contents"), "/sisallot/"),
            (plural, f"/sisallot/?laji={case.kind.folder}"),
        ]

    def _plain(self, case: Case, form: Form) -> dict[str, str]:
        """How each text of a Finnish entry reads, by its input."""
        if case.language is not Language.FI:
            return {}
        inputs = [each for section in form.sections for each in section.inputs]
        texts = {each.name: each.value for each in inputs if each.widget is Widget.PROSE}
        lines = {name: plain_line(text, self.language) for name, text in texts.items()}
        return {name: line for name, line in lines.items() if line}

    def _done(self) -> str:
        clock = self.get_query_argument("tallennettu", "")
        if clock == "0":
            return self.say("saved-nothing")
        return self.say("saved", time=clock) if _CLOCK.fullmatch(clock) else ""
