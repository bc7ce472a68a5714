"""Lists for tests: of what, and how they come out."""

from __future__ import annotations

from collections.abc import Mapping

from socomsite.formats.listing import ListView, arrange, list_page, size_of
from socomsite.formats.view import Viewer
from socomsite.language import Language
from socomsite.model.pages import Listing
from tests.conftest import TOPIC, SiteMaker, dedent, news


def viewer_of(site: SiteMaker, files: Mapping[str, str]) -> Viewer:
    graph = site(files).graph
    assert graph is not None
    return Viewer(graph, Language.FI)


def keys(view: ListView) -> list[object]:
    return [card["key"] for group in view.groups for card in group.cards]


def headings(view: ListView) -> list[tuple[str, list[object]]]:
    return [(g.title or g.word, [card["key"] for card in g.cards]) for g in view.groups]


def pages_of(listing: Listing, viewer: Viewer) -> list[ListView]:
    arranged = arrange(listing, viewer)
    count = arranged.pages(size_of(listing))
    return [list_page(listing, arranged, viewer, number) for number in range(1, count + 1)]


def lists(site: SiteMaker, files: Mapping[str, str], listing: Listing) -> ListView:
    (only,) = pages_of(listing, viewer_of(site, files))
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


PERSON = "name: Anna Aalto\nstaff: true\n"
