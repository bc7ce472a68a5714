from __future__ import annotations

from typing import Any

import pytest

from socomsite.formats.schemaorg import Describer
from socomsite.language import Language
from socomsite.model.kinds import (
    Bulletin,
    Event,
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
    Topic,
)
from socomsite.model.pages import Page
from socomsite.model.schema import Entry
from tests.conftest import entry
from tests.formats.planned import planned

TOPIC = entry(Topic, "lapset", name="Lapset", summary="Lasten asiat.", body="x")
ANNA = entry(Person, "anna", name="Anna Mäki", staff="true")
OWN = {"@id": "https://testi.example/#organization"}
PAGE = {"title": "Sivu", "body": "x", "menu": "none", "reviewed_on": "2026-11-01", "owner": "A"}
EVENT = {"title": "Päivä", "sort": "seminar"}
PROJECT: dict[str, Any] = {
    "name": "Pitkä nimi",
    "short_name": "Hanke",
    "sort": "project",
    "share": "socom",
    "summary": "Mitä.",
    "topics": ["lapset"],
}
LEAD = {"title": "Pääjuttu", "text": "Teksti."}


def node_of(found: Entry, *others: Entry) -> dict[str, Any]:
    """The node of an entry, without what every node has."""
    viewer = planned(found, *others).viewers[Language.FI]
    node = Describer(viewer).node(found)
    address = viewer.graph.site.url + viewer.graph.address(found).lstrip("/")
    assert node["url"] == address
    assert node["@id"] in {address, f"{address}#about"}
    basics = {"@id", "url", "name", "description"}
    assert all(node.values())
    return {name: value for name, value in node.items() if name not in basics}


def mention(kind: str, folder: str, key: str, name: str) -> dict[str, str]:
    address = f"https://testi.example/{folder}/{key}/"
    return {"@type": kind, "@id": f"{address}#about", "name": name, "url": address}


def test_an_event_tells_when_and_where_it_is_and_who_makes_it() -> None:
    found = node_of(
        entry(
            Event,
            **EVENT,
            start="9.7.2026 klo 9.30",
            end="9.7.2026 klo 15",
            place="Kouvola",
            organiser="Socom",
            speakers=["anna"],
            about=["hanke"],
        ),
        entry(Project, "hanke", **PROJECT),
        ANNA,
        TOPIC,
    )
    assert found == {
        "@type": "Event",
        "startDate": "2026-07-09T09:30+03:00",
        "endDate": "2026-07-09T15:00+03:00",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": [{"@type": "Place", "name": "Kouvola"}],
        "organizer": {"@type": "Organization", "name": "Socom"},
        "performer": [mention("Person", "people", "anna", "Anna Mäki")],
        "about": [mention("Project", "projects", "hanke", "Pitkä nimi")],
    }


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ("9.2.2026 klo 9", "2026-02-09T09:00+02:00"),
        ("9.2.2026", "2026-02-09"),
        ("2/2026", "2026-02"),
        ("syksy 2026", "2026"),
        ("2007", "2007"),
    ],
)
def test_an_event_of_which_little_is_known_tells_no_more(start: str, told: str) -> None:
    assert node_of(entry(Event, **EVENT, start=start)) == {"@type": "Event", "startDate": told}


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("cancelled", "https://schema.org/EventCancelled"),
        ("postponed", "https://schema.org/EventPostponed"),
        ("full", None),
        (None, None),
    ],
)
def test_an_event_called_or_put_off_says_so(status: str | None, told: str | None) -> None:
    found = node_of(entry(Event, **EVENT, start="9.2.2026", status=status))
    assert found.get("eventStatus") == told


@pytest.mark.parametrize(
    ("place", "mode"), [(None, "OnlineEventAttendanceMode"), ("Kotka", "MixedEventAttendanceMode")]
)
def test_an_event_on_the_web_says_where_to_go(place: str | None, mode: str) -> None:
    found = node_of(
        entry(Event, **EVENT, start="2026", place=place, online="https://etana.example/")
    )
    assert found["eventAttendanceMode"] == f"https://schema.org/{mode}"
    virtual = {"@type": "VirtualLocation", "url": "https://etana.example/"}
    assert found["location"] == [*([{"@type": "Place", "name": place}] if place else []), virtual]


def test_a_project_tells_its_time_money_and_family() -> None:
    found = node_of(
        entry(
            Project,
            **PROJECT | {"other_names": ["Toinen"]},
            start="9/2007",
            end="2009",
            area="Kymenlaakso",
            funder="Sosiaali- ja terveysministeriö",
            parent="iso",
            channels=[{"sort": "blog", "address": "https://blogi.example/"}],
        ),
        entry(Project, "iso", **PROJECT | {"name": "Iso", "sort": "programme", "parent": "x"}),
        TOPIC,
    )
    assert found == {
        "@type": "Project",
        "alternateName": ["Hanke", "Toinen"],
        "foundingDate": "2007-09",
        "dissolutionDate": "2009",
        "areaServed": "Kymenlaakso",
        "funder": {"@type": "Organization", "name": "Sosiaali- ja terveysministeriö"},
        "parentOrganization": mention("Project", "projects", "iso", "Iso"),
        "sameAs": ["https://blogi.example/"],
    }


@pytest.mark.parametrize(("share", "provider"), [("socom", OWN), ("area", None)])
def test_a_service_is_provided_by_whom_it_is_known_to_be(
    share: str, provider: dict[str, str] | None
) -> None:
    found = node_of(
        entry(Service, name="x", share=share, summary="x", audience="Kaikki", topics=["lapset"]),
        TOPIC,
    )
    assert found.get("provider") == provider
    assert found["audience"] == {"@type": "Audience", "audienceType": "Kaikki"}


def test_a_person_of_today_tells_work_and_contact() -> None:
    person = {"name": "Eva", "role": "kehittäjä", "phone": "05 123 4567", "email": "e@x.example"}
    told = {"jobTitle": "kehittäjä", "telephone": "05 123 4567", "email": "e@x.example"}
    own = node_of(entry(Person, staff="true", **person))
    assert own == {"@type": "Person", "worksFor": OWN} | told
    other = node_of(entry(Person, staff="false", organisation="Kotkan kaupunki", **person))
    assert other["worksFor"] == {"@type": "Organization", "name": "Kotkan kaupunki"}
    assert "worksFor" not in node_of(entry(Person, staff="false", **person))
    assert node_of(entry(Person, staff="true", known_in="2026", **person)) == own


@pytest.mark.parametrize("past", [{"known_in": "2007"}, {"end": "10/2026"}])
def test_what_was_so_years_ago_is_not_told_as_of_today(past: dict[str, str]) -> None:
    person = entry(Person, name="Eva", staff="true", role="kehittäjä", phone="05 123 4567", **past)
    assert node_of(person) == {"@type": "Person"}


def test_an_offices_old_street_is_left_out_and_its_town_kept() -> None:
    office = {"name": "Toimipiste", "street": "Katu 1", "postcode": "45100", "town": "Kouvola"}
    town = {"@type": "PostalAddress", "addressLocality": "Kouvola", "addressCountry": "FI"}
    old = node_of(entry(Office, known_in="2007", phone="05 123 4567", **office))
    assert old == {"@type": "Place", "address": town}
    found = node_of(entry(Office, phone="05 123 4567", **office))
    assert found["address"] == town | {"streetAddress": "Katu 1", "postalCode": "45100"}
    assert found["telephone"] == "05 123 4567"


def test_news_and_posts_are_articles_of_their_day() -> None:
    news = node_of(
        entry(News, title="Uutinen", date="2026-11-01", topics=["lapset"], body="x"), TOPIC
    )
    told = {"inLanguage": "fi", "datePublished": "2026-11-01", "publisher": OWN}
    assert news == {"@type": "NewsArticle", "headline": "Uutinen", "author": [OWN]} | told
    post = node_of(
        entry(
            Post,
            title="Kirjoitus",
            date="2026-11-01",
            author={"person": "anna"},
            about=["hanke"],
            summary="x",
            body="x",
        ),
        entry(Project, "hanke", **PROJECT),
        ANNA,
        TOPIC,
    )
    assert post["@type"] == "BlogPosting"
    assert post["author"] == [mention("Person", "people", "anna", "Anna Mäki")]
    assert post["about"] == [mention("Project", "projects", "hanke", "Pitkä nimi")]


def test_a_bulletin_is_an_issue_of_its_series() -> None:
    found = node_of(
        entry(
            Bulletin, series="Tiedote", number=1, year=2007, date="9/2007", summary="x", lead=LEAD
        )
    )
    assert found == {
        "@type": "PublicationIssue",
        "inLanguage": "fi",
        "issueNumber": "1/2007",
        "datePublished": "2007-09",
        "isPartOf": {"@type": "Periodical", "name": "Tiedote"},
        "publisher": OWN,
    }


def test_a_publication_is_described_as_a_library_would() -> None:
    report: dict[str, Any] = {
        "title": "Nimi",
        "subtitle": "Loppuraportti",
        "sort": "loppuraportti",
        "authors": [{"person": "anna"}, {"name": "Eva Aalto", "role": "toimittaja"}],
        "series": "Julkaisuja",
        "number": "B.4:2008",
        "year": "2008",
        "owner_of_work": "socom",
        "isbn": "978-951-0-18435-6",
        "issn": "0317-8471",
        "language_of_work": "fi",
    }
    found = node_of(entry(Publication, **report), ANNA)
    assert found == {
        "@type": "Report",
        "author": [mention("Person", "people", "anna", "Anna Mäki")],
        "editor": [{"@type": "Person", "name": "Eva Aalto"}],
        "datePublished": "2008",
        "publisher": OWN,
        "isPartOf": {"@type": "CreativeWorkSeries", "name": "Julkaisuja", "issn": "0317-8471"},
        "reportNumber": "B.4:2008",
        "identifier": ["ISBN 978-951-0-18435-6"],
        "genre": "loppuraportti",
        "inLanguage": "fi",
    }
    book = report | {"sort": "opas", "series": None, "publisher": "Kuntaliitto", "authors": []}
    found = node_of(entry(Publication, **book))
    assert found == {
        "@type": "Book",
        "datePublished": "2008",
        "publisher": {"@type": "Organization", "name": "Kuntaliitto"},
        "isbn": "978-951-0-18435-6",
        "identifier": ["ISSN 0317-8471"],
        "genre": "opas",
        "inLanguage": "fi",
    }


def test_a_work_that_may_not_have_appeared_has_no_day_of_appearing() -> None:
    found = node_of(
        entry(
            Publication,
            title="x",
            sort="lehti",
            year="2016",
            number="2/2016",
            owner_of_work="other",
            status="planned",
            link="https://muu.example/lehti",
        )
    )
    assert found == {
        "@type": "PublicationIssue",
        "issueNumber": "2/2016",
        "genre": "lehti",
        "inLanguage": "fi",
        "sameAs": "https://muu.example/lehti",
    }


def test_an_appearance_is_the_outlets_article() -> None:
    found = node_of(
        entry(
            MediaAppearance,
            title="Juttu",
            date="2026-11-01",
            outlet="Sanomat",
            summary="x",
            people=["anna"],
        ),
        ANNA,
    )
    assert found == {
        "@type": "Article",
        "headline": "Juttu",
        "datePublished": "2026-11-01",
        "publisher": {"@type": "Organization", "name": "Sanomat"},
        "mentions": [mention("Person", "people", "anna", "Anna Mäki")],
    }


def test_a_material_a_plan_and_a_page_tell_what_little_they_have() -> None:
    slides = entry(Material, title="x", sort="slides", summary="x", date="2009", people=["Eva Aro"])
    assert node_of(slides) == {
        "@type": "PresentationDigitalDocument",
        "datePublished": "2009",
        "author": [{"@type": "Person", "name": "Eva Aro"}],
    }
    plan = entry(Plan, title="x", year=2009, summary="x", areas=[{"name": "Alue"}])
    assert node_of(plan) == {
        "@type": "CreativeWork",
        "inLanguage": "fi",
        "temporalCoverage": "2009",
    }
    assert node_of(entry(Page, **PAGE)) == {
        "@type": "WebPage",
        "inLanguage": "fi",
        "lastReviewed": "2026-11-01",
        "publisher": OWN,
    }
    assert node_of(TOPIC) == {"@type": "WebPage", "inLanguage": "fi"}


def test_a_list_of_nobodys_was_reviewed_by_nobody() -> None:
    viewer = planned(ANNA).viewers[Language.FI]
    page = viewer.graph.of_kind("pages", Language.FI)[0]
    assert "lastReviewed" not in Describer(viewer).node(page)


def test_the_organisation_is_told_with_its_offices_where_one_looks_for_them() -> None:
    office = entry(Office, "kotka", name="Kotkan toimipiste", town="Kotka")
    planning = planned(
        office, name={"fi": "Keskus", "sv": "Centrum"}, short_name="K", languages=["fi", "sv"]
    )
    found = Describer(planning.viewers[Language.SV]).organisation(in_full=True)
    assert (found["name"], found["alternateName"]) == ("Centrum", "K")
    assert [place["name"] for place in found["location"]] == ["Kotkan toimipiste"]  # type: ignore[attr-defined]  # a list
    short = Describer(planning.viewers[Language.FI]).organisation(in_full=False)
    assert short == {
        "@type": "Organization",
        "@id": "https://testi.example/#organization",
        "name": "Keskus",
        "alternateName": "K",
        "url": "https://testi.example/",
    }


HOURS = [
    {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": ["https://schema.org/Monday", "https://schema.org/Tuesday"],
        "opens": "09:00",
        "closes": "11:30",
    }
]


def test_phone_hours_of_today_are_told_by_day_and_time() -> None:
    person = entry(
        Person, name="Eva", staff="true", phone="05 123 4567", phone_hours=["ma–ti 9–11.30"]
    )
    point = {"@type": "ContactPoint", "telephone": "05 123 4567", "hoursAvailable": HOURS}
    assert node_of(person)["contactPoint"] == point


@pytest.mark.parametrize(("known", "told"), [("2026", HOURS), ("2007", None)])
def test_phone_hours_of_a_year_gone_by_are_not_told(known: str, told: object) -> None:
    service = entry(
        Service,
        key="neuvonta",
        name="Neuvonta",
        share="socom",
        summary="S.",
        audience="Kaikki",
        topics=["lapset"],
        phone_hours=["ma–ti 9–11.30"],
        phone_hours_known_in=known,
    )
    assert node_of(service, TOPIC).get("hoursAvailable") == told
