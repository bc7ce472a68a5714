"""The page of a form: the form itself with what stands above and beside it.

Must never know what is done with what is handed in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from tornado import web

from socomsite.editor.cases import Case, case_at
from socomsite.editor.choices import Choices
from socomsite.editor.drawing import draw
from socomsite.editor.form import Form, Input, Widget
from socomsite.editor.handed import Handed, as_text
from socomsite.editor.holding import Held
from socomsite.editor.page import Page
from socomsite.editor.plainline import plain_line
from socomsite.editor.side import citing, history, kind_line, state_of, versions
from socomsite.editor.store import Store
from socomsite.editor.submission import DOT, Move
from socomsite.editor.telling import Teller, Told
from socomsite.editor.typed import Scribe
from socomsite.editor.words import plural
from socomsite.language import Language
from socomsite.yamltext import Plain

_CLOCK = re.compile(r"\d{1,2}\.\d{2}")
_NOT_FOUND = 404


class FormPage(Page):
    """A page that shows the form of an entry."""

    place = "contents"
    held: Held
    store: Store
    scribe: Scribe

    def prepare(self) -> None:
        """Take the site as it stands, once for the whole answer."""
        super().prepare()
        self.held = self.desk.holding.now()
        self.store = Store(self.desk.root, self.person)
        self.scribe = Scribe(Choices(self.held, self.language))

    def case_of(self, address: tuple[str, ...]) -> Case:
        """What is edited at an address of the editor. Raises HTTPError if there is nothing."""
        folder, key, tag = address
        case = case_at(self.held, self.store, folder, key, tag)
        if case is None:
            raise web.HTTPError(_NOT_FOUND)
        return case

    def teller(self, case: Case, path: str, text: str) -> Teller:
        """Who tells of the problems in a text of the entry."""
        return Teller(case.kind, path, text, self.scribe.choices, self.language)

    def title_of(self, case: Case, said: Mapping[str, Plain]) -> str:
        """What the entry is called by what is said of it."""
        named = [said.get(name) for name in ("title", "name")]
        found = next((each for each in named if isinstance(each, str) and each.strip()), None)
        if found:
            return " ".join(found.split())
        if case.entry:
            return case.entry.label
        return self.say("form-new", kind=case.kind.names)

    def show_form(  # noqa: PLR0913 - what a form is shown with, each by its name
        self,
        handed: Handed,
        told: Iterable[Told] = (),
        *,
        summary: str = "summary-faults",
        note: str = "",
        rescued: str = "",
        going_on: tuple[Move, str] | None = None,
    ) -> None:
        """Answer with the form as it was handed in, with what is told of it.

        `summary` heads the faults; `going_on` is the button that was pressed and the row where the
        person goes on.
        """
        case = handed.case
        form = draw(case.kind, handed.typed, self.scribe.choices, self.language, told)
        is_failed = bool(form.faults) and summary == "summary-faults"
        focus = focus_after(form, *going_on) if going_on else "summary" if is_failed else ""
        self.show(
            "form.html",
            form=form,
            title=self.title_of(case, case.start or {}),
            action=case.address,
            entry=case.name,
            digest=handed.digest,
            base=as_text(handed.base),
            unknown=_unknown(form, handed.base),
            summary=summary,
            note=note,
            rescued=rescued,
            done=self._done(),
            focus=focus,
            plain=self._plain(case, form),
            **self.around(case),
        )

    def around(self, case: Case) -> dict[str, object]:
        """What stands above and beside whatever is shown of the entry."""
        listed = self.say("contents"), "/sisallot/"
        name = case.kind.names.in_language(self.language)
        return {
            "kind_line": kind_line(case, self.say, name),
            "state": state_of(case, self.held, self.say),
            "path": case.path,
            "versions": versions(case, self.held, self.say) if case.key else (),
            "cited": citing(case, self.held) if case.key else (),
            "history": history(case, self.store, self.say) if case.path else (),
            "is_saved": case.kept is not None,
            "crumbs": [
                listed,
                (plural(case.kind, self.language), f"/sisallot/?laji={case.kind.folder}"),
            ],
        }

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


def _unknown(form: Form, base: Mapping[str, Plain]) -> list[tuple[str, str]]:
    """What a file says in fields that its kind does not have."""
    tops = (each for section in form.sections for each in (*section.inputs, *section.folded))
    known = {each.name.partition(DOT)[2] for each in tops}
    return [(name, str(said)) for name, said in base.items() if name not in known]


def focus_after(form: Form, move: Move, row: str) -> str:
    """The input or button at which a person goes on after a button in a row."""
    if move.act in {"up", "down"}:
        by_name = {each.name: each for each in _all(form)}
        above = by_name.get(row.rpartition(DOT)[0])
        ends = {"up": 0, "down": len(above.rows) - 1 if above else 0}
        is_end = row.rpartition(DOT)[2] == str(ends[move.act])
        act = {"up": "down", "down": "up"}[move.act] if is_end else move.act
        return f"{act}.{row}"
    found = next((each for each in _all(form) if each.name == row), None)
    if found is None or (found.widget in {Widget.ROWS, Widget.LINES} and move.act == "remove"):
        return f"add.{row}"
    while found.inputs or found.rows:
        found = (found.inputs or found.rows)[0]
    return found.name


def _all(form: Form) -> Iterator[Input]:
    waiting = [each for section in form.sections for each in (*section.inputs, *section.folded)]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += [*found.rows, *found.inputs]
