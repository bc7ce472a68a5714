from __future__ import annotations

import datetime as dt

import pytest

from socomsite.dates import Moment, PartialDate
from socomsite.formats.planning import Planning, feed_day, file_of, template_of
from socomsite.formats.template import Templates
from socomsite.language import Language
from socomsite.model.kinds import (
    KINDS,
    Bulletin,
    Event,
    EventSort,
    MediaAppearance,
    News,
    Person,
    RegisterEntry,
)
from socomsite.model.schema import Entry, Schema
from tests.conftest import TODAY, TOPIC, SiteMaker, entry, news

PROJECT = """\
name: Hanke
sort: network
share: socom
summary: Mitä hanke tekee.
topics: [lapset]
"""
POST = """\
---
title: Kirjoitus
date: {date}
author: Anna
about: [{about}]
summary: Tiivistelmä.
---
Teksti.
"""
Schema.of(KINDS)  # kinds that name each other are whole only together
LEAD = {"title": "Pääjuttu", "text": "Teksti."}


def planning_of(site: SiteMaker, files: dict[str, str]) -> Planning:
    graph = site(files).graph
    assert graph is not None
    return Planning(graph, Templates((), ()), {})


def followed(planning: Planning) -> dict[str, list[str]]:
    return {
        address: [key for _, (_, key), _ in entries] for address, entries in planning.feeds.items()
    }


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (News, "news.html"),
        (MediaAppearance, "media_appearance.html"),
        (RegisterEntry, "register_entry.html"),
    ],
)
def test_a_kind_has_the_template_of_its_name(kind: type[Entry], name: str) -> None:
    assert template_of(kind) == name


def test_a_page_is_the_index_of_its_address() -> None:
    assert file_of("/") == "index.html"
    assert file_of("/hankkeet/pro-sos/") == "hankkeet/pro-sos/index.html"


def test_every_published_entry_is_found_by_its_address(site: SiteMaker) -> None:
    files = {"content/topics/lapset.md": TOPIC, "content/news/a.md": news()}
    planning = planning_of(site, files)
    assert planning.graph.by_address["/ajankohtaista/a/"] == (("news", "a"), Language.FI)
    assert set(planning.graph.by_address) == {
        "/ajankohtaista/",
        "/ajankohtaista/a/",
        "/topics/",
        "/topics/lapset/",
    }


@pytest.mark.parametrize(
    ("found", "day"),
    [
        (entry(News, title="x", topics=["a"], date="2026-11-01", body="x"), dt.date(2026, 11, 1)),
        (
            entry(News, title="x", topics=["a"], date="2026-11-01", body="x", appears="2026-11-05"),
            dt.date(2026, 11, 5),
        ),
        (
            entry(Bulletin, series="T", number=1, year=2007, date="9/2007", summary="x", lead=LEAD),
            dt.date(2007, 9, 1),
        ),
        (
            entry(Event, title="x", sort="seminar", start="2026-12-01", reviewed_on="2026-11-02"),
            dt.date(2026, 11, 2),
        ),
        (entry(Event, title="x", sort="seminar", start="9/2006"), dt.date(2006, 9, 1)),
        (entry(Event, title="x", sort="seminar", start="22.11.2026"), dt.date(2026, 11, 22)),
        (entry(Event, title="x", sort="seminar", start="23.11.2026"), None),
        (entry(Event, title="x", sort="seminar", start="2027"), None),
        (entry(Person, name="Anna", staff=True), None),
        (entry(MediaAppearance, title="x", date="2026-11-01", outlet="x", summary="x"), None),
    ],
)
def test_each_kind_has_the_day_that_dates_it_in_a_feed(found: Entry, day: dt.date | None) -> None:
    assert feed_day(found, TODAY) == day


def test_an_event_is_dated_by_the_day_it_appears_first_of_all() -> None:
    event = entry(
        Event,
        title="x",
        sort=EventSort.SEMINAR,
        start=Moment(PartialDate(2026, 12, 1)),
        appears="2026-11-03",
        reviewed_on="2026-11-02",
    )
    assert feed_day(event, TODAY) == dt.date(2026, 11, 3)


def test_the_list_of_a_dated_kind_is_followed(site: SiteMaker) -> None:
    files = {"content/topics/lapset.md": TOPIC, "content/news/a.md": news()}
    assert followed(planning_of(site, files)) == {"/ajankohtaista/": ["a"]}


def test_a_project_with_posts_is_followed(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/projects/hanke.yaml": PROJECT,
        "content/projects/hiljainen.yaml": PROJECT,
        "content/posts/yksi.md": POST.format(date="2026-10-01", about="hanke"),
        "content/posts/kaksi.md": POST.format(date="2026-11-01", about="hanke"),
    }
    feeds = followed(planning_of(site, files))
    assert feeds.keys() == {"/blogi/", "/hankkeet/hanke/"}
    assert sorted(feeds["/hankkeet/hanke/"]) == ["kaksi", "yksi"]


def test_kinds_that_share_a_section_share_its_feed(site: SiteMaker) -> None:
    settings = """\
name: Testikeskus
url: https://testi.example/
sections: {news: ajankohtaista, posts: ajankohtaista, projects: hankkeet}
"""
    files = {
        "site.yaml": settings,
        "content/topics/lapset.md": TOPIC,
        "content/projects/hanke.yaml": PROJECT,
        "content/news/uutinen.md": news(),
        "content/posts/kirjoitus.md": POST.format(date="2026-10-01", about="hanke"),
    }
    feeds = followed(planning_of(site, files))
    assert sorted(feeds["/ajankohtaista/"]) == ["kirjoitus", "uutinen"]


def test_a_language_without_a_list_page_has_no_feed(site: SiteMaker) -> None:
    files = {
        "site.yaml": "name: Testi\nurl: https://testi.example/\nlanguages: [fi, sv]\n",
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(),
        "content/news/a.sv.md": news("Nyhet"),
    }
    assert followed(planning_of(site, files)) == {"/news/": ["a"]}


def test_what_is_planned_from_may_be_read_again(site: SiteMaker) -> None:
    planning = planning_of(site, {"content/topics/lapset.md": TOPIC})
    assert planning.viewers is planning.viewers
    assert list(planning.viewers) == list(planning.graph.site.languages)


def test_post_and_news_about_one_project_do_not_mix_in_its_feed(site: SiteMaker) -> None:
    about = news().replace("topics:", "about: [hanke]\ntopics:")
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/projects/hanke.yaml": PROJECT,
        "content/news/uutinen.md": about,
        "content/posts/kirjoitus.md": POST.format(date="2026-10-01", about="hanke"),
    }
    planning = planning_of(site, files)
    (found,) = planning.feeds["/hankkeet/hanke/"]
    assert found[1] == ("posts", "kirjoitus")
