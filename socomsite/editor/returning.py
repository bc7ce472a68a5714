"""The way back from what was published: the version before, or one that is chosen.

Must never know how a site is sent.
"""

from __future__ import annotations

from tornado import web

from socomsite.datewords import instant_words
from socomsite.editor.page import Route
from socomsite.editor.publishingpage import PublishingPage
from socomsite.publishing.places import Place
from socomsite.publishing.release import Release
from socomsite.publishing.telling import summary

_NOT_FOUND = 404


class Return(PublishingPage):
    """Palauta edellinen versio: asked once more, then done."""

    def get(self) -> None:
        """Ask once more."""
        place = self.destination()
        if place is None:
            return
        found = self._release(place)
        if found is None:
            raise web.HTTPError(_NOT_FOUND)
        self.show(
            "publish-return.html",
            target=place.name,
            version=found.id,
            when=instant_words(found.made).in_language(self.language),
            what=summary(found.counts, self.language),
            back=self.way(place.name),
        )

    def _release(self, place: Place) -> Release | None:
        """The release that is asked for, by default the one before."""
        for known in (self.publications.done, self.publications.check):
            if known and known.place == place and known.kept:
                wanted = self.get_query_argument("versio", "")
                return known.kept.of(wanted) if wanted else known.kept.before
        return None

    def post(self) -> None:
        """Go back."""
        place = self.destination()
        if place is None:
            return
        self.begin(self.publications.go_back(place, self.get_body_argument("versio", "")))
        self.go_on(place, tehty="1")


ROUTES: tuple[Route, ...] = ((r"/julkaise/palauta", Return),)
