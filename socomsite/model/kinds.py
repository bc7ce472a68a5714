"""The kinds of content, each declared once: fields, what a card shows, what its state is.

Must never know how anything is rendered.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from socomsite.language import collation_key
from socomsite.model.communications import STAFF_KINDS
from socomsite.model.fields import Attachment, Prose, Ref, SomeDate, Text, Truth
from socomsite.model.hours import Hours
from socomsite.model.identifiers import (
    Email,
    Isbn,
    Issn,
    Phone,
    WebAddress,
    read_series_number,
)
from socomsite.model.pages import Page
from socomsite.model.parts import (
    Article,
    Author,
    Change,
    Channel,
    CompetenceCard,
    Figure,
    Goal,
    GoalArea,
    Member,
    Picture,
    Price,
    Registration,
    Speaker,
    WebLink,
)
from socomsite.model.schema import Entry, Schema
from socomsite.model.traits import (
    ByFamilyName,
    Dated,
    EventState,
    Happening,
    Lasting,
    Named,
    PeriodState,
    Titled,
    newest_first,
)


class Topic(Named, folder="topics", fi="kehittämisalue", sv="utvecklingsområde", en="topic"):
    """A development area: what is cited under it comes by back-reference."""

    on_card = ("summary",)

    summary: Text
    body: Prose


# Named by many below: a kind all of whose fields are known need not be gone through once more.
class Office(Named, folder="offices", fi="toimipiste", sv="verksamhetsställe", en="office"):
    """A place where Socom works, with the year of which the address is known."""

    on_card = ("street", "postcode", "town", "phone", "email", "known_in")

    street: Text | None = None
    postcode: Annotated[Text, Field(pattern=r"^\d{5}$")] | None = None
    town: Text
    phone: Phone | None = None
    email: Email | None = None
    phone_hours: tuple[Hours, ...] = ()
    known_in: SomeDate | None = None
    body: Prose | None = None


class Plan(
    Titled, folder="plans", fi="toimintasuunnitelma", sv="verksamhetsplan", en="action plan"
):
    """A year's action plan: goal areas with goals, actions and indicators."""

    on_card = ("summary", "year")

    year: Annotated[int, Field(ge=1990, le=2199)]
    summary: Text
    areas: tuple[GoalArea, ...] = Field(min_length=1)
    publication: Ref[Publication] | None = None
    body: Prose | None = None

    def order(self, today: dt.date) -> tuple[Any, ...]:
        """Newest first."""
        return (-self.year, *super().order(today))


class ProjectSort(StrEnum):
    """What a project card describes."""

    PROJECT = "project"
    PROGRAMME = "programme"
    NETWORK = "network"
    DEVELOPMENT_UNIT = "development_unit"
    FORM_OF_WORK = "form_of_work"


class Share(StrEnum):
    """Socom's part in a project, as the sources tell it."""

    SOCOM = "socom"
    PARTNER = "partner"
    AREA = "area"
    CONTEXT = "context"


class Project(Named, Lasting, folder="projects", fi="hanke", sv="projekt", en="project"):
    """A project card: hanke, ohjelma, verkosto, kehittämisyksikkö or toimintamuoto."""

    on_card = (
        "summary",
        "sort",
        "share",
        "topics",
        "area",
        "start",
        "end",
        "active",
        "planned",
        "date_note",
    )

    sort: ProjectSort
    share: Share
    summary: Text
    topics: tuple[Ref[Topic], ...] = Field(min_length=1)
    other_names: tuple[Text, ...] = ()
    funder: Text | None = None
    programme: Ref[Project] | None = None
    parent: Ref[Project] | None = None
    formed_from: tuple[Ref[Project], ...] = ()
    partners: tuple[Text, ...] = ()
    area: Text | None = None
    target_groups: tuple[Text, ...] = ()
    main_goal: Text | None = None
    goals: tuple[Goal, ...] = ()
    goals_note: Text | None = None
    results: tuple[Text, ...] = ()
    figures: tuple[Figure, ...] = ()
    figures_note: Text | None = None
    people: tuple[Member, ...] = ()
    people_note: Text | None = None
    channels: tuple[Channel, ...] = ()
    links: tuple[WebLink, ...] = ()
    body: Prose | None = None
    plan: Ref[Plan] | None = None

    @property
    def needs_channel(self) -> bool:
        """Whether Socom's own rule of one social-media channel binds it."""
        return self.sort in (ProjectSort.PROJECT, ProjectSort.PROGRAMME)

    @property
    def lacks_channel(self) -> bool:
        """Whether Socom's own rule of one social-media channel is unmet."""
        return self.needs_channel and not any(c.sort.is_social for c in self.channels)

    def is_at_work(self, today: dt.date) -> bool:
        """Whether it is known to run on a day, or was seen at work in the day's year."""
        seen = today.year in {day.year for day in self.active}
        state = self.state(today)
        return state is PeriodState.RUNNING or (seen and state is PeriodState.UNKNOWN)


class Service(Named, Lasting, folder="services", fi="palvelu", sv="tjänst", en="service"):
    """A service for citizens or professionals."""

    on_card = ("summary", "audience", "topics", "start", "end", "active", "share")

    share: Share
    summary: Text
    audience: Text
    topics: tuple[Ref[Topic], ...] = Field(min_length=1)
    contact: Text | None = None
    offices: tuple[Ref[Office], ...] = ()
    phone: Phone | None = None
    email: Email | None = None
    phone_hours: tuple[Hours, ...] = ()
    phone_hours_known_in: SomeDate | None = None
    changes: tuple[Change, ...] = ()
    area: Text | None = None
    partners: tuple[Text, ...] = ()
    goals: tuple[Goal, ...] = ()
    goals_note: Text | None = None
    people: tuple[Member, ...] = ()
    people_note: Text | None = None
    parent: Ref[Project] | None = None
    channels: tuple[Channel, ...] = ()
    links: tuple[WebLink, ...] = ()
    body: Prose | None = None
    plan: Ref[Plan] | None = None


class Person(ByFamilyName, folder="people", fi="henkilö", sv="person", en="person"):
    """A person of Socom (`staff`), or an author or speaker from elsewhere."""

    on_card = ("role", "unit", "office", "organisation", "staff", "phone", "email", "known_in")

    staff: Truth
    role: Text | None = None
    unit: Ref[Project | Service] | None = None
    unit_name: Text | None = None
    office: Ref[Office] | None = None
    organisation: Text | None = None
    phone: Phone | None = None
    email: Email | None = None
    phone_hours: tuple[Hours, ...] = ()
    portrait: Picture | None = None
    competence: CompetenceCard | None = None
    topics: tuple[Ref[Topic], ...] = ()
    start: SomeDate | None = None
    end: SomeDate | None = None
    known_in: SomeDate | None = None
    note: Text | None = None
    body: Prose | None = None

    def has_left(self, today: dt.date) -> bool:
        """Whether the last day that is known is past."""
        return self.end is not None and self.end.last_day < today


class Post(Titled, Dated, folder="posts", fi="blogikirjoitus", sv="blogginlägg", en="blog post"):
    """A blog post about a project or service."""

    on_card = ("summary", "date", "author", "about")

    author: Author
    about: tuple[Ref[Project | Service], ...] = Field(min_length=1)
    summary: Text
    body: Prose


class News(Titled, Dated, folder="news", fi="uutinen", sv="nyhet", en="news item"):
    """A news item on a development area."""

    on_card = ("summary", "date", "topics")

    topics: tuple[Ref[Topic], ...] = Field(min_length=1)
    about: tuple[Ref[Project | Service], ...] = ()
    summary: Text | None = None
    body: Prose


class EventSort(StrEnum):
    """What sort of an event."""

    SEMINAR = "seminar"
    TRAINING = "training"
    MORNING_COFFEE = "morning_coffee"
    FAIR = "fair"
    PRESENTATION = "presentation"
    WEBCAST = "webcast"
    WORKSHOP = "workshop"
    MEETING = "meeting"
    GROUP = "group"


class EventStatus(StrEnum):
    """What has become of an event against its plan."""

    CANCELLED = "cancelled"
    POSTPONED = "postponed"
    FULL = "full"


class Captions(StrEnum):
    """How a video or recording is given in text."""

    CAPTIONS = "captions"
    TRANSCRIPT = "transcript"


class RegistrationState(StrEnum):
    """Whether one can still sign up for an event."""

    OPEN = "registration_open"
    CLOSED = "registration_closed"


class Event(Titled, Happening, folder="events", fi="tapahtuma", sv="evenemang", en="event"):
    """An event, training or series of meetings."""

    has_feed: ClassVar[bool] = True
    on_card = ("summary", "start", "end", "place", "sort", "status", "date_note", "organiser")

    sort: EventSort
    summary: Text | None = None
    status: EventStatus | None = None
    date_note: Text | None = None
    online: WebAddress | None = None
    organiser: Text | None = None
    about: tuple[Ref[Project | Service], ...] = ()
    topics: tuple[Ref[Topic], ...] = ()
    speakers: tuple[Speaker, ...] = ()
    audience: Text | None = None
    registration: Registration | None = None
    recording: WebAddress | None = None
    captions: Captions | None = None
    slides: WebAddress | None = None
    body: Prose | None = None

    @property
    def lacks_captions(self) -> bool:
        """Whether nobody has chosen how what its recording says is given in text."""
        return self.recording is not None and not self.captions

    def registration_state(self, today: dt.date) -> RegistrationState | None:
        """Whether registration is open on a day; None without one, or once the event has begun."""
        is_ahead = self.state(today) is EventState.UPCOMING
        if self.registration is None or self.status is EventStatus.CANCELLED or not is_ahead:
            return None
        deadline = self.registration.deadline
        is_late = deadline is not None and deadline.last_day < today
        is_closed = is_late or self.status is EventStatus.FULL
        return RegistrationState.CLOSED if is_closed else RegistrationState.OPEN


class Bulletin(Entry, folder="bulletins", fi="tiedote", sv="informationsblad", en="bulletin"):
    """An issue of a bulletin series, such as Tiedote 1/2007."""

    has_feed: ClassVar[bool] = True
    is_gathered: ClassVar[bool] = True
    on_card = ("summary", "date", "series", "number", "year")

    series: Text
    number: Annotated[int, Field(ge=1)]
    year: Annotated[int, Field(ge=1990, le=2199)]
    date: SomeDate
    summary: Text
    lead: Article
    sections: tuple[Article, ...] = ()
    contact: Prose | None = None
    note: Text | None = None
    gathered: tuple[Text, ...] = ()

    @property
    def label(self) -> str:
        """Series name, number and year."""
        return f"{self.series} {self.number}/{self.year}"

    @property
    def contents(self) -> tuple[str, ...]:
        """The titles of its articles, the lead first."""
        return (self.lead.title, *(article.title for article in self.sections))

    @property
    def shown_from(self) -> dt.date | None:
        """The first day its date can mean, or the later day it is meant to appear."""
        return max(self.date.first_day, self.appears or dt.date.min)

    def order(self, today: dt.date) -> tuple[Any, ...]:
        """Newest issue first, then by series."""
        return (-self.year, -self.number, *super().order(today))


class Owner(StrEnum):
    """Whose publication it is."""

    SOCOM = "socom"
    OTHER = "other"
    UNCLEAR = "unclear"


class PublicationStatus(StrEnum):
    """What the sources know of a publication's existence."""

    PUBLISHED = "published"
    PLANNED = "planned"
    IN_USE = "in_use"
    CITED = "cited"
    UNKNOWN = "unknown"


class Accessibility(StrEnum):
    """The accessibility state of a file."""

    ACCESSIBLE = "accessible"
    PARTLY_ACCESSIBLE = "partly_accessible"
    NOT_ACCESSIBLE = "not_accessible"
    NOT_ASSESSED = "not_assessed"


class Publication(Titled, folder="publications", fi="julkaisu", sv="publikation", en="publication"):
    """A publication of Socom's, or another's that belongs to the same story."""

    on_card = (
        "subtitle",
        "authors",
        "series",
        "number",
        "year",
        "last_year",
        "sort",
        "publisher",
        "owner_of_work",
        "status",
        "project",
        "file",
        "accessibility",
    )

    subtitle: Text | None = None
    authors: tuple[Author, ...] = ()
    series: Text | None = None
    number: Text | None = None
    gap_before: Text | None = None
    year: SomeDate | None = None
    last_year: SomeDate | None = None
    date_note: Text | None = None
    sort: Text
    publisher: Text | None = None
    owner_of_work: Owner
    status: PublicationStatus = PublicationStatus.PUBLISHED
    isbn: Isbn | None = None
    issn: Issn | None = None
    price: Price | None = None
    ordering: Text | None = None
    file: Attachment | None = None
    link: WebAddress | None = None
    archived: WebAddress | None = None
    project: Ref[Project | Service] | None = None
    topics: tuple[Ref[Topic], ...] = ()
    language_of_work: Text | None = None
    accessibility: Accessibility | None = None
    summary: Text | None = None
    body: Prose | None = None

    @model_validator(mode="after")
    def _file_has_its_state(self) -> Self:
        if self.file and not self.accessibility:
            raise PydanticCustomError("field-missing", "state", {"field": "accessibility"})
        return self

    @model_validator(mode="after")
    def _number_is_of_the_series(self) -> Self:
        """Socom's report series numbers its works letter.number:year; others as they please."""
        number = read_series_number(self.number or "")
        is_lettered = self.is_own and self.number and self.number[:1].isalpha()
        if is_lettered and number is None:
            values = {"number": self.number, "at": "number"}
            raise PydanticCustomError("series-number-form", "form", values)
        if self.is_own and number and self.year and self.year.year != number.year:
            values = {"number": self.number, "year": str(self.year.year), "at": "number"}
            raise PydanticCustomError("series-number-year", "year", values)
        return self

    @property
    def excludes_readers(self) -> bool:
        """Whether its file is known to be out of some readers' reach, wholly or in part."""
        known = (Accessibility.PARTLY_ACCESSIBLE, Accessibility.NOT_ACCESSIBLE)
        return self.file is not None and self.accessibility in known

    @property
    def is_own(self) -> bool:
        """Whether it is Socom's own."""
        return self.owner_of_work is Owner.SOCOM

    def order(self, today: dt.date) -> tuple[Any, ...]:
        """Newest first, then series and number by value, then title."""
        number = collation_key(f"{self.series or ''} {self.number or ''}", self.language)
        return (newest_first(self.year), number, *super().order(today))


class MediaAppearance(
    Titled, Dated, folder="media", fi="mediaosuma", sv="medieomnämnande", en="media appearance"
):
    """An appearance of Socom in a newspaper, on radio or on television."""

    has_feed: ClassVar[bool] = False
    on_card = ("summary", "date", "outlet")

    outlet: Text
    summary: Text
    people: tuple[Ref[Person], ...] = ()
    about: tuple[Ref[Project | Service], ...] = ()
    link: WebAddress | None = None
    archived: WebAddress | None = None
    text_alternative: Text | None = None


class MaterialSort(StrEnum):
    """What sort of a material."""

    SLIDES = "slides"
    VIDEO = "video"
    RECORDING = "recording"


class Material(Titled, folder="materials", fi="aineisto", sv="material", en="material"):
    """Slides, a video or a webcast recording."""

    on_card = ("summary", "date", "sort")

    sort: MaterialSort
    date: SomeDate | None = None
    summary: Text
    event: Ref[Event] | None = None
    about: tuple[Ref[Project | Service], ...] = ()
    people: tuple[Author, ...] = ()
    file: Attachment | None = None
    link: WebAddress | None = None
    archived: WebAddress | None = None
    poster: Picture | None = None
    length: Text | None = None
    captions: Captions | None = None
    text_alternative: Text | None = None

    @property
    def lacks_captions(self) -> bool:
        """Whether nobody has chosen how what is heard is given in text."""
        return self.sort is not MaterialSort.SLIDES and not self.captions

    def order(self, today: dt.date) -> tuple[Any, ...]:
        """Newest first."""
        return (newest_first(self.date), *super().order(today))


class RegisterSort(StrEnum):
    """What somebody in the network register offers."""

    CONVENOR = "convenor"
    CONSULTANT = "consultant"
    TRAINER = "trainer"
    SURVEYOR = "surveyor"


class RegisterEntry(
    Named,
    folder="register",
    fi="verkostopankin merkintä",
    sv="uppgift i nätverksbanken",
    en="register entry",
):
    """A convenor, consultant or trainer in the network register."""

    on_card = ("summary", "sort", "area", "organisation")

    sort: RegisterSort
    summary: Text
    area: Text
    person: Ref[Person] | None = None
    organisation: Text | None = None
    topics: tuple[Ref[Topic], ...] = ()


#: Every kind of the site, in the order in which they are told of.
KINDS: tuple[type[Entry], ...] = (
    Page,
    Topic,
    Project,
    Service,
    Person,
    Office,
    Post,
    News,
    Event,
    Bulletin,
    Publication,
    MediaAppearance,
    Material,
    RegisterEntry,
    Plan,
    *STAFF_KINDS,
)


def schema() -> Schema:
    """The schema of the shipped kinds."""
    return Schema.of(KINDS)
