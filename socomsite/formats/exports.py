"""The files for other programs that stand beside a page: which there are, and their addresses.

Must never know what is in them.
"""

from __future__ import annotations

from dataclasses import dataclass

from socomsite.formats.planning import Planning
from socomsite.model.kinds import Office, Person
from socomsite.model.schema import Entry


@dataclass(frozen=True)
class Exports:
    """Addresses of a page's files, each empty if there is none; `webcal` subscribes to events."""

    calendar: str = ""
    webcal: str = ""
    bibtex: str = ""
    ris: str = ""
    csl: str = ""
    vcard: str = ""


NO_EXPORTS = Exports()


def beside(address: str, suffix: str) -> str:
    """A file beside a page, named for it: `/julkaisut/`, `.bib` → `/julkaisut/julkaisut.bib`."""
    return address + address.strip("/").rpartition("/")[2] + suffix


def exports_of(planning: Planning, entry: Entry) -> Exports:
    """The files beside an entry's page."""
    address = planning.graph.address(entry)
    has_calendar, has_works = address in planning.calendars, address in planning.bibliographies
    calendar = beside(address, ".ics") if has_calendar else ""
    whole = planning.graph.site.url.partition("://")[2] + calendar.lstrip("/")
    return Exports(
        calendar=calendar,
        webcal=f"webcal://{whole}" if calendar else "",
        bibtex=beside(address, ".bib") if has_works else "",
        ris=beside(address, ".ris") if has_works else "",
        csl=beside(address, ".csl.json") if has_works else "",
        vcard=beside(address, ".vcf") if is_contact(entry) else "",
    )


def is_contact(entry: Entry) -> bool:
    """Whether a person or office can be reached by what the site tells."""
    match entry:
        case Person():
            return bool(entry.phone or entry.email)
        case Office():
            return bool(entry.phone or entry.email or entry.street)
    return False
