"""What a page says of itself to machines: JSON-LD, Open Graph, and tags for citation indexes.

Written into the page's head. Must never know files or templates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from socomsite.dates import PartialDate
from socomsite.datewords import machine_date
from socomsite.formats.links import NavLink
from socomsite.formats.mentions import Node
from socomsite.formats.prose_view import Html
from socomsite.formats.schemaorg import Describer
from socomsite.formats.view import Viewer
from socomsite.formats.work import Work, WorkSort, date_parts, work_of
from socomsite.language import Language
from socomsite.model.kinds import News, Person, Post, Publication
from socomsite.model.pages import Layout, Page
from socomsite.model.schema import Entry

#: The locales of Open Graph; Swedish is Finland's, English without a country of ours is Britain's.
LOCALES = {Language.FI: "fi_FI", Language.SV: "sv_FI", Language.EN: "en_GB"}
# Signs with which a title could end the script or the line it stands in.
_UNSAFE = re.compile("[<>&\u2028\u2029]")
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_CONTEXT = "https://schema.org"


@dataclass(frozen=True)
class Metadata:
    """The tags of a page's head; `graph` is JSON-LD ready to stand inside a script element.

    `tags` are meta names with content, `properties` those of Open Graph. `picture` is the address
    of the picture to share it with, empty if there is none.
    """

    graph: Html
    sort: str
    locale: str
    other_locales: tuple[str, ...]
    properties: tuple[tuple[str, str], ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    picture: str = ""

    def of_further_page(self) -> Metadata:
        """The metadata of a list's second and later pages, which are not the entry itself."""
        return replace(self, graph=Html(""), tags=(), properties=())


def metadata_of(
    viewer: Viewer, entry: Entry, breadcrumb: Iterable[NavLink], picture: str
) -> Metadata:
    """The metadata of an entry's page; `breadcrumb` leads to it from the front page."""
    versions = viewer.graph.entries.languages((entry.folder, entry.key))
    is_article = isinstance(entry, (Post, News))
    return Metadata(
        graph=json_ld(_graph(Describer(viewer), entry, tuple(breadcrumb))),
        sort="article" if is_article else "profile" if isinstance(entry, Person) else "website",
        locale=LOCALES[entry.language],
        other_locales=tuple(LOCALES[each] for each in sorted(versions) if each != entry.language),
        properties=tuple(_properties(entry)),
        tags=tuple(_tags(work_of(viewer, entry))) if isinstance(entry, Publication) else (),
        picture=picture,
    )


def json_ld(nodes: Iterable[Node]) -> Html:
    """One graph as JSON (JSON-LD 1.1), escaped so that no text in it can end the script element."""
    document = {"@context": _CONTEXT, "@graph": list(nodes)}
    text = _JSON.encode(document)
    return Html(_UNSAFE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))


def _graph(describer: Describer, entry: Entry, breadcrumb: tuple[NavLink, ...]) -> Iterator[Node]:
    is_front = isinstance(entry, Page) and entry.layout is Layout.FRONT
    is_contact = isinstance(entry, Page) and entry.layout is Layout.CONTACTS
    yield describer.organisation(in_full=is_front or is_contact)
    if is_front:
        yield describer.website()
    if breadcrumb:
        yield _breadcrumb_list(describer, entry, breadcrumb)
    node = describer.node(entry)
    yield node
    address = node["url"]
    if node["@id"] != address:
        yield {
            "@type": "WebPage",
            "@id": address,
            "url": address,
            "inLanguage": entry.language.value,
            "mainEntity": {"@id": node["@id"]},
        }


def _breadcrumb_list(describer: Describer, entry: Entry, links: tuple[NavLink, ...]) -> Node:
    site = describer.site
    home = (site.short_name or site.name).in_language(entry.language)
    steps = [(link.title or home, link.address) for link in links]
    steps.append((entry.label, describer.graph.address(entry)))
    items: list[Mapping[str, object]] = [
        {
            "@type": "ListItem",
            "position": number,
            "name": title,
            "item": describer.mentions.whole(address),
        }
        for number, (title, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _properties(entry: Entry) -> Iterator[tuple[str, str]]:
    if isinstance(entry, (Post, News)) and entry.shown_from:
        yield ("article:published_time", entry.shown_from.isoformat())


def _tags(work: Work) -> Iterator[tuple[str, str]]:
    """The tags of Highwire Press and Dublin Core (DCMI terms), for a work that has appeared."""
    if work.status:
        return
    yield ("citation_title", work.title)
    yield from (("citation_author", str(name)) for name in work.authors)
    yield from (("citation_editor", str(name)) for name in work.editors)
    if work.issued:
        yield ("citation_publication_date", _slashed(work.issued))
    tags = [
        ("citation_isbn", work.isbn),
        ("citation_issn", work.issn),
        ("citation_language", work.language),
        *_by_sort(work),
        ("citation_abstract_html_url", work.url),
        ("citation_pdf_url", work.file if work.file.endswith(".pdf") else ""),
        ("DC.title", work.title),
        *(("DC.creator", str(name)) for name in work.authors),
        ("DC.date", machine_date(work.issued) if work.issued else ""),
        ("DC.publisher", work.publisher),
        ("DC.type", work.genre),
        ("DC.language", work.language),
        ("DC.identifier", work.url),
    ]
    yield from (tag for tag in tags if tag[1])


def _by_sort(work: Work) -> Iterator[tuple[str, str]]:
    match work.sort:
        case WorkSort.REPORT:
            yield ("citation_technical_report_number", work.number)
            yield ("citation_technical_report_institution", work.publisher)
        case WorkSort.THESIS:
            yield ("citation_dissertation_institution", work.publisher)
        case WorkSort.ARTICLE | WorkSort.ISSUE:
            yield ("citation_journal_title", work.series)
            yield ("citation_issue", work.number)
        case _:
            yield ("citation_publisher", work.publisher)


def _slashed(day: PartialDate) -> str:
    """A date as citation indexes read it, as far as it is known: `2008`, `2008/05/01`."""
    return "/".join(f"{part:02}" for part in date_parts(day))
