"""The preview of a form that is not saved: what its page would be, by the same build.

At the address that is the door to the preview of what was saved, for whoever only looks.

Must never know a field of a kind, nor how a page is made.
"""

from __future__ import annotations

from functools import partial

from tornado import web

from socomsite.editor.application import Route
from socomsite.editor.cases import Case, new_case
from socomsite.editor.formpage import FormPage
from socomsite.editor.handed import handed_in, is_whole, last
from socomsite.editor.previewing import Door, Frame
from socomsite.editor.submission import Sent

_NOT_FOUND, _UNPROCESSABLE = 404, 422


class DraftView(Frame, FormPage):
    """Esikatsele: the form's page, or what keeps it from being one."""

    get = Door.get

    async def post(self) -> None:
        """Show the page of the form as it was handed in; nothing is saved."""
        sent: Sent = {
            name: [value.decode("utf-8", "replace") for value in values]
            for name, values in self.request.body_arguments.items()
        }
        case = self._case(last(sent, "entry"))
        handed = handed_in(case, sent, self.scribe, self.held)
        text = handed.text if is_whole(sent) else None
        if text is None:
            self.set_status(_UNPROCESSABLE)
            self.tell("preview-problems")
            return
        previewed = partial(self.desk.previews.previewed, handed.path, text)
        found = await self.desk.aside(previewed)
        if found.value is None:
            self.set_status(_UNPROCESSABLE)
            told = self.teller(case, handed.path, text).told(found.problems)
            self.tell("preview-problems", (each.text for each in told))
        elif found.value:
            self.redirect(found.value, status=303)
        else:
            self.tell("preview-nowhere")

    def _case(self, name: str) -> Case:
        """What is edited, by the name that its form carries. Raises HTTPError for none."""
        parts = tuple(name.split("/"))
        if len(parts) == 3:  # noqa: PLR2004 - kind, key and language
            return self.case_of(parts)
        case = new_case(self.held, name)
        if case is None:
            raise web.HTTPError(_NOT_FOUND)
        return case


ROUTES: tuple[Route, ...] = ((r"/esikatselu/", DraftView),)
