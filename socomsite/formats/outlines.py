"""Which pages an entry has: an outline of each, and the view that it becomes.

Must never know what a page shows of its entry, or HTML.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from socomsite.formats.backreferences import divided
from socomsite.formats.leafing import numbered, pager
from socomsite.formats.listing import Arranged, anchors_on, arrange, list_page, size_of
from socomsite.formats.pageview import PAGE, PageView, PageViews, template_named
from socomsite.formats.planning import Planning, file_of, template_of
from socomsite.formats.record import Record
from socomsite.formats.view import Viewer
from socomsite.job import Job
from socomsite.model.entries import Question
from socomsite.model.fields import Prose
from socomsite.model.kinds import Person, Project, Service, Topic
from socomsite.model.pages import Listing, Page
from socomsite.model.references import Name
from socomsite.model.schema import Entry, values_of

if TYPE_CHECKING:
    from socomsite.formats.chart import ChartView

# What these are named by grows from year to year, so their pages go on where it is much.
_GROWING = (Topic, Project, Service, Person)
#: The kinds of which an entry may have several pages.
SEVERAL = (Page, *_GROWING)


@dataclass(frozen=True, slots=True)
class Outline:
    """Stands for the view of a page until it is made: which page of which entry it is.

    `asked` is what has been asked of other entries to know so much.
    """

    pages: Pages
    name: Name
    number: int
    addresses: tuple[str, ...]
    asked: frozenset[Question]


def whole(job: Job) -> Job:
    """The job of an outline with its view and all that this asks."""
    outline = job.view
    assert isinstance(outline, Outline)
    view, asked = outline.pages.view_of(outline)
    return replace(job, view=view, asked=asked)


class Pages:
    """The pages of entries of one language."""

    def __init__(self, planning: Planning, viewer: Viewer) -> None:
        """The pages that this viewer's readers see."""
        self.planning = planning
        self.viewer = viewer
        self.graph = planning.graph
        self.views = PageViews(planning, viewer)
        self._last: tuple[Name, _Parts, frozenset[Question]] | None = None

    def of(self, entry: Entry, wanted: frozenset[str] | None = None) -> Iterator[Job]:
        """The jobs of all pages of an entry; if only some files are `wanted`, those alone."""
        for job in self.outlines(entry):
            if wanted is None or job.path in wanted:
                yield whole(job)

    def outlines(self, entry: Entry) -> Iterator[Job]:
        """Outlines of the entry's page, and of further ones: of its longest list or what names it.

        They hold nothing that is made of other entries but in how many pages these stand.
        """
        with self.graph.entries.frame() as asked:
            places = tuple(
                (self.viewer.address_of(link.target), link.position)
                for _, prose in values_of(entry, Prose)
                for link in prose.links
            )
            listed = (arranged.pages(size_of(each)) for each, arranged in self._lists(entry))
            count = max(self._cited_pages(entry), *listed, 1)
        address, name = self.graph.address(entry), (entry.folder, entry.key)
        addresses = tuple(numbered(address, number) for number in range(1, count + 1))
        asked_so_far = frozenset(asked)
        for number, own in enumerate(addresses, start=1):
            yield Job(
                path=file_of(own),
                format=PAGE,
                view=Outline(self, name, number, addresses, asked_so_far),
                recipe=self.planning.templates.recipe(template_named(entry)),
                kind=entry.folder,
                is_own=number == 1,
                origin=entry.origin,
                places=places,
            )

    def outline_of(self, name: Name, address: str) -> Job:
        """The outline of the only page of an entry, which is of no kind that has several."""
        recipe = self.planning.templates.recipe(template_of(self.graph.schema.kinds[name[0]]))
        view = Outline(self, name, 1, (address,), frozenset())
        return Job(file_of(address), PAGE, view, recipe, name[0], is_own=True)

    def view_of(self, outline: Outline) -> tuple[PageView, frozenset[Question]]:
        """The view of a page, and what it asks."""
        if self._last is None or self._last[0] != outline.name:
            with self.graph.entries.frame() as asked:
                entry = self.graph.entries[outline.name][self.viewer.language]
                parts = self._parts(entry, outline.addresses)
            self._last = outline.name, parts, outline.asked | asked
        _, parts, asked_by_all = self._last
        with self.graph.entries.frame() as further:
            view = self._page(parts, outline.number)
        return view, asked_by_all | further

    def _cited_pages(self, entry: Entry) -> int:
        """On how many pages stands what names an entry."""
        if not isinstance(entry, _GROWING):
            return 1
        longest = max(map(len, self.views.back_references.names(entry).values()), default=0)
        return -(-longest // self.graph.site.cited_per_page)

    def _parts(self, entry: Entry, addresses: tuple[str, ...]) -> _Parts:
        """What the pages of an entry have in common."""
        lists = self._lists(entry)
        view = self.views.of(entry)
        size = self.graph.site.cited_per_page
        cited = divided(view.cited_by, size) if isinstance(entry, _GROWING) else [view.cited_by]
        has_place = self.planning.templates.may_name(view.template, "chart")
        chart = self._chart(entry, lists, addresses) if has_place else None
        return _Parts(view, lists, cited, chart, addresses)

    def _chart(
        self, entry: Entry, lists: list[tuple[Listing, Arranged]], addresses: tuple[str, ...]
    ) -> ChartView | None:
        """The chart of an entry, if it has one."""
        from socomsite.formats.chart import chart_of  # noqa: PLC0415 - few kinds have one

        has_chart = isinstance(entry, Page) and entry.chart is not None
        return chart_of(entry, self.viewer, _places(lists, addresses) if has_chart else {})

    def _lists(self, entry: Entry) -> list[tuple[Listing, Arranged]]:
        """The lists of a page as they are arranged; each is arranged once."""
        if not isinstance(entry, Page):
            return []
        known, address = self.planning.arranged, self.graph.address(entry)
        for place, listing in enumerate(entry.lists):
            if (address, place) not in known:
                known[address, place] = arrange(listing, self.viewer)
        return [(each, known[address, place]) for place, each in enumerate(entry.lists)]

    def _page(self, parts: _Parts, number: int) -> PageView:
        """One of the pages of an entry."""
        view = parts.view
        if len(parts.addresses) == 1 and not parts.lists:
            return replace(view, chart=parts.chart) if parts.chart else view
        further = view.metadata.of_further_page() if view.metadata else None
        listed = (
            list_page(listing, arranged, self.viewer, number)
            for listing, arranged in parts.lists
            if number <= arranged.pages(size_of(listing))
        )
        return replace(
            view,
            address=parts.addresses[number - 1],
            chart=parts.chart if number == 1 else None,
            lists=tuple(listed),
            cited_by=parts.cited[number - 1] if number <= len(parts.cited) else view.cited_by,
            metadata=view.metadata if number == 1 else further,
            page_number=number,
            pager=pager(view.address, number, len(parts.addresses)),
        )


@dataclass(frozen=True)
class _Parts:
    """What all pages of one entry have in common."""

    view: PageView
    lists: list[tuple[Listing, Arranged]]
    cited: list[Record]
    chart: ChartView | None
    addresses: tuple[str, ...]


def _places(lists: list[tuple[Listing, Arranged]], addresses: tuple[str, ...]) -> dict[str, str]:
    """Where each group of a page's lists begins, by its anchor, seen from the first page.

    The ids are those that the templates give: `s-v2008`, of a second list `s-2-v2008`.
    """
    places: dict[str, str] = {}
    for number, address in enumerate(addresses, start=1):
        shown = (each for each in lists if number <= each[1].pages(size_of(each[0])))
        for place, (listing, arranged) in enumerate(shown, start=1):
            for anchor in anchors_on(listing, arranged, number):
                own = f"#s-{f'{place}-' if place > 1 else ''}{anchor}"
                places.setdefault(anchor, own if number == 1 else address + own)
    return places
