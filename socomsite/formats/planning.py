"""What every format plans from: the graph, the templates and the files of a site.

Must never know a format.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TypeVar

from socomsite.formats.listing import Arranged
from socomsite.formats.rendering import Renderer
from socomsite.formats.template import Templates
from socomsite.formats.view import Viewer
from socomsite.language import Language, Words
from socomsite.model.graph import Graph
from socomsite.model.kinds import Bulletin, Event, Post, Publication
from socomsite.model.ledger import path_of
from socomsite.model.originals import Original
from socomsite.model.pages import Page
from socomsite.model.redirects import Answers
from socomsite.model.references import Name
from socomsite.model.schema import Entry
from socomsite.model.traits import Dated, Happening

FEED_FILE = "atom.xml"
#: What a feed has: the day that dates it, and which entry it is.
Followed = tuple[dt.date, Name, Language]
E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Planning:
    """One build's graph, templates and files; `assets` maps a name to its published address.

    `share` is the address of the picture with which pages are shared, empty if it cannot be made;
    `originals` holds the pictures below `content/pictures/` of which copies are made, by name;
    `prints` says whether this machine can make PDFs; `answers` are what old addresses answer, known
    once everything else is planned. `followed` are the feeds and `arranged` the lists, if they
    are known already.
    """

    graph: Graph
    templates: Templates
    assets: Mapping[str, str]
    share: str = ""
    originals: Mapping[str, Original] = field(default_factory=dict)
    prints: bool = False
    answers: Answers = field(default_factory=Answers)
    followed: Mapping[str, tuple[Followed, ...]] | None = None
    arranged: dict[tuple[str, int], Arranged] = field(default_factory=dict)

    @cached_property
    def viewers(self) -> Mapping[Language, Viewer]:
        """A viewer for each language of the site."""
        words = dict(self.templates.strings)
        return {
            language: Viewer(self.graph, language, self.originals, words)
            for language in self.graph.site.languages
        }

    def page_at(self, address: str) -> Entry | None:
        """The published entry whose page stands at an address."""
        found = self.graph.by_address.get(address)
        return self.graph.entries[found[0]][found[1]] if found else None

    @cached_property
    def feeds(self) -> Mapping[str, tuple[Followed, ...]]:
        """What is followed at a page's address, with the day that dates each.

        Lists of dated kinds are followed, bulletin series, and projects and services with posts.
        """
        if self.followed is not None:
            return self.followed
        found: dict[str, tuple[Followed, ...]] = {}
        graph = self.graph
        for language in graph.site.languages:
            for address, entries in self._followable(language):
                followed = tuple(
                    (day, (e.folder, e.key), e.language)
                    for e in entries
                    if (day := feed_day(e, graph.today))
                )
                if followed and address in graph.by_address:
                    # Kinds may share a section, and then they share its feed.
                    both = found.get(address, ()) + followed
                    found[address] = tuple({each[1:]: each for each in both}.values())
        return found

    @cached_property
    def series_pages(self) -> Mapping[tuple[str, Language], str]:
        """The page that lists the issues of a series, by the name of the series and language."""
        found: dict[tuple[str, Language], str] = {}
        for address, (name, language) in sorted(self.graph.by_address.items()):
            page = self.graph.entries.thin(name, language) if name[0] == Page.folder else None
            for listing in page.lists if isinstance(page, Page) else ():
                if listing.series and listing.of.name == Bulletin.folder:
                    found.setdefault((listing.series, language), address)
        return found

    def _followable(self, language: Language) -> Iterator[tuple[str, list[Entry]]]:
        """Addresses with what is followed there, in thin entries of one language."""
        graph = self.graph
        for folder in graph.schema.public_folders:
            prefix, section = graph.site.prefix(language), graph.site.section(folder, language)
            yield f"{prefix}{section}/", self._thin(folder, language)
        for (series, wanted), address in self.series_pages.items():
            if wanted is language:
                issues = self._thin(Bulletin.folder, language)
                yield address, [e for e in issues if isinstance(e, Bulletin) and e.series == series]
        for name, citations in graph.cited_by.items():
            if language in graph.entries.languages(name):
                posts = [graph.thin(c.name, language) for c in citations if c.field == "about"]
                yield graph.addresses[name, language], [e for e in posts if isinstance(e, Post)]

    def _thin(self, folder: str, language: Language) -> list[Entry]:
        """The thin entries of a kind that are written in a language, in the order of its lists."""
        graph = self.graph
        names = ((folder, key) for key in graph.keys_of(folder, language))
        own = (name for name in names if language in graph.entries.languages(name))
        return [graph.entries.thin(name, language) for name in own]

    @cached_property
    def calendars(self) -> Mapping[str, tuple[Event, ...]]:
        """The events of a calendar beside a page, by the page's address.

        The list of events has one even while it is empty, so that it can be subscribed to; an
        event, topic, project or service has one once a day is known.
        """
        with self.graph.entries.for_all():
            return self._calendars()

    def _calendars(self) -> Mapping[str, tuple[Event, ...]]:
        found: dict[str, list[Event]] = {}
        for event in self._listed(Event):
            listed = self._section(event, found)
            if event.start.day.day is None:
                continue
            listed.append(event)
            found[self.graph.address(event)] = [event]
            for ref in (*event.topics, *event.about):
                name = self.graph.find(ref.key, ("topics", "projects", "services"))
                other = self.graph.entries[name].get(event.language) if name else None
                if other is not None:
                    events = found.setdefault(self.graph.address(other), [])
                    if event not in events:
                        events.append(event)
        return {address: tuple(events) for address, events in found.items()}

    @cached_property
    def bibliographies(self) -> Mapping[str, tuple[Publication, ...]]:
        """The works of a list of references beside a page, by the page's address.

        A publication has its own, the list of publications that of the site's own.
        """
        found: dict[str, list[Publication]] = {}
        with self.graph.entries.for_all():
            for work in self._listed(Publication):
                found[self.graph.address(work)] = [work]
                if work.is_own:
                    self._section(work, found).append(work)
        return {address: tuple(works) for address, works in found.items()}

    def word(self, name: str, language: Language) -> str:
        """An interface word, for files that no template makes; empty if there is none."""
        words = self._words.get(name)
        return words.in_language(language) if words else ""

    @cached_property
    def _words(self) -> Mapping[str, Words]:
        return dict(self.templates.strings)

    def _listed(self, kind: type[E]) -> Iterator[E]:
        """The entries of a kind in every language they are written in, as lists have them."""
        for language in self.graph.site.languages:
            for entry in self.graph.of_kind(kind.folder, language):
                if entry.language is language and isinstance(entry, kind):
                    yield entry

    def _section(self, entry: E, found: dict[str, list[E]]) -> list[E]:
        """What is found for the page of an entry's section, to be added to; kept if it has one."""
        site = self.graph.site
        section = site.section(entry.folder, entry.language)
        address = f"{site.prefix(entry.language)}{section}/"
        return found.setdefault(address, []) if address in self.graph.by_address else []


def feed_day(entry: Entry, today: dt.date) -> dt.date | None:
    """The day that dates an entry in a feed; None if its kind or the entry is not yet followed.

    An event is dated by the day on which it was told of or looked at. Where it gives neither, it
    is followed from its own day on: a feed knows no day to come, nor a day that moves.
    """
    day = None
    match entry:
        case Bulletin():
            day = max(entry.date.first_day, entry.appears or dt.date.min)
        case Dated() if entry.has_feed:
            day = entry.shown_from
        case Happening():
            day = entry.appears or entry.reviewed_on or entry.start.day.first_day
    return day if day and day <= today else None


@dataclass(frozen=True)
class Tools:
    """What rendering needs of its process: templates ready to run, and where files are read."""

    renderer: Renderer
    root: str


@cache
def template_of(kind: type[Entry]) -> str:
    """The template of a kind's pages: `MediaAppearance` → `media_appearance.html`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower() + ".html"


def file_of(address: str) -> str:
    """The output file of a page: `/hankkeet/` → `hankkeet/index.html`."""
    return address.lstrip("/") + "index.html"


def old_file(address: str) -> str:
    """The output file of the page that stands at an old address, be it that of a page or a file."""
    path = path_of(address)
    return path if address.endswith("/") else f"{path}/index.html"
