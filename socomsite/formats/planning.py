"""What every format plans from: the graph, the templates and the files of a site.

Must never know a format.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from socomsite.formats.template import Renderer, Templates
from socomsite.formats.view import Viewer
from socomsite.language import Language
from socomsite.model.graph import Graph
from socomsite.model.kinds import Bulletin, Post
from socomsite.model.pages import Page
from socomsite.model.schema import Entry
from socomsite.model.traits import Dated, Happening

FEED_FILE = "atom.xml"


@dataclass(frozen=True)
class Planning:
    """One build's graph, templates and files; `assets` maps a name to its published address.

    `prints` says whether this machine can make PDFs.
    """

    graph: Graph
    templates: Templates
    assets: Mapping[str, str]
    prints: bool = False

    @cached_property
    def viewers(self) -> Mapping[Language, Viewer]:
        """A viewer for each language of the site."""
        return {language: Viewer(self.graph, language) for language in self.graph.site.languages}

    @cached_property
    def pages_by_address(self) -> Mapping[str, Entry]:
        """Every published entry by its address."""
        return {
            self.graph.address(entry): entry
            for versions in self.graph.entries.values()
            for entry in versions.values()
        }

    @cached_property
    def feeds(self) -> Mapping[str, tuple[tuple[dt.date, Entry], ...]]:
        """What is followed at a page's address, with the day that dates each.

        Lists of dated kinds are followed, bulletin series, and projects and services with posts.
        """
        found: dict[str, tuple[tuple[dt.date, Entry], ...]] = {}
        for language in self.graph.site.languages:
            for address, entries in self._followable(language):
                followed = tuple((day, e) for e in entries if (day := feed_day(e)))
                if followed and address in self.pages_by_address:
                    # Kinds may share a section, and then they share its feed.
                    both = found.get(address, ()) + followed
                    found[address] = tuple({id(e): (day, e) for day, e in both}.values())
        return found

    @cached_property
    def series_pages(self) -> Mapping[tuple[str, Language], str]:
        """The page that lists the issues of a series, by the name of the series and language."""
        found: dict[tuple[str, Language], str] = {}
        for address, page in sorted(self.pages_by_address.items()):
            for listing in page.lists if isinstance(page, Page) else ():
                if listing.series and listing.of.name == Bulletin.folder:
                    found.setdefault((listing.series, page.language), address)
        return found

    def _followable(self, language: Language) -> Iterator[tuple[str, list[Entry]]]:
        graph = self.graph
        for folder in graph.schema.kinds:
            entries = [e for e in graph.of_kind(folder, language) if e.language is language]
            prefix, section = graph.site.prefix(language), graph.site.section(folder, language)
            yield f"{prefix}{section}/", entries
        for (series, wanted), address in self.series_pages.items():
            if wanted is language:
                issues = graph.of_kind(Bulletin.folder, language)
                own = [e for e in issues if isinstance(e, Bulletin) and e.series == series]
                yield address, [e for e in own if e.language is language]
        for name, citations in graph.cited_by.items():
            entry = graph.entry(name, language)
            if entry.language is language:
                posts = [graph.entry(c.name, language) for c in citations if c.field == "about"]
                yield graph.address(entry), [e for e in posts if isinstance(e, Post)]


def feed_day(entry: Entry) -> dt.date | None:
    """The day that dates an entry in a feed; None if its kind is not followed."""
    match entry:
        case Bulletin():
            return max(entry.date.first_day, entry.appears or dt.date.min)
        case Dated() if entry.has_feed:
            return entry.shown_from
        case Happening():
            return entry.appears or entry.reviewed_on or entry.start.day.first_day
    return None


@dataclass(frozen=True)
class Tools:
    """What rendering needs of its process: templates ready to run, and where files are read."""

    renderer: Renderer
    root: str


def template_of(kind: type[Entry]) -> str:
    """The template of a kind's pages: `MediaAppearance` → `media_appearance.html`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower() + ".html"


def file_of(address: str) -> str:
    """The output file of a page: `/hankkeet/` → `hankkeet/index.html`."""
    return address.lstrip("/") + "index.html"
