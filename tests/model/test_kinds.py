"""The kinds of the site, one by one where they differ, and that a new one is one class."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from socomsite.language import Language, Words
from socomsite.model.fields import Prose, Ref, Text
from socomsite.model.hours import Hours
from socomsite.model.kinds import (
    KINDS,
    Bulletin,
    Event,
    EventSort,
    Material,
    MediaAppearance,
    Office,
    Owner,
    Person,
    Plan,
    Post,
    Project,
    Publication,
    RegisterEntry,
    RegistrationState,
    Service,
    schema,
)
from socomsite.model.pages import Group, Layout, Listing, Menu, Page
from socomsite.model.parts import Channel
from socomsite.model.schema import PLACED_FIELDS, Entry, Schema
from socomsite.model.traits import Titled
from tests.conftest import PAGE, TODAY, SiteMaker, codes, entry, text_of

SCHEMA = schema()


COURSE_PAGE = """\
<!doctype html>
<html lang="{{ language }}">
<head><title>{{ title }}</title></head>
<body>
<h1>{{ title }}</h1>
<p>Hinta: {{ entry.price }}</p>
{% for teacher in entry.teachers %}<p><a href="{{ teacher.address }}">{{ teacher.label }}</a></p>
{% endfor %}{{ entry.body }}
</body>
</html>
"""


PERSON_PAGE = """\
<!doctype html>
<html lang="{{ language }}">
<head><title>{{ title }}</title></head>
<body>
<h1>{{ title }}</h1>
{% for card in cited_by.courses_teachers %}<p><a href="{{ card.address }}">{{ card.label }}</a></p>
{% endfor %}
</body>
</html>
"""


class Course(Titled, folder="courses", fi="kurssi", sv="kurs", en="course"):
    """A course we teach: all that a new kind takes, but for its template."""

    teachers: tuple[Ref[Person], ...]
    price: Text | None = None
    body: Prose


def test_one_class_and_one_template_add_a_kind(site: SiteMaker) -> None:
    made = site(
        {
            "content/courses/perhehoito.md": (
                "---\ntitle: Perhehoidon kurssi\nteachers: [anna]\nprice: 15 €\n---\nTervetuloa.\n"
            ),
            "content/people/anna.yaml": "name: Anna Aalto\nstaff: kyllä\n",
            "templates/course.html": COURSE_PAGE,
            "templates/person.html": PERSON_PAGE,
        },
        schema=Schema.of((*KINDS, Course)),
    )
    assert codes(made) == []
    page = text_of(made, "courses/perhehoito/index.html")
    assert "<h1>Perhehoidon kurssi</h1>\n<p>Hinta: 15 €</p>" in page
    assert '<p><a href="../../yhteystiedot/anna/">Anna Aalto</a></p>' in page
    assert "<p>Tervetuloa.</p>" in page
    listing = text_of(made, "courses/index.html")
    assert '<h1 id="s-title">Kurssi</h1>' in listing
    assert '<p><a href="../courses/perhehoito/">Perhehoidon kurssi</a></p>' in listing
    person = text_of(made, "yhteystiedot/anna/index.html")
    assert '<p><a href="../../courses/perhehoito/">Perhehoidon kurssi</a></p>' in person
    sitemap = text_of(made, "sitemap.xml")
    assert "<loc>https://testi.example/courses/perhehoito/</loc>" in sitemap
    assert "<loc>https://testi.example/courses/</loc>" in sitemap


def test_the_mistakes_of_a_new_kind_are_told_as_those_of_any(site: SiteMaker) -> None:
    made = site(
        {
            "content/courses/x.md": "---\ntitle: X\nteachers: [ana]\nprise: 15\n---\nTeksti.\n",
            "content/courses/y.md": "---\ntitle: Y\nteachers: [ana]\n---\nTeksti.\n",
            "content/people/anna.yaml": "name: Anna Aalto\nstaff: kyllä\n",
            "templates/course.html": PAGE,
        },
        schema=Schema.of((*KINDS, Course)),
    )
    told = [(str(p.position), p.code, p.near) for p in made.problems]
    assert told == [
        ("content/courses/x.md:4:1", "field-unknown", ("price",)),
        ("content/courses/y.md:3:12", "reference-unknown", ("anna",)),
    ]


def test_every_kind_has_a_folder_of_its_own_and_a_name_in_each_language() -> None:
    folders = [kind.folder for kind in KINDS]
    assert folders == [
        *("pages", "topics", "projects", "services", "people", "offices", "posts", "news"),
        *("events", "bulletins", "publications", "media", "materials", "register", "plans"),
        *("plan", "log"),
    ]
    assert list(SCHEMA.kinds) == folders
    assert Project.names == Words("hanke", "projekt", "project")
    assert all(getattr(kind.names, tag) for kind in KINDS for tag in ("fi", "sv", "en"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_card_shows_only_fields_that_its_kind_has(kind: type[Entry]) -> None:
    assert set(kind.on_card) <= set(kind.model_fields)
    assert not set(kind.on_card) & PLACED_FIELDS


def test_a_minimal_page_is_at_its_key_and_in_no_list() -> None:
    page = entry(
        Page, title="Tietoa", body="Teksti.", menu="main", reviewed_on="1.9.2026", owner="V"
    )
    assert (page.menu, page.layout, page.address) == (Menu.MAIN, Layout.PAGE, None)
    assert (page.menu_order, page.lists, page.featured, page.doors) == (100, (), (), ())
    assert page.reviewed_on == dt.date(2026, 9, 1)


def test_a_listing_may_be_just_the_folder_it_lists() -> None:
    assert Listing.model_validate("news") == Listing(of="news")
    full = Listing.model_validate({"of": "projects", "group": "state", "latest": "5", "own": "ei"})
    assert (full.group, full.latest, full.own, full.per_page) == (Group.STATE, 5, False, 20)


@pytest.mark.parametrize("fields", [{"latest": "0"}, {"per_page": "0"}, {"latest": "-1"}])
def test_a_listing_shows_at_least_one(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as caught:
        Listing.model_validate({"of": "news"} | fields)
    assert [detail["type"] for detail in caught.value.errors()] == ["greater_than_equal"]


def a_project(**fields: Any) -> Project:
    given = {"name": "Pro", "sort": "project", "share": "socom", "summary": "S."}
    return entry(Project, **(given | {"topics": ["lapset"]} | fields))


def test_a_project_needs_a_topic() -> None:
    with pytest.raises(ValidationError) as caught:
        a_project(topics=[])
    (found,) = caught.value.errors()
    assert (found["type"], found["loc"]) == ("too_short", ("topics",))


@pytest.mark.parametrize(
    ("sort", "channels", "lacks"),
    [
        ("project", [], True),
        ("programme", [], True),
        ("network", [], False),
        ("project", [{"sort": "website", "address": "https://a.example/"}], True),
        ("project", [{"sort": "blog", "address": "https://a.example/"}], False),
    ],
)
def test_a_project_or_programme_should_have_a_social_channel(
    sort: str, channels: list[dict[str, str]], *, lacks: bool
) -> None:
    assert a_project(sort=sort, channels=channels).lacks_channel is lacks


def test_people_of_a_project_may_be_plain_keys() -> None:
    project = a_project(people=["anna", {"person": "eero", "role": "projektipäällikkö"}])
    assert [(m.person.key, m.role) for m in project.people] == [
        ("anna", None),
        ("eero", "projektipäällikkö"),
    ]


def test_channels_and_phone_hours_are_groups() -> None:
    project = a_project(channels=[{"sort": "blog", "address": "https://a.example/"}])
    assert [type(channel) for channel in project.channels] == [Channel]
    anna = entry(Person, name="A", staff="kyllä", phone_hours=["ma–pe 9–11"])
    assert [type(hours) for hours in anna.phone_hours] == [Hours]


def test_a_service_has_an_audience() -> None:
    service = entry(
        Service, name="Sopu", share="socom", summary="S.", audience="Perheet", topics=["lapset"]
    )
    assert (service.label, service.audience) == ("Sopu", "Perheet")


@pytest.mark.parametrize("postcode", ["00100", "45100"])
def test_a_postcode_keeps_its_zeros(postcode: str) -> None:
    assert entry(Office, name="A", town="Kouvola", postcode=postcode).postcode == postcode


@pytest.mark.parametrize("postcode", ["100", "001000", "4510O", "FI-45100"])
def test_a_postcode_has_five_digits(postcode: str) -> None:
    with pytest.raises(ValidationError) as caught:
        entry(Office, name="A", town="Kouvola", postcode=postcode)
    assert [detail["type"] for detail in caught.value.errors()] == ["string_pattern_mismatch"]


def a_bulletin(**fields: Any) -> Bulletin:
    lead = {"title": "Pääkirjoitus", "text": "Teksti."}
    given = {"series": "Tiedote", "number": "1", "year": "2007", "date": "9/2007", "summary": "S."}
    return entry(Bulletin, **(given | {"lead": lead} | fields))


def test_a_bulletin_is_called_by_series_number_and_year() -> None:
    assert a_bulletin().label == "Tiedote 1/2007"


def test_a_bulletin_is_shown_from_the_first_day_its_date_can_mean() -> None:
    assert a_bulletin().shown_from == dt.date(2007, 9, 1)
    assert a_bulletin(date="2007").shown_from == dt.date(2007, 1, 1)
    assert a_bulletin(appears="5.9.2007").shown_from == dt.date(2007, 9, 5)
    assert a_bulletin(appears="5.8.2007").shown_from == dt.date(2007, 9, 1)


def test_bulletins_are_listed_newest_issue_first_and_numbers_by_value() -> None:
    issues = [("2007", "2"), ("2007", "10"), ("2008", "1")]
    made = [a_bulletin(year=year, number=number) for year, number in issues]
    ordered = sorted(made, key=lambda bulletin: bulletin.order(TODAY))
    assert [bulletin.label for bulletin in ordered] == [
        "Tiedote 1/2008",
        "Tiedote 10/2007",
        "Tiedote 2/2007",
    ]


def a_publication(**fields: Any) -> Publication:
    given = {"title": "Raportti", "sort": "raportti", "owner_of_work": "socom"}
    return entry(Publication, **(given | fields))


def test_a_publication_of_ours_is_told_from_that_of_others() -> None:
    owners = [a_publication(owner_of_work=owner.value).is_own for owner in Owner]
    assert owners == [True, False, False]


def test_the_file_of_a_publication_needs_its_accessibility() -> None:
    with pytest.raises(ValidationError) as caught:
        a_publication(file="raportti.pdf")
    (found,) = caught.value.errors()
    assert (found["type"], found["ctx"]) == ("field-missing", {"field": "accessibility"})
    sound = a_publication(file="raportti.pdf", accessibility="not_assessed")
    assert sound.file is not None


def test_publications_are_listed_newest_first_then_by_series_and_number_undated_last() -> None:
    made = [
        a_publication(title="Vailla vuotta"),
        a_publication(title="Sarjan 10", series="Työpapereita", number="10", year="2008"),
        a_publication(title="Sarjan 9", series="Työpapereita", number="9", year="2008"),
        a_publication(title="Uusin", year="2009"),
        a_publication(title="Sarjaton", year="2008"),
    ]
    ordered = sorted(made, key=lambda publication: publication.order(TODAY))
    assert [publication.title for publication in ordered] == [
        "Uusin",
        "Sarjaton",
        "Sarjan 9",
        "Sarjan 10",
        "Vailla vuotta",
    ]


@pytest.mark.parametrize("sort", ["video", "recording"])
def test_a_video_or_recording_needs_a_decision_on_captions(sort: str) -> None:
    assert entry(Material, title="A", sort=sort, summary="S.").lacks_captions
    assert not entry(
        Material, title="A", sort=sort, summary="S.", captions="transcript"
    ).lacks_captions


def test_slides_need_no_captions() -> None:
    assert not entry(Material, title="A", sort="slides", summary="S.").lacks_captions


def test_materials_are_listed_newest_first() -> None:
    dated = [("Vanha", "2007"), ("Uusi", "2009"), ("Päiväämätön", None)]
    made = [entry(Material, title=t, sort="slides", summary="S.", date=d) for t, d in dated]
    ordered = sorted(made, key=lambda material: material.order(TODAY))
    assert [material.title for material in ordered] == ["Uusi", "Vanha", "Päiväämätön"]


def test_plans_are_listed_newest_first() -> None:
    made = [
        entry(Plan, title=f"Suunnitelma {year}", year=year, summary="S.", areas=[{"name": "A"}])
        for year in ("2015", "2016")
    ]
    ordered = sorted(made, key=lambda plan: plan.order(TODAY))
    assert [plan.year for plan in ordered] == [2016, 2015]


@pytest.mark.parametrize(
    ("year", "sort"), [("1989", "greater_than_equal"), ("2200", "less_than_equal")]
)
def test_a_plan_is_of_a_year_that_can_be(year: str, sort: str) -> None:
    with pytest.raises(ValidationError) as caught:
        entry(Plan, title="A", year=year, summary="S.", areas=[{"name": "A"}])
    assert [detail["type"] for detail in caught.value.errors()] == [sort]


def test_a_post_has_an_author_and_tells_of_something() -> None:
    post = entry(
        Post,
        title="A",
        date="1.11.2026",
        author="Anna Aalto",
        about=["pro", "services/sopu"],
        summary="S.",
        body="Teksti.",
    )
    assert post.author.name == "Anna Aalto"
    assert [ref.key for ref in post.about] == ["pro", "services/sopu"]


def test_a_register_entry_is_called_by_its_name() -> None:
    made = entry(RegisterEntry, name="Anna Aalto", sort="trainer", summary="S.", area="Kymenlaakso")
    assert made.label == "Anna Aalto"


def test_media_appearances_are_dated_but_have_no_feed() -> None:
    made = entry(MediaAppearance, title="A", date="1.11.2026", outlet="Lehti", summary="S.")
    assert made.shown_from == dt.date(2026, 11, 1)
    assert not made.has_feed


def test_every_sort_of_event_is_written_in_lower_case() -> None:
    assert [sort.value for sort in EventSort] == [sort.name.lower() for sort in EventSort]


def test_a_name_in_a_language_falls_back_to_nothing_but_itself() -> None:
    assert Course.names.in_language(Language.SV) == "kurs"


@pytest.mark.parametrize(
    ("day", "status", "state"),
    [
        ("2026-12-02", None, RegistrationState.OPEN),
        ("2026-12-03", None, RegistrationState.CLOSED),
        ("2026-12-02", "full", RegistrationState.CLOSED),
        ("2026-12-02", "cancelled", None),
        ("2026-12-09", None, None),
    ],
)
def test_registration_is_open_to_the_end_of_its_last_day(
    day: str, status: str | None, state: RegistrationState | None
) -> None:
    given: dict[str, Any] = {"title": "A", "sort": "seminar", "start": "9.12.2026"}
    given["status"] = status
    event = entry(Event, **given, registration={"how": "Soita", "deadline": "2.12.2026"})
    assert event.registration_state(dt.date.fromisoformat(day)) is state
    assert entry(Event, **given).registration_state(dt.date.fromisoformat(day)) is None


@pytest.mark.parametrize(
    ("file", "state", "excludes"),
    [
        ("a.pdf", "not_accessible", True),
        ("a.pdf", "partly_accessible", True),
        ("a.pdf", "accessible", False),
        ("a.pdf", "not_assessed", False),
        (None, "not_accessible", False),
    ],
)
def test_a_publication_excludes_readers_by_its_file(
    file: str | None, state: str, *, excludes: bool
) -> None:
    made = entry(
        Publication, title="A", sort="opas", owner_of_work="socom", file=file, accessibility=state
    )
    assert made.excludes_readers is excludes
