"""What staff keep for themselves: the communications plan row by row, and the log of small doings.

These kinds have no pages; reports read them. Must never know how a report counts or looks.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field

from socomsite.model.cadence import Cadence
from socomsite.model.fields import Day, Ref, SomeDate, Text, Truth
from socomsite.model.identifiers import WebAddress
from socomsite.model.parts import ChannelSort
from socomsite.model.schema import Entry, Part
from socomsite.model.traits import Titled

if TYPE_CHECKING:
    from socomsite.model.kinds import Person, Plan, Project, Service

_LAST = 10_000


class Scope(StrEnum):
    """For what a row is kept: once for Socom, or for each project at work."""

    SOCOM = "socom"
    PROJECT = "project"


class Doing(StrEnum):
    """What the site itself can count as done."""

    BULLETIN = "bulletin"
    NEWS = "news_item"
    POST = "post"
    OWN_PUBLICATION = "own_publication"
    EVENT = "event"
    MATERIAL = "material"
    MEDIA = "media_appearance"
    SERVICE_CHANGE = "service_change"
    COMPETENCE_CARD = "competence_card"
    REVIEW = "review"
    CHANNEL = "channel"


class Counting(Part):
    """Entries that count as done: of what, perhaps only of a series or of some sorts."""

    shorthand = "of"

    of: Doing
    series: Text | None = None
    sort: tuple[Text, ...] = ()


class PlanRow(
    Titled,
    folder="plan",
    public=False,
    fi="viestintäsuunnitelman rivi",
    sv="rad i kommunikationsplanen",
    en="communications plan row",
):
    """A row of the communications plan: tool, audience, content, cadence, who answers."""

    number: Annotated[int, Field(ge=1)] | None = None
    since: Day
    until: Day | None = None
    audience: tuple[Text, ...] = ()
    content: tuple[Text, ...] = ()
    cadence: Cadence
    cadence_note: Text | None = None
    per: Scope = Scope.SOCOM
    project_channel: ChannelSort | None = None
    counts: tuple[Counting, ...] = ()
    yearly: Truth = False
    responsible: tuple[Text, ...] = ()
    people: tuple[Ref[Person], ...] = ()
    open_questions: tuple[Text, ...] = ()
    plan: Ref[Plan] | None = None

    def is_in_force(self, day: dt.date) -> bool:
        """Whether the plan holds on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def order(self, today: dt.date) -> tuple[Any, ...]:
        """By number, rules without one last."""
        return (self.number or _LAST, *super().order(today))


class LogEntry(
    Titled,
    folder="log",
    public=False,
    fi="viestintälokin merkintä",
    sv="anteckning i kommunikationsloggen",
    en="communications log entry",
):
    """Something done that leaves no page behind: a tweet, a newspaper story, a fair, a talk."""

    date: SomeDate
    channel: Ref[PlanRow]
    about: tuple[Ref[Project | Service], ...] = ()
    link: WebAddress | None = None


#: The kinds without pages, in the order in which they are told of.
STAFF_KINDS: tuple[type[Entry], ...] = (PlanRow, LogEntry)
