"""What things are called in the vocabulary of schema.org, and how one node mentions another.

Must never know what a node tells of itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from socomsite.formats.view import Viewer
from socomsite.formats.work import WorkSort, name_of, sort_of
from socomsite.model.fields import Ref
from socomsite.model.kinds import (
    Bulletin,
    Event,
    Material,
    MaterialSort,
    MediaAppearance,
    News,
    Office,
    Person,
    Plan,
    Post,
    Project,
    ProjectSort,
    Publication,
    Service,
)
from socomsite.model.pages import Layout, Page
from socomsite.model.parts import Author
from socomsite.model.schema import Entry

Node = dict[str, object]

_WORKS = {
    WorkSort.REPORT: "Report",
    WorkSort.THESIS: "Thesis",
    WorkSort.BOOK: "Book",
    WorkSort.ARTICLE: "ScholarlyArticle",
    WorkSort.ISSUE: "PublicationIssue",
    WorkSort.OTHER: "CreativeWork",
}
_TYPES: dict[type[Entry], str] = {
    Service: "Service",
    Person: "Person",
    Office: "Place",
    Post: "BlogPosting",
    News: "NewsArticle",
    Event: "Event",
    Bulletin: "PublicationIssue",
    MediaAppearance: "Article",
    Material: "VideoObject",
    Plan: "CreativeWork",
}
_PROJECTS = {ProjectSort.PROJECT, ProjectSort.PROGRAMME}


def type_of(entry: Entry) -> str:
    """What schema.org calls a thing of this kind; a page where it has no name for it."""
    match entry:
        case Page(layout=Layout.CONTACTS):
            return "ContactPage"
        case Page() if entry.lists:
            return "CollectionPage"
        case Project():
            return "Project" if entry.sort in _PROJECTS else "Organization"
        case Publication():
            return _WORKS[sort_of(entry)]
        case Material(sort=MaterialSort.SLIDES):
            return "PresentationDigitalDocument"
    return _TYPES.get(type(entry), "WebPage")


class Mentions:
    """Mentions the entries of a graph to readers of one language."""

    def __init__(self, viewer: Viewer) -> None:
        """Mentions on pages of the viewer's language."""
        self.viewer = viewer
        self.graph = viewer.graph
        self.site = viewer.graph.site

    def whole(self, address: str) -> str:
        """An address of the site in full; others as they are."""
        return self.site.url + address.lstrip("/") if address.startswith("/") else address

    @property
    def own(self) -> Node:
        """The organisation whose site it is."""
        return {"@id": self.site.url + "#organization"}

    def author(self, author: Author) -> Node:
        """Who wrote: the person of the site, else the name."""
        found = self.reference(author.person) if author.person else None
        return found or (_named(author.name) if author.name else {})

    def identity(self, entry: Entry) -> str:
        """The name of an entry's node: its page's address, with a mark if it is not that page."""
        mark = "" if type_of(entry).endswith("Page") else "#about"
        return self.whole(self.graph.address(entry)) + mark

    def reference(self, ref: Ref[Entry] | None) -> Node | None:
        """The entry named, by its name and address; None if it is not shown."""
        name = self.graph.find(ref.key, self.graph.schema.public_folders) if ref else None
        if name is None:
            return None
        entry = self.graph.entry(name, self.viewer.language)
        return {
            "@type": type_of(entry),
            "@id": self.identity(entry),
            "name": entry.label,
            "url": self.whole(self.graph.address(entry)),
        }

    def references(self, refs: Iterable[Ref[Entry]]) -> list[Node]:
        """The entries named, without those that are not shown."""
        return [found for ref in refs if (found := self.reference(ref))]


def _named(name: str) -> Node:
    """Somebody known by name only; one word alone does not say whether it is a person."""
    if len(name.split()) == 1:
        return {"name": name}
    return {"@type": "Person" if name_of(name).given else "Organization", "name": name}
