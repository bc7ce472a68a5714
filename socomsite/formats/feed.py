"""Atom feeds (RFC 4287): one for each dated kind and language, one for each project with posts.

Must never know HTML pages.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree as ET

from socomsite.dates import at_midnight
from socomsite.formats.planning import FEED_FILE, Followed, Planning, Tools
from socomsite.formats.view import Viewer
from socomsite.job import Artifact, Job
from socomsite.language import Language
from socomsite.model.fields import Prose
from socomsite.model.schema import Entry
from socomsite.problem import Outcome

NAME = "feed"
_ATOM = "http://www.w3.org/2005/Atom"
_LATEST = 50
_ROOTED = re.compile(r'(\s(?:href|src)=")/(?!/)')
_OWN_ANCHOR = re.compile(r'(\shref=")#')


@dataclass(frozen=True)
class FeedItem:
    """An entry in a feed; `day` is its date or, of an event, when it was last looked at."""

    title: str
    address: str
    day: dt.date
    summary: str
    html: str


@dataclass(frozen=True)
class FeedView:
    """A feed: its own address and that of the page it follows."""

    address: str
    page: str
    title: str
    author: str
    url: str
    language: Language
    items: tuple[FeedItem, ...]


def plan(planning: Planning) -> Iterator[Job]:
    """A job for each feed that has something in it."""
    for address, followed in planning.feeds.items():
        yield job_of(planning, address, followed)


def job_of(planning: Planning, page: str, followed: Iterable[Followed]) -> Job:
    """The job of the feed of a page, which knows what it asks."""
    with planning.graph.entries.frame() as asked:
        followed_page = planning.page_at(page)
        assert followed_page is not None  # only pages of the site are followed
        viewer = planning.viewers[followed_page.language]
        job = _job(viewer, page, followed_page.label, followed)
    return replace(job, asked=frozenset(asked))


def _job(viewer: Viewer, page: str, title: str, followed: Iterable[Followed]) -> Job:
    site = viewer.graph.site
    newest = sorted(followed, key=lambda each: (-each[0].toordinal(), each[1][1]))[:_LATEST]
    view = FeedView(
        address=page + FEED_FILE,
        page=page,
        title=f"{title} – {(site.short_name or site.name).in_language(viewer.language)}",
        author=site.name.in_language(viewer.language),
        url=site.url,
        language=viewer.language,
        items=tuple(
            _item(viewer, day, viewer.graph.entries[name][language])
            for day, name, language in newest
        ),
    )
    return Job(view.address.lstrip("/"), NAME, view, "", NAME)


def _item(viewer: Viewer, day: dt.date, entry: Entry) -> FeedItem:
    body = getattr(entry, "body", None)
    text = viewer.prose.plain_html(body) if isinstance(body, Prose) else ""
    address = viewer.graph.address(entry)
    return FeedItem(entry.label, address, day, viewer.description(entry), text)


def _element(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes)
    made.text = text or None
    return made


def _instant(day: dt.date) -> str:
    return at_midnight(day).isoformat()


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The feed as XML with absolute addresses."""
    del tools
    view = job.view
    assert isinstance(view, FeedView)

    def absolute(address: str) -> str:
        return view.url + address.lstrip("/")

    feed = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": view.language.value})
    _element(feed, "id", absolute(view.address))
    _element(feed, "title", view.title)
    _element(feed, "updated", _instant(max(item.day for item in view.items)))
    _element(feed, "link", rel="self", type="application/atom+xml", href=absolute(view.address))
    _element(feed, "link", rel="alternate", type="text/html", href=absolute(view.page))
    _element(_element(feed, "author"), "name", view.author)
    for item in view.items:
        entry = _element(feed, "entry")
        _element(entry, "id", absolute(item.address))
        _element(entry, "title", item.title)
        _element(entry, "updated", _instant(item.day))
        _element(entry, "published", _instant(item.day))
        _element(entry, "link", rel="alternate", type="text/html", href=absolute(item.address))
        if item.summary:
            _element(entry, "summary", item.summary)
        if item.html:
            html = _ROOTED.sub(rf"\g<1>{view.url}", item.html)
            html = _OWN_ANCHOR.sub(rf"\g<1>{absolute(item.address)}#", html)
            _element(entry, "content", html, type="html")
    ET.indent(feed)
    text = ET.tostring(feed, encoding="unicode")
    document = f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'
    return Outcome(Artifact(job.path, document.encode()))
