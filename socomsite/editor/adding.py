"""What the pages share on which a picture or a file is added: what is taken, its name, its place.

What a file is, is decided by its content. Must never know where a picture or file will be used.
"""

from __future__ import annotations

from dataclasses import dataclass

from tornado import web
from tornado.ioloop import IOLoop

from socomsite.digest import digest_of_bytes
from socomsite.editor.holding import Held
from socomsite.editor.naming import safe_name
from socomsite.editor.receiving import LARGEST, Receiving, Sent
from socomsite.editor.shelf import LISTS
from socomsite.editor.store import Store
from socomsite.messages import message_of
from socomsite.model.attachedfiles import FILE_FOLDERS
from socomsite.model.incoming import Incoming, Refused, Why

_PICTURES, _FILES = FILE_FOLDERS
_NOT_FOUND = 404
#: A limit is told in these.
MEGA = 1_000_000


@dataclass
class Faults:
    """What is to be mended in a form, by the field that it is about."""

    by_field: dict[str, str]

    def add(self, field: str, words: str) -> None:
        """Tell of a field, of each once."""
        self.by_field.setdefault(field, words)


class Adding(Receiving):
    """What the two forms share: the file, its name, and where it is put."""

    place = "contents"
    folder = ""

    def held(self) -> Held:
        """The site as it stands, which must be readable."""
        found = self.desk.holding.now()
        if found.content is None:
            raise web.HTTPError(_NOT_FOUND)
        return found

    def crumbs(self) -> tuple[tuple[str, str], ...]:
        """The way here."""
        return ((self.say(f"shelf-{self.folder}"), f"/lisaa/{LISTS[self.folder]}"),)

    def text(self, name: str) -> str:
        """What was written in a field."""
        return " ".join(self.get_body_argument(name, "").split())

    def named(self, incoming: Incoming, wished: str, held: Held) -> tuple[str, bool]:
        """The name that a file has or gets, and whether the site has just these bytes already."""
        assert held.content is not None
        own = digest_of_bytes(incoming.data)
        here = {
            name.partition("/")[2]: digest
            for name, digest in held.content.files.items()
            if name.startswith(f"{self.folder}/")
        }
        same = next((name for name, digest in here.items() if digest == own), None)
        if same is not None:
            return same, True
        return safe_name(wished, incoming.ending, here, _FALLBACKS[self.folder]), False

    def keep(self, incoming: Incoming, wished: str, held: Held, what: str) -> str:
        """Save a file, with words for the history, and give its name."""
        name, is_there = self.named(incoming, wished, held)
        if not is_there:
            Store(self.desk.root, self.person).save_file(self.folder, name, incoming.data, what)
        return name

    def why(self, refused: Refused, name: str) -> str:
        """Why a file is not taken, in words."""
        if refused.problems:
            return " ".join(message_of(each, self.language) for each in refused.problems)
        return self.say(_WHY[refused.why], name=name)

    def too_large(self) -> str:
        """That a file is too large, in words."""
        return self.say("upload-too-large", limit=LARGEST // MEGA)

    async def taken(self, file: Sent | None, take: object, faults: Faults) -> Incoming | None:
        """What a file is, found out aside; None with the reason told if it is not taken."""
        assert callable(take)
        if file is None:
            faults.add("tiedosto", self.say("upload-none"))
            return None
        try:
            made: Incoming = await IOLoop.current().run_in_executor(None, take, file.data)
        except Refused as refused:
            faults.add("tiedosto", self.why(refused, file.name))
            return None
        return made


_WHY = {
    Why.EMPTY: "upload-empty",
    Why.REFUSED: "upload-refused",
    Why.DAMAGED: "upload-damaged",
    Why.MACROS: "upload-macros",
}
_FALLBACKS = {_PICTURES: "kuva", _FILES: "tiedosto"}
