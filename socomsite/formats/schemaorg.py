"""Entries in the vocabulary of schema.org, as far as the site knows them.

A fact known only of a year gone by is left out: the vocabulary has no word for its age. Must
never know how the nodes are written into a page.
"""

from __future__ import annotations

from collections.abc import Iterable

from socomsite.dates import Moment, PartialDate, instant
from socomsite.datewords import machine_date
from socomsite.formats.mentions import Mentions, Node, type_of
from socomsite.formats.view import Viewer
from socomsite.formats.work import WorkSort, is_editor, work_of
from socomsite.language import Language
from socomsite.model.hours import Hours
from socomsite.model.kinds import (
    Bulletin,
    Event,
    EventStatus,
    Material,
    MediaAppearance,
    News,
    Office,
    Person,
    Plan,
    Post,
    Project,
    Publication,
    Service,
    Share,
)
from socomsite.model.pages import Page
from socomsite.model.parts import Author
from socomsite.model.schema import Entry

_STATUS = {EventStatus.CANCELLED: "EventCancelled", EventStatus.POSTPONED: "EventPostponed"}
_SCHEMA = "https://schema.org/"
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def told(node: Node) -> Node:
    """The node without what is not known."""
    return {name: value for name, value in node.items() if value not in (None, "", [], {})}


class Describer:
    """Describes the entries of a graph to readers of one language."""

    def __init__(self, viewer: Viewer) -> None:
        """A describer for pages of the viewer's language."""
        self.viewer = viewer
        self.graph = viewer.graph
        self.site = viewer.graph.site
        self.mentions = Mentions(viewer)

    def organisation(self, *, in_full: bool) -> Node:
        """The organisation whose site it is; in full, with its offices."""
        offices = self.graph.of_kind(Office.folder, self.viewer.language) if in_full else ()
        return told(
            {
                "@type": "Organization",
                "@id": self.site.url + "#organization",
                "name": self.site.name.in_language(self.viewer.language),
                "alternateName": self.site.short_name
                and self.site.short_name.in_language(self.viewer.language),
                "url": self.site.url,
                "email": self.site.feedback_email if in_full else None,
                "location": [self.node(office) for office in offices],
            }
        )

    def website(self) -> Node:
        """The site as a whole."""
        language = self.viewer.language
        return {
            "@type": "WebSite",
            "@id": self.site.url + "#website",
            "url": self.site.url,
            "name": (self.site.short_name or self.site.name).in_language(language),
            "inLanguage": [each.value for each in self.site.languages],
            "publisher": self.mentions.own,
        }

    def node(self, entry: Entry) -> Node:
        """What an entry's page is about."""
        basics: Node = {
            "@type": type_of(entry),
            "@id": self.mentions.identity(entry),
            "url": self.mentions.whole(self.graph.address(entry)),
            "name": entry.label,
            "description": self.viewer.description(entry),
        }
        return told(basics | self._of_kind(entry))

    def _of_kind(self, entry: Entry) -> Node:  # noqa: C901 - a table, one line per kind
        # Said only of what is written in it: of an event we know but the language of its page.
        language: Node = {"inLanguage": entry.language.value}
        match entry:
            case Page():
                return language | self._page(entry)
            case Project():
                return self._project(entry)
            case Service():
                return self._service(entry)
            case Person():
                return self._person(entry)
            case Office():
                return self._place(entry)
            case Post() | News():
                return language | self._article(entry)
            case Event():
                return self._event(entry)
            case Bulletin():
                return language | self._bulletin(entry)
            case Publication():
                return self._publication(entry)
            case MediaAppearance():
                return self._appearance(entry)
            case Material():
                return self._material(entry)
            case Plan():
                return language | {"temporalCoverage": str(entry.year)}
        return language

    def _page(self, page: Page) -> Node:
        # A list that no file stands for is nobody's, and nobody has reviewed it.
        reviewed = page.reviewed_on.isoformat() if page.origin.path else ""
        return {"lastReviewed": reviewed, "publisher": self.mentions.own}

    def _project(self, project: Project) -> Node:
        funder = {"@type": "Organization", "name": project.funder} if project.funder else None
        return {
            "alternateName": list(filter(None, (project.short_name, *project.other_names))),
            "foundingDate": project.start and machine_date(project.start),
            "dissolutionDate": project.end and machine_date(project.end),
            "areaServed": project.area,
            "funder": funder,
            "parentOrganization": self.mentions.reference(project.parent or project.programme),
            "sameAs": [channel.address for channel in project.channels],
        }

    def _service(self, service: Service) -> Node:
        return {
            "provider": self.mentions.own if service.share is Share.SOCOM else None,
            "audience": {"@type": "Audience", "audienceType": service.audience},
            "areaServed": service.area,
            "hoursAvailable": self._hours(service.phone_hours, service.phone_hours_known_in),
        }

    def _hours(self, hours: Iterable[Hours], known_in: PartialDate | None) -> list[Node]:
        """When one is answered, by day of the week and local time; nothing of past years."""
        if not self._is_current(known_in):
            return []
        return [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": [_SCHEMA + _DAYS[day] for day in each.days],
                "opens": each.opens,
                "closes": each.closes,
            }
            for each in hours
        ]

    def _is_current(self, known_in: PartialDate | None) -> bool:
        return known_in is None or known_in.last_day >= self.graph.today

    def _person(self, person: Person) -> Node:
        if not self._is_current(person.known_in) or (
            person.end and person.end.last_day < self.graph.today
        ):
            return {}
        elsewhere = person.organisation
        body = {"@type": "Organization", "name": elsewhere} if elsewhere else None
        return {
            "jobTitle": person.role,
            "worksFor": body or (self.mentions.own if person.staff else None),
            "telephone": person.phone,
            "email": person.email,
            "contactPoint": self._answering(person.phone, person.phone_hours),
        }

    def _answering(self, phone: str | None, hours: Iterable[Hours]) -> Node | None:
        found = self._hours(hours, None)
        point: Node = {"@type": "ContactPoint", "telephone": phone, "hoursAvailable": found}
        return told(point) if found else None

    def _place(self, office: Office) -> Node:
        is_current = self._is_current(office.known_in)
        return {
            "telephone": (office.phone or "") if is_current else "",
            "address": told(
                {
                    "@type": "PostalAddress",
                    "streetAddress": office.street if is_current else None,
                    "postalCode": office.postcode if is_current else None,
                    "addressLocality": office.town,
                    "addressCountry": "FI",
                }
            ),
        }

    def _article(self, entry: Post | News) -> Node:
        authors: Iterable[Author] = (entry.author,) if isinstance(entry, Post) else ()
        return {
            "headline": entry.title,
            "datePublished": entry.shown_from and entry.shown_from.isoformat(),
            "author": [self.mentions.author(author) for author in authors] or [self.mentions.own],
            "publisher": self.mentions.own,
            "about": self.mentions.references(entry.about),
        }

    def _event(self, event: Event) -> Node:
        status = _STATUS.get(event.status) if event.status else None
        place = {"@type": "Place", "name": event.place} if event.place else None
        online = {"@type": "VirtualLocation", "url": event.online} if event.online else None
        organiser = event.organiser
        return {
            "startDate": _moment(event.start),
            "endDate": event.end and _moment(event.end),
            "eventStatus": status and _SCHEMA + status,
            "eventAttendanceMode": _attendance(has_place=bool(place), is_online=bool(online)),
            "location": [found for found in (place, online) if found],
            "organizer": {"@type": "Organization", "name": organiser} if organiser else None,
            "performer": self.mentions.references(speaker.person for speaker in event.speakers),
            "about": self.mentions.references(event.about),
        }

    def _bulletin(self, bulletin: Bulletin) -> Node:
        return {
            "issueNumber": f"{bulletin.number}/{bulletin.year}",
            "datePublished": machine_date(bulletin.date),
            "isPartOf": {"@type": "Periodical", "name": bulletin.series},
            "publisher": self.mentions.own,
        }

    def _publication(self, entry: Publication) -> Node:
        work = work_of(self.viewer, entry)
        is_book = work.sort is WorkSort.BOOK
        periodical = work.sort in {WorkSort.ISSUE, WorkSort.ARTICLE}
        series: Node = {
            "@type": "Periodical" if periodical else "CreativeWorkSeries",
            "name": work.series,
            "issn": work.issn,
        }
        by_name = {"@type": "Organization", "name": entry.publisher} if entry.publisher else None
        is_known = work.language in set(Language)
        number = "issueNumber" if work.sort is WorkSort.ISSUE else "reportNumber"
        has_number = work.sort in {WorkSort.ISSUE, WorkSort.REPORT}
        return {
            "name": work.title,
            "author": [self.mentions.author(who) for who in entry.authors if not is_editor(who)],
            "editor": [self.mentions.author(who) for who in entry.authors if is_editor(who)],
            "datePublished": machine_date(entry.year) if entry.year and not work.status else None,
            "publisher": by_name or (self.mentions.own if entry.is_own else None),
            "isPartOf": told(series) if work.series else None,
            number: work.number if has_number else None,
            "isbn": work.isbn if is_book else None,
            # Only books have an ISBN of their own in the vocabulary, only series an ISSN.
            "identifier": [
                *([f"ISBN {work.isbn}"] if work.isbn and not is_book else []),
                *([f"ISSN {work.issn}"] if work.issn and not work.series else []),
            ],
            "genre": work.genre,
            "inLanguage": work.language if is_known else None,
            "sameAs": entry.link and self.mentions.whole(self.viewer.address_of(entry.link)),
            "encoding": {"@type": "MediaObject", "contentUrl": work.file} if work.file else None,
        }

    def _appearance(self, entry: MediaAppearance) -> Node:
        return {
            "headline": entry.title,
            "datePublished": entry.date.isoformat(),
            "publisher": {"@type": "Organization", "name": entry.outlet},
            "sameAs": entry.link,
            "mentions": self.mentions.references((*entry.people, *entry.about)),
        }

    def _material(self, entry: Material) -> Node:
        return {
            "datePublished": entry.date and machine_date(entry.date),
            "author": [self.mentions.author(author) for author in entry.people],
            "about": self.mentions.references(entry.about),
        }


def _moment(moment: Moment) -> str:
    return instant(moment) if moment.clock else machine_date(moment.day)


def _attendance(*, has_place: bool, is_online: bool) -> str | None:
    if not has_place and not is_online:
        return None
    kind = "Mixed" if has_place and is_online else "Online" if is_online else "Offline"
    return f"{_SCHEMA}{kind}EventAttendanceMode"
