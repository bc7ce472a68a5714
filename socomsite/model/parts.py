"""Groups of fields that kinds are put together from: goals, channels, hours, authors, boxes.

Knows what each group holds; must never know which kind uses it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from socomsite.model.cadence import Cadence
from socomsite.model.fields import Day, PictureFile, Prose, Ref, SomeDate, Text, Truth
from socomsite.model.identifiers import WebAddress
from socomsite.model.schema import Part

if TYPE_CHECKING:
    from socomsite.model.kinds import Event, News, Person, Post, Publication, Service, Topic


class GoalState(StrEnum):
    """How a goal ended, as far as a source tells."""

    ACHIEVED = "achieved"
    PARTLY_ACHIEVED = "partly_achieved"
    NOT_ACHIEVED = "not_achieved"


class Goal(Part):
    """A goal row of a plan: osatavoite, toimenpiteet, vastuutahot, tulosmittarit."""

    objective: Text
    actions: tuple[Text, ...] = ()
    responsible: tuple[Text, ...] = ()
    indicators: tuple[Text, ...] = ()
    results: tuple[Text, ...] = ()
    state: GoalState | None = None


class GoalArea(Part):
    """A chapter of a plan year with its goals."""

    number: Text | None = None
    name: Text
    summary: Text | None = None
    goals: tuple[Goal, ...] = ()


class ChannelSort(StrEnum):
    """Where a project or service is followed."""

    BLOG = "blog"
    FACEBOOK = "facebook"
    TWITTER = "twitter"
    INSTAGRAM = "instagram"
    LINKEDIN = "linkedin"
    YOUTUBE = "youtube"
    WEBSITE = "website"

    @property
    def is_social(self) -> bool:
        """Whether it counts for Socom's rule of one social-media channel per project."""
        return self is not ChannelSort.WEBSITE


class Channel(Part):
    """A channel of a project: its sort and address, and how often the project speaks there."""

    sort: ChannelSort
    address: WebAddress
    cadence: Cadence | None = None


class WebLink(Part):
    """A link with the words to show for it; `archived` is where a copy of the page is kept."""

    text: Text
    address: WebAddress
    archived: WebAddress | None = None


class Figure(Part):
    """A number with what it tells, as printed: `76 %`."""

    label: Text
    value: Text
    good: Truth | None = None


class Author(Part):
    """Somebody who wrote, spoke or signed: by name, or as a person of the site."""

    shorthand = "name"

    name: Text | None = None
    person: Ref[Person] | None = None
    role: Text | None = None

    @model_validator(mode="after")
    def _is_someone(self) -> Self:
        if not self.name and not self.person:
            raise PydanticCustomError("field-missing", "author", {"field": "name"})
        return self


class Member(Part):
    """A person in a project or service, with the role held there."""

    shorthand = "person"

    person: Ref[Person]
    role: Text | None = None


class Speaker(Part):
    """Who speaks at an event, and about what."""

    shorthand = "person"

    person: Ref[Person]
    subject: Text | None = None


class Price(Part):
    """What a thing costs, as a source says it; `amount` without currency if none is stated."""

    shorthand = "amount"

    amount: Text
    note: Text | None = None


class Registration(Part):
    """How one signs up for an event."""

    how: Text | None = None
    address: WebAddress | None = None
    deadline: SomeDate | None = None
    note: Text | None = None


class CompetenceCard(Part):
    """A person's osaamiskortti: shown only because consent and its day are recorded."""

    consent: Day
    education: tuple[Text, ...] = ()
    competences: tuple[Text, ...] = ()
    linkedin: WebAddress | None = None


class Change(Part):
    """A change in a service and the date from which it holds."""

    effective: SomeDate
    text: Text


class BoxSort(StrEnum):
    """The boxes of a bulletin."""

    EVENT = "event"
    PUBLICATION = "publication"
    READ_MORE = "read_more"
    FIGURES = "figures"
    QUOTE = "quote"
    NOTICE = "notice"


class Box(Part):
    """A box beside an article of a bulletin."""

    sort: BoxSort
    title: Text | None = None
    text: Prose | None = None
    event: Ref[Event] | None = None
    publication: Ref[Publication] | None = None
    figures: tuple[Figure, ...] = ()


class Signature(Part):
    """Who signs a lead article, where and as what."""

    name: Text
    person: Ref[Person] | None = None
    role: Text | None = None
    organisation: Text | None = None
    place: Text | None = None


class Item(Part):
    """Something that a bulletin tells of by its card, perhaps with a few words of its own.

    `change` is the date of the one change in a service that is told of.
    """

    shorthand = "entry"

    entry: Ref[News | Post | Event | Service | Publication]
    change: SomeDate | None = None
    text: Prose | None = None


class Article(Part):
    """An article of a bulletin: a text, entries told of by their cards, or both.

    A section article stands under its development area.
    """

    title: Text
    topic: Ref[Topic] | None = None
    text: Prose | None = None
    items: tuple[Item, ...] = ()
    signature: Signature | None = None
    boxes: tuple[Box, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.text is None and not self.items:
            raise PydanticCustomError("field-missing", "text", {"field": "text"})
        return self


class PictureConsent(Part):
    """The consent of those in a picture: where it is kept, and the last day on which it holds.

    For staff alone: no output shows it.
    """

    shorthand = "reference"

    reference: Text
    until: Day | None = None


class Picture(Part):
    """A picture file under `content/pictures/` and what it shows; `decorative` says nothing."""

    file: PictureFile
    alt: Text | None = None
    decorative: Truth = False
    consent: PictureConsent | None = None

    @model_validator(mode="after")
    def _says_what_it_shows(self) -> Self:
        if not self.alt and not self.decorative:
            raise PydanticCustomError("picture-alt-missing", "alt", {"path": self.file.name})
        return self
