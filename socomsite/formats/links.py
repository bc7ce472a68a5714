"""Links as a page shows them: of a menu, of a breadcrumb, between languages.

Must never know where they lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from socomsite.digest import Digestible
from socomsite.language import Language


@dataclass(frozen=True, slots=True)
class NavLink:
    """A link of a menu, breadcrumb or language switch."""

    title: str
    address: str
    language: Language
    is_current: bool = False
    is_section: bool = False


class Links(Digestible):
    """The links of a menu, which are the same on many pages and digested once."""

    __slots__ = ("_links",)

    def __init__(self, links: Iterable[NavLink] = ()) -> None:
        """A menu of these links."""
        self._links = tuple(links)

    def __iter__(self) -> Iterator[NavLink]:
        """The links in their order."""
        return iter(self._links)

    def __len__(self) -> int:
        """How many links there are."""
        return len(self._links)

    def __eq__(self, other: object) -> bool:
        """Menus are equal by their links."""
        return isinstance(other, Links) and self._links == other._links

    def __hash__(self) -> int:
        """As equality has it."""
        return hash(self._links)

    def parts(self) -> tuple[object, ...]:
        """The links."""
        return self._links


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The way to a language: the same page if it is translated, else the front page."""

    language: Language
    address: str
    is_current: bool
    is_translated: bool
