from __future__ import annotations

from socomsite.model.pages import Group, Listing
from tests.conftest import TOPIC, SiteMaker, news
from tests.formats.listed import (
    NEWS,
    PERSON,
    PROJECTS,
    headings,
    lists,
    pages_of,
    project,
    publication,
    viewer_of,
)


def test_a_list_by_year_has_the_newest_first_and_an_anchor_a_year(site: SiteMaker) -> None:
    found = lists(site, NEWS, Listing(of="news", group=Group.YEAR))
    assert headings(found) == [("2026", ["c", "b"]), ("2025", ["a"])]
    assert [group.anchor for group in found.groups] == ["v2026", "v2025"]


def test_a_year_that_goes_on_over_the_page_has_its_heading_again(site: SiteMaker) -> None:
    listing = Listing(of="news", group=Group.YEAR, per_page=1)
    pages = pages_of(listing, viewer_of(site, NEWS))
    assert [headings(page) for page in pages] == [
        [("2026", ["c"])],
        [("2026", ["b"])],
        [("2025", ["a"])],
    ]


def test_a_list_by_year_has_those_without_one_last(site: SiteMaker) -> None:
    files = {
        "content/publications/a.yaml": publication("A"),
        "content/publications/b.yaml": publication("B", "year: 2008\n"),
    }
    found = lists(site, files, Listing(of="publications", group=Group.YEAR))
    assert headings(found) == [("2008", ["b"]), ("list.no-year", ["a"])]
    assert found.groups[1].anchor == "ei-vuotta"


def test_events_and_projects_are_listed_under_the_year_they_begin(site: SiteMaker) -> None:
    event = "title: Päivä\nsort: seminar\nstart: 9.2.2006 klo 9\n"
    files = PROJECTS | {"content/events/paiva.yaml": event}
    viewer = viewer_of(site, files)
    (events,) = pages_of(Listing(of="events", group=Group.YEAR), viewer)
    (projects,) = pages_of(Listing(of="projects", group=Group.YEAR), viewer)
    assert headings(events) == [("2006", ["paiva"])]
    assert [title for title, _ in headings(projects)] == ["2027", "2025", "2007", "list.no-year"]


def test_a_list_by_topic_shows_an_entry_under_each_of_its_topics(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/topics/ikaantyneet.md": TOPIC.replace("Lapset", "Ikääntyneet"),
        "content/news/a.md": news("A", "2026-10-02").replace("[lapset]", "[lapset, ikaantyneet]"),
        "content/news/b.md": news("B", "2026-10-01"),
    }
    found = lists(site, files, Listing(of="news", group=Group.TOPIC))
    assert headings(found) == [("Ikääntyneet", ["a"]), ("Lapset", ["a", "b"])]
    assert [group.anchor for group in found.groups] == ["ikaantyneet", "lapset"]
    assert found.groups[1].address == "/topics/lapset/"
    assert found.total == 2


def test_a_list_by_topic_has_those_without_one_last(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/publications/a.yaml": publication("A"),
        "content/publications/b.yaml": publication("B", "topics: [lapset]\n"),
    }
    found = lists(site, files, Listing(of="publications", group=Group.TOPIC))
    assert headings(found) == [("Lapset", ["b"]), ("list.no-topic", ["a"])]


def test_a_list_by_series_follows_the_alphabet_with_numbers_by_value(site: SiteMaker) -> None:
    files = {
        "content/publications/a.yaml": publication("A", "series: Äijät\n"),
        "content/publications/b.yaml": publication("B", "series: Raportti\nnumber: 10\n"),
        "content/publications/c.yaml": publication("C", "series: Raportti\nnumber: 9\n"),
        "content/publications/d.yaml": publication("D"),
    }
    found = lists(site, files, Listing(of="publications", group=Group.SERIES))
    assert headings(found) == [
        ("Raportti", ["c", "b"]),
        ("Äijät", ["a"]),
        ("list.no-series", ["d"]),
    ]


def test_a_list_by_state_has_the_running_first(site: SiteMaker) -> None:
    found = lists(site, PROJECTS, Listing(of="projects", group=Group.STATE))
    assert headings(found) == [
        ("state.running", ["nyt"]),
        ("state.upcoming", ["pian"]),
        ("state.ended", ["vanha"]),
        ("state.unknown", ["kuka-ties"]),
    ]


def test_a_list_by_sort_has_a_word_for_each(site: SiteMaker) -> None:
    files = PROJECTS | {
        "content/projects/ohjelma.yaml": project("Ohjelma").replace("network", "programme")
    }
    found = lists(site, files, Listing(of="projects", group=Group.SORT))
    assert [title for title, _ in headings(found)] == ["sort.network", "sort.programme"]


def test_people_are_grouped_by_the_topics_of_the_project_they_work_in(site: SiteMaker) -> None:
    people = {
        "content/people/anna.yaml": PERSON + "unit: projects/nyt\n",
        "content/people/otto.yaml": "name: Otto Oja\nstaff: true\n",
    }
    made = lists(site, PROJECTS | people, Listing(of="people", group=Group.TOPIC))
    assert headings(made) == [("Lapset", ["anna"]), ("list.no-topic", ["otto"])]


def test_a_persons_own_topics_come_before_those_of_the_project(site: SiteMaker) -> None:
    files = PROJECTS | {
        "content/topics/vanhat.md": TOPIC.replace("Lapset", "Vanhat"),
        "content/people/anna.yaml": PERSON + "unit: projects/nyt\ntopics: [vanhat]\n",
    }
    made = lists(site, files, Listing(of="people", group=Group.TOPIC))
    assert headings(made) == [("Vanhat", ["anna"])]


def test_a_list_by_region_has_the_register_by_area(site: SiteMaker) -> None:
    base = "name: {}\nsort: trainer\nsummary: S\narea: {}\n"
    files = {
        "content/register/a.yaml": base.format("A", "Kymenlaakso"),
        "content/register/b.yaml": base.format("B", "Etelä-Karjala"),
        "content/register/c.yaml": base.format("C", "Kymenlaakso"),
    }
    found = lists(site, files, Listing(of="register", group=Group.REGION))
    assert headings(found) == [("Etelä-Karjala", ["b"]), ("Kymenlaakso", ["a", "c"])]


def test_what_has_no_area_stands_last(site: SiteMaker) -> None:
    files = {"content/topics/lapset.md": TOPIC, "content/news/a.md": news()}
    found = lists(site, files, Listing(of="news", group=Group.REGION))
    assert headings(found) == [("list.others", ["a"])]


EVENT = "title: {title}\nsort: seminar\nstart: {start}\n"


def test_coming_events_stand_by_month_with_the_nearest_first(site: SiteMaker) -> None:
    days = {"b": "3.2.2027", "a": "30.12.2026", "c": "kevät 2027", "d": "28.2.2027", "e": "2027"}
    files = {
        f"content/events/{key}.yaml": EVENT.format(title=key, start=start)
        for key, start in days.items()
    }
    made = lists(site, files, Listing(of="events", group=Group.MONTH))
    assert headings(made) == [
        ("Joulukuu 2026", ["a"]),
        ("2027", ["e"]),
        ("Helmikuu 2027", ["b", "d"]),
        ("Kevät 2027", ["c"]),
    ]
    assert [group.anchor for group in made.groups][:2] == ["k2026-12", "k2027-01"]


def test_past_events_stand_by_month_with_the_latest_first(site: SiteMaker) -> None:
    files = {
        "content/events/a.yaml": EVENT.format(title="A", start="3.2.2020"),
        "content/events/b.yaml": EVENT.format(title="B", start="4.11.2021"),
    }
    made = lists(site, files, Listing(of="events", group=Group.MONTH))
    assert headings(made) == [("Marraskuu 2021", ["b"]), ("Helmikuu 2020", ["a"])]
