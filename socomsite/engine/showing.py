"""A site kept built in a folder for somebody who looks at it while it is being changed.

Built anew after each save with a warm memory; what is looked at comes first, and on a mistake what
was shown last stays. Must never know how pages reach a browser.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from socomsite.dates import today_in_helsinki
from socomsite.engine.cache import FOLDER, Cache
from socomsite.engine.collection import without_collection
from socomsite.engine.following import Last
from socomsite.engine.onepage import Pages, needed_by, pages_of
from socomsite.engine.output import release
from socomsite.engine.pipeline import build
from socomsite.engine.repeat import Sight
from socomsite.engine.stamps import Stamp
from socomsite.engine.standing import standing
from socomsite.engine.tasks import rendering
from socomsite.engine.waiting import Waiting
from socomsite.engine.warm import Warm
from socomsite.engine.watching import Watched, seen_of
from socomsite.engine.workers import Workers
from socomsite.formats.page import plan_of
from socomsite.formats.planning import Planning
from socomsite.job import Artifact
from socomsite.model.kinds import schema
from socomsite.problem import Outcome, Position, Problem, problem

#: With more files than these, the reading of them takes longer than they would be waited for.
_MOST_AHEAD = 400


def _nobody() -> frozenset[str]:
    return frozenset()


@dataclass
class Showing:
    """A site that is shown: where its last good build stands, and what is wrong since.

    `name` is that of its folder below the cache; `keep_report` writes tracebacks of our own faults
    to a file and gives its name. `looked_at` gives the files of the pages that are open in a
    browser. They are made before all others; until the whole site is written they are in `ahead`,
    and `tell_browsers` is called. Where but names and texts were edited since the last whole build,
    all that is made anew is. `watched` says whether there is anything to build.
    """

    root: Path
    keep_report: Callable[[Sequence[str]], str]
    drafts: bool
    name: str = "preview"
    problems: tuple[Problem, ...] = ()
    looked_at: Callable[[], frozenset[str]] = _nobody
    tell_browsers: Callable[[], None] = lambda: None
    ahead: Mapping[str, bytes] = field(default_factory=dict)
    _warm: Warm = field(default_factory=Warm)
    _differing: frozenset[str] | None = None
    _stamps: Mapping[str, Stamp] = field(default_factory=dict)
    _is_all_ahead: bool = False
    _heeded: tuple[frozenset[str], Last | None] = (frozenset(), None)

    def __post_init__(self) -> None:
        self.watched = Watched(self.root)

    @property
    def folder(self) -> Path:
        """The folder that is served."""
        return (self.root / FOLDER / self.name).resolve()

    @property
    def _memory(self) -> Path:
        """Where it is kept how the folder stands."""
        return self.root / FOLDER / f"{self.name}-written"

    def build(self, progress: Callable[[str, int, int], None] = lambda _s, _d, _t: None) -> bool:
        """Build into the folder; what is there stays if that fails.

        Says whether browsers have yet to be told.
        """
        try:
            with without_collection():
                self.problems = self._built(progress)
        except Exception:  # noqa: BLE001 - a fault of ours must not take the last good page away
            report = self.keep_report([traceback.format_exc()])
            self.problems = (problem(Position("site.yaml"), "internal", report=report),)
        were_told, self.ahead = bool(self.ahead), {}
        return not were_told or bool(self.problems)

    def _built(self, progress: Callable[[str, int, int], None]) -> tuple[Problem, ...]:
        today, last = today_in_helsinki(), self._warm.last
        with Cache(self.root, today.toordinal()) as cache:
            workers = Workers(os.cpu_count() or 1, cache, progress, warm=self._warm)
            sight, self._is_all_ahead = self.watched.sight(), False
            self._stamps = sight.stamps
            made = build(
                self.root,
                schema(),
                workers,
                today=today,
                drafts=self.drafts,
                waiting=Waiting(partial(self._look_ahead, workers), self._show, self._show_all),
                may_go_on=True,
                sight=sight,
            )
            if workers.crashes:
                self.keep_report(workers.crashes)
            if made.is_sound:
                self.problems = ()  # what is published now has none
                if not made.is_edited:
                    self._differing = None if self._warm.last is last else frozenset()
                found = release(made.finished, self.folder, self._memory).problems
                self._differing = None if found else self._differing
                return found
        return tuple(found for found in made.problems if found.is_error)

    @property
    def is_ahead(self) -> bool:
        """Whether all that differs is shown ahead, of the files as they are now."""
        return bool(self.ahead) and self._is_all_ahead and self._stamps == seen_of(self.root)

    def heed(self) -> None:
        """Watch the files of the pages that are looked at closely: they are edited most likely."""
        paths, last = self.looked_at(), self._warm.last
        if last and (paths != self._heeded[0] or last is not self._heeded[1]):
            self._heeded = paths, last
            found = (last.path_of(path) for path in paths)
            self.watched.heed(f"{self.root}/{path}" for path in found if path)

    def laid(self, path: str, text: str) -> Outcome[Pages | None]:
        """The page that a content file would have if it were saved with a text, and what it needs.

        None with the file's own mistakes, if there are any. Nothing is written. May be asked while
        a build is under way in another thread.
        """
        today = today_in_helsinki()
        with without_collection(), Cache(self.root, today.toordinal()) as cache:
            workers = Workers(1, cache, warm=self._warm, is_partial=True)
            stands = partial(_stands, self.folder)
            sight = Sight(cache.now(), seen_of(self.root))
            given = self.root, schema(), workers, path, text
            return pages_of(*given, today=today, stands=stands, sight=sight)

    def _look_ahead(self, workers: Workers, planning: Planning) -> None:
        """Make the pages that are looked at, and show them if each is whole as it is.

        One that needs a file which is yet to be made has to wait for the whole site, as all have
        to under which mistakes were told.
        """
        paths = self.looked_at()
        jobs = list(plan_of(planning, paths))
        if not paths or self.problems or {job.path for job in jobs} != paths:
            return
        quiet = Workers(1, workers.cache, is_partial=True)
        made = quiet.map("render", rendering(self.root, planning.templates), jobs)
        pages = [each.value for each in made if each.value and not each.problems]
        if len(pages) == len(jobs) and all(self._has_all(page) for page in pages):
            self.ahead = {page.path: page.data for page in pages}
            self.tell_browsers()

    def _show(self, files: Mapping[str, bytes]) -> None:
        """Show at once what a build of edits makes anew, beside what stands.

        Not if a page stands otherwise than in the last whole build and is to be again as it was.
        """
        if files and self._differing is not None and self._differing <= files.keys():
            self.problems = ()
            self.ahead, self._is_all_ahead = files, True
            self.tell_browsers()
        self._differing = frozenset(files)

    def _show_all(self, artifacts: Sequence[Artifact]) -> None:
        """Show what differs from what stands before it is written, and before a search is made.

        Not if that is much, if a page goes, or if nothing stands.
        """
        stands = standing(str(self.folder), str(self._memory)).files
        differing = [
            each
            for each in artifacts
            if each.path not in stands or stands[each.path][1] != each.mark
        ]
        pages = {path for path in stands if path.endswith(".html")}
        goes = pages - {each.path for each in artifacts}
        if not stands or goes or not differing or len(differing) > _MOST_AHEAD:
            return
        were_told, self.problems = bool(self.ahead), ()
        self.ahead, self._is_all_ahead = {each.path: each.data for each in differing}, True
        if not were_told:
            self.tell_browsers()

    def _has_all(self, page: Artifact) -> bool:
        """Whether everything that a page loads from here stands in the folder already."""
        return all(_stands(self.folder, path) for path in needed_by(page))


def _stands(folder: Path, path: str) -> bool:
    return (folder / path).is_file()
