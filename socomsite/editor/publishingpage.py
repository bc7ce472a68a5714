"""What the pages of publishing share: the place that is meant, how far it is, what is told of it.

Long work goes on aside while the page asks by itself how far it is. Must never know how a site is
built or sent.
"""

from __future__ import annotations

import asyncio
from urllib.parse import urlencode

from socomsite.datewords import instant_words
from socomsite.editor.page import Page
from socomsite.editor.publications import Publications, Work
from socomsite.messages import hints_of, message_of
from socomsite.messages import say as say_commonly
from socomsite.problem import Problem
from socomsite.publishing.difference import Difference
from socomsite.publishing.places import Place, place_of
from socomsite.publishing.target import Kept
from socomsite.publishing.telling import address_of, groups, summary

_BUILDING = frozenset({"read", "measure", "render", "search", "check", "attachments", "send"})
#: Told otherwise here than on a command line.
_OWN_WORDS = {"publish-overtaken": "publish-overtaken"}
_STEPS = {"seen": "publish-step-seen"}
_HEADINGS = {
    "new": "publish-new",
    "changed": "publish-changed",
    "removed": "publish-removed",
    "redirects": "publish-redirects",
}


class PublishingPage(Page):
    """What the pages of publishing share: the place that is meant."""

    place = "publish"

    @property
    def publications(self) -> Publications:
        """What is being done."""
        return self.desk.publications

    def begin(self, work: Work | None) -> asyncio.Future[None]:
        """Do something aside; nothing if something else is being done, which is then shown."""
        return asyncio.ensure_future(self.desk.aside(work or _nothing))

    def destination(self) -> Place | None:
        """The place that is meant; None once it was said that there is none or which there are."""
        name = self.get_argument("kohde", "")
        found = place_of(self.desk.root, name or None)
        if found.value is None:
            named = found.problems[0].allowed if found.problems[0].code.startswith("dest") else ()
            choices = [(each, self.way(each)) for each in named]
            told = [self.message(each) for each in found.problems]
            self.show("publish-places.html", choices=choices, told=told, is_asked=not name)
        return found.value

    def way(self, name: str, **more: str) -> str:
        """The address of publishing to a place."""
        return f"/julkaise/?{urlencode({'kohde': name, **more})}"

    def message(self, found: Problem) -> str:
        """A problem in words that fit the editor."""
        if found.code in _OWN_WORDS:
            return self.say(_OWN_WORDS[found.code])
        return " ".join((message_of(found, self.language), *hints_of(found, self.language)))

    def go_on(self, place: Place, **more: str) -> None:
        """Lead to the page that tells how far it is."""
        self.redirect(self.way(place.name, **more), status=303)

    def show_progress(self) -> None:
        """How far it is; the page asks again by itself."""
        self.set_header("Refresh", "1")
        now = self.publications
        known = now.step in _BUILDING
        words = say_commonly(f"progress-{now.step}", self.language) if known else ""
        words = words or self.say(_STEPS.get(now.step, "publish-step-other"))
        self.show("publish-progress.html", words=words, done=now.done_of, total=now.total)

    def releases(self, place: Place, kept: Kept | None) -> list[dict[str, str]]:
        """The releases of a place, newest first, each with its way back."""
        return [
            {
                "when": instant_words(each.made).in_language(self.language),
                "what": summary(each.counts, self.language),
                "now": "yes" if kept and each.id == kept.current else "",
                "back": f"/julkaise/palauta?{urlencode({'kohde': place.name, 'versio': each.id})}",
            }
            for each in reversed(kept.releases if kept else ())
        ]

    def groups(self, changes: Difference) -> list[dict[str, object]]:
        """The pages that change, by what happens to them, each by its title."""
        previews = self.desk.previews
        return [
            {
                "heading": self.say(_HEADINGS[group.name]),
                "pages": [
                    {
                        "title": page.title or address_of(page),
                        "address": address_of(page),
                        "shown": ""
                        if group.name in {"removed", "redirects"}
                        else previews.address(address_of(page)),
                    }
                    for page in group.pages
                ],
                "more": group.more,
            }
            for group in groups(changes)
        ]


def _nothing() -> None:
    """Something else is being done."""
