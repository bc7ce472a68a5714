"""`sitemap.xml` with language alternates (sitemaps.org 0.9) and `robots.txt`.

Must never know rendering.
"""

from __future__ import annotations

import datetime as dt
import html as entities
from collections.abc import Iterator
from dataclasses import dataclass

from socomsite.formats.planning import Planning, Tools
from socomsite.job import Artifact, Job
from socomsite.model.schema import Entry
from socomsite.problem import Outcome

NAME = "sitemap"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True)
class SitemapPage:
    """A page, the day of its last known change, and its versions as (language, address)."""

    address: str
    changed: dt.date | None
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SitemapView:
    """The site's address and its pages in order of address."""

    url: str
    pages: tuple[SitemapPage, ...]


@dataclass(frozen=True)
class RobotsView:
    """The site's address."""

    url: str


def plan(planning: Planning) -> Iterator[Job]:
    """The sitemap and robots.txt."""
    graph = planning.graph
    pages = []
    for name in graph.entries:
        languages = sorted(graph.entries.languages(name))
        links = tuple((each.value, graph.addresses[name, each]) for each in languages)
        for language, (_, address) in zip(languages, links, strict=True):
            pages.append(SitemapPage(address, _changed(graph.thin(name, language)), links))
    ordered = tuple(sorted(pages, key=lambda page: page.address))
    yield Job("sitemap.xml", NAME, SitemapView(graph.site.url, ordered), "", NAME)
    yield Job("robots.txt", NAME, RobotsView(graph.site.url), "", NAME)


def _changed(entry: Entry) -> dt.date | None:
    """The day an entry was reviewed or written, never the day of the build.

    A list that no file stands for has none.
    """
    if not entry.origin.path:
        return None
    written = getattr(entry, "date", None)
    return entry.reviewed_on or (written if isinstance(written, dt.date) else None)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The sitemap as XML, or robots.txt."""
    del tools
    if isinstance(job.view, RobotsView):
        text = f"User-agent: *\nAllow: /\n\nSitemap: {job.view.url}sitemap.xml\n"
        return Outcome(Artifact(job.path, text.encode()))
    view = job.view
    assert isinstance(view, SitemapView)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<urlset xmlns="{_SITEMAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for page in view.pages:
        lines.append("<url>")
        lines.append(f"  <loc>{_escaped(view.url + page.address.lstrip('/'))}</loc>")
        if page.changed:
            lines.append(f"  <lastmod>{page.changed.isoformat()}</lastmod>")
        if len(page.versions) > 1:
            for language, address in page.versions:
                href = _escaped(view.url + address.lstrip("/"))
                lines.append(f'  <xhtml:link rel="alternate" hreflang="{language}" href="{href}"/>')
        lines.append("</url>")
    lines.append("</urlset>\n")
    return Outcome(Artifact(job.path, "\n".join(lines).encode()))


def _escaped(text: str) -> str:
    """Text for XML, between tags or double quotes; Python's own for it loads a network library."""
    return entities.escape(text, quote=False).replace('"', "&quot;")
