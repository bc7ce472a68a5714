"""Publishing in the browser: what would change, in words; one button; and what came of it.

Must never know how a site is built or sent.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass

from socomsite.checks.ledger import Loss, Offer
from socomsite.datewords import instant_words
from socomsite.editor.choices import Choices
from socomsite.editor.page import Route
from socomsite.editor.publications import MOST_REMOVED, Check, Done
from socomsite.editor.publishingpage import PublishingPage
from socomsite.editor.store import Stale, Store
from socomsite.editor.telling import in_words
from socomsite.engine.mending import with_offer
from socomsite.language import Language
from socomsite.messages import say as say_commonly
from socomsite.problem import Problem, Severity
from socomsite.publishing.difference import Difference
from socomsite.publishing.places import Place
from socomsite.publishing.target import Kept
from socomsite.publishing.telling import summary
from socomsite.yamlinsert import NoRoom

_PATIENCE_SECONDS = 1.0
_CONFLICT = 409


@dataclass(frozen=True)
class Line:
    """A problem as it is shown: its words, the form that mends it, what becomes of it by a button.

    `keeps` is the lost address that the button keeps, `line` what it writes, into which file.
    """

    text: str
    form: str = ""
    title: str = ""
    keeps: str = ""
    path: str = ""
    line: str = ""


class Publish(PublishingPage):
    """Julkaise: look over, see what changes, publish, see what came of it."""

    async def get(self) -> None:
        """Show how far it is, what came of it, or what publishing would do."""
        now = self.publications
        place = self.destination()
        if place is None:
            return
        if now.is_busy:
            self.show_progress()
        elif self.get_query_argument("tehty", "") and now.done and now.done.place == place:
            self._show_done(now.done)
        elif check := await self._checked(place):
            self._show_check(check)
        else:
            self.show_progress()

    async def _checked(self, place: Place) -> Check | None:
        """The site looked over; None if that takes its time."""
        found = self.publications.checked(place)
        if found is None:
            looking = self.begin(self.publications.look_over(place))
            await asyncio.wait({looking}, timeout=_PATIENCE_SECONDS)
            found = self.publications.checked(place) if looking.done() else None
        return found

    def post(self) -> None:
        """Publish what was shown, and nothing else."""
        place = self.destination()
        if place is None:
            return
        check = self.publications.checked(place)
        seen = self.get_body_argument("versio", "")
        if check is None or check.ready is None or check.ready.plan.release.id != seen:
            self.go_on(place)  # something was saved meanwhile: it is shown before it is published
        elif check.ready.changes.removes_over(MOST_REMOVED) and not self._agreed():
            self.set_status(_CONFLICT)
            self._show_check(check, is_unanswered=True)
        else:
            self.begin(self.publications.publish(check.ready))
            self.go_on(place, tehty="1")

    def _agreed(self) -> bool:
        return self.get_body_argument("poistot", "") == "1"

    def _show_check(self, check: Check, *, is_unanswered: bool = False) -> None:
        publishing = check.ready
        changes = publishing.changes if publishing else None
        errors = [each for each in check.problems if each.is_error]
        warnings = [each for each in check.problems if each.severity is Severity.WARNING]
        url = check.place.settings.url or check.place.name
        self.show(
            "publish.html",
            target=check.place.name,
            url=check.place.settings.url or "",
            is_only=check.place.is_only,
            errors=self._lines(errors, check),
            warnings=self._lines(warnings, check),
            refused=self.message(check.refused) if check.refused else "",
            sentence=_sentence(changes, url, self.language) if changes else "",
            is_empty=changes is not None and changes.is_empty,
            groups=self.groups(changes) if changes else [],
            version=publishing.plan.release.id if publishing else "",
            removed=len(changes.removed) if changes and changes.removes_over(MOST_REMOVED) else 0,
            is_unanswered=is_unanswered,
            drafts=check.drafts,
            releases=self.releases(check.place, check.kept),
            before=_before(check.kept),
        )

    def _lines(self, problems: Iterable[Problem], check: Check) -> list[Line]:
        held = self.desk.holding.now()
        choices, store = Choices(held, self.language), Store(self.desk.root, self.person)
        offers = {loss.line.address: loss.offer for loss in check.losses if loss.offer}
        lines = []
        for each in problems:
            source, entry = held.by_path.get(each.position.path, (None, None))
            form = (
                f"/sisallot/{source.folder}/{source.key}/{source.language.value}" if source else ""
            )
            title = entry.label if entry else each.position.path
            values = dict(each.values)
            lost = str(values.get("url") or f"{values.get('page')}#{values.get('anchor')}")
            offer = offers.get(lost) if each.code in {"address-lost", "anchor-lost"} else None
            lines.append(
                Line(
                    in_words(each, store, choices, self.language),
                    form,
                    title,
                    lost if offer else "",
                    offer.path if offer else "",
                    offer.line if offer else "",
                )
            )
        return lines

    def _show_done(self, done: Done) -> None:
        release = done.release
        self.show(
            "publish-done.html",
            target=done.place.name,
            url=done.place.settings.url or "",
            is_return=done.is_return,
            when=instant_words(release.made).in_language(self.language) if release else "",
            summary=summary(done.changes.counts, self.language) if done.changes else "",
            groups=self.groups(done.changes) if done.changes else [],
            seen=done.seen.seen if done.seen.is_well else 0,
            told=[self.message(each) for each in done.problems],
            releases=self.releases(done.place, done.kept),
            before=_before(done.kept),
            again=self.way(done.place.name),
        )


class Keep(PublishingPage):
    """A lost address is kept by the redirect that was offered for it."""

    def post(self) -> None:
        """Put the offered line into its file, and look the site over again."""
        place = self.destination()
        if place is None:
            return
        check, wanted = self.publications.checked(place), self.get_body_argument("osoite", "")
        for loss in check.losses if check else ():
            if loss.line.address == wanted and loss.offer:
                self._keep(loss, loss.offer)
        self.go_on(place)

    def _keep(self, loss: Loss, offer: Offer) -> None:
        """Save the line as any other change, so that it can be undone."""
        store = Store(self.desk.root, self.person, settings=True)  # the build named the file
        with contextlib.suppress(NoRoom, Stale, OSError):  # the page tells of it again
            if kept := store.read(offer.path):
                what = self.say("publish-kept-address", address=loss.line.address)
                store.save(offer.path, with_offer(kept.text, offer), kept.digest, what)


def _before(kept: Kept | None) -> str:
    """The id of the release before the one that is served, if it is still there."""
    return kept.before.id if kept and kept.before else ""


def _sentence(changes: Difference, where: str, language: Language) -> str:
    counted = summary(changes.counts, language)
    return say_commonly("publish-summary", language, where=where, summary=counted)


ROUTES: tuple[Route, ...] = (
    (r"/julkaise/", Publish),
    (r"/julkaise/osoite", Keep),
)
