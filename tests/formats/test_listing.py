from __future__ import annotations

from collections.abc import Mapping

from socomsite.formats.listing import ListView, index_of_everything, list_pages
from socomsite.formats.view import Viewer
from socomsite.language import Language
from socomsite.model.fields import Ref
from socomsite.model.pages import Group, Listing
from tests.conftest import SITE_YAML, TOPIC, SiteMaker, dedent, news


def viewer_of(site: SiteMaker, files: Mapping[str, str]) -> Viewer:
    graph = site(files).graph
    assert graph is not None
    return Viewer(graph, Language.FI)


def keys(view: ListView) -> list[object]:
    return [card["key"] for group in view.groups for card in group.cards]


def headings(view: ListView) -> list[tuple[str, list[object]]]:
    return [(g.title or g.word, [card["key"] for card in g.cards]) for g in view.groups]


def lists(site: SiteMaker, files: Mapping[str, str], listing: Listing) -> ListView:
    (only,) = list_pages(listing, viewer_of(site, files))
    return only


NEWS = {
    "content/topics/lapset.md": TOPIC,
    "content/news/a.md": news("A", "2025-12-31"),
    "content/news/b.md": news("B", "2026-01-01"),
    "content/news/c.md": news("C", "2026-10-01"),
}


def project(name: str, more: str = "") -> str:
    return (
        dedent(f"""\
        name: {name}
        sort: network
        share: socom
        summary: Mitä tehdään.
        topics: [lapset]
        """)
        + more
    )


PROJECTS = {
    "content/topics/lapset.md": TOPIC,
    "content/projects/vanha.yaml": project("Vanha", "start: 2007\nend: 2009\n"),
    "content/projects/nyt.yaml": project("Nyt", "start: 2025\n"),
    "content/projects/pian.yaml": project("Pian", "start: 2027\n"),
    "content/projects/kuka-ties.yaml": project("Kuka ties", "active: [2010]\n"),
}


def publication(title: str, more: str = "") -> str:
    return f"title: {title}\nsort: raportti\n{more}" + (
        "" if "owner_of_work" in more else "owner_of_work: socom\n"
    )


def test_a_list_holds_every_entry_of_a_kind_in_the_kinds_own_order(site: SiteMaker) -> None:
    found = lists(site, NEWS, Listing(of="news", title="Uutiset", note="Huom.", empty="Ei ole."))
    assert keys(found) == ["c", "b", "a"]
    assert found.total == 3
    assert (found.title, found.note, found.empty) == ("Uutiset", "Huom.", "Ei ole.")
    assert len(found.groups) == 1


def test_a_list_of_nothing_still_has_a_page(site: SiteMaker) -> None:
    found = lists(site, NEWS, Listing(of="events"))
    assert found == ListView(of="events", total=0, groups=())


def test_a_list_of_the_latest_counts_them_all(site: SiteMaker) -> None:
    found = lists(site, NEWS, Listing(of="news", latest=2))
    assert keys(found) == ["c", "b"]
    assert found.total == 3


def test_a_list_of_the_latest_may_lead_to_the_whole(site: SiteMaker) -> None:
    page = """\
        ---
        title: Kaikki
        menu: none
        reviewed_on: 2026-11-01
        owner: Anna
        ---
        Teksti.
        """
    files = NEWS | {"content/pages/kaikki.md": dedent(page)}
    found = lists(site, files, Listing(of="news", latest=1, all=Ref("kaikki")))
    assert found.all is not None
    assert found.all["address"] == "/kaikki/"


def test_a_list_is_cut_into_pages(site: SiteMaker) -> None:
    pages = list_pages(Listing(of="news", per_page=2), viewer_of(site, NEWS))
    assert [keys(page) for page in pages] == [["c", "b"], ["a"]]
    assert [page.total for page in pages] == [3, 3]


def test_a_list_that_fills_its_page_just_so_has_no_empty_one_after(site: SiteMaker) -> None:
    pages = list_pages(Listing(of="news", per_page=3), viewer_of(site, NEWS))
    assert [keys(page) for page in pages] == [["c", "b", "a"]]


def test_a_list_by_year_has_the_newest_first_and_an_anchor_a_year(site: SiteMaker) -> None:
    found = lists(site, NEWS, Listing(of="news", group=Group.YEAR))
    assert headings(found) == [("2026", ["c", "b"]), ("2025", ["a"])]
    assert [group.anchor for group in found.groups] == ["v2026", "v2025"]


def test_a_year_that_goes_on_over_the_page_has_its_heading_again(site: SiteMaker) -> None:
    listing = Listing(of="news", group=Group.YEAR, per_page=1)
    pages = list_pages(listing, viewer_of(site, NEWS))
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
    (events,) = list_pages(Listing(of="events", group=Group.YEAR), viewer)
    (projects,) = list_pages(Listing(of="projects", group=Group.YEAR), viewer)
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


def test_a_list_may_hold_only_some_states(site: SiteMaker) -> None:
    found = lists(site, PROJECTS, Listing(of="projects", state=("running", "upcoming")))
    assert keys(found) == ["nyt", "pian"]
    assert found.total == 2


def test_a_kind_without_states_is_in_no_list_of_a_state(site: SiteMaker) -> None:
    assert keys(lists(site, NEWS, Listing(of="news", state=("running",)))) == []


def test_a_list_may_hold_only_some_sorts(site: SiteMaker) -> None:
    found = lists(site, PROJECTS, Listing(of="projects", sort=("programme",)))
    assert keys(found) == []


def test_a_list_may_hold_only_one_series(site: SiteMaker) -> None:
    files = {
        "content/publications/a.yaml": publication("A", "series: Raportti\n"),
        "content/publications/b.yaml": publication("B", "series: Muu\n"),
        "content/publications/c.yaml": publication("C"),
    }
    assert keys(lists(site, files, Listing(of="publications", series="Raportti"))) == ["a"]


def test_publications_are_divided_into_own_and_others(site: SiteMaker) -> None:
    files = {
        "content/publications/a.yaml": publication("A", "owner_of_work: socom\n"),
        "content/publications/b.yaml": publication("B", "owner_of_work: other\n"),
        "content/publications/c.yaml": publication("C", "owner_of_work: unclear\n"),
    }
    viewer = viewer_of(site, files)
    (own,) = list_pages(Listing(of="publications", own=True), viewer)
    (others,) = list_pages(Listing(of="publications", own=False), viewer)
    assert keys(own) == ["a"]
    assert keys(others) == ["b", "c"]


def test_people_are_divided_into_staff_and_others(site: SiteMaker) -> None:
    files = {
        "content/people/oma.yaml": "name: Oma Väki\nstaff: true\n",
        "content/people/muu.yaml": "name: Muu Väki\nstaff: false\n",
    }
    viewer = viewer_of(site, files)
    (staff,) = list_pages(Listing(of="people", own=True), viewer)
    (others,) = list_pages(Listing(of="people", own=False), viewer)
    assert (keys(staff), keys(others)) == (["oma"], ["muu"])


PERSON = "name: Anna Aalto\nstaff: true\n"


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


SEARCH_PAGE = """\
---
title: Haku
layout: search
menu: none
reviewed_on: 2026-11-01
owner: Anna
---
Tästä haetaan.
"""
OUTSIDER = "name: {name}\nstaff: no\n"
EVERYTHING = {
    "content/topics/lapset.md": TOPIC,
    "content/pages/haku.md": SEARCH_PAGE,
    "content/people/aarne.yaml": OUTSIDER.format(name="Aarne Öhman"),
    "content/people/bo.yaml": OUTSIDER.format(name="Bo Äijälä"),
    "content/people/cher.yaml": OUTSIDER.format(name="Cher"),
    "content/news/a.md": news("100 vuotta"),
    "content/news/luonnos.md": news("Luonnos").replace("topics:", "draft: yes\ntopics:"),
}


def test_the_index_holds_everything_published_by_letter_in_finnish_order(site: SiteMaker) -> None:
    viewer = viewer_of(site, EVERYTHING)
    search = viewer.graph.entry(("pages", "haku"), Language.FI)
    index = index_of_everything(viewer, search)
    found = {letter.letter: [row.label for row in letter.rows] for letter in index.letters}
    assert list(found) == ["0–9", "C", "H", "K", "L", "U", "Ä", "Ö"]
    assert found["0–9"] == ["100 vuotta"]
    assert found["Ä"] == ["Äijälä, Bo"]
    assert found["Ö"] == ["Öhman, Aarne"]
    assert found["C"] == ["Cher"]
    assert found["L"] == ["Lapset"]
    assert not any("Haku" in labels or "Luonnos" in labels for labels in found.values())
    assert [letter.anchor for letter in index.letters] == [
        "0-9",
        "c",
        "h",
        "k",
        "l",
        "u",
        "ae",
        "oe",
    ]


def test_the_index_names_the_kinds_and_topics_there_are(site: SiteMaker) -> None:
    viewer = viewer_of(site, EVERYTHING)
    index = index_of_everything(viewer, viewer.graph.entry(("pages", "haku"), Language.FI))
    assert set(index.kinds) == {"pages", "topics", "people", "news"}
    assert [topic["key"] for topic in index.topics] == ["lapset"]


def test_the_index_in_another_language_says_what_is_in_finnish(site: SiteMaker) -> None:
    files = EVERYTHING | {
        "site.yaml": SITE_YAML + "languages: [fi, sv]\n",
        "content/topics/lapset.sv.md": TOPIC.replace("Lapset", "Barn"),
    }
    graph = site(files).graph
    assert graph is not None
    viewer = Viewer(graph, Language.SV)
    index = index_of_everything(viewer, graph.entry(("pages", "haku"), Language.SV))
    rows = {row.label: row for letter in index.letters for row in letter.rows}
    assert not rows["Barn"].is_fallback
    assert rows["Öhman, Aarne"].is_fallback
    assert rows["Öhman, Aarne"].language is Language.FI


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
