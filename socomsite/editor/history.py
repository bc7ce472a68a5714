"""What was changed, when and by whom; what it was before; and taking it back.

Must never know how changes are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from tornado import web

from socomsite.datewords import instant_words
from socomsite.editor.changes import Change, Changed
from socomsite.editor.comparing import Difference, differences
from socomsite.editor.page import Page, Route
from socomsite.editor.store import Stale, Store
from socomsite.model.site import FILE as SETTINGS

_MOST = 50
_ENTRIES = (".md", ".yaml")
_NOT_FOUND, _CONFLICT = 404, 409


@dataclass(frozen=True)
class Row:
    """A change as it stands in the list."""

    when: str
    who: str
    what: str
    address: str


@dataclass(frozen=True)
class File:
    """One file of a change: its form, what it is called, and what is other in it."""

    title: str
    form: str
    fate: str
    differences: tuple[Difference, ...]


class _Historical(Page):
    """What the pages of the history share."""

    place = "contents"

    @property
    def store(self) -> Store:
        """The files of the site in this person's hands."""
        return Store(self.desk.root, self.person, settings=True)  # its paths are those of changes

    def row(self, change: Change) -> Row:
        """A change in words."""
        return Row(
            when=instant_words(change.when).in_language(self.language),
            who=change.who or self.say("history-somebody"),
            what=change.what,
            address=f"/historia/{change.id}",
        )

    def name(self, path: str) -> str:
        """What a file that is no entry is called."""
        return self.say("history-settings") if path == SETTINGS else path

    def change(self, name: str) -> Change:
        """The change of a name. Raises HTTPError if it is not kept."""
        found = next((each for each in self.store.changes() if each.id == name), None)
        if found is None:
            raise web.HTTPError(_NOT_FOUND)
        return found


class History(_Historical):
    """The last changes, newest first: of the site, or of one content file."""

    def get(self) -> None:
        """Show them."""
        path = self.get_query_argument("sisalto", "")
        found = self.store.changes(path or None, _MOST)
        _, entry = self.desk.holding.now().by_path.get(path, (None, None))
        self.show(
            "history.html",
            rows=[self.row(each) for each in found],
            last=found[0].id if found else "",
            about=entry.label if entry else self.name(path),
            crumbs=[(self.say("contents"), "/sisallot/")],
        )


class Moment(_Historical):
    """One change: before and after, field by field."""

    def get(self, name: str) -> None:
        """Show it."""
        change = self.change(name)
        self.show(
            "change.html",
            row=self.row(change),
            name=name,
            files=[self._file(change, each) for each in change.files],
            crumbs=[(self.say("history"), "/historia/")],
        )

    def _file(self, change: Change, file: Changed) -> File:
        source, entry = self.desk.holding.now().by_path.get(file.path, (None, None))
        parts = (source.folder, source.key, source.language.value) if source else ()
        fate = (
            "history-new" if file.before is None else "history-gone" if file.after is None else ""
        )
        found: tuple[Difference, ...] = ()
        if file.path.endswith(_ENTRIES):
            before, after = self.store.before(change.id, file.path), self._after(change, file)
            found = differences(file.path, before, after, self.language)
        return File(
            entry.label if entry else self.name(file.path),
            f"/sisallot/{'/'.join(parts)}" if parts else "",
            self.say(fate) if fate else "",
            found,
        )

    def _after(self, change: Change, file: Changed) -> str | None:
        """The text after a change: what the next one found, or what stands there now."""
        if file.after is None:
            return None
        later = [each for each in self.store.changes(file.path) if each.id > change.id]
        if later:
            return self.store.before(later[-1].id, file.path)
        kept = self.store.read(file.path)
        return kept.text if kept else None


class Undo(_Historical):
    """Kumoa: the files of a change as they were before it, which is a change too."""

    def post(self) -> None:
        """Take it back, unless somebody has gone on from it."""
        change = self.change(self.get_body_argument("muutos", ""))
        try:
            self.store.undo(change.id, self.say("history-undone", what=change.what))
        except Stale as stale:
            self.set_status(_CONFLICT)
            self.show(
                "undo-refused.html",
                row=self.row(change),
                later=f"/historia/?{urlencode({'sisalto': stale.path})}",
                crumbs=[(self.say("history"), "/historia/")],
            )
            return
        self.redirect("/historia/", status=303)


ROUTES: tuple[Route, ...] = (
    (r"/historia/", History),
    (r"/historia/kumoa", Undo),
    (r"/historia/([0-9A-Za-z-]+)", Moment),
)
