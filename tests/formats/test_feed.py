from __future__ import annotations

import re
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import feedparser
import pytest

from socomsite.engine.built import Build
from tests.conftest import TOPIC, SiteMaker, news, paths, picture, text_of

ATOM = "{http://www.w3.org/2005/Atom}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
PROJECT = """\
name: Hanke & kumppanit
sort: network
share: socom
summary: Mitä hanke tekee.
topics: [lapset]
"""
POST = """\
---
title: {title}
date: {date}
author: Anna
about: [hanke]
summary: Tiivistelmä.
---
Teksti.
"""


def feed_of(made: Build, path: str) -> ET.Element:
    return ET.fromstring(text_of(made, path))  # noqa: S314 - our own file


def entries(feed: ET.Element, field: str) -> list[str | None]:
    return [found.text for found in feed.findall(f"{ATOM}entry/{ATOM}{field}")]


NEWS = {
    "content/topics/lapset.md": TOPIC,
    "content/news/talvi.md": news("Talvi", "2026-01-15"),
    "content/news/kesa.md": news("Kesä & <muut>", "2026-07-15"),
}


def test_a_feed_has_all_that_atom_asks_for(site: SiteMaker) -> None:
    feed = feed_of(site(NEWS), "ajankohtaista/atom.xml")
    assert feed.tag == f"{ATOM}feed"
    assert feed.get(LANG) == "fi"
    for parent in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(parent.findall(f"{ATOM}{name}")) == 1
            assert parent.findtext(f"{ATOM}{name}")
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Testikeskus"
    assert feed.findtext(f"{ATOM}title") == "Uutinen – Testikeskus"
    links = {(found.get("rel"), found.get("href")) for found in feed.findall(f"{ATOM}link")}
    assert links == {
        ("self", "https://testi.example/ajankohtaista/atom.xml"),
        ("alternate", "https://testi.example/ajankohtaista/"),
    }


def test_ids_are_the_addresses_of_the_pages_and_each_is_used_once(site: SiteMaker) -> None:
    feed = feed_of(site(NEWS), "ajankohtaista/atom.xml")
    ids = [feed.findtext(f"{ATOM}id"), *entries(feed, "id")]
    assert ids == [
        "https://testi.example/ajankohtaista/atom.xml",
        "https://testi.example/ajankohtaista/kesa/",
        "https://testi.example/ajankohtaista/talvi/",
    ]


def test_a_feed_has_the_newest_first(site: SiteMaker) -> None:
    feed = feed_of(site(NEWS), "ajankohtaista/atom.xml")
    assert entries(feed, "title") == ["Kesä & <muut>", "Talvi"]


def test_days_carry_the_offset_of_helsinki_in_summer_and_winter(site: SiteMaker) -> None:
    feed = feed_of(site(NEWS), "ajankohtaista/atom.xml")
    assert entries(feed, "updated") == ["2026-07-15T00:00:00+03:00", "2026-01-15T00:00:00+02:00"]
    assert entries(feed, "published") == entries(feed, "updated")
    assert feed.findtext(f"{ATOM}updated") == "2026-07-15T00:00:00+03:00"


def test_the_feed_is_no_younger_for_being_made_again(site: SiteMaker) -> None:
    first = text_of(site(NEWS), "ajankohtaista/atom.xml")
    assert text_of(site(NEWS), "ajankohtaista/atom.xml") == first


@pytest.mark.parametrize("url", ["https://testi.example/", "https://testi.example/sub/"])
def test_all_links_in_the_text_are_whole(site: SiteMaker, url: str) -> None:
    body = (
        "[a](ref:topics/lapset) [b](/topics/) [c](opas.pdf) ![d](talo.jpg) [e](#alku)[^1]"
        " [f](https://muu.example/)\n\n## Alku\n\n[^1]: Huom.\n"
    )
    files = {
        "site.yaml": f"name: Testi\nurl: {url}\n",
        "content/topics/lapset.md": TOPIC,
        "content/news/a.md": news(body=body),
        "content/files/opas.pdf": "%PDF-",
        "content/pictures/talo.jpg": picture(700, 400, "JPEG"),
    }
    feed = feed_of(site(files), "news/atom.xml")
    (content,) = entries(feed, "content")
    assert content is not None
    links = re.findall(r'(?:href|src)="([^"]*)"', content)
    assert links == [urljoin(url, link) for link in links]
    (shown,) = (link for link in links if "/kuvat/" in link)
    assert re.fullmatch(re.escape(url) + r"kuvat/talo-640\.\w{10}\.jpg", shown)
    assert f'<img src="{shown}" alt="d">' in content
    assert set(links) >= {
        f"{url}topics/lapset/",
        f"{url}topics/",
        f"{url}tiedostot/opas.pdf",
        f"{url}news/a/#alku",
        f"{url}news/a/#fn:1",
        "https://muu.example/",
    }


def test_a_feed_item_has_its_summary_and_its_text(site: SiteMaker) -> None:
    feed = feed_of(site(NEWS), "ajankohtaista/atom.xml")
    item = feed.find(f"{ATOM}entry")
    assert item is not None
    content = item.find(f"{ATOM}content")
    assert content is not None
    assert content.get("type") == "html"
    assert (content.text or "").strip() == "<p>Teksti.</p>"
    assert item.findtext(f"{ATOM}summary") == "Teksti."


def test_an_entry_without_running_text_has_no_content(site: SiteMaker) -> None:
    event = "title: Päivä\nsort: seminar\nstart: 9.2.2026 klo 9\n"
    feed = feed_of(site({"content/events/a.yaml": event}), "events/atom.xml")
    assert entries(feed, "title") == ["Päivä"]
    assert entries(feed, "content") == []
    assert entries(feed, "summary") == []


def test_a_project_has_a_feed_of_the_posts_about_it(site: SiteMaker) -> None:
    files = {
        "content/topics/lapset.md": TOPIC,
        "content/projects/hanke.yaml": PROJECT,
        "content/posts/a.md": POST.format(title="Yksi", date="2026-10-01"),
        "content/posts/b.md": POST.format(title="Kaksi", date="2026-11-01"),
    }
    made = site(files)
    feed = feed_of(made, "hankkeet/hanke/atom.xml")
    assert feed.findtext(f"{ATOM}title") == "Hanke & kumppanit – Testikeskus"
    assert entries(feed, "title") == ["Kaksi", "Yksi"]
    assert paths(made).count("hankkeet/hanke/atom.xml") == 1


def test_a_site_without_dated_entries_has_no_feed(site: SiteMaker) -> None:
    made = site({"content/topics/lapset.md": TOPIC, "content/projects/hanke.yaml": PROJECT})
    assert [path for path in paths(made) if path.endswith("atom.xml")] == []


def test_no_entry_that_is_withheld_is_in_a_feed(site: SiteMaker) -> None:
    files = NEWS | {
        "content/news/luonnos.md": news("Luonnos").replace("---\n", "---\ndraft: true\n", 1),
        "content/news/tuleva.md": news("Tuleva", "2026-11-23"),
        "content/news/myohemmin.md": news("M").replace("---\n", "---\nappears: 2026-12-01\n", 1),
        "content/news/vanhentunut.md": news("V").replace("---\n", "---\nexpires: 2026-11-21\n", 1),
    }
    feed = feed_of(site(files), "ajankohtaista/atom.xml")
    assert entries(feed, "title") == ["Kesä & <muut>", "Talvi"]
    assert feed.findtext(f"{ATOM}updated") == "2026-07-15T00:00:00+03:00"


def test_a_feed_in_another_language_has_only_what_is_in_it(site: SiteMaker) -> None:
    page = (
        "---\ntitle: Aktuellt\naddress: news\nmenu: none\nreviewed_on: 2026-11-01\nowner: A\n---\n"
    )
    files = {
        "site.yaml": "name: Testi\nurl: https://testi.example/\nlanguages: [fi, sv]\n",
        "content/topics/lapset.md": TOPIC,
        "content/pages/uutiset.sv.md": page + "Text.\n",
        "content/news/a.md": news("Uutinen"),
        "content/news/b.md": news("Toinen"),
        "content/news/b.sv.md": news("Annan"),
    }
    feed = feed_of(site(files), "sv/news/atom.xml")
    assert feed.get(LANG) == "sv"
    assert entries(feed, "title") == ["Annan"]
    assert entries(feed, "id") == ["https://testi.example/sv/news/b/"]


def test_a_feed_holds_the_fifty_newest(site: SiteMaker) -> None:
    many = {
        f"content/news/n{i:02}.md": news(f"N{i:02}", f"2026-{1 + i // 28:02}-{1 + i % 28:02}")
        for i in range(52)
    }
    feed = feed_of(site(many | {"content/topics/lapset.md": TOPIC}), "ajankohtaista/atom.xml")
    titles = entries(feed, "title")
    assert len(titles) == 50
    assert titles[0] == "N51"
    assert titles[-1] == "N02"


EVENT = "title: {title}\nsort: seminar\nstart: {start}\n"


def test_a_feed_tells_of_no_day_to_come(site: SiteMaker) -> None:
    files = {
        "content/events/a.yaml": EVENT.format(title="Mennyt", start="9.2.2026"),
        "content/events/b.yaml": EVENT.format(title="Tänään", start="22.11.2026"),
        "content/events/c.yaml": EVENT.format(title="Huomenna", start="23.11.2026"),
        "content/events/d.yaml": EVENT.format(title="Ensi vuonna", start="2027"),
        "content/events/e.yaml": EVENT.format(title="Kerrottu", start="9.2.2027")
        + "appears: 2026-11-05\n",
        "content/events/f.yaml": EVENT.format(title="Tarkistettu", start="9.2.2027")
        + "reviewed_on: 2026-11-06\n",
    }
    feed = feed_of(site(files), "events/atom.xml")
    assert entries(feed, "title") == ["Tänään", "Tarkistettu", "Kerrottu", "Mennyt"]
    assert feed.findtext(f"{ATOM}updated") == "2026-11-22T00:00:00+02:00"


def test_events_all_to_come_and_untold_of_have_no_feed_to_link_to(site: SiteMaker) -> None:
    made = site({"content/events/a.yaml": EVENT.format(title="Päivä", start="9.2.2027")})
    assert "events/atom.xml" not in paths(made)
    views = [job.view for job, _ in made.made if job.path == "events/index.html"]
    assert [view.feed for view in views] == [""]  # type: ignore[attr-defined]  # a PageView


ALL = NEWS | {
    "content/news/pitka.md": news("<b>&amp; ”Ä”", "2026-05-01", "**Ä** [a](ref:topics/lapset)"),
    "content/projects/hanke.yaml": PROJECT,
    "content/posts/a.md": POST.format(title="Yksi", date="2026-10-01"),
    "content/events/a.yaml": EVENT.format(title="Päivä", start="9.2.2026 klo 9"),
}


def test_a_reader_finds_nothing_wrong_with_any_feed(site: SiteMaker) -> None:
    feeds = [a for a in site(ALL).artifacts if a.path.endswith("atom.xml")]
    assert len(feeds) == 4
    for artifact in feeds:
        read = feedparser.parse(artifact.data)
        assert not read.bozo, read.get("bozo_exception")
        assert read.version == "atom10"
        assert read.feed.language == "fi"
        for item in read.entries:
            assert item.link == item.id
            assert item.updated_parsed is not None
            assert item.published_parsed is not None
    titles = [item.title for item in feedparser.parse(feeds[0].data).entries]
    assert "<b>&amp; ”Ä”" in titles


def test_every_feed_keeps_the_musts_of_rfc_4287(site: SiteMaker) -> None:
    made = site(ALL)
    for artifact in made.artifacts:
        if not artifact.path.endswith("atom.xml"):
            continue
        feed = feed_of(made, artifact.path)
        items = feed.findall(f"{ATOM}entry")
        once = [feed.findall(f"{ATOM}{name}") for name in ("id", "title", "updated")]
        once += [item.findall(f"{ATOM}{name}") for item in items for name in ("id", "title")]
        assert all(len(found) == 1 for found in once)
        # 4.1.1: an author of the feed stands for all its entries; one alternate, one self link.
        assert feed.find(f"{ATOM}author/{ATOM}name") is not None
        relations = [link.get("rel") for link in feed.findall(f"{ATOM}link")]
        assert sorted(map(str, relations)) == ["alternate", "self"]
        (own,) = [x.get("href") for x in feed.findall(f"{ATOM}link") if x.get("rel") == "self"]
        assert own == f"https://testi.example/{artifact.path}"
        ids = [feed.findtext(f"{ATOM}id"), *(item.findtext(f"{ATOM}id") for item in items)]
        assert len(ids) == len(set(ids))
        addresses = [*ids, *(link.get("href") for link in feed.iter(f"{ATOM}link"))]
        assert all(str(address).startswith("https://testi.example/") for address in addresses)
        days = [item.findtext(f"{ATOM}updated") for item in items]
        assert feed.findtext(f"{ATOM}updated") == max(map(str, days))
        rfc3339 = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d"
        assert all(re.fullmatch(rfc3339, str(day)) for day in days)
        # 4.1.2: an entry without content has an alternate link.
        for item in items:
            assert [link.get("rel") for link in item.findall(f"{ATOM}link")] == ["alternate"]
