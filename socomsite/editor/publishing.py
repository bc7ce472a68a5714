"""Publishing in the browser: what would change, in words; one button; and the way back.

Long work goes on aside while the page asks by itself how far it is. Must never know how a site is
built or sent.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from tornado import web

from socomsite.checks.ledger import Loss, Offer
from socomsite.datewords import instant_words
from socomsite.editor.application import Page, Route
from socomsite.editor.choices import Choices
from socomsite.editor.publications import MOST_REMOVED, Check, Done, Publications, Work
from socomsite.editor.store import Stale, Store
from socomsite.editor.telling import in_words
from socomsite.engine.mending import with_offer
from socomsite.language import Language
from socomsite.messages import hints_of, message_of
from socomsite.messages import say as say_commonly
from socomsite.problem import Problem, Severity
from socomsite.publishing.difference import Difference
from socomsite.publishing.places import Place, place_of
from socomsite.publishing.release import Release
from socomsite.publishing.target import Kept
from socomsite.publishing.telling import address_of, groups, summary
from socomsite.yamlinsert import NoRoom

_PATIENCE_SECONDS = 1.0
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
_NOT_FOUND, _CONFLICT = 404, 409


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


class _Publishing(Page):
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


class Publish(_Publishing):
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


class Keep(_Publishing):
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


class Return(_Publishing):
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


def _nothing() -> None:
    """Something else is being done."""


def _before(kept: Kept | None) -> str:
    """The id of the release before the one that is served, if it is still there."""
    return kept.before.id if kept and kept.before else ""


def _sentence(changes: Difference, where: str, language: Language) -> str:
    counted = summary(changes.counts, language)
    return say_commonly("publish-summary", language, where=where, summary=counted)


ROUTES: tuple[Route, ...] = (
    (r"/julkaise/", Publish),
    (r"/julkaise/osoite", Keep),
    (r"/julkaise/palauta", Return),
)
