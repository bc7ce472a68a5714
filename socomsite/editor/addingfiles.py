"""Files that are added to the site for readers to load, looked into before they are taken.

Must never know where a file will be used.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from tornado import web
from tornado.ioloop import IOLoop

from socomsite.checks.documents import suspects_in_files
from socomsite.editor.adding import MEGA, Adding, Faults
from socomsite.editor.holding import Held
from socomsite.editor.naming import link_of
from socomsite.editor.page import Route
from socomsite.editor.receiving import LARGEST
from socomsite.engine.attachments import read_aside
from socomsite.messages import message_of, term
from socomsite.model.attachedfiles import FILE_FOLDERS
from socomsite.model.document import Document, MarkSort, Unread
from socomsite.model.incoming import Incoming, document_in
from socomsite.model.kinds import Accessibility

_, _FILES = FILE_FOLDERS
_UNPROCESSABLE, _TOO_LARGE, _NOT_FOUND = 422, 413, 404


class AddFile(Adding):
    """A PDF or Office document with its title and how accessible it is."""

    folder = _FILES

    def get(self) -> None:
        """The form."""
        self._form({}, Faults({}), ())

    def _form(self, given: dict[str, str], faults: Faults, found: Iterable[str]) -> None:
        self.show(
            "upload_file.html",
            given=given,
            faults=faults.by_field,
            found=tuple(found),
            states=self.states(),
            limit=LARGEST // MEGA,
            crumbs=self.crumbs(),
        )

    def states(self) -> list[tuple[str, str]]:
        """How accessible a file can be, with what that is called."""
        return [
            (state.value, term(f"choice-{state.value}").in_language(self.language))
            for state in Accessibility
        ]

    async def post(self) -> None:
        """Take the file, or tell what is to be mended."""
        if not self.receive():
            self.set_status(_TOO_LARGE)
            self._form({}, Faults({"tiedosto": self.too_large()}), ())
            return
        given = {name: self.text(name) for name in ("otsikko", "tila")}
        faults, held = Faults({}), self.held()
        incoming = await self.taken(self.sent("tiedosto"), document_in, faults)
        if not given["otsikko"]:
            faults.add("otsikko", self.say("file-title-missing"))
        if given["tila"] not in {state.value for state in Accessibility}:
            faults.add("tila", self.say("file-state-choose"))
        found: list[str] = []
        has_author = False
        if incoming is not None:
            loop = IOLoop.current()
            read = await loop.run_in_executor(
                None, read_aside, incoming.data, f".{incoming.ending}"
            )
            has_author = any(mark.sort is MarkSort.AUTHOR for mark in read.marks)
            found = self._told(read, incoming, held)
            if read.unread is not None:
                faults.add("tiedosto", self.say(_UNREAD[read.unread]))
            elif found:
                faults.add("tiedosto", self.say("upload-private"))
        if faults.by_field or incoming is None:
            self.set_status(_UNPROCESSABLE)
            self._form(given, faults, found)
            return
        what = self.say("what-file", title=given["otsikko"])
        name = self.keep(incoming, given["otsikko"], held, what)
        told = {"nimi": name, **given, "tekija": "1" if has_author else ""}
        self.redirect(f"/lisaa/tiedosto/valmis?{urlencode({k: v for k, v in told.items() if v})}")

    def _told(self, read: Document, incoming: Incoming, held: Held) -> list[str]:
        """What a build would not let through; who made the file is told of where it is used."""
        assert held.content is not None
        if held.graph is None:
            return []
        known = frozenset(n for each in held.content.looked.values() for n in each.contacts)
        marks = tuple(mark for mark in read.marks if mark.sort is not MarkSort.AUTHOR)
        document = Document(read.pieces, marks, read.unread)
        name = f"uusi.{incoming.ending}"
        suspects = suspects_in_files({name: document}, held.graph, known)
        told = (message_of(each.problem, self.language) for each in suspects)
        return list(dict.fromkeys(told))


class FileAdded(Adding):
    """What to do with a file that is on the site now."""

    folder = _FILES

    def get(self) -> None:
        """The file, and its words for texts and for file fields."""
        name, held = self.get_query_argument("nimi", ""), self.held()
        assert held.content is not None
        if f"{_FILES}/{name}" not in held.content.files:
            raise web.HTTPError(_NOT_FOUND)
        title, state = (self.get_query_argument(each, "") for each in ("otsikko", "tila"))
        known = {each.value for each in Accessibility}
        self.show(
            "uploaded_file.html",
            name=name,
            title=title or name,
            state=term(f"choice-{state}").in_language(self.language) if state in known else "",
            has_author=bool(self.get_query_argument("tekija", "")),
            markdown=link_of(name, title or name),
            crumbs=self.crumbs(),
        )


_UNREAD = {
    Unread.SORT: "upload-unread-sort",
    Unread.DAMAGED: "upload-unread-damaged",
    Unread.LOCKED: "upload-unread-locked",
    Unread.LARGE: "upload-unread-large",
    Unread.SLOW: "upload-unread-slow",
}

ROUTES: tuple[Route, ...] = (
    (r"/lisaa/tiedosto", AddFile),
    (r"/lisaa/tiedosto/valmis", FileAdded),
)
