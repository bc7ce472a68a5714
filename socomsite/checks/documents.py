"""Personal data in attached files: in their text, and in what their properties tell of people.

Reads documents; must never know how a file is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from socomsite.checks.suspects import Suspect, position_in, told_in_text
from socomsite.language import Language, Words
from socomsite.messages import term
from socomsite.model.document import Document, Mark, MarkSort, Piece, Place, PlaceSort, Unread
from socomsite.model.fields import Attachment, Prose
from socomsite.model.graph import FILE_ADDRESSES, Graph
from socomsite.model.kinds import Person
from socomsite.model.parts import Author
from socomsite.model.references import file_of_link
from socomsite.model.schema import Entry, values_of
from socomsite.model.sensitive import Sort, found_in
from socomsite.model.site import Site
from socomsite.problem import Position, Problem, Severity, problem

_FOLDER = "content/files/"
_AND = "ja och and"
_WORD = re.compile(r"\w+")
#: What programs write where a name should stand.
_NOBODY = frozenset(
    {
        *("author", "tekijä", "user", "käyttäjä", "windows user", "windowsin käyttäjä", "unknown"),
        *("microsoft office user", "microsoft office -käyttäjä", "office user", "administrator"),
        *("python-docx", "openpyxl", "none", "-", "un-named"),
    }
)


def suspects_in_files(
    documents: Mapping[str, Document], graph: Graph, known: frozenset[str]
) -> Iterator[Suspect]:
    """What attached files hold that must not be published, at its place in the file.

    A name is no fault where the site itself tells it: of the organisation, or of those whose work
    the file is. Problems: `file-personal-data`, `file-properties`; for a plain text those of texts.
    """
    by_file = _authors_by_file(graph) if any(each.marks for each in documents.values()) else {}
    own = [*_own_names(graph.site), _AND]
    for name, document in sorted(documents.items()):
        path, public = f"{_FOLDER}{name}", _words([*own, *by_file.get(name, ())])
        for piece in document.pieces:
            yield from _in_piece(piece, path, known)
        for mark in document.marks:
            if not _is_public(mark, public):
                what = f"choice-{mark.sort.value}"
                told = problem(Position(path), "file-properties", what=what, where=said(mark.place))
                yield Suspect(Sort(mark.sort.value), "", path, told)


def _in_piece(piece: Piece, path: str, known: frozenset[str]) -> Iterator[Suspect]:
    for found in found_in(piece.text, known):
        if piece.place.sort is PlaceSort.LINE and not piece.place.within:
            told = told_in_text(position_in(path, piece.text, found.start), found)
        else:
            what, where = f"choice-{found.sort.value}", said(piece.place)
            told = problem(
                Position(path), "file-personal-data", what=what, mask=found.mask, where=where
            )
        yield Suspect(found.sort, found.mask, path, told)


def unread_files(documents: Mapping[str, Document]) -> Iterator[Problem]:
    """The files of which not all is known. Problem: `file-unread`; advice for an old sort."""
    for name, document in sorted(documents.items()):
        if document.unread:
            is_old, place = document.unread is Unread.SORT, Position(f"{_FOLDER}{name}")
            yield problem(
                place,
                "file-unread",
                severity=Severity.ADVICE if is_old else Severity.WARNING,
                reason=document.unread.value,
            )


def departed_in_files(documents: Mapping[str, Document], graph: Graph) -> Iterator[Problem]:
    """Addresses of people who have left. Problem: `person-address-left`, once for a file."""
    for departure in graph.departures:
        pattern = departure.pattern
        for name, document in sorted(documents.items()) if pattern else ():
            texts = chain((p.text for p in document.pieces), (m.value for m in document.marks))
            if pattern and any(pattern.search(text) for text in texts):
                file = FILE_ADDRESSES["files"].lstrip("/") + name
                place = Position(f"{_FOLDER}{name}")
                yield problem(place, "person-address-left", name=departure.name, file=file)


def said(place: Place) -> Words:
    """A place in a file in words: `sivu 3`, `taulukko.xlsx: taulukko Palkat`."""
    words = term(f"place-{place.sort.value}")
    within = f"{place.within}: " if place.within else ""
    return Words(*(f"{within}{words.in_language(each)} {place.name}".strip() for each in Language))


def _is_public(mark: Mark, public: frozenset[str]) -> bool:
    """Whether a name in the properties is of nobody, or of somebody whom the site itself names."""
    if mark.sort is not MarkSort.AUTHOR:
        return False
    return mark.value.strip().casefold() in _NOBODY or _words([mark.value]) <= public


def _words(names: Iterable[str]) -> frozenset[str]:
    return frozenset(word for name in names for word in _WORD.findall(name.casefold()))


def _own_names(site: Site) -> Iterator[str]:
    for name in (site.name, site.short_name):
        yield from (name.in_language(language) for language in Language) if name else ()


def _authors_by_file(graph: Graph) -> Mapping[str, list[str]]:
    """The names of those whose work each attached file is, as the entries that attach it tell."""
    found: dict[str, list[str]] = defaultdict(list)
    for versions in graph.entries.values():
        for entry in versions.values():
            fields = (item.name for _, item in values_of(entry, Attachment))
            prose = (each for _, each in values_of(entry, Prose))
            links = (link.target for each in prose for link in each.links)
            for file in {file_of_link(name) for name in (*fields, *links)}:
                found[file] += _authors(graph, entry)
    return found


def _authors(graph: Graph, entry: Entry) -> Iterator[str]:
    for _, author in values_of(entry, Author):
        if author.name:
            yield author.name
        name = graph.find(author.person.key, (Person.folder,)) if author.person else None
        if name:
            yield graph.entry(name, entry.language).label
