"""Groups of fields that kinds are put together from: goals, channels, hours, authors, boxes.

Knows what each group holds; must never know which kind uses it.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, model_validator
from pydantic_core import PydanticCustomError

from socomsite.dates import DateImpossible, DateUnreadable, read_time
from socomsite.model.schema import Day, Part, PictureFile, Prose, Ref, SomeDate, Text, Truth

if TYPE_CHECKING:
    from socomsite.model.kinds import Event, Person, Publication, Topic

_SAFE_SCHEMES = ("https:", "http:", "mailto:", "tel:", "/", "ref:")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+")
_PHONE = re.compile(r"\+?[\d ()-]{5,20}")


def _web_address(value: str) -> str:
    if not value.lower().startswith(_SAFE_SCHEMES) or " " in value:
        raise PydanticCustomError("type-wrong", "address", {"expected": "address"})
    return value


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise PydanticCustomError("type-wrong", "email", {"expected": "email"})
    return value


def _phone(value: str) -> str:
    if not _PHONE.fullmatch(value):
        raise PydanticCustomError("type-wrong", "phone", {"expected": "phone"})
    return value


WebAddress = Annotated[Text, AfterValidator(_web_address)]
Email = Annotated[Text, AfterValidator(_email)]
Phone = Annotated[Text, AfterValidator(_phone)]


def check_digit(number: str) -> str:
    """The right last sign of an ISBN-13, ISBN-10 (ISO 2108) or ISSN (ISO 3297) without hyphens."""
    body = [int(sign) for sign in number[:-1]]
    if len(number) == 13:  # noqa: PLR2004 - length of an ISBN-13
        return str(-sum(n * (3 if i % 2 else 1) for i, n in enumerate(body)) % 10)
    rest = -sum(n * (len(number) - i) for i, n in enumerate(body)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004 - the sign for ten is X


def _numbered(code: str, *lengths: int) -> AfterValidator:
    def check(value: str) -> str:
        signs = re.sub(r"[- ]", "", value).upper()
        if len(signs) not in lengths or not re.fullmatch(r"\d+[\dX]", signs):
            raise PydanticCustomError("type-wrong", "number", {"expected": code.lower()})
        if (digit := check_digit(signs)) != signs[-1]:
            raise PydanticCustomError(
                f"{code.lower()}-check", "check digit", {"code": code, "digit": digit}
            )
        return value

    return AfterValidator(check)


Isbn = Annotated[Text, _numbered("ISBN", 10, 13)]
Issn = Annotated[Text, _numbered("ISSN", 8)]


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
    """A channel of a project: its sort and address."""

    sort: ChannelSort
    address: WebAddress


class WebLink(Part):
    """A link with the words to show for it."""

    text: Text
    address: WebAddress


class Figure(Part):
    """A number with what it tells, as printed: `76 %`."""

    label: Text
    value: Text
    good: Truth | None = None


_DAYS = ("ma", "ti", "ke", "to", "pe", "la", "su")
_DASH = r"\s*[–-]\s*"
_HOURS = re.compile(rf"(?P<days>[a-z, –-]+?) (?:klo )?(?P<opens>[\d.:]+){_DASH}(?P<closes>[\d.:]+)")


def read_days(text: str) -> tuple[int, ...]:
    """`ma–pe` or `ti, ke, to` as weekday numbers, Monday 0. Raises ValueError."""
    days: list[int] = []
    for part in text.split(","):
        first, *last = re.split(_DASH, part.strip())
        start, end = _DAYS.index(first), _DAYS.index(last[0] if last else first)
        if len(last) > 1 or end < start:
            raise ValueError(part)
        days.extend(range(start, end + 1))
    if len(set(days)) != len(days):
        raise ValueError(text)
    return tuple(sorted(days))


class Hours(Part):
    """Phone or opening hours on some weekdays: `ma–pe 9–11.30` written as text.

    `days` are weekday numbers, Monday 0; `opens` and `closes` are local times `HH:MM`.
    """

    shorthand = "text"

    text: Text
    days: tuple[int, ...] = ()
    opens: str = ""
    closes: str = ""

    @model_validator(mode="after")
    def _reads(self) -> Self:
        match = _HOURS.fullmatch(self.text.lower())
        try:
            if match is None:
                raise DateUnreadable(self.text)
            days = read_days(match["days"].strip(" ,"))
            opens, closes = read_time(match["opens"]), read_time(match["closes"])
            if closes <= opens:
                raise DateUnreadable(self.text)
        except (DateImpossible, DateUnreadable, ValueError):
            raise PydanticCustomError("type-wrong", "hours", {"expected": "hours"}) from None
        # A frozen model may fill its own derived fields once, before anyone sees it.
        object.__setattr__(self, "days", days)
        object.__setattr__(self, "opens", f"{opens:%H:%M}")
        object.__setattr__(self, "closes", f"{closes:%H:%M}")
        return self


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


class Article(Part):
    """An article of a bulletin; a section article stands under its development area."""

    title: Text
    topic: Ref[Topic] | None = None
    text: Prose
    signature: Signature | None = None
    boxes: tuple[Box, ...] = ()


class Picture(Part):
    """A picture file under `content/pictures/` and what it shows; `decorative` says nothing."""

    file: PictureFile
    alt: Text | None = None
    decorative: Truth = False

    @model_validator(mode="after")
    def _says_what_it_shows(self) -> Self:
        if not self.alt and not self.decorative:
            raise PydanticCustomError("picture-alt-missing", "alt", {"path": self.file.name})
        return self
