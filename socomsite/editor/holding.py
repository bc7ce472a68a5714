"""The site as it stands on disk, held in memory for the editor's pages.

Read again only when a file has come, gone or been saved, and then only what changed. The same
reading, decoding and linking as a build's. Must never know how a page looks.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from socomsite.dates import today_in_helsinki
from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.collection import without_collection
from socomsite.engine.content import Content, read_content
from socomsite.engine.pipeline import build
from socomsite.engine.repeat import Sight
from socomsite.engine.stamps import Stamp
from socomsite.engine.warm import Warm
from socomsite.engine.watching import seen_of
from socomsite.engine.workers import Workers
from socomsite.language import Language
from socomsite.model.entries import Entries
from socomsite.model.graph import Graph, withheld
from socomsite.model.kinds import schema
from socomsite.model.linking import link
from socomsite.model.references import Name
from socomsite.model.schema import Entry, Schema
from socomsite.model.site import Site, read_site
from socomsite.model.source import Source
from socomsite.problem import Problem


class Crashed(RuntimeError):  # noqa: N818 - a fault of ours that a build met on its way
    """What a build could not make because of the program itself: the tracebacks."""


Made = TypeVar("Made")


@dataclass(frozen=True)
class Held:
    """A site at one moment: its settings, every file with its entry, and how they hang together.

    `site` and what follows from it are None while `site.yaml` cannot be read. `by_path` has every
    content file by its path, with its entry or None if the file is not sound.
    """

    day: dt.date
    schema: Schema
    problems: tuple[Problem, ...]
    site: Site | None = None
    content: Content | None = None
    graph: Graph | None = None
    by_path: Mapping[str, tuple[Source, Entry | None]] = field(default_factory=dict)
    _made: dict[object, object] = field(default_factory=dict, repr=False, compare=False)

    @property
    def today(self) -> dt.date:
        """The day for which the site is read: its own as-of date, else that of the reading."""
        return self.graph.today if self.graph else self.day

    @cached_property
    def published(self) -> Graph | None:
        """The graph with only what readers see, for reports; its addresses are of all there is.

        Linking once more would tell the same of these entries, and take as long as the first time.
        """
        if self.graph is None:
            return None
        shown: dict[Name, dict[Language, Entry]] = {}
        hidden = list(self.graph.withheld)
        for name, versions in self.graph.entries.items():
            for language, entry in versions.items():
                if found := withheld(entry, self.today, drafts=False):
                    hidden.append(found)
                else:
                    shown.setdefault(name, {})[language] = entry
        staff = [e for e in self.graph.staff if withheld(e, self.today, drafts=False) is None]
        return replace(
            self.graph,
            entries=Entries(shown),
            withheld=tuple(hidden),
            staff=tuple(staff),
            orders={},
        )

    def once(self, make: Callable[[Held], Made]) -> Made:
        """What a function makes of what is held: made when first asked, then the same again."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Made", self._made[make])


@dataclass(frozen=True)
class _Foreseen:
    """What a build told of the site on a day with one text laid over it; the stamps of the rest."""

    day: dt.date
    others: Mapping[str, Stamp]
    path: str
    text: str | None
    problems: tuple[Problem, ...]


class Holding:
    """A site held in memory; drafts and what is yet to appear are part of it."""

    def __init__(self, root: Path) -> None:
        """Holds the site in a folder; nothing is read before somebody asks."""
        self.root = root
        self._warm = Warm()
        # Pages do not wait for a build, which takes longer than a reading.
        self._reading, self._building = threading.RLock(), threading.RLock()
        self._stamps: Mapping[str, Stamp] | None = None
        self._held: Held | None = None
        self._told: tuple[Held, tuple[Problem, ...]] | None = None
        self._foreseen: _Foreseen | None = None

    def now(self) -> Held:
        """The site as it stands."""
        with self._reading:
            day, stamps = today_in_helsinki(), seen_of(self.root)
            if self._held is None or self._held.day != day or stamps != self._stamps:
                self._held, self._stamps = self._read(day), stamps
            return self._held

    def built(
        self,
        laid: Mapping[str, str | None] | None = None,
        *,
        drafts: bool = False,
        only_told: bool = False,
    ) -> Build:
        """What a build makes of the site, with texts laid over its files; writes no page.

        Who wants `only_told` what is wrong has it from the last whole build, where little differs.
        """
        with self._building:
            day = today_in_helsinki()
            with without_collection(), Cache(self.root, day.toordinal()) as cache:
                # After one text little is to be made: it would take longer to share out.
                jobs = 1 if only_told and laid else os.cpu_count() or 1
                workers = Workers(jobs, cache, warm=self._warm)
                sight = Sight(cache.now(), seen_of(self.root)) if only_told else None
                made = build(
                    self.root,
                    schema(),
                    workers,
                    today=day,
                    drafts=drafts,
                    laid=laid,
                    may_go_on=only_told,
                    sight=sight,
                    only_told=only_told,
                )
            if workers.crashes:
                raise Crashed(workers.crashes)
            return made

    def told(self) -> tuple[Problem, ...]:
        """All that a build tells of the site as it stands; from then on it is held too."""
        with self._building:
            held = self.now()
            if self._told is None or self._told[0] is not held:
                problems = self._as_foreseen()
                if problems is None:
                    problems = self.built(only_told=True).problems
                with self._reading:
                    knowing = replace(held, problems=problems, _made={})
                    if self._held is held:  # else something was saved meanwhile
                        self._held = knowing
                    self._told = knowing, problems
            return self._told[1]

    def foresee(self) -> None:
        """Know what a build tells before anybody asks: the first save would wait for it."""
        with contextlib.suppress(Exception):  # a fault of ours is met again by who asks
            self.told()

    def checked(self, path: str, text: str | None) -> tuple[Problem, ...]:
        """What a build would tell of a file with this text, or if it were gone.

        All that stands in the file itself, and the errors elsewhere that it alone makes: a
        reference that leads nowhere any more, an address that readers would lose.
        """
        with self._building:
            before = frozenset(self.told())
            after = self.built({path: text}, only_told=True).problems
            self._foreseen = _Foreseen(today_in_helsinki(), self._but(path), path, text, after)
        return tuple(
            found
            for found in after
            if found.position.path == path or (found.is_error and found not in before)
        )

    def _but(self, path: str) -> Mapping[str, Stamp]:
        """The stamps of all files but one."""
        own = os.fspath(self.root / path)
        return {file: stamp for file, stamp in (self._stamps or {}).items() if file != own}

    def _as_foreseen(self) -> tuple[Problem, ...] | None:
        """What the last check found, if the site is now just what was checked; else None.

        Each save is checked before it is written: it need not be built again to know the same.
        """
        last = self._foreseen
        if last is None or last.text is None or last.day != today_in_helsinki():
            return None
        try:
            is_written = (self.root / last.path).read_bytes() == last.text.encode()
        except OSError:
            return None
        return last.problems if is_written and self._but(last.path) == last.others else None

    def _read(self, day: dt.date) -> Held:
        kinds, settings = schema(), read_site(self.root)
        site = settings.value
        if site is None:
            return Held(day, kinds, settings.problems)
        with Cache(self.root, day.toordinal()) as cache:
            workers = Workers(os.cpu_count() or 1, cache, warm=self._warm)
            content = read_content(self.root, kinds, site, workers)
        today = site.as_of or day
        graph = link(site, kinds, content.pairs, content.files, today=today, drafts=True)
        by_path = {source.path: (source, entry) for source, entry in content.pairs}
        told = (*content.problems, *graph.problems)
        return Held(day, kinds, told, site, content, graph.value, by_path)
