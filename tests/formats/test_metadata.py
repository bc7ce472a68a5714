from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from socomsite.engine.built import Build
from socomsite.formats.links import NavLink
from socomsite.formats.metadata import json_ld, metadata_of
from socomsite.language import Language
from socomsite.model.kinds import Event, News, Person, Publication, Topic
from socomsite.model.pages import Page
from tests.conftest import TOPIC, SiteMaker, entry, news, text_of
from tests.formats.planned import TITLES, planned

TEMPLATES = Path(__file__).parents[2] / "templates"
HEAD = """\
<!doctype html>
<html lang="{{ language }}"><head><meta charset="utf-8"><title>{{ title }}</title>
{% if is_indexed %}{% include "metadata.html" %}{% endif %}
</head><body>{% for list in lists %}{{ list.total }}{% endfor %}</body></html>
"""
WORDS = "export: {picture: {fi: Piirros, sv: Teckning, en: Drawing}}\n"
SHOWN = {
    "templates/metadata.html": (TEMPLATES / "metadata.html").read_text("utf-8"),
    "templates/strings.yaml": "nav: {home: {fi: Etusivu, sv: Startsida, en: Home}}\n" + WORDS,
    "content/topics/lapset.md": TOPIC,
} | {f"templates/{name}.html": HEAD for name in ("news", "page", "topic", "event", "404")}


class Head(HTMLParser):
    """What a browser finds in a page's head."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.script = ""
        self._inside = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag == "script"

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        self.script += data if self._inside else ""

    def metas(self, key: str) -> list[tuple[str | None, str | None]]:
        """Name or property, and content, of the metas that have such an attribute."""
        return [(a[key], a["content"]) for tag, a in self.tags if tag == "meta" and key in a]

    def links(self, rel: str) -> list[dict[str, str | None]]:
        return [a for tag, a in self.tags if tag == "link" and a.get("rel") == rel]

    @property
    def graph(self) -> list[dict[str, Any]]:
        found = json.loads(self.script)
        assert found["@context"] == "https://schema.org"
        nodes: list[dict[str, Any]] = found["@graph"]
        return nodes


def head_of(made: Build, path: str) -> Head:
    return Head(text_of(made, path))


def test_a_page_tells_machines_what_it_is(site: SiteMaker) -> None:
    made = site(SHOWN | {"content/news/a.md": news("Uutinen & <muut>")})
    assert made.problems == ()
    head = head_of(made, "ajankohtaista/a/index.html")
    assert head.metas("property") == [
        ("og:type", "article"),
        ("og:title", "Uutinen & <muut>"),
        ("og:description", "Teksti."),
        ("og:url", "https://testi.example/ajankohtaista/a/"),
        ("og:site_name", "Testikeskus"),
        ("og:locale", "fi_FI"),
        ("og:image", "https://testi.example/share.png"),
        ("og:image:type", "image/png"),
        ("og:image:width", "1200"),
        ("og:image:height", "630"),
        ("og:image:alt", "Piirros"),
        ("article:published_time", "2026-11-01"),
    ]
    assert [link["href"] for link in head.links("canonical")] == [
        "https://testi.example/ajankohtaista/a/"
    ]
    assert head.links("alternate") == []
    assert [node["@type"] for node in head.graph] == [
        "Organization",
        "BreadcrumbList",
        "NewsArticle",
        "WebPage",
    ]
    _, _, article, page = head.graph
    assert page["mainEntity"] == {"@id": article["@id"]}
    assert page["inLanguage"] == "fi"


def test_languages_know_of_each_other_and_of_the_one_for_all_others(site: SiteMaker) -> None:
    topic = "---\nname: Barn\nsummary: x\n---\nText.\n"
    settings = "name: Testi\nurl: https://testi.example/\nlanguages: [fi, sv, en]\n"
    files = SHOWN | {
        "site.yaml": settings,
        "content/topics/lapset.sv.md": topic,
        "content/topics/lapset.en.md": topic,
    }
    head = head_of(site(files), "sv/topics/lapset/index.html")
    assert [(link["hreflang"], link["href"]) for link in head.links("alternate")] == [
        ("fi", "https://testi.example/topics/lapset/"),
        ("sv", "https://testi.example/sv/topics/lapset/"),
        ("en", "https://testi.example/en/topics/lapset/"),
        ("x-default", "https://testi.example/topics/lapset/"),
    ]
    locales = [pair for pair in head.metas("property") if str(pair[0]).startswith("og:locale")]
    assert locales == [
        ("og:locale", "sv_FI"),
        ("og:locale:alternate", "en_GB"),
        ("og:locale:alternate", "fi_FI"),
    ]


def test_a_page_not_indexed_tells_nothing(site: SiteMaker) -> None:
    head = head_of(site(SHOWN), "404.html")
    assert head.metas("property") == []
    assert head.script == ""
    assert head.links("canonical") == []


def test_a_lists_second_page_is_shared_as_itself_and_is_not_the_entry(site: SiteMaker) -> None:
    page = (
        "---\ntitle: Uutiset\naddress: ajankohtaista\nmenu: none\nreviewed_on: 2026-11-01\n"
        "owner: A\nlists: [{of: news, per_page: 1}]\n---\nTeksti.\n"
    )
    files = SHOWN | {
        "content/pages/uutiset.md": page,
        "content/news/a.md": news("A"),
        "content/news/b.md": news("B"),
    }
    made = site(files)
    first = head_of(made, "ajankohtaista/index.html")
    second = head_of(made, "ajankohtaista/sivu-2/index.html")
    assert [node["@type"] for node in first.graph] == ["Organization", "CollectionPage"]
    assert second.script == ""
    address = "https://testi.example/ajankohtaista/sivu-2/"
    assert ("og:url", address) in second.metas("property")
    assert [link["href"] for link in second.links("canonical")] == [address]


def test_an_events_page_leads_to_its_calendar(site: SiteMaker) -> None:
    event = "title: Päivä\nsort: seminar\nstart: 9.2.2026\n"
    head = head_of(site(SHOWN | {"content/events/a.yaml": event}), "events/a/index.html")
    (link,) = head.links("alternate")
    assert (link["type"], link["href"]) == ("text/calendar", "../../events/a/a.ics")


def test_without_a_picture_nothing_is_said_of_one() -> None:
    planning = planned(entry(Event, "a", title="x", sort="seminar", start="2026"))
    (event,) = planning.graph.of_kind("events", Language.FI)
    assert metadata_of(planning.viewers[Language.FI], event, (), "").picture == ""


def test_the_way_to_a_page_is_told_from_the_front_page_down() -> None:
    event = entry(Event, "a", title="Päivä", sort="seminar", start="2026")
    planning = planned(event)
    way = [NavLink("", "/", Language.FI), NavLink("Tapahtumat", "/events/", Language.FI)]
    found = metadata_of(planning.viewers[Language.FI], event, way, "")
    nodes = json.loads(found.graph.text)["@graph"]
    (crumbs,) = [node for node in nodes if node["@type"] == "BreadcrumbList"]
    steps = [(s["position"], s["name"], s["item"]) for s in crumbs["itemListElement"]]
    assert steps == [
        (1, "Testikeskus", "https://testi.example/"),
        (2, "Tapahtumat", "https://testi.example/events/"),
        (3, "Päivä", "https://testi.example/events/a/"),
    ]


def test_the_front_page_tells_of_the_site() -> None:
    front = entry(
        Page,
        "etusivu",
        title="Etusivu",
        body="x",
        menu="none",
        reviewed_on="2026-11-01",
        owner="A",
        layout="front",
        address="",
    )
    found = metadata_of(planned(front).viewers[Language.FI], front, (), "")
    nodes = json.loads(found.graph.text)["@graph"]
    assert [node["@type"] for node in nodes] == ["Organization", "WebSite", "WebPage"]


WORK = {
    "title": "Nimi",
    "subtitle": "Alaotsikko",
    "authors": ["Anna Mäki", {"name": "Eva Aro", "role": "toimittaja"}],
    "series": "Sarja",
    "number": "B.4:2008",
    "publisher": "Keskus",
    "owner_of_work": "socom",
    "isbn": "978-951-0-18435-6",
    "issn": "0317-8471",
    "language_of_work": "fi",
}


def tags_of(**fields: Any) -> dict[str, str]:
    work = entry(Publication, **WORK | fields)
    found = metadata_of(planned(work).viewers[Language.FI], work, (), "")
    assert found.sort == "website"
    return dict(found.tags)


def test_a_publication_has_the_tags_of_citation_indexes() -> None:
    assert tags_of(sort="loppuraportti", year="1.5.2008") == {
        "citation_title": "Nimi: Alaotsikko",
        "citation_author": "Mäki, Anna",
        "citation_editor": "Aro, Eva",
        "citation_publication_date": "2008/05/01",
        "citation_isbn": "978-951-0-18435-6",
        "citation_issn": "0317-8471",
        "citation_language": "fi",
        "citation_technical_report_number": "B.4:2008",
        "citation_technical_report_institution": "Keskus",
        "citation_abstract_html_url": "https://testi.example/publications/x/",
        "DC.title": "Nimi: Alaotsikko",
        "DC.creator": "Mäki, Anna",
        "DC.date": "2008-05-01",
        "DC.publisher": "Keskus",
        "DC.type": "loppuraportti",
        "DC.language": "fi",
        "DC.identifier": "https://testi.example/publications/x/",
    }


@pytest.mark.parametrize(
    ("sort", "tag", "content"),
    [
        ("väitöskirja", "citation_dissertation_institution", "Keskus"),
        ("artikkeli", "citation_journal_title", "Sarja"),
        ("lehti", "citation_issue", "B.4:2008"),
        ("opas", "citation_publisher", "Keskus"),
    ],
)
def test_each_sort_of_work_has_tags_of_its_own(sort: str, tag: str, content: str) -> None:
    assert tags_of(sort=sort)[tag] == content


@pytest.mark.parametrize(("file", "is_told"), [("a.pdf", True), ("a.epub", False)])
def test_a_file_is_told_if_it_is_pdf(site: SiteMaker, file: str, is_told: bool) -> None:
    work = f"title: x\nsort: opas\nowner_of_work: socom\nfile: {file}\naccessibility: accessible\n"
    files = {
        f"content/files/{file}": b"%PDF-",
        "content/publications/a.yaml": work,
        "templates/publication.html": "{{ metadata.tags }}",
    }
    (view,) = [job.view for job, _ in site(files).made if job.path == "publications/a/index.html"]
    tags = dict(view.metadata.tags)  # type: ignore[attr-defined]  # a PageView
    told = f"https://testi.example/tiedostot/{file}" if is_told else None
    assert tags.get("citation_pdf_url") == told


def test_a_work_that_may_not_have_appeared_is_not_offered_to_indexes() -> None:
    assert tags_of(sort="opas", status="planned") == {}


@pytest.mark.parametrize(
    ("kind", "fields", "sort"),
    [
        (Person, {"name": "Anna", "staff": "true"}, "profile"),
        (Topic, {"name": "Lapset", "summary": "x", "body": "x"}, "website"),
    ],
)
def test_each_kind_is_shared_as_what_it_is(kind: Any, fields: dict[str, str], sort: str) -> None:
    found = entry(kind, **fields)
    assert metadata_of(planned(found).viewers[Language.FI], found, (), "").sort == sort


@settings(deadline=None)
@given(TITLES)
def test_any_title_survives_in_json_ld_and_none_ends_the_script(title: str) -> None:
    text = json_ld([{"name": f"</script>{title}<!--"}]).text
    assert not set(text) & set("<>&\u2028\u2029")
    page = f'<script type="application/ld+json">{text}</script><p>'
    head = Head(page)
    assert head.graph == [{"name": f"</script>{title}<!--"}]
    assert [tag for tag, _ in head.tags] == ["script", "p"]


@settings(deadline=None)
@given(TITLES)
def test_any_title_of_an_entry_is_told_as_it_is(title: str) -> None:
    topic = entry(Topic, "lapset", name="Lapset", summary="x", body="x")
    found = entry(News, "a", title=title, date="2026-11-01", topics=["lapset"], body="x")
    text = metadata_of(planned(found, topic).viewers[Language.FI], found, (), "").graph.text
    article = json.loads(text)["@graph"][1]
    assert article["headline"] == " ".join(title.split())


def test_the_sites_own_pages_include_it() -> None:
    base = (TEMPLATES / "base.html").read_text("utf-8")
    assert re.search(r'\{% if is_indexed %\}\{% include "metadata.html" %\}', base)
