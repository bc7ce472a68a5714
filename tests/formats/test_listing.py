from __future__ import annotations

from socomsite.formats.listing import ListView
from socomsite.model.fields import Ref
from socomsite.model.pages import Listing
from tests.conftest import SiteMaker, dedent
from tests.formats.listed import NEWS, PROJECTS, keys, lists, pages_of, publication, viewer_of


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
    pages = pages_of(Listing(of="news", per_page=2), viewer_of(site, NEWS))
    assert [keys(page) for page in pages] == [["c", "b"], ["a"]]
    assert [page.total for page in pages] == [3, 3]


def test_a_list_that_fills_its_page_just_so_has_no_empty_one_after(site: SiteMaker) -> None:
    pages = pages_of(Listing(of="news", per_page=3), viewer_of(site, NEWS))
    assert [keys(page) for page in pages] == [["c", "b", "a"]]


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
    (own,) = pages_of(Listing(of="publications", own=True), viewer)
    (others,) = pages_of(Listing(of="publications", own=False), viewer)
    assert keys(own) == ["a"]
    assert keys(others) == ["b", "c"]


def test_people_are_divided_into_staff_and_others(site: SiteMaker) -> None:
    files = {
        "content/people/oma.yaml": "name: Oma Väki\nstaff: true\n",
        "content/people/muu.yaml": "name: Muu Väki\nstaff: false\n",
    }
    viewer = viewer_of(site, files)
    (staff,) = pages_of(Listing(of="people", own=True), viewer)
    (others,) = pages_of(Listing(of="people", own=False), viewer)
    assert (keys(staff), keys(others)) == (["oma"], ["muu"])
