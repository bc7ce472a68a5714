"""Pictures that are added to the site, with what they show and who has agreed to be in them.

Must never know where a picture will be used.
"""

from __future__ import annotations

from urllib.parse import urlencode

from tornado import web

from socomsite.dates import DateUnreadable, read_date
from socomsite.editor.adding import MEGA, Adding, Faults
from socomsite.editor.naming import markdown_of
from socomsite.editor.page import Route
from socomsite.editor.paths import CONTENT
from socomsite.editor.receiving import LARGEST
from socomsite.editor.store import Store
from socomsite.messages import term
from socomsite.model.attachedfiles import FILE_FOLDERS
from socomsite.model.document import MarkSort
from socomsite.model.incoming import Incoming, picture_in
from socomsite.model.wording import is_useless_alt

_PICTURES, _ = FILE_FOLDERS
_LONGEST_ALT = 500
_UNPROCESSABLE, _TOO_LARGE, _NOT_FOUND = 422, 413, 404


class AddPicture(Adding):
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
            limit=LARGEST // MEGA,
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


class PictureAdded(Adding):
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


ROUTES: tuple[Route, ...] = (
    (r"/lisaa/kuva", AddPicture),
    (r"/lisaa/kuva/valmis", PictureAdded),
)
