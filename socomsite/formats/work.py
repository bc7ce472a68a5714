"""A publication as libraries and reference managers see it: its sort, people, date and place.

Must never know the formats in which it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from socomsite.dates import PartialDate
from socomsite.formats.view import Viewer
from socomsite.model.graph import FILE_ADDRESSES
from socomsite.model.kinds import Publication, PublicationStatus
from socomsite.model.parts import Author


class WorkSort(StrEnum):
    """The sorts of works that reference managers tell apart."""

    REPORT = "report"
    THESIS = "thesis"
    BOOK = "book"
    ARTICLE = "article"
    ISSUE = "issue"
    OTHER = "other"


# The last part of a compound says what a thing is: a loppuraportti is a raportti.
_ENDINGS = {
    WorkSort.THESIS: "väitöskirja gradu tutkielma lisensiaatintyö opinnäytetyö opinnäyte"
    " avhandling thesis dissertation",
    WorkSort.BOOK: "kirja opas artikkelijulkaisu bok guide book",
    WorkSort.ARTICLE: "artikkeli artikel article",
    WorkSort.ISSUE: "tiedote lehti informationsblad tidning tidskrift bulletin newsletter magazine",
    WorkSort.REPORT: "raportti selvitys katsaus kertomus kysely suunnitelma strategia ohjelma"
    " rapport utredning översikt berättelse enkät plan strategi program"
    " report survey review strategy programme",
}
_EDITORS = ("toim", "redaktör", "red.", "editor", "ed.")
_PARTICLES = {"af", "av", "da", "de", "del", "den", "der", "di", "la", "le", "van", "von", "zu"}
# A name with a word that ends so is a body's.
_BODIES = (
    *("keskus", "liitto", "kunta", "kaupunki", "yhdistys", "säätiö", "ministeriö", "laitos"),
    *("virasto", "yliopisto", "korkeakoulu", "opisto", "seura", "hanke", "verkosto", "neuvosto"),
    *("förbund", "förening", "stiftelse", "universitet", "institut", "kommun", "högskola"),
    *("centre", "center", "university", "association", "foundation", "institute", "ministry"),
)
_BODY_FORMS = {"oy", "oyj", "ab", "ry", "rf", "r.f.", "rp", "ltd", "inc"}


@dataclass(frozen=True, slots=True)
class Name:
    """Who made a work; a body, or a person of one known name, has no given names."""

    family: str
    given: str = ""

    def __str__(self) -> str:
        """As catalogues list it: `Romppanen, Sanna`."""
        return f"{self.family}, {self.given}" if self.given else self.family


@dataclass(frozen=True)
class Work:
    """What is known of a publication; addresses are absolute, `status` empty if it appeared."""

    key: str
    sort: WorkSort
    genre: str
    title: str
    authors: tuple[Name, ...]
    editors: tuple[Name, ...]
    issued: PartialDate | None
    until: PartialDate | None
    series: str
    number: str
    publisher: str
    isbn: str
    issn: str
    language: str
    url: str
    file: str
    summary: str
    status: str

    @property
    def people(self) -> tuple[tuple[Name, bool], ...]:
        """Editors and authors in the order in which they are cited; whether each is an editor."""
        return (*((name, True) for name in self.editors), *((name, False) for name in self.authors))

    @property
    def year(self) -> str:
        """The year, or the years of a work in parts: `2008–2009`; empty if not known."""
        first = str(self.issued.year) if self.issued else ""
        last = str(self.until.year) if self.until else ""
        return f"{first}–{last}" if first and last and first != last else first or last


def work_of(viewer: Viewer, entry: Publication) -> Work:
    """The work that a publication is."""
    site = viewer.graph.site

    def absolute(address: str) -> str:
        return site.url + address.lstrip("/") if address.startswith("/") else address

    people = [(name, author) for author in entry.authors if (name := _author(viewer, author))]
    file = FILE_ADDRESSES["files"] + entry.file.name if entry.file else ""
    own = site.name.in_language(entry.language)
    is_published = entry.status is PublicationStatus.PUBLISHED
    return Work(
        key=entry.key,
        sort=sort_of(entry),
        genre=entry.sort,
        title=f"{entry.title}: {entry.subtitle}" if entry.subtitle else entry.title,
        authors=tuple(name for name, author in people if not is_editor(author)),
        editors=tuple(name for name, author in people if is_editor(author)),
        issued=entry.year,
        until=entry.last_year,
        series=entry.series or "",
        number=entry.number or "",
        # The site's own work that names no publisher is published by whom it belongs to.
        publisher=entry.publisher or (own if entry.is_own else ""),
        isbn=entry.isbn or "",
        issn=entry.issn or "",
        # A work says in which language it is only if that is not the site's own.
        language=entry.language_of_work or site.language.value,
        url=absolute(viewer.graph.address(entry)),
        file=absolute(file),
        summary=entry.summary or "",
        status="" if is_published else entry.status.value,
    )


def sort_of(entry: Publication) -> WorkSort:
    """The sort by the words in which the entry tells it; a work with an ISBN is a book at least."""
    words = entry.sort.casefold().split()
    for sort, endings in _ENDINGS.items():
        if any(word.endswith(tuple(endings.split())) for word in words):
            return sort
    return WorkSort.BOOK if entry.isbn else WorkSort.OTHER


def _author(viewer: Viewer, author: Author) -> Name | None:
    """The author's name; None for a person who is not shown."""
    name = viewer.graph.find(author.person.key, ("people",)) if author.person else None
    if name is not None:
        return person_name(author.name or viewer.graph.entry(name, viewer.language).label)
    return name_of(author.name) if author.name else None


def is_editor(author: Author) -> bool:
    """Whether the author's role is to edit."""
    return (author.role or "").casefold().startswith(_EDITORS)


def person_name(name: str) -> Name:
    """A person's name: the last word is the family's, with particles such as `von` before it."""
    words = name.split()
    cut = len(words) - 1
    while cut > 1 and words[cut - 1] in _PARTICLES:
        cut -= 1
    return Name(" ".join(words[cut:]), " ".join(words[:cut])) if cut > 0 else Name(name)


def name_of(name: str) -> Name:
    """A name that no person of the site stands for: a person's, or a body's as it is written."""
    words = name.split()
    is_body = (
        not 1 < len(words) <= 4  # noqa: PLR2004 - given names, particles and a family name
        or any(word.casefold() in _BODY_FORMS for word in words)
        or any(word.casefold().endswith(_BODIES) for word in words)
        or not all(word[0].isupper() or word in _PARTICLES for word in words)
        or any(not sign.isalpha() and sign not in " .-'’" for sign in name)
    )
    return Name(name) if is_body else person_name(name)


def date_parts(day: PartialDate) -> Iterator[int]:
    """Year, month and day as far as they are known; of a season only the year."""
    yield day.year
    if day.month and not day.is_season:
        yield day.month
        if day.day:
            yield day.day
