"""Editing an entry: its form is shown, rows in it are moved, it is kept and saved.

What cannot be saved comes back with what is wrong; what somebody else saved meanwhile comes beside
it. Must never know a field of a kind, nor how a file is written.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any, cast

from tornado import web

from socomsite.dates import now_in_helsinki
from socomsite.editor.cases import Case, new_case
from socomsite.editor.formpage import FormPage
from socomsite.editor.guard import POLICY
from socomsite.editor.handed import Handed, as_text, handed_in, is_whole, last, plain_fields
from socomsite.editor.page import Route
from socomsite.editor.side import day_of
from socomsite.editor.stale import differing, put_together
from socomsite.editor.store import Stale
from socomsite.editor.submission import Move, Sent, moved
from socomsite.editor.telling import Told
from socomsite.editor.unsaved import Unsaved
from socomsite.model.labels import label_of
from socomsite.problem import Outcome
from socomsite.yamltext import Plain

_UNPROCESSABLE, _CONFLICT, _BAD, _NOT_FOUND, _NO_CONTENT, _FINE = 422, 409, 400, 404, 204, 200
#: What is said in the frame beside the form, where there is no page to show.
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


class EntryForm(FormPage):
    """The form of an entry that is there, or of a translation that begins."""

    def get(self, *address: str) -> None:
        """Show the form as the file stands, or go on with what was not saved."""
        case = self.case_of(address)
        unsaved = self.store.unsaved(case.name)
        if unsaved is not None and self.get_query_argument("jatka", ""):
            kept = unsaved.fields
            digest = str(kept.get("digest", ""))
            handed = self._handed(case, _group(kept, "typed"), _group(kept, "base"), digest)
            self.show_form(handed, note=self.say("rescued-on"))
        elif case.start is None:
            self._show_unreadable(case, case.kept.text if case.kept else "")
        else:
            typed = self.scribe.typed(case.kind, case.start)
            digest = case.kept.digest if case.kept else ""
            title = case.original.label if case.original else ""
            self.show_form(
                self._handed(case, typed, dict(case.start), digest),
                self._standing(case),
                summary="summary-standing",
                note=self.say("translation-of", title=title) if title else "",
                rescued=self._rescued(unsaved),
            )

    def _rescued(self, unsaved: Unsaved | None) -> str:
        if unsaved is None:
            return ""
        clock = f"{unsaved.when.hour}.{unsaved.when.minute:02d}"
        return self.say("rescued", day=day_of(unsaved.when), time=clock)

    def _handed(
        self, case: Case, typed: dict[str, Plain], base: dict[str, Plain], digest: str
    ) -> Handed:
        return Handed(case, typed, base, digest, self.scribe, self.held)

    def _standing(self, case: Case) -> tuple[Told, ...]:
        """What is wrong with the file as it stands."""
        if case.kept is None:
            return ()
        found = [each for each in self.held.problems if each.position.path == case.path]
        return self.teller(case, case.path, case.kept.text).told(found)

    async def post(self, *address: str) -> None:
        """Do what the button that was pressed says."""
        case = self.case_of(address)
        sent: Sent = {
            name: [value.decode("utf-8", "replace") for value in values]
            for name, values in self.request.body_arguments.items()
        }
        act = last(sent, "do")
        if not is_whole(sent):
            self.set_status(_BAD)
            self.show("told.html", title=self.say("form-cut"), text="", **self.around(case))
        elif act == "discard":
            self.store.discard(case.name)
            self.redirect(case.address)
        elif act == "text":
            await self._save_text(case, last(sent, "text"), last(sent, "digest"))
        elif act == "merge":
            self._put_together(case, sent)
        else:
            handed = handed_in(case, sent, self.scribe, self.held)
            self._keep(handed)
            await self._act(handed, act)

    async def _act(self, handed: Handed, act: str) -> None:
        move = Move.of(act)
        done = moved(handed.case.kind, handed.typed, move) if move else None
        if act == "keep":
            self.set_status(_NO_CONTENT)
            self.finish()
        elif move and done:
            again = replace(handed, typed=done[0])
            self._keep(again)
            self.show_form(again, going_on=(move, done[1]))
        elif move:
            self.show_form(handed)
        elif act == "preview":
            await self._preview(handed)
        else:
            await self._save(handed)

    def _keep(self, handed: Handed) -> None:
        """Keep what is typed, so that no crash takes it; what the file says is nothing to keep."""
        if handed.said == dict(handed.case.start or {}):
            return
        kept = {"typed": dict(handed.typed), "base": dict(handed.base), "digest": handed.digest}
        self.store.keep_unsaved(handed.case.name, cast("dict[str, Plain]", kept))

    async def _save(self, handed: Handed) -> None:
        case = handed.case
        if case.kept is None and handed.digest:
            self.set_status(_CONFLICT)
            self.show_form(replace(handed, digest=""), note=self.say("stale-gone"))
            return
        if case.kept is not None and handed.digest != case.kept.digest:
            await self._show_both(handed)
            return
        text = handed.text
        if case.kept is not None and text == case.kept.text:
            self.store.discard(case.name)
            self.redirect(f"{case.address}?tallennettu=0")
            return
        told = await self._told(handed, text)
        if text is None or any(each.is_error for each in told):
            self.set_status(_UNPROCESSABLE)
            typed = self.scribe.typed(case.kind, handed.said)
            self.show_form(replace(handed, typed=typed), told)
            return
        await self._write(handed, text)

    async def _told(self, handed: Handed, text: str | None) -> tuple[Told, ...]:
        """What a build would tell of the text."""
        if text is None:
            return (Told("", self.say("form-unwritable")),)
        checked = partial(self.desk.holding.checked, handed.path, text)
        problems = await self.desk.aside(checked)
        return self.teller(handed.case, handed.path, text).told(problems)

    async def _write(self, handed: Handed, text: str) -> None:
        case = handed.case
        try:
            self.store.save(handed.path, text, handed.digest or None, self._what(handed))
        except Stale:
            self.held = self.desk.holding.now()
            again = self.again(case)
            await self._show_both(replace(handed, case=again))
            return
        self.store.discard(case.name)
        key = case.key or handed.path.rpartition("/")[2].partition(".")[0]
        now = now_in_helsinki()
        address = f"/sisallot/{case.kind.folder}/{key}/{case.language.value}"
        self.redirect(f"{address}?tallennettu={now.hour}.{now.minute:02d}")

    def again(self, case: Case) -> Case:
        """The case as it stands by now."""
        return self.case_of((case.kind.folder, case.key, case.language.value))

    async def _preview(self, handed: Handed) -> None:
        """The page that the text would make; nothing is saved."""
        text = handed.text
        made = await self.desk.aside(partial(self._previewed, handed.path, text or ""))
        if made.value:
            self.redirect(made.value)
            return
        teller = self.teller(handed.case, handed.path, text or "")
        told = [each.text for each in teller.told(made.problems) if each.is_error]
        self.set_status(_UNPROCESSABLE if told else _FINE)
        self.set_header("Content-Security-Policy", FRAMED)
        self.set_header("X-Frame-Options", "SAMEORIGIN")
        code = "preview-nowhere" if made.value == "" else "preview-problems"
        self.show("preview.html", code=code, told=told, style=self.desk.previews.style)

    def _previewed(self, path: str, text: str) -> Outcome[str | None]:
        return self.desk.previews.previewed(path, text)

    def _what(self, handed: Handed) -> str:
        """What is saved, in words, for the history."""
        case, said = handed.case, handed.said
        title = self.title_of(case, said)
        if case.kept is None:
            return self.say("what-new", title=title)
        names = self.scribe.differing(case.kind, case.start or {}, said)
        labels = (label_of(case.kind.folder, name).name for name in names)
        listed = ", ".join(each.in_language(self.language) for each in labels)
        return self.say("what-saved", title=title, list=listed)

    async def _show_both(self, handed: Handed) -> None:
        """What is in hand and what somebody saved meanwhile, side by side."""
        case = handed.case
        theirs, mine = dict(case.start or {}), handed.said
        found = differing(
            case.kind, self.scribe, self.language, base=handed.base, mine=mine, theirs=theirs
        )
        digest = case.kept.digest if case.kept else ""
        if not found or case.start is None:
            await self._save(replace(handed, base=theirs, digest=digest))
            return
        self.set_status(_CONFLICT)
        self.show(
            "stale.html",
            title=self.title_of(case, theirs),
            action=case.address,
            entry=case.name,
            digest=digest,
            base=as_text(theirs),
            mine=as_text(mine),
            differing=found,
            **self.around(case),
        )

    def _put_together(self, case: Case, sent: Sent) -> None:
        """The form of what was chosen of two versions; nothing is saved yet."""
        mine, theirs = plain_fields(last(sent, "mine")), plain_fields(last(sent, "base"))
        said = put_together(mine, theirs, sent)
        typed = self.scribe.typed(case.kind, said)
        handed = self._handed(case, typed, theirs, last(sent, "digest"))
        self._keep(handed)
        self.show_form(handed, note=self.say("rescued-on"))

    def _show_unreadable(
        self, case: Case, text: str, faults: tuple[str, ...] = (), theirs: str = ""
    ) -> None:
        found = self.teller(case, case.path, text).told(case.problems)
        self.show(
            "unreadable.html",
            title=case.key,
            action=case.address,
            digest=case.kept.digest if case.kept else "",
            text=text,
            theirs=theirs,
            faults=() if theirs else faults or tuple(each.text for each in found),
            **self.around(case),
        )

    async def _save_text(self, case: Case, text: str, digest: str) -> None:
        """Save a file that could not be shown as a form, as the text that was typed."""
        text = text.replace("\r\n", "\n")
        problems = await self.desk.aside(partial(self.desk.holding.checked, case.path, text))
        told = self.teller(case, case.path, text).told(problems)
        faults = tuple(each.text for each in told if each.is_error)
        if faults:
            self.set_status(_UNPROCESSABLE)
            self._show_unreadable(case, text, faults)
            return
        what = self.say("what-saved", title=case.key, list=self.say("unreadable-text"))
        try:
            self.store.save(case.path, text, digest or None, what)
        except Stale as stale:
            self.held = self.desk.holding.now()
            self.set_status(_CONFLICT)
            theirs = stale.theirs.text if stale.theirs else ""
            self._show_unreadable(self.again(case), text, theirs=theirs)
        else:
            self.redirect(case.address)


class NewForm(EntryForm):
    """The form of an entry that is not there yet."""

    place = "new"

    def case_of(self, address: tuple[str, ...]) -> Case:
        """A new entry of the kind at an address. Raises HTTPError for no kind."""
        case = new_case(self.held, address[0])
        if case is None:
            raise web.HTTPError(_NOT_FOUND)
        return case

    def again(self, case: Case) -> Case:
        """Its name was taken meanwhile: it gets another."""
        return case


def _group(kept: Any, name: str) -> dict[str, Plain]:  # noqa: ANN401 - as it was kept
    found = kept.get(name)
    return found if isinstance(found, dict) else {}


ROUTES: tuple[Route, ...] = (
    (r"/sisallot/([a-z]+)/([a-z0-9-]+)/([a-z]+)", EntryForm),
    (r"/uusi/([a-z]+)", NewForm),
)
