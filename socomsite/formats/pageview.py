"""What a page shows, as a value, and how it is made of an entry.

What the page's template cannot name is not made, where that takes long. Must never know other pages
of the entry, or HTML.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from socomsite.formats.backreferences import BackReferences
from socomsite.formats.embeds import FRAME
from socomsite.formats.exports import NO_EXPORTS, Exports, exports_of
from socomsite.formats.issue import shown
from socomsite.formats.leafing import Leafing, Neighbours, Pager
from socomsite.formats.links import NavLink
from socomsite.formats.listing import ListView
from socomsite.formats.metadata import Metadata, metadata_of
from socomsite.formats.navigation import Navigation, SiteView
from socomsite.formats.planning import FEED_FILE, Planning, template_of
from socomsite.formats.prose_view import Html
from socomsite.formats.record import Record
from socomsite.formats.view import Viewer
from socomsite.formats.work import Work, work_of
from socomsite.language import Language
from socomsite.model.kinds import Publication
from socomsite.model.pages import Layout, Page
from socomsite.model.schema import Entry

if TYPE_CHECKING:
    from socomsite.formats.chart import ChartView
    from socomsite.formats.index import IndexView

#: What the format of pages is called by those that plan some.
PAGE = "page"
_MAY_EMBED = frozenset({Html, Record, tuple})


@dataclass(frozen=True)
class PageView:
    """Everything that one page shows; `work` is the publication as it is cited.

    Some of it is there only if the page's template can name it: what takes long to make.
    """

    template: str
    kind: str
    address: str
    language: Language
    title: str
    description: str
    site: SiteView
    entry: Record
    cited_by: Record
    chart: ChartView | None = None
    lists: tuple[ListView, ...] = ()
    index: IndexView | None = None
    breadcrumb: tuple[NavLink, ...] = ()
    feed: str = ""
    metadata: Metadata | None = None
    exports: Exports = NO_EXPORTS
    work: Work | None = None
    neighbours: Neighbours | None = None
    page_number: int = 1
    pager: Pager | None = None
    is_indexed: bool = True
    has_embed: bool = False
    inaccessible: tuple[Record, ...] = ()


class PageViews:
    """What the pages of entries of one language show."""

    def __init__(self, planning: Planning, viewer: Viewer) -> None:
        """What this viewer's readers see."""
        self._planning = planning
        self._viewer = viewer
        self.back_references = BackReferences(viewer)
        self._navigation = Navigation(planning, viewer)
        self._leafing = Leafing(planning.graph, viewer.language)

    def foresee(self) -> None:
        """Ask what is asked for the pages of all entries."""
        self._navigation.site(None)

    def of(self, entry: Entry) -> PageView:
        """What a page shows; what its template cannot name is not made, where that takes long."""
        template, address = template_named(entry), self._planning.graph.address(entry)
        named = partial(self._planning.templates.may_name, template)
        has_way = named("breadcrumb") or named("metadata")
        breadcrumb = tuple(self._navigation.breadcrumb(entry)) if has_way else ()
        record = shown(self._planning, entry)
        return PageView(
            template=template,
            kind=type(entry).__name__,
            address=address,
            language=entry.language,
            title=entry.label,
            description=self._viewer.description(entry),
            site=self._navigation.site(entry),
            entry=record,
            cited_by=self.back_references.cards(entry),
            index=self._index(entry) if _is_search(entry) else None,
            breadcrumb=breadcrumb,
            feed=address + FEED_FILE if address in self._planning.feeds else "",
            metadata=metadata_of(self._viewer, entry, breadcrumb, self._planning.share)
            if named("metadata")
            else None,
            exports=exports_of(self._planning, entry) if named("exports") else NO_EXPORTS,
            neighbours=self._leafing.neighbours(entry) if named("neighbours") else None,
            work=work_of(self._viewer, entry) if isinstance(entry, Publication) else None,
            has_embed=named("has_embed") and _has_embed(record.named_values().values()),
            inaccessible=self._inaccessible(entry),
        )

    def _index(self, entry: Entry) -> IndexView:
        from socomsite.formats.index import index_of_everything  # noqa: PLC0415 - one page has it

        return index_of_everything(self._viewer, entry)

    def _inaccessible(self, entry: Entry) -> tuple[Record, ...]:
        """The publications that an accessibility statement tells of: their file is not for all."""
        if not (isinstance(entry, Page) and entry.statement):
            return ()
        works = self._planning.graph.of_kind(Publication.folder, entry.language)
        return self._viewer.cards(
            (work.folder, work.key)
            for work in works
            if isinstance(work, Publication) and work.excludes_readers
        )


def _has_embed(values: Iterable[Any]) -> bool:
    """Whether anything shown is an embed, so that the page needs its script."""
    for value in values:
        if type(value) not in _MAY_EMBED:
            continue
        if isinstance(value, Html):
            held = f" {FRAME}=" in value.text
        else:
            held = _has_embed(value.named_values().values() if isinstance(value, Record) else value)
        if held:
            return True
    return False


def has_search(planning: Planning) -> bool:
    """Whether a page of the site searches it."""
    names = planning.graph.addresses
    return any(
        _is_search(planning.graph.entries.thin(*each))
        for each in names
        if each[0][0] == Page.folder
    )


def _is_search(entry: Entry) -> bool:
    return isinstance(entry, Page) and entry.layout is Layout.SEARCH


def template_named(entry: Entry) -> str:
    """The template of an entry's pages: that of its layout or of its kind."""
    if isinstance(entry, Page) and entry.layout is not Layout.PAGE:
        return f"{entry.layout.value}.html"
    return template_of(type(entry))
