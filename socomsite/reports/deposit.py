"""The deposit package of a year: Socom's own works as files, with Dublin Core beside each.

Legal deposit of electronic works: act 1433/2007; metadata in Dublin Core (ISO 15836-1). Must
never read files: their bytes are handed in.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from socomsite.checks.register import own_publications
from socomsite.language import Language
from socomsite.model.graph import Graph
from socomsite.model.kinds import Person, Publication
from socomsite.model.parts import Author

_DC = "http://purl.org/dc/elements/1.1/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
# The oldest time a ZIP can tell: the package must be the same bytes whenever it is made.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o644 << 16


@dataclass(frozen=True)
class Deposited:
    """A work of the year: its key and title, and its file or nothing."""

    key: str
    title: str
    file: str


@dataclass(frozen=True)
class DepositReport:
    """The works of a year that the package holds, and those without a file."""

    year: int
    packed: tuple[Deposited, ...]
    without_file: tuple[Deposited, ...]


def deposit_report(graph: Graph, year: int) -> DepositReport:
    """Which of Socom's own works of a year can be handed over."""
    works = [Deposited(p.key, p.title, p.file.name if p.file else "") for p in _of(graph, year)]
    return DepositReport(
        year=year,
        packed=tuple(work for work in works if work.file),
        without_file=tuple(work for work in works if not work.file),
    )


def deposit_package(graph: Graph, year: int, file_of: Callable[[str], bytes]) -> bytes:
    """The package as a ZIP: `key/file` and `key/dublin-core.xml` for each work with a file.

    `file_of` gives the bytes of an attachment by its name. Equal works give equal bytes.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for work in sorted(_of(graph, year), key=lambda work: work.key):
            if work.file:
                name = work.file.name.rpartition("/")[2]
                _put(package, f"{work.key}/dublin-core.xml", dublin_core(work, graph))
                _put(package, f"{work.key}/{name}", file_of(work.file.name))
    return made.getvalue()


def _of(graph: Graph, year: int) -> Iterator[Publication]:
    for work in own_publications(graph):
        if work.year and work.year.year == year:
            yield work


def _put(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.external_attr = _READABLE
    entry.create_system = 3  # Unix, wherever it is made
    package.writestr(entry, data, zipfile.ZIP_DEFLATED)


def dublin_core(work: Publication, graph: Graph) -> bytes:
    """A work's metadata in the fifteen elements of Dublin Core, those that are known."""
    root = ET.Element("metadata", {"xmlns:dc": _DC, "xmlns:xsi": _XSI})
    for name, text in _elements(work, graph):
        ET.SubElement(root, f"dc:{name}").text = text
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _elements(work: Publication, graph: Graph) -> Iterator[tuple[str, str]]:
    yield "title", f"{work.title}: {work.subtitle}" if work.subtitle else work.title
    for author in work.authors:
        if name := _name(author, graph):
            yield "creator", name
    for ref in work.topics:
        if found := graph.find(ref.key, ("topics",)):
            yield "subject", graph.entry(found, work.language).label
    if work.summary:
        yield "description", work.summary
    yield "publisher", work.publisher or graph.site.name.in_language(work.language)
    if work.year:
        yield "date", str(work.year)
    yield "type", work.sort
    for scheme, number in (("ISBN", work.isbn), ("ISSN", work.issn)):
        if number:
            yield "identifier", f"{scheme} {number}"
    yield "identifier", graph.site.url + graph.address(work).lstrip("/")
    yield "language", work.language_of_work or Language(work.language).value
    if work.series:
        yield "relation", f"{work.series} {work.number or ''}".strip()


def _name(author: Author, graph: Graph) -> str:
    if author.name or author.person is None:
        return author.name or ""
    found = graph.find(author.person.key, (Person.folder,))
    return graph.entry(found, graph.site.language).label if found else ""
