"""What stands around every page: menus, breadcrumb, language switch, and what the site is called.

Must never know what stands on the page itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from socomsite.formats.links import LanguageLink, Links, NavLink
from socomsite.formats.planning import Planning
from socomsite.formats.record import Record
from socomsite.formats.view import Viewer
from socomsite.language import Language
from socomsite.model.kinds import Office
from socomsite.model.pages import Layout, Menu, Page
from socomsite.model.schema import Entry


@dataclass(frozen=True)
class SiteView:
    """What every page of a language shows of the site; `home` is its front page."""

    name: str
    short_name: str
    url: str
    base_path: str
    home: str
    feedback_email: str
    feedback: NavLink | None
    menu: Links
    footer: Links
    languages: tuple[LanguageLink, ...]
    offices: tuple[Record, ...]
    assets: Record
    contacts: Record | None
    search: NavLink | None


class Navigation:
    """The ways from pages of one language to the rest of the site."""

    def __init__(self, planning: Planning, viewer: Viewer) -> None:
        """The navigation of the pages that a viewer shows."""
        self.planning = planning
        self.viewer = viewer
        self.graph = planning.graph
        self.language = viewer.language
        self._sections: dict[tuple[str, Language], str] = {}
        self._menus: dict[tuple[Menu, str, str], Links] = {}

    def site(self, entry: Entry | None) -> SiteView:
        """What a page shows of the site; None for a page that is no entry."""
        site = self.graph.site
        return SiteView(
            name=site.name.in_language(self.language),
            short_name=(site.short_name or site.name).in_language(self.language),
            url=site.url,
            base_path=site.base_path,
            home=site.prefix(self.language),
            feedback_email=site.feedback_email or "",
            feedback=self._feedback,
            search=self._search,
            menu=self._menu(Menu.MAIN, entry),
            footer=self._menu(Menu.FOOTER, entry),
            languages=self._languages(entry),
            offices=self._offices,
            assets=self._assets,
            contacts=self._contacts,
        )

    @cached_property
    def _offices(self) -> tuple[Record, ...]:
        with self.graph.entries.for_all():
            offices = self.graph.of_kind(Office.folder, self.language)
            return self.viewer.cards((each.folder, each.key) for each in offices)

    @cached_property
    def _contacts(self) -> Record | None:
        """The page that says how to reach us, if there is one."""
        with self.graph.entries.for_all():
            page = self._page_of(Layout.CONTACTS)
            return self.viewer.card((page.folder, page.key)) if page else None

    @cached_property
    def _assets(self) -> Record:
        return Record(dict(self.planning.assets))

    @cached_property
    def _feedback(self) -> NavLink | None:
        key = self.graph.site.feedback_page
        name = self.graph.find(key, (Page.folder,)) if key else None
        if name is None:
            return None
        with self.graph.entries.for_all():
            page = self.graph.brief(name, self.language)
        return NavLink(page.label, self.graph.address(page), page.language)

    @cached_property
    def _search(self) -> NavLink | None:
        """The page of this language that searches the site."""
        with self.graph.entries.for_all():
            page = self._page_of(Layout.SEARCH)
        if page is None or page.language is not self.language:
            return None
        return NavLink(page.label, self.graph.address(page), page.language)

    def _page_of(self, layout: Layout) -> Page | None:
        """The first page of a layout, in this language or its fallback."""
        pages = self.graph.briefs_of_kind(Page.folder, self.language)
        return next((p for p in pages if isinstance(p, Page) and p.layout is layout), None)

    @cached_property
    def _menu_pages(self) -> list[Page]:
        """The pages of this language that stand in a menu, in their order."""
        with self.graph.entries.for_all():
            listed = self.graph.briefs_of_kind(Page.folder, self.language)
        pages = [
            page
            for page in listed
            if isinstance(page, Page)
            and page.menu is not Menu.NONE
            and page.language is self.language
        ]
        return sorted(pages, key=lambda page: (page.menu_order, page.title, page.key))

    def _menu(self, place: Menu, entry: Entry | None) -> Links:
        """A menu as a page shows it; pages of one section that it does not hold show the same."""
        section = self._section(entry) if entry else ""
        current = entry if isinstance(entry, Page) and entry.menu is place else None
        shown = (place, section, current.key if current else "")
        if shown not in self._menus:
            self._menus[shown] = Links(
                NavLink(
                    title=page.menu_title or page.title,
                    address=(address := self.graph.address(page)),
                    language=page.language,
                    is_current=current is not None and current.key == page.key,
                    is_section=address == section,
                )
                for page in self._menu_pages
                if page.menu is place
            )
        return self._menus[shown]

    def _section(self, entry: Entry) -> str:
        """The address of the list or first page that an entry stands under."""
        if isinstance(entry, Page):
            top = self._parents(entry)
            return self.graph.address(top[0] if top else entry)
        kind = entry.folder, entry.language
        if kind not in self._sections:
            site = self.graph.site
            self._sections[kind] = f"{site.prefix(entry.language)}{site.section(*kind)}/"
        return self._sections[kind]

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

    def breadcrumb(self, entry: Entry) -> Iterator[NavLink]:
        """The pages above an entry, from the front page down; none for the front page."""
        home = self.graph.site.prefix(entry.language)
        if self.graph.address(entry) == home:
            return
        front = self.graph.by_address.get(home)
        if front is not None:
            yield NavLink("", home, front[1])
        if isinstance(entry, Page):
            above: Iterable[Entry] = self._parents(entry)
        else:
            section = self.planning.page_at(self._section(entry))
            above = [section] if section else []
        for page in above:
            title = (page.menu_title if isinstance(page, Page) else None) or page.label
            yield NavLink(title, self.graph.address(page), page.language)

    def _languages(self, entry: Entry | None) -> tuple[LanguageLink, ...]:
        name = (entry.folder, entry.key) if entry else None
        versions = self.graph.entries.languages(name) if name else frozenset()
        links = []
        for language in self.graph.site.languages:
            own = (name, language) if name and language in versions else None
            home = self.graph.site.prefix(language)
            if own is None and home not in self.graph.by_address:
                continue
            links.append(
                LanguageLink(
                    language=language,
                    address=self.graph.addresses[own] if own else home,
                    is_current=language is self.language,
                    is_translated=own is not None,
                )
            )
        return tuple(links)
