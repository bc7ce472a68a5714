"""Pages of the site itself: their place in the menu, their layout and the lists they show.

Must never know how a page or list is rendered.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from socomsite.model.fields import Day, FolderName, Prose, Ref, Text, Truth
from socomsite.model.identifiers import SitePath, WebAddress
from socomsite.model.schema import Entry, Part
from socomsite.model.statement import Statement
from socomsite.model.traits import Titled


class Menu(StrEnum):
    """Where a page stands in the navigation."""

    MAIN = "main"
    FOOTER = "footer"
    NONE = "none"


class Group(StrEnum):
    """What a listing is divided by."""

    YEAR = "year"
    MONTH = "month"
    TOPIC = "topic"
    SERIES = "series"
    STATE = "state"
    SORT = "sort"
    REGION = "region"


class ListState(StrEnum):
    """The states of projects, services and events that a listing can ask for."""

    RUNNING = "running"
    UPCOMING = "upcoming"
    ENDED = "ended"
    UNKNOWN = "unknown"
    ON_NOW = "on_now"
    PAST = "past"


class Listing(Part):
    """A list of entries on a page: which, in which order and how many."""

    shorthand = "of"

    of: FolderName
    title: Text | None = None
    note: Text | None = None
    state: tuple[ListState, ...] = ()
    sort: tuple[Text, ...] = ()
    own: Truth | None = None
    series: Text | None = None
    group: Group | None = None
    latest: Annotated[int, Field(ge=1)] | None = None
    per_page: Annotated[int, Field(ge=1)] = 20
    all: Ref[Page] | None = None
    empty: Text | None = None


class Door(Part):
    """A way into the site for one kind of reader."""

    title: Text
    text: Text
    address: WebAddress


class Layout(StrEnum):
    """The template of a page."""

    PAGE = "page"
    FRONT = "front"
    CONTACTS = "contacts"
    SEARCH = "search"
    STATEMENT = "statement"


class Chart(StrEnum):
    """A picture of facts from the whole site that a page shows above its lists."""

    TIMELINE = "timeline"
    PER_YEAR = "publications_per_year"


class Page(Titled, folder="pages", fi="sivu", sv="sida", en="page"):
    """A page of the site itself; `address` if it is not the key, empty for the front page."""

    on_card = ("summary",)

    summary: Text | None = None
    body: Prose
    menu: Menu
    menu_title: Text | None = None
    menu_order: int = 100
    reviewed_on: Day
    owner: Text
    address: SitePath | None = None
    parent: Ref[Page] | None = None
    layout: Layout = Layout.PAGE
    chart: Chart | None = None
    lists: tuple[Listing, ...] = ()
    featured: tuple[Ref[Entry], ...] = ()
    doors: tuple[Door, ...] = ()
    statement: Statement | None = None

    @model_validator(mode="after")
    def _statement_has_its_layout(self) -> Self:
        if (self.layout is Layout.STATEMENT) != (self.statement is not None):
            lacking = "layout" if self.statement else "statement"
            raise PydanticCustomError("field-missing", "statement", {"field": lacking})
        return self
