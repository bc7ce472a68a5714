"""The pictures and files that are there, and where each is used.

Must never know how they came.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from tornado import web

from socomsite.editor.page import Page, Route
from socomsite.editor.usage import address_of_form, users
from socomsite.model.attachedfiles import FILE_FOLDERS, read_file
from socomsite.model.image import measured, scaled
from socomsite.model.originals import Form

_PICTURES, _FILES = FILE_FOLDERS
#: The word in the address of each list.
LISTS: Mapping[str, str] = {_PICTURES: "kuvat", _FILES: "tiedostot"}
_SMALL = 320
_NOT_FOUND = 404


@dataclass(frozen=True)
class Kept:
    """A picture or file of the site, and the entries that use it as (title, form)."""

    name: str
    used: tuple[tuple[str, str], ...]


class Shelf(Page):
    """The pictures or the files that are there, and where each is used."""

    place = "contents"

    def get(self, word: str) -> None:
        """The list."""
        folder = next(folder for folder, name in LISTS.items() if name == word)
        held = self.desk.holding.now()
        found = users(held)
        names = held.content.files if held.content else ()
        kept = [
            Kept(
                name.partition("/")[2],
                tuple((entry.label, address_of_form(entry)) for entry in found.get(name, ())),
            )
            for name in names
            if name.startswith(f"{folder}/")
        ]
        self.show("shelf.html", folder=folder, kept=sorted(kept, key=lambda each: each.name))


class Small(Page):
    """A small copy of a picture, for the editor's own pages."""

    def get(self, name: str) -> None:
        """The copy; pictures that cannot be shown are not there."""
        path, held = unquote(name), self.desk.holding.now()
        digest = held.content.files.get(f"{_PICTURES}/{path}") if held.content else None
        if digest is None:
            raise web.HTTPError(_NOT_FOUND)
        shown = f"content/{_PICTURES}/{path}"
        read = read_file(str(self.desk.root), shown, digest)
        found = measured(read.value, shown).value if read.value is not None else None
        if read.value is None or found is None:
            raise web.HTTPError(_NOT_FOUND)
        scale = min(1.0, _SMALL / max(found.width, found.height))
        size = (max(1, round(found.width * scale)), max(1, round(found.height * scale)))
        self.set_header("Content-Type", "image/png" if found.fallback is Form.PNG else "image/jpeg")
        self.finish(scaled(read.value, *size, found.fallback))


ROUTES: tuple[Route, ...] = (
    (r"/lisaa/(kuvat|tiedostot)", Shelf),
    (r"/lisaa/pieni/(.+)", Small),
)
