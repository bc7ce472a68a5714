"""HTML pages: one for each entry and language, lists over several pages, 404 and 410.

Must never know other formats.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from socomsite.dates import PartialDate
from socomsite.formats.chart import ChartView, chart_of
from socomsite.formats.embeds import FRAME
from socomsite.formats.exports import NO_EXPORTS, Exports, exports_of
from socomsite.formats.issue import shown
from socomsite.formats.leafing import NUMBERED, Leafing, Neighbours, Pager, divided, numbered, pager
from socomsite.formats.listing import (
    Arranged,
    IndexView,
    ListView,
    anchors_on,
    arrange,
    index_of_everything,
    list_page,
    size_of,
)
from socomsite.formats.metadata import Metadata, metadata_of
from socomsite.formats.navigation import Navigation, SiteView
from socomsite.formats.planning import (
    FEED_FILE,
    Planning,
    Tools,
    file_of,
    old_file,
    template_of,
)
from socomsite.formats.prose_view import Html
from socomsite.formats.relative import standing, up_from
from socomsite.formats.view import NavLink, Record, Viewer
from socomsite.formats.work import Work, work_of
from socomsite.job import Artifact, Job
from socomsite.language import Language
from socomsite.model.entries import Question
from socomsite.model.fields import Prose
from socomsite.model.kinds import Person, Project, Publication, Service, Topic
from socomsite.model.mailaddress import veiled
from socomsite.model.pages import Layout, Listing, Page
from socomsite.model.references import Name
from socomsite.model.schema import Entry, values_of
from socomsite.problem import Outcome

NAME = "page"
NOT_FOUND = "404.html"
GONE = "gone.html"
_MAY_EMBED = frozenset({Html, Record, tuple})
# What these are named by grows from year to year, so their pages go on where it is much.
_GROWING = (Topic, Project, Service, Person)


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


@dataclass(frozen=True, slots=True)
class Outline:
    """Stands for the view of a page until it is made: which page of which entry it is.

    `asked` is what has been asked of other entries to know so much.
    """

    pages: _Pages
    name: Name
    number: int
    addresses: tuple[str, ...]
    asked: frozenset[Question]


def plan(planning: Planning, *, is_whole: bool = True) -> Iterator[Job]:
    """A job for every page of the site; if it need not be whole, outlines for those of entries.

    An outline can become `whole` in any process: what is asked for all pages is asked here.
    """
    pages = {language: _Pages(planning, viewer) for language, viewer in planning.viewers.items()}
    for each in pages.values() if not is_whole else ():
        each.navigation.site(None)
    for versions in planning.graph.entries.values():
        for entry in versions.values():
            own = pages[entry.language]
            yield from own.of(entry) if is_whole else own.outlines(entry)
    yield _not_found(planning)


def whole(job: Job) -> Job:
    """The job of an outline with its view and all that this asks."""
    outline = job.view
    assert isinstance(outline, Outline)
    view, asked = outline.pages.view_of(outline)
    return replace(job, view=view, asked=asked)


def plan_of(planning: Planning, paths: frozenset[str]) -> Iterator[Job]:
    """The jobs of some pages of entries alone, by their files: the same as `plan` has."""
    pages = {language: _Pages(planning, viewer) for language, viewer in planning.viewers.items()}
    addresses = {f"/{path.removesuffix('index.html')}" for path in paths}
    addresses |= {NUMBERED.sub("", address) for address in addresses}
    graph = planning.graph
    for address in sorted(addresses & graph.by_address.keys()):
        name, language = graph.by_address[address]
        yield from pages[language].of(graph.entries[name][language], paths)


def outlines_of(planning: Planning, paths: frozenset[str]) -> Iterator[Job]:
    """The jobs of some pages by their files, of entries but outlines; 404 is whole.

    Entries of which it is known how many pages they have are not looked at, so that outlines do
    not tell where their content was written.
    """
    pages = {language: _Pages(planning, viewer) for language, viewer in planning.viewers.items()}
    graph = planning.graph
    for each in pages.values():
        each.navigation.site(None)
    several: list[Entry] = []
    for address in sorted(f"/{path.removesuffix('index.html')}" for path in paths):
        if (found := graph.by_address.get(address)) is None:
            continue  # a further page
        name, language = found
        if issubclass(graph.schema.kinds[name[0]], (Page, *_GROWING)):
            several.append(graph.entries[name][language])
        else:
            yield pages[language].outline_of(name, address)
    for entry in several:  # together, since they show the same cards
        jobs = pages[entry.language].outlines(entry)
        yield from (job for job in jobs if job.path in paths)
    if NOT_FOUND in paths:
        yield _not_found(planning)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The page as HTML: every address relative to the page, those of mail veiled."""
    view = job.view
    assert isinstance(view, PageView)
    made = tools.renderer.render(view.template, vars(view), view.language, view.kind)
    if made.value is None:
        return Outcome(None, made.problems)
    # A server shows these at any depth, so they keep the site's own path.
    up = view.site.base_path if view.kind in {NOT_FOUND, GONE} else up_from(view.address)
    html, facts, loads = standing(made.value, view.address, up)
    return Outcome(Artifact(job.path, veiled(html).encode(), facts, loads), made.problems)


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


class _Pages:
    """The pages of entries of one language."""

    def __init__(self, planning: Planning, viewer: Viewer) -> None:
        self.planning = planning
        self.viewer = viewer
        self.graph = planning.graph
        self.navigation = Navigation(planning, viewer)
        self.leafing = Leafing(planning.graph, viewer.language)
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
        template = self._template(entry)
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
                format=NAME,
                view=Outline(self, name, number, addresses, asked_so_far),
                recipe=self.planning.templates.recipe(template),
                kind=entry.folder,
                is_own=number == 1,
                origin=entry.origin,
                places=places,
            )

    def outline_of(self, name: Name, address: str) -> Job:
        """The outline of the only page of an entry, which is of no kind that has several."""
        recipe = self.planning.templates.recipe(template_of(self.graph.schema.kinds[name[0]]))
        view = Outline(self, name, 1, (address,), frozenset())
        return Job(file_of(address), NAME, view, recipe, name[0], is_own=True)

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
        longest = max(map(len, self.viewer.citing(entry).values()), default=0)
        return -(-longest // self.graph.site.cited_per_page)

    def _parts(self, entry: Entry, addresses: tuple[str, ...]) -> _Parts:
        """What the pages of an entry have in common."""
        lists = self._lists(entry)
        view = self._view(entry, self._template(entry))
        size = self.graph.site.cited_per_page
        cited = divided(view.cited_by, size) if isinstance(entry, _GROWING) else [view.cited_by]
        has_chart = isinstance(entry, Page) and entry.chart is not None
        anchored = _places(lists, addresses) if has_chart else {}
        has_place = self.planning.templates.may_name(view.template, "chart")
        chart = chart_of(entry, self.viewer, anchored) if has_place else None
        return _Parts(view, lists, cited, chart, addresses)

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

    def _view(self, entry: Entry, template: str) -> PageView:
        """What a page shows; what its template cannot name is not made, where that takes long."""
        address = self.graph.address(entry)
        named = partial(self.planning.templates.may_name, template)
        has_way = named("breadcrumb") or named("metadata")
        breadcrumb = tuple(self.navigation.breadcrumb(entry)) if has_way else ()
        record = shown(self.planning, entry)
        return PageView(
            template=template,
            kind=type(entry).__name__,
            address=address,
            language=entry.language,
            title=entry.label,
            description=self.viewer.description(entry),
            site=self.navigation.site(entry),
            entry=record,
            cited_by=self.viewer.cited_by(entry),
            index=index_of_everything(self.viewer, entry) if _is_search(entry) else None,
            breadcrumb=breadcrumb,
            feed=address + FEED_FILE if address in self.planning.feeds else "",
            metadata=metadata_of(self.viewer, entry, breadcrumb, self.planning.share)
            if named("metadata")
            else None,
            exports=exports_of(self.planning, entry) if named("exports") else NO_EXPORTS,
            neighbours=self.leafing.neighbours(entry) if named("neighbours") else None,
            work=work_of(self.viewer, entry) if isinstance(entry, Publication) else None,
            has_embed=named("has_embed") and _has_embed(record.named_values().values()),
            inaccessible=self._inaccessible(entry),
        )

    def _inaccessible(self, entry: Entry) -> tuple[Record, ...]:
        """The publications that an accessibility statement tells of: their file is not for all."""
        if not (isinstance(entry, Page) and entry.statement):
            return ()
        works = self.graph.of_kind(Publication.folder, entry.language)
        return self.viewer.cards(
            (work.folder, work.key)
            for work in works
            if isinstance(work, Publication) and work.excludes_readers
        )

    def _template(self, entry: Entry) -> str:
        if isinstance(entry, Page) and entry.layout is not Layout.PAGE:
            return f"{entry.layout.value}.html"
        return template_of(type(entry))


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


def _not_found(planning: Planning) -> Job:
    with planning.graph.entries.for_all():
        view = _apart(planning, NOT_FOUND, "/404.html", planning.graph.site.language)
    return Job(NOT_FOUND, NAME, view, planning.templates.recipe(NOT_FOUND), "404")


def plan_gone(planning: Planning) -> Iterator[Job]:
    """A job for a page at each address that is gone, which says why and since when."""
    recipe = planning.templates.recipe(GONE)
    for address, gone in planning.answers.gone.items():
        if "#" not in address:
            path = old_file(address)
            language = planning.graph.site.language_of(address)
            entry = Record({"reason": gone.reason, "date": _day(gone.date)})
            view = _apart(planning, GONE, f"/{path.removesuffix('index.html')}", language, entry)
            yield Job(path, NAME, view, recipe, "gone")


def _day(day: dt.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _apart(
    planning: Planning,
    template: str,
    address: str,
    language: Language,
    entry: Record = Record({}),  # noqa: B008 - a frozen value
) -> PageView:
    """The view of a page that is nobody's: it stands outside of lists, search and site map."""
    return PageView(
        template=template,
        kind=template,
        address=address,
        language=language,
        title="",
        description="",
        site=Navigation(planning, planning.viewers[language]).site(None),
        entry=entry,
        cited_by=Record({}),
        is_indexed=False,
    )
