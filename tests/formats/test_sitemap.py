from __future__ import annotations

from xml.etree import ElementTree as ET

from socomsite.engine.built import Build
from tests.conftest import TOPIC, SiteMaker, news, text_of

NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
PAGE = """\
---
title: Sivu
menu: none
reviewed_on: 2026-10-05
owner: Anna
{more}---
Teksti.
"""


def sitemap_of(made: Build) -> dict[str, ET.Element]:
    root = ET.fromstring(text_of(made, "sitemap.xml"))  # noqa: S314 - our own file
    assert root.tag == f"{NS}urlset"
    return {url.findtext(f"{NS}loc") or "": url for url in root}


def changed(url: ET.Element) -> str | None:
    return url.findtext(f"{NS}lastmod")


def test_the_sitemap_names_every_page_by_its_whole_address(site: SiteMaker) -> None:
    found = sitemap_of(site({"content/topics/lapset.md": TOPIC, "content/news/a.md": news()}))
    assert list(found) == [
        "https://testi.example/ajankohtaista/",
        "https://testi.example/ajankohtaista/a/",
        "https://testi.example/topics/",
        "https://testi.example/topics/lapset/",
    ]


def test_redirects_and_the_not_found_page_are_not_in_the_sitemap(site: SiteMaker) -> None:
    found = sitemap_of(site({"content/pages/a.md": PAGE.format(more="aliases: [vanha]\n")}))
    assert list(found) == ["https://testi.example/a/"]


def test_a_page_is_as_old_as_its_review_or_its_date(site: SiteMaker) -> None:
    found = sitemap_of(
        site(
            {
                "content/topics/lapset.md": TOPIC,
                "content/news/a.md": news(date="2026-11-01"),
                "content/news/b.md": news().replace("---\n", "---\nreviewed_on: 2026-11-09\n", 1),
                "content/pages/sivu.md": PAGE.format(more=""),
            }
        )
    )
    assert changed(found["https://testi.example/ajankohtaista/a/"]) == "2026-11-01"
    assert changed(found["https://testi.example/ajankohtaista/b/"]) == "2026-11-09"
    assert changed(found["https://testi.example/sivu/"]) == "2026-10-05"
    assert changed(found["https://testi.example/topics/lapset/"]) is None


def test_a_list_that_we_made_ourselves_claims_no_day(site: SiteMaker) -> None:
    found = sitemap_of(site({"content/topics/lapset.md": TOPIC}))
    assert changed(found["https://testi.example/topics/"]) is None


def test_a_bulletin_known_by_its_month_claims_no_day(site: SiteMaker) -> None:
    bulletin = (
        "series: Tiedote\nnumber: 1\nyear: 2007\ndate: 9/2007\nsummary: T.\n"
        "lead: {title: Pääjuttu, text: Teksti.}\n"
    )
    found = sitemap_of(site({"content/bulletins/t.yaml": bulletin}))
    assert changed(found["https://testi.example/bulletins/t/"]) is None


def test_each_version_of_a_page_names_all_its_languages_and_itself(site: SiteMaker) -> None:
    files = {
        "site.yaml": "name: Testi\nurl: https://testi.example/sub/\nlanguages: [fi, sv, en]\n",
        "content/pages/a.md": PAGE.format(more=""),
        "content/pages/a.sv.md": PAGE.format(more="address: b\n"),
        "content/pages/c.md": PAGE.format(more=""),
    }
    found = sitemap_of(site(files))
    links = {
        loc: [(each.get("hreflang"), each.get("href")) for each in url.findall(LINK)]
        for loc, url in found.items()
    }
    both = [("fi", "https://testi.example/sub/a/"), ("sv", "https://testi.example/sub/sv/b/")]
    assert links == {
        "https://testi.example/sub/a/": both,
        "https://testi.example/sub/sv/b/": both,
        "https://testi.example/sub/c/": [],
    }
    assert all(each.get("rel") == "alternate" for url in found.values() for each in url.iter(LINK))


def test_an_address_with_marks_of_xml_keeps_the_sitemap_well_formed(site: SiteMaker) -> None:
    found = sitemap_of(site({"content/pages/a.md": PAGE.format(more="address: kuka&missä\n")}))
    assert list(found) == ["https://testi.example/kuka&missä/"]


def test_robots_may_read_everything_and_are_told_of_the_sitemap(site: SiteMaker) -> None:
    files = {"site.yaml": "name: Testi\nurl: https://testi.example/sub\n"}
    made = site(files | {"content/pages/a.md": PAGE.format(more="")})
    assert text_of(made, "robots.txt") == (
        "User-agent: *\nAllow: /\n\nSitemap: https://testi.example/sub/sitemap.xml\n"
    )
