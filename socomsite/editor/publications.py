"""Publishing from the editor: one thing at a time, and what came of it.

Looks over the whole site, publishes what was looked over and nothing else, or goes back to an
earlier release. The same steps as those of the commands. Must never know how a page of the editor
looks.
"""

from __future__ import annotations

import os
import threading
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from socomsite.checks.ledger import Loss
from socomsite.dates import now_in_helsinki
from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.collection import without_collection
from socomsite.engine.pipeline import build
from socomsite.engine.stamps import Stamp
from socomsite.engine.watching import seen_of
from socomsite.engine.workers import Workers
from socomsite.model.kinds import schema
from socomsite.problem import Position, Problem, problem
from socomsite.publishing.difference import Difference, difference
from socomsite.publishing.places import Place, owner, target_of
from socomsite.publishing.preparing import Ready, carry_out, ready
from socomsite.publishing.publishing import roll_back
from socomsite.publishing.release import Filed, Release
from socomsite.publishing.served import Look, look, problems_of
from socomsite.publishing.target import Kept, Refused, Target

#: Of a hundred pages, so many may go without being asked about: as many as with `publish`.
MOST_REMOVED = 10
_HERE = Position("site.yaml")
Work = Callable[[], None]


@dataclass(frozen=True)
class Check:
    """A site looked over as it stood: what is wrong, or what publishing it to a place would do.

    `kept` are the releases there, None if the place cannot be asked; `refused` says why the place
    cannot take the site.
    """

    place: Place
    day: str
    stamps: Mapping[str, Stamp]
    problems: tuple[Problem, ...] = ()
    losses: tuple[Loss, ...] = ()
    drafts: int = 0
    ready: Ready | None = None
    kept: Kept | None = None
    refused: Problem | None = None


@dataclass(frozen=True)
class Done:
    """What came of publishing or going back: the release that readers see, or why it was refused.

    `problems` are what is to be told beside; `seen` what was found at the address of the site.
    """

    place: Place
    is_return: bool
    release: Release | None = None
    changes: Difference | None = None
    kept: Kept | None = None
    seen: Look = field(default_factory=Look)
    problems: tuple[Problem, ...] = ()


class Publications:
    """What is being done, how far it is, and the last of what came of it.

    What is to be done is handed out once its turn is taken, to be carried out in a thread.
    """

    def __init__(self, root: Path, keep_report: Callable[[Sequence[str]], str]) -> None:
        """Nothing is looked over before somebody asks."""
        self.step, self.done_of, self.total = "", 0, 0
        self.check: Check | None = None
        self.done: Done | None = None
        self._root = root
        self._keep_report = keep_report
        self._turn = threading.Lock()

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._turn.locked()

    def checked(self, place: Place) -> Check | None:
        """The site looked over for a place, if nothing was saved since and no new day has come."""
        found = self.check
        is_same = found and (found.place, found.day) == (place, _today())
        return found if is_same and found and found.stamps == seen_of(self._root) else None

    def look_over(self, place: Place) -> Work | None:
        """What looks the whole site over for a place; None if something else is being done."""

        def told(found: Problem) -> None:
            self.check = Check(place, _today(), seen_of(self._root), refused=found)

        return self._alone(lambda: self._look_over(place), told)

    def publish(self, publishing: Ready) -> Work | None:
        """What publishes a site that was looked over; None if something else is being done."""

        def told(found: Problem) -> None:
            self.done = Done(publishing.place, is_return=False, problems=(found,))

        return self._alone(lambda: self._publish(publishing), told)

    def go_back(self, place: Place, release: str) -> Work | None:
        """What serves an earlier release again; None if something else is being done."""

        def told(found: Problem) -> None:
            self.done = Done(place, is_return=True, problems=(found,))

        return self._alone(lambda: self._go_back(place, release), told)

    def _alone(self, work: Work, told: Callable[[Problem], None]) -> Work | None:
        """The work, for which the turn is taken at once; what keeps it from its end is told."""
        if not self._turn.acquire(blocking=False):
            return None
        self._at("")

        def carried_out() -> None:
            try:
                work()
            except Refused as refused:
                told(refused.problem)
            except Exception:  # noqa: BLE001 - or the page that waits would wait for ever
                report = self._keep_report([traceback.format_exc()])
                told(problem(_HERE, "internal", report=report))
            finally:
                self._turn.release()

        return carried_out

    def _at(self, step: str, done: int = 0, total: int = 0) -> None:
        self.step, self.done_of, self.total = step, done, total

    def _look_over(self, place: Place) -> None:
        now, stamps = now_in_helsinki(), seen_of(self._root)
        with without_collection(), Cache(self._root, now.toordinal()) as cache:
            workers = Workers(os.cpu_count() or 1, cache, self._at)
            made = build(self._root, schema(), workers, today=now.date())
        if workers.crashes:
            self._keep_report(workers.crashes)
        found, refused, kept = None, None, None
        try:
            if made.is_sound:
                found = ready(self._root, place, made, now)
            kept = found.kept if found else target_of(place.settings, self._root).kept()
        except Refused as told:
            refused = told.problem
        self.check = Check(
            place,
            now.date().isoformat(),
            stamps,
            made.problems,
            made.addresses.losses,
            _drafts(made),
            found,
            kept,
            refused,
        )

    def _publish(self, publishing: Ready) -> None:
        place, changes = publishing.place, publishing.changes
        try:
            problems = carry_out(publishing, self._at)
            kept = publishing.target.kept()
        finally:
            self.check = None
        seen = self._seen(place, publishing.target, publishing.plan.release, publishing.changed)
        told = (*problems, *problems_of(seen, place.settings.url or ""))
        release = publishing.plan.release
        self.done = Done(
            place,
            is_return=False,
            release=release,
            changes=changes,
            kept=kept,
            seen=seen,
            problems=told,
        )

    def _go_back(self, place: Place, wanted: str) -> None:
        try:
            target = target_of(place.settings, self._root)
            release, before = roll_back(target, wanted, owner(), self._at)
            kept = target.kept()
        finally:
            self.check = None
        changes = difference(before.now, release.own)
        changed = (*changes.new, *changes.changed, *changes.files)
        seen = self._seen(place, target, release, changed)
        told = problems_of(seen, place.settings.url or "")
        self.done = Done(
            place, is_return=True, release=release, kept=kept, seen=seen, problems=told
        )

    def _seen(
        self, place: Place, target: Target, release: Release, changed: Sequence[Filed]
    ) -> Look:
        """What readers are served now, if it is known where."""
        url = place.settings.url
        if url is None:
            return Look()
        self._at("seen")
        return look(url, release, changed, target.patience)


def _today() -> str:
    return now_in_helsinki().date().isoformat()


def _drafts(made: Build) -> int:
    """How many entries are kept from readers for now."""
    return len(made.graph.withheld) if made.graph else 0
