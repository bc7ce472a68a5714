"""Pictures and files that are added to the site, and the lists of those that are there.

What a file is, is decided by its content. Must never know where a picture or file will be used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from tornado import web
from tornado.ioloop import IOLoop

from socomsite.checks.documents import suspects_in_files
from socomsite.dates import DateUnreadable, read_date
from socomsite.digest import digest_of_bytes
from socomsite.editor.application import Route
from socomsite.editor.holding import Held
from socomsite.editor.naming import link_of, markdown_of, safe_name
from socomsite.editor.paths import CONTENT
from socomsite.editor.receiving import LARGEST, Receiving, Sent
from socomsite.editor.shelf import LISTS
from socomsite.editor.store import Store
from socomsite.engine.attachments import read_aside
from socomsite.messages import message_of, term
from socomsite.model.document import Document, MarkSort, Unread
from socomsite.model.incoming import Incoming, Refused, Why, document_in, picture_in
from socomsite.model.kinds import Accessibility
from socomsite.model.source import FILE_FOLDERS
from socomsite.model.wording import is_useless_alt

_PICTURES, _FILES = FILE_FOLDERS
_LONGEST_ALT = 500
_UNPROCESSABLE, _TOO_LARGE, _NOT_FOUND = 422, 413, 404
_MEGA = 1_000_000


@dataclass
class Faults:
    """What is to be mended in a form, by the field that it is about."""

    by_field: dict[str, str]

    def add(self, field: str, words: str) -> None:
        """Tell of a field, of each once."""
        self.by_field.setdefault(field, words)


class _Adding(Receiving):
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
        return self.say("upload-too-large", limit=LARGEST // _MEGA)

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


class AddPicture(_Adding):
    """A picture with what it shows, or one that is there already."""

    folder = _PICTURES

    def get(self) -> None:
        """The form; `nimi` names a picture that is there already."""
        self._form(self.get_query_argument("nimi", ""), {}, Faults({}))

    def _form(self, there: str, given: dict[str, str], faults: Faults) -> None:
        held = self.held()
        assert held.content is not None
        if there and f"{_PICTURES}/{there}" not in held.content.files:
            raise web.HTTPError(_NOT_FOUND)
        self.show(
            "upload_picture.html",
            there=there,
            given=given,
            faults=faults.by_field,
            limit=LARGEST // _MEGA,
            crumbs=self.crumbs(),
        )

    async def post(self) -> None:
        """Take the picture, or tell what is to be mended."""
        if not self.receive():
            self.set_status(_TOO_LARGE)
            self._form("", {}, Faults({"tiedosto": self.too_large()}))
            return
        fields = ("nimi", "alt", "merkitys", "ihmiset", "suostumus", "asti")
        given = {name: self.text(name) for name in fields}
        faults, held = Faults({}), self.held()
        there, incoming = given["nimi"], None
        file = self.sent("tiedosto")
        if not there:
            incoming = await self.taken(file, picture_in, faults)
        self._check(given, there or (file.name if file else ""), faults)
        if faults.by_field:
            self.set_status(_UNPROCESSABLE)
            self._form(there, given, faults)
            return
        if incoming is not None:
            stem = file.name.rpartition(".")[0] if file else ""
            name = self.keep(incoming, stem, held, self._what(given, stem))
        else:
            name = there
        sorts = sorted({each.sort.value for each in incoming.removed}) if incoming else []
        told = {"nimi": name, "poistettu": ",".join(sorts), "pieneni": _yes(incoming)}
        told |= {key: value for key, value in given.items() if key != "nimi"}
        self.redirect(f"/lisaa/kuva/valmis?{urlencode({k: v for k, v in told.items() if v})}")

    def _what(self, given: dict[str, str], name: str) -> str:
        """What is done, for the history; the consent is part of it, whatever uses the picture."""
        if not given["suostumus"]:
            return self.say("what-picture", title=name)
        agreed = " ".join(each for each in (given["suostumus"], given["asti"]) if each)
        return self.say("what-picture-agreed", title=name, consent=agreed)

    def _check(self, given: dict[str, str], name: str, faults: Faults) -> None:
        if given["merkitys"] not in {"kertoo", "koriste"}:
            faults.add("merkitys", self.say("alt-choose"))
        elif given["merkitys"] == "kertoo" and not given["alt"]:
            faults.add("alt", self.say("alt-missing"))
        elif given["merkitys"] == "kertoo" and len(given["alt"]) > _LONGEST_ALT:
            faults.add("alt", self.say("alt-long", limit=_LONGEST_ALT))
        elif given["merkitys"] == "kertoo" and is_useless_alt(given["alt"], name):
            faults.add("alt", self.say("alt-useless"))
        if given["ihmiset"] not in {"on", "ei"}:
            faults.add("ihmiset", self.say("consent-choose"))
        elif given["ihmiset"] == "on" and not given["suostumus"]:
            faults.add("suostumus", self.say("consent-missing"))
        if given["asti"] and not _is_day(given["asti"]):
            faults.add("asti", self.say("date-help"))


def _yes(incoming: Incoming | None) -> str:
    return "1" if incoming is not None and incoming.was_scaled else ""


def _is_day(text: str) -> bool:
    try:
        return read_date(text).day is not None
    except (DateUnreadable, ValueError):
        return False


class PictureAdded(_Adding):
    """What to do with a picture that is on the site now."""

    folder = _PICTURES

    def get(self) -> None:
        """The picture, its words for texts and for picture fields."""
        name, held = self.get_query_argument("nimi", ""), self.held()
        assert held.content is not None
        if f"{_PICTURES}/{name}" not in held.content.files:
            raise web.HTTPError(_NOT_FOUND)
        alt = self.get_query_argument("alt", "")
        is_decorative = self.get_query_argument("merkitys", "") == "koriste"
        removed = [
            sort
            for sort in MarkSort
            if sort.value in self.get_query_argument("poistettu", "").split(",")
        ]
        consent, path = self.get_query_argument("suostumus", ""), f"{CONTENT}/{_PICTURES}/{name}"
        kept = Store(self.desk.root, self.person).changes(path) if consent else ()
        self.show(
            "uploaded_picture.html",
            name=name,
            path=path,
            is_recorded=any(consent in change.what for change in kept),
            alt="" if is_decorative else alt,
            is_decorative=is_decorative,
            consent=consent,
            until=self.get_query_argument("asti", ""),
            removed=[term(f"choice-{sort.value}").in_language(self.language) for sort in removed],
            was_scaled=bool(self.get_query_argument("pieneni", "")),
            markdown=markdown_of(name, alt, is_decorative=is_decorative),
            crumbs=self.crumbs(),
        )


class AddFile(_Adding):
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
            limit=LARGEST // _MEGA,
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


class FileAdded(_Adding):
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


_WHY = {
    Why.EMPTY: "upload-empty",
    Why.REFUSED: "upload-refused",
    Why.DAMAGED: "upload-damaged",
    Why.MACROS: "upload-macros",
}
_UNREAD = {
    Unread.SORT: "upload-unread-sort",
    Unread.DAMAGED: "upload-unread-damaged",
    Unread.LOCKED: "upload-unread-locked",
    Unread.LARGE: "upload-unread-large",
    Unread.SLOW: "upload-unread-slow",
}
_FALLBACKS = {_PICTURES: "kuva", _FILES: "tiedosto"}

ROUTES: tuple[Route, ...] = (
    (r"/lisaa/kuva", AddPicture),
    (r"/lisaa/kuva/valmis", PictureAdded),
    (r"/lisaa/tiedosto", AddFile),
    (r"/lisaa/tiedosto/valmis", FileAdded),
)
