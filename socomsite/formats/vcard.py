"""Contact cards (vCard 4.0, RFC 6350) of people and offices, holding what their pages tell.

Must never know HTML pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from socomsite.formats.contentlines import document, escaped
from socomsite.formats.exports import beside, is_contact
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.rendering import phone_link
from socomsite.formats.work import Name, person_name
from socomsite.job import Artifact, Job
from socomsite.language import Language
from socomsite.model.graph import Graph
from socomsite.model.kinds import Office, Person
from socomsite.problem import Outcome

NAME = "vcard"


@dataclass(frozen=True)
class CardView:
    """A contact; `name` is a person's, None for an office, and `note` tells how old it is."""

    label: str
    name: Name | None
    organisation: str
    role: str
    phone: str
    email: str
    street: str
    postcode: str
    town: str
    language: Language
    note: str
    url: str


def plan(planning: Planning) -> Iterator[Job]:
    """A card for every person and office that can be reached."""
    entries = planning.graph.entries
    for name in (each for each in entries if each[0] in {Person.folder, Office.folder}):
        for entry in entries[name].values():
            if isinstance(entry, (Person, Office)) and is_contact(entry):
                address = planning.graph.address(entry)
                path = beside(address, ".vcf").lstrip("/")
                yield Job(path, NAME, _card(planning, entry), "", NAME)


def _card(planning: Planning, entry: Person | Office) -> CardView:
    site = planning.graph.site
    own_name = (site.short_name or site.name).in_language(entry.language)
    office = _office_of(planning.graph, entry) if isinstance(entry, Person) else entry
    view = CardView(
        label=f"{own_name}, {entry.name}",
        name=None,
        organisation=own_name,
        role="",
        phone=phone_link(entry.phone) if entry.phone else "",
        email=entry.email or "",
        street=(office.street or "") if office else "",
        postcode=(office.postcode or "") if office else "",
        town=office.town if office else "",
        language=entry.language,
        note=_age(planning, entry),
        url=site.url + planning.graph.address(entry).lstrip("/"),
    )
    if isinstance(entry, Office):
        return view
    return replace(
        view,
        label=entry.name,
        name=person_name(entry.name),
        organisation=entry.organisation or (own_name if entry.staff else ""),
        role=entry.role or "",
    )


def _office_of(graph: Graph, person: Person) -> Office | None:
    name = graph.find(person.office.key, (Office.folder,)) if person.office else None
    office = graph.entry(name, person.language) if name else None
    return office if isinstance(office, Office) else None


def _age(planning: Planning, entry: Person | Office) -> str:
    """The words by which the page tells of which year its facts are."""
    if not entry.known_in:
        return ""
    year = str(entry.known_in.year)
    return planning.word("known.year", entry.language).replace("{year}", year) or year


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The card as UTF-8 content lines."""
    del tools
    view = job.view
    assert isinstance(view, CardView)
    return Outcome(Artifact(job.path, document(_lines(view))))


def _lines(view: CardView) -> Iterator[tuple[str, str]]:
    yield from (("BEGIN", "VCARD"), ("VERSION", "4.0"))
    yield ("KIND", "individual" if view.name else "org")
    yield ("FN", escaped(view.label))
    if view.name:
        yield ("N", f"{escaped(view.name.family)};{escaped(view.name.given)};;;")
    address = ("", "", view.street, view.town, "", view.postcode, "")
    lines = (
        ("ORG", escaped(view.organisation)),
        ("TITLE", escaped(view.role)),
        ("TEL;TYPE=work,voice;VALUE=uri", view.phone),
        ("EMAIL;TYPE=work", escaped(view.email)),
        ("ADR;TYPE=work", ";".join(map(escaped, address)) if view.town else ""),
        ("LANG", view.language.value),
        ("NOTE", escaped(view.note)),
    )
    yield from (line for line in lines if line[1])
    yield from (("URL", view.url), ("UID", view.url), ("END", "VCARD"))
