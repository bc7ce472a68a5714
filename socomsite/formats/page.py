"""HTML pages: one for each entry and language, lists over several pages, redirects, 404.

Must never know other formats.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from socomsite.formats.listing import ListView, list_pages
from socomsite.formats.planning import FEED_FILE, Planning, Tools, file_of, template_of
from socomsite.formats.view import LanguageLink, NavLink, Record, Viewer
from socomsite.job import Artifact, Facts, Job
from socomsite.language import Language
from socomsite.model.fields import Prose
from socomsite.model.pages import Layout, Menu, Page
from socomsite.model.schema import Entry, values_of
from socomsite.problem import Outcome

NAME = "page"
NOT_FOUND = "404.html"
# Text may hold what looks like an attribute, but never an unescaped `<`.
_TAG = re.compile(r'<[a-zA-Z](?:"[^"]*"|[^<>"])*>')
_ATTRIBUTE = re.compile(r'(\s(?:href|src|action|poster|data-src)=")(/(?!/)[^"]*)"')
_LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')


@dataclass(frozen=True)
class SiteView:
    """What every page of a language shows of the site; `home` is its front page."""

    name: str
    short_name: str
    url: str
    home: str
    feedback_email: str
    feedback: NavLink | None
    menu: tuple[NavLink, ...]
    footer: tuple[NavLink, ...]
    languages: tuple[LanguageLink, ...]
    offices: tuple[Record, ...]
    assets: Record


@dataclass(frozen=True)
class PageView:
    """Everything that one page shows."""

    template: str
    kind: str
    address: str
    language: Language
    title: str
    description: str
    site: SiteView
    entry: Record
    cited_by: Record
    lists: tuple[ListView, ...] = ()
    breadcrumb: tuple[NavLink, ...] = ()
    feed: str = ""
    page_number: int = 1
    page_addresses: tuple[str, ...] = ()
    is_indexed: bool = True


@dataclass(frozen=True)
class RedirectView:
    """An old address and where it leads."""

    address: str
    target: str
    url: str


def plan(planning: Planning) -> Iterator[Job]:
    """A job for every page of the site."""
    graph = planning.graph
    for versions in graph.entries.values():
        for entry in versions.values():
            yield from _Pages(planning, planning.viewers[entry.language]).of(entry)
            yield from _redirects(planning, entry)
    yield _not_found(planning)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The page as HTML in which every address is relative to the page."""
    if isinstance(job.view, RedirectView):
        return Outcome(Artifact(job.path, _redirect_page(job.view).encode()))
    view = job.view
    assert isinstance(view, PageView)
    names = {field.name: getattr(view, field.name) for field in fields(view)}
    made = tools.renderer.render(view.template, names, view.language, view.kind)
    if made.value is None:
        return Outcome(None, made.problems)
    tags = "".join(_TAG.findall(made.value))
    links = tuple(sorted({entities.unescape(found) for found in _LINK.findall(tags)}))
    facts = Facts(view.address, links, frozenset(_ID.findall(tags)))
    html = _relative(made.value, view)
    return Outcome(Artifact(job.path, html.encode(), facts), made.problems)


def _relative(html: str, view: PageView) -> str:
    """Root-relative addresses made relative; 404 serves any depth, so it keeps the base path."""
    if view.kind == NOT_FOUND:
        base = "/" + view.site.url.split("://", 1)[1].partition("/")[2]
        return _TAG.sub(lambda tag: _ATTRIBUTE.sub(rf'\g<1>{base.rstrip("/")}\g<2>"', tag[0]), html)
    depth = view.address.count("/") - 1
    up = "../" * depth or "./"

    def rewritten(match: re.Match[str]) -> str:
        return f'{match[1]}{up if match[2] == "/" else up.removeprefix("./") + match[2][1:]}"'

    return _TAG.sub(lambda tag: _ATTRIBUTE.sub(rewritten, tag[0]), html)


class _Pages:
    """The pages of entries of one language."""

    def __init__(self, planning: Planning, viewer: Viewer) -> None:
        self.planning = planning
        self.viewer = viewer
        self.graph = planning.graph
        self.language = viewer.language

    def of(self, entry: Entry) -> Iterator[Job]:
        """The entry's page, and the further pages of its longest list."""
        lists = [list_pages(each, self.viewer) for each in getattr(entry, "lists", ())]
        count = max((len(pages) for pages in lists), default=1)
        address = self.graph.address(entry)
        addresses = tuple(_numbered(address, number) for number in range(1, count + 1))
        template = self._template(entry)
        recipe = self.planning.templates.recipe(template)
        view = self._view(entry, template)
        places = tuple(
            (self.viewer.address_of(link.target), link.position)
            for _, prose in values_of(entry, Prose)
            for link in prose.links
        )
        for number, own in enumerate(addresses, start=1):
            shown = tuple(pages[number - 1] for pages in lists if number <= len(pages))
            part = replace(
                view,
                address=own,
                lists=shown,
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
        return PageView(
            template=template,
            kind=type(entry).__name__,
            address=address,
            language=entry.language,
            title=entry.label,
            description=self.viewer.description(entry),
            site=self.site(entry),
            entry=self.viewer.record(entry),
            cited_by=self.viewer.cited_by(entry),
            breadcrumb=tuple(self._breadcrumb(entry)),
            feed=address + FEED_FILE if address in self.planning.feeds else "",
        )

    def _template(self, entry: Entry) -> str:
        if isinstance(entry, Page) and entry.layout is not Layout.PAGE:
            return f"{entry.layout.value}.html"
        return template_of(type(entry))

    def site(self, entry: Entry | None) -> SiteView:
        """What a page shows of the site; None for a page that is no entry."""
        site, assets = self.graph.site, self.planning.assets
        return SiteView(
            name=site.name.in_language(self.language),
            short_name=(site.short_name or site.name).in_language(self.language),
            url=site.url,
            home=site.prefix(self.language),
            feedback_email=site.feedback_email or "",
            feedback=self._feedback(),
            menu=self._menu(Menu.MAIN, entry),
            footer=self._menu(Menu.FOOTER, entry),
            languages=self._languages(entry),
            offices=self.viewer.cards(self.graph.of_kind("offices", self.language)),
            assets=Record(dict(assets)),
        )

    def _feedback(self) -> NavLink | None:
        key = self.graph.site.feedback_page
        name = self.graph.find(key, (Page.folder,)) if key else None
        if name is None:
            return None
        page = self.graph.entry(name, self.language)
        return NavLink(page.label, self.graph.address(page), page.language)

    def _menu(self, place: Menu, entry: Entry | None) -> tuple[NavLink, ...]:
        pages = [
            page
            for page in self.graph.of_kind(Page.folder, self.language)
            if isinstance(page, Page) and page.menu is place and page.language is self.language
        ]
        section = self._section(entry) if entry else ""
        return tuple(
            NavLink(
                title=page.menu_title or page.title,
                address=(address := self.graph.address(page)),
                language=page.language,
                is_current=entry is page,
                is_section=address == section,
            )
            for page in sorted(pages, key=lambda page: (page.menu_order, page.title, page.key))
        )

    def _section(self, entry: Entry) -> str:
        """The address of the list or first page that an entry stands under."""
        if isinstance(entry, Page):
            top = self._parents(entry)
            return self.graph.address(top[0] if top else entry)
        section = self.graph.site.section(entry.folder, entry.language)
        return f"{self.graph.site.prefix(entry.language)}{section}/"

    def _parents(self, page: Page) -> list[Page]:
        """The pages above a page, outermost first; a circle of parents ends where it closes."""
        chain: list[Page] = []
        above = page
        while above.parent is not None:
            name = self.graph.find(above.parent.key, (Page.folder,))
            found = self.graph.entry(name, page.language) if name else None
            if not isinstance(found, Page) or found in chain or found is page:
                break
            chain.append(found)
            above = found
        return chain[::-1]

    def _breadcrumb(self, entry: Entry) -> Iterator[NavLink]:
        home = self.graph.site.prefix(entry.language)
        if self.graph.address(entry) == home:
            return
        front = self.planning.pages_by_address.get(home)
        if front is not None:
            yield NavLink("", home, front.language)
        if isinstance(entry, Page):
            above: Iterable[Entry] = self._parents(entry)
        else:
            section = self.planning.pages_by_address.get(self._section(entry))
            above = [section] if section else []
        for page in above:
            title = (page.menu_title if isinstance(page, Page) else None) or page.label
            yield NavLink(title, self.graph.address(page), page.language)

    def _languages(self, entry: Entry | None) -> tuple[LanguageLink, ...]:
        versions = self.graph.entries[entry.folder, entry.key] if entry else {}
        links = []
        for language in self.graph.site.languages:
            version = versions.get(language)
            home = self.graph.site.prefix(language)
            if version is None and home not in self.planning.pages_by_address:
                continue
            links.append(
                LanguageLink(
                    language=language,
                    address=self.graph.address(version) if version else home,
                    is_current=language is self.language,
                    is_translated=version is not None,
                )
            )
        return tuple(links)


def _numbered(address: str, number: int) -> str:
    return address if number == 1 else f"{address}sivu-{number}/"


def _redirects(planning: Planning, entry: Entry) -> Iterator[Job]:
    target = planning.graph.address(entry)
    for alias in entry.aliases:
        address = f"/{alias.strip('/')}/"
        view = RedirectView(address, target, planning.graph.site.url)
        yield Job(file_of(address), NAME, view, "", "redirect", origin=entry.origin)


def _redirect_page(view: RedirectView) -> str:
    up = "../" * (view.address.count("/") - 1)
    target = entities.escape(up + view.target.lstrip("/"))
    canonical = entities.escape(view.url + view.target.lstrip("/"))
    return (
        '<!doctype html>\n<html lang="fi">\n<meta charset="utf-8">\n'
        f'<title>Sivu on siirtynyt</title>\n<link rel="canonical" href="{canonical}">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n'
        f'<p>Sivu on siirtynyt: <a href="{target}">{entities.escape(view.target)}</a></p>\n'
        "</html>\n"
    )


def _not_found(planning: Planning) -> Job:
    language = planning.graph.site.language
    pages = _Pages(planning, planning.viewers[language])
    view = PageView(
        template=NOT_FOUND,
        kind=NOT_FOUND,
        address="/404.html",
        language=language,
        title="",
        description="",
        site=pages.site(None),
        entry=Record({}),
        cited_by=Record({}),
        is_indexed=False,
    )
    return Job(NOT_FOUND, NAME, view, planning.templates.recipe(NOT_FOUND), "404")
