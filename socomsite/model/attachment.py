"""Any attached file to what it says: asks the reader of its sort, and those of the files inside.

Must never know what may be published.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from socomsite.model.document import (
    Damaged,
    Document,
    Mark,
    Piece,
    Place,
    PlaceSort,
    TooLarge,
    TooSlow,
    Unread,
)

_OFFICE = frozenset(
    {
        *(".docx", ".docm", ".dotx", ".dotm", ".xlsx", ".xlsm", ".xltx", ".xltm"),
        *(".pptx", ".pptm", ".potx", ".potm", ".ppsx", ".ppsm"),
    }
)
_PICTURES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".webp", ".tif", ".tiff", ".gif", ".avif"})
_TEXTS = frozenset(
    {
        *(".txt", ".csv", ".tsv", ".md", ".json", ".xml", ".html", ".htm", ".svg", ".ics", ".vcf"),
        *(".bib", ".ris", ".yaml", ".yml", ".vtt", ".srt", ".log", ".ini", ".css", ".js", ".eml"),
        *(".pem", ".key", ".asc", ".ppk", ".env", ".conf"),
    }
)
# What may hold words or names that nobody here can look into.
_OPAQUE = frozenset(
    {
        *(".doc", ".dot", ".xls", ".xlt", ".ppt", ".pps", ".pot", ".rtf", ".odt", ".ods", ".odp"),
        *(".pub", ".vsd", ".vsdx", ".one", ".msg", ".mdb", ".accdb", ".pages", ".numbers"),
        *(".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".heic", ".heif", ".psd", ".epub", ".xlsb"),
    }
)
MOST_BYTES = 100_000_000
_DEEPEST = 2

_Found = Piece | Mark | Unread | tuple[str, bytes]


def ending(name: str) -> str:
    """The ending of a file's name in lower case, with its dot; nothing if it has none."""
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""


def is_looked_into(name: str) -> bool:
    """Whether the name promises a file that can, or should, be looked into."""
    return ending(name) in _OFFICE | _PICTURES | _TEXTS | _OPAQUE | {".pdf"}


def needs_pypdf(name: str) -> bool:
    """Whether it takes a library that may be missing."""
    return ending(name) == ".pdf"


def needs_pillow(name: str) -> bool:
    """Whether it takes a library that may be missing."""
    return ending(name) in _PICTURES


def read_attachment(data: bytes, name: str, depth: int = 0) -> Document:
    """What a file says, with the files inside it; how far it was read if it is damaged."""
    found: list[Piece | Mark] = []
    unread = None
    if len(data) > MOST_BYTES:
        return Document(unread=Unread.LARGE)
    try:
        for each in _read(data, name):
            match each:
                case Unread():
                    unread = each
                case Piece() | Mark():
                    found.append(each)
                case (inner, content) if depth < _DEEPEST and is_looked_into(inner):
                    read = read_attachment(content, inner, depth + 1)
                    found += _within(read, inner)
                    # A drawing inside that cannot be opened shows nothing to readers either.
                    unread = unread or (None if needs_pillow(inner) else read.unread)
    except Damaged:
        unread = Unread.DAMAGED
    except TooLarge:
        unread = Unread.LARGE
    except TooSlow:
        unread = Unread.SLOW
    pieces = (each for each in found if isinstance(each, Piece))
    return Document.of(pieces, (each for each in found if isinstance(each, Mark)), unread)


def _within(document: Document, name: str) -> Iterator[Piece | Mark]:
    """What a file inside says, with the name of that file."""
    for piece in document.pieces:
        yield replace(piece, place=_inside(piece.place, name))
    for mark in document.marks:
        yield replace(mark, place=_inside(mark.place, name))


def _inside(place: Place, name: str) -> Place:
    return replace(place, within=f"{name}/{place.within}" if place.within else name)


def _read(data: bytes, name: str) -> Iterable[_Found]:
    suffix = ending(name)
    if suffix in _OFFICE:
        from socomsite.model.officefile import read_office  # noqa: PLC0415 - each where needed

        return read_office(data)
    if suffix == ".pdf":
        from socomsite.model.pdffile import read_pdf  # noqa: PLC0415 - its library where needed

        return read_pdf(data)
    if suffix in _PICTURES:
        from socomsite.model.picturemarks import marks_of  # noqa: PLC0415 - see above

        read = marks_of(data)
        return (*read.pieces, *read.marks)
    if suffix in _TEXTS:
        return (_plain_text(data),)
    return (Unread.SORT,)


def _plain_text(data: bytes) -> Piece:
    """A plain text as it is, or as Excel saves one; lines can be counted in it."""
    coding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(coding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    return Piece(Place(PlaceSort.LINE), text.replace("\r\n", "\n").replace("\r", "\n"))
