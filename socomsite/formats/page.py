"""HTML pages: one for each entry and language, lists over several pages, 404 and 410.

Must never know other formats.
"""

from __future__ import annotations

import datetime as dt
import html as entities
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from socomsite.dates import PartialDate
from socomsite.formats.chart import ChartView, chart_of
from socomsite.formats.embeds import FRAME
from socomsite.formats.exports import NO_EXPORTS, Exports, exports_of
from socomsite.formats.issue import shown
from socomsite.formats.listing import IndexView, ListView, index_of_everything, list_pages
from socomsite.formats.loads import loads_of_html
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
from socomsite.formats.relative import SRCSET, TAG, relative, up_from
from socomsite.formats.view import NavLink, Record, Viewer
from socomsite.formats.work import Work, work_of
from socomsite.job import Artifact, Facts, Job
from socomsite.language import Language
from socomsite.model.fields import Prose
from socomsite.model.kinds import Publication
from socomsite.model.pages import Layout, Page
from socomsite.model.schema import Entry, values_of
from socomsite.problem import Outcome

NAME = "page"
NOT_FOUND = "404.html"
GONE = "gone.html"
_LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')


@dataclass(frozen=True)
class PageView:
    """Everything that one page shows; `work` is the publication as it is cited."""

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
    page_number: int = 1
    page_addresses: tuple[str, ...] = ()
    is_indexed: bool = True
    has_embed: bool = False
    inaccessible: tuple[Record, ...] = ()


def plan(planning: Planning) -> Iterator[Job]:
    """A job for every page of the site."""
    pages = {language: _Pages(planning, viewer) for language, viewer in planning.viewers.items()}
    for versions in planning.graph.entries.values():
        for entry in versions.values():
            yield from pages[entry.language].of(entry)
    yield _not_found(planning)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The page as HTML in which every address is relative to the page."""
    view = job.view
    assert isinstance(view, PageView)
    names = {field.name: getattr(view, field.name) for field in fields(view)}
    made = tools.renderer.render(view.template, names, view.language, view.kind)
    if made.value is None:
        return Outcome(None, made.problems)
    tags = "".join(TAG.findall(made.value))
    named = [*_LINK.findall(tags), *(a for _, listed in SRCSET.findall(tags) for a in _of(listed))]
    links = tuple(sorted({entities.unescape(found) for found in named}))
    facts = Facts(view.address, links, frozenset(_ID.findall(tags)))
    # A server shows these at any depth, so they keep the site's own path.
    up = view.site.base_path if view.kind in {NOT_FOUND, GONE} else up_from(view.address)
    html = relative(made.value, up)
    loads = loads_of_html(html, view.address)
    return Outcome(Artifact(job.path, html.encode(), facts, loads), made.problems)


def _of(srcset: str) -> list[str]:
    """The addresses of our own `srcset`, which hold neither space nor comma."""
    return [candidate.partition(" ")[0] for candidate in srcset.split(", ")]


def _has_embed(shown: object) -> bool:
    """Whether anything shown is an embed, so that the page needs its script."""
    match shown:
        case Html():
            return f" {FRAME}=" in shown.text
        case Record():
            return any(map(_has_embed, shown.parts()))
        case tuple():
            return any(map(_has_embed, shown))
    return False


class _Pages:
    """The pages of entries of one language."""

    def __init__(self, planning: Planning, viewer: Viewer) -> None:
        self.planning = planning
        self.viewer = viewer
        self.graph = planning.graph
        self.navigation = Navigation(planning, viewer)

    def of(self, entry: Entry) -> Iterator[Job]:
        """The entry's page, and the further pages of its longest list."""
        lists = [list_pages(each, self.viewer) for each in getattr(entry, "lists", ())]
        count = max((len(pages) for pages in lists), default=1)
        address = self.graph.address(entry)
        addresses = tuple(_numbered(address, number) for number in range(1, count + 1))
        template = self._template(entry)
        recipe = self.planning.templates.recipe(template)
        view = self._view(entry, template)
        chart = chart_of(entry, self.viewer, _places(lists, addresses))
        further = view.metadata.of_further_page() if view.metadata else None
        places = tuple(
            (self.viewer.address_of(link.target), link.position)
            for _, prose in values_of(entry, Prose)
            for link in prose.links
        )
        for number, own in enumerate(addresses, start=1):
            listed = tuple(pages[number - 1] for pages in lists if number <= len(pages))
            part = replace(
                view,
                address=own,
                chart=chart if number == 1 else None,
                lists=listed,
                metadata=view.metadata if number == 1 else further,
                page_number=number,
                page_addresses=addresses if count > 1 else (),
            )
            yield Job(
                path=file_of(own),
                format=NAME,
                view=part,
                recipe=recipe,
                kind=entry.folder,
                is_own=number == 1,
                origin=entry.origin,
                places=places,
            )

    def _view(self, entry: Entry, template: str) -> PageView:
        address = self.graph.address(entry)
        breadcrumb = tuple(self.navigation.breadcrumb(entry))
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
            metadata=metadata_of(self.viewer, entry, breadcrumb, self.planning.share),
            exports=exports_of(self.planning, entry),
            work=work_of(self.viewer, entry) if isinstance(entry, Publication) else None,
            has_embed=_has_embed(record),
            inaccessible=self._inaccessible(entry),
        )

    def _inaccessible(self, entry: Entry) -> tuple[Record, ...]:
        """The publications that an accessibility statement tells of: their file is not for all."""
        if not (isinstance(entry, Page) and entry.statement):
            return ()
        works = self.graph.of_kind(Publication.folder, entry.language)
        return self.viewer.cards(
            work for work in works if isinstance(work, Publication) and work.excludes_readers
        )

    def _template(self, entry: Entry) -> str:
        if isinstance(entry, Page) and entry.layout is not Layout.PAGE:
            return f"{entry.layout.value}.html"
        return template_of(type(entry))


def _places(lists: list[list[ListView]], addresses: tuple[str, ...]) -> dict[str, str]:
    """Where each group of a page's lists begins, by its anchor, seen from the first page.

    The ids are those that the templates give: `s-v2008`, of a second list `s-2-v2008`.
    """
    places: dict[str, str] = {}
    for number, address in enumerate(addresses, start=1):
        shown = (pages[number - 1] for pages in lists if number <= len(pages))
        for place, each in enumerate(shown, start=1):
            for group in each.groups:
                own = f"#s-{f'{place}-' if place > 1 else ''}{group.anchor}"
                places.setdefault(group.anchor, own if number == 1 else address + own)
    return places


def _is_search(entry: Entry) -> bool:
    return isinstance(entry, Page) and entry.layout is Layout.SEARCH


def _numbered(address: str, number: int) -> str:
    return address if number == 1 else f"{address}sivu-{number}/"


def _not_found(planning: Planning) -> Job:
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
