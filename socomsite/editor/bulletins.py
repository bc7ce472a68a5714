"""Tiedote: the series and their issues, and the next one gathered.

Must never know how things are gathered, nor how an issue is put together.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from tornado import web

from socomsite.editor.page import Page, Route
from socomsite.editor.store import Stale, Store
from socomsite.model.gathering import current_issue, gathered, next_number
from socomsite.model.graph import Graph
from socomsite.model.issuetext import NewIssue
from socomsite.model.issuetext import extended as longer
from socomsite.model.kinds import Bulletin
from socomsite.model.site import Series

_NOT_FOUND = 404


class Tiedote(Page):
    """What the pages of issues share."""

    place = "bulletin"

    def prepare(self) -> None:
        """Take the site as it stands."""
        super().prepare()
        self.held = self.desk.holding.now()
        self.store = Store(self.desk.root, self.person)

    @property
    def graph(self) -> Graph:
        """How the site hangs together, drafts included."""
        if self.held.graph is None:
            raise web.HTTPError(_NOT_FOUND)
        return self.held.graph

    def issues(self, series: Series | None = None) -> list[Bulletin]:
        """The issues in the site's own language, the newest first; of one series if given."""
        language = self.graph.site.language
        found = [
            b for b in self.graph.of_kind(Bulletin.folder, language) if isinstance(b, Bulletin)
        ]
        return [
            b
            for b in found
            if b.language is language and (series is None or b.series == series.name)
        ]


class Issues(Tiedote):
    """The series and their issues; the next one is begun here."""

    def get(self) -> None:
        """Show them."""
        series = [(each, current_issue(self.issues(each))) for each in self.graph.site.series]
        self.show("bulletins.html", series=series, issues=self.issues(), faults=())

    def post(self) -> None:
        """Gather the next issue of a series, or more for the one in the making."""
        series = self.graph.site.series_named(self.get_body_argument("sarja", ""))
        if series is None:
            raise web.HTTPError(_NOT_FOUND)
        own = self.issues(series)
        current = current_issue(own)
        found = gathered(self.graph, series, own, current)
        if current is None:
            issue = NewIssue(self.graph, series, next_number(own, self.graph.today.year))
            what = self.say("what-gathered", title=issue.label, n=len(found))
            self._write(issue.path, issue.text(found), None, what, issue.key)
            return
        path, key = current.origin.path, current.key
        kept = self.store.read(path)
        if kept is None or not found:
            self.redirect(page_of(key, [("koottu", "0")]))
            return
        text = longer(kept.text, current, self.graph, found)
        if text is None:
            self.redirect(page_of(key, [("koottu", "ei")]))
            return
        what = self.say("what-gathered", title=current.label, n=len(found))
        self._write(path, text, kept.digest, what, key)

    def _write(self, path: str, text: str, base: str | None, what: str, key: str) -> None:
        try:
            self.store.save(path, text, base, what)
        except Stale:
            self.redirect(f"/tiedote/{key}")
            return
        self.store.discard(f"tiedote/{key}")
        self.redirect(page_of(key, [("koottu", "1")]))


def page_of(key: str, told: list[tuple[str, str]], place: str = "main") -> str:
    """The address of an issue's page, for those who go on by keyboard at a place of it."""
    return f"/tiedote/{key}?{urlencode(told)}#{quote(place)}"


ROUTES: tuple[Route, ...] = ((r"/tiedote/", Issues),)
