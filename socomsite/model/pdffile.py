"""PDF files: their text by page, who made them, comments on the pages, files inside.

The only importer of pypdf. Must never know what may be published.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdf
from pypdf.errors import DependencyError, DeprecationError, PyPdfError
from pypdf.generic import DictionaryObject

from socomsite.model.document import (
    Damaged,
    Mark,
    MarkSort,
    Piece,
    Place,
    PlaceSort,
    Unread,
)
from socomsite.model.picturemarks import xmp_marks

#: The version of pypdf, part of what a reading is remembered by.
VERSION = pypdf.__version__
# Annotations by which people talk of a page (ISO 32000-2, table 171); links and fields are none.
_COMMENTS = frozenset(
    {
        *("/Text", "/FreeText", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Caret"),
        *("/Stamp", "/Ink", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Redact"),
    }
)
# What pypdf raises on damaged files beside its own errors, found by feeding it such.
_FAULTS = (
    *(PyPdfError, ValueError, TypeError, LookupError, AttributeError, OSError, EOFError),
    *(ArithmeticError, AssertionError, RecursionError, NotImplementedError),
    *(struct.error, zlib.error, DeprecationError),
)


def read_pdf(data: bytes) -> Iterator[Piece | Mark | Unread | tuple[str, bytes]]:
    """Pieces and marks as they are found, and (name, bytes) of each file inside.

    `Unread.LOCKED` comes instead of all else where a password is asked for. Raises Damaged, after
    everything that could be read.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its grumbles are not for authors
    try:
        reader = pypdf.PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            yield Unread.LOCKED
            return
        pages = list(reader.pages)
    except DependencyError:  # newer locks take a library of its own
        yield Unread.LOCKED
        return
    except _FAULTS as error:
        raise Damaged from error
    numbered = ((page, Place(PlaceSort.PAGE, str(n))) for n, page in enumerate(pages, start=1))
    parts = [_properties(reader), *(_page(*each) for each in numbered), _inside(reader)]
    faults = []
    for part in parts:
        try:
            yield from part
        except _FAULTS as error:
            faults.append(error)
    if faults:
        raise Damaged from faults[0]


def _inside(reader: pypdf.PdfReader) -> Iterator[tuple[str, bytes]]:
    """The files inside; a damaged name is no text, and is taken as it comes."""
    for name, versions in reader.attachments.items():
        yield from ((str(name), version) for version in versions)


def _properties(reader: pypdf.PdfReader) -> Iterator[Piece | Mark]:
    place = Place(PlaceSort.PROPERTY)
    for name, value in (reader.metadata or {}).items():
        text = str(value or "")
        yield Piece(place, text)
        if name == "/Author" and text.strip():
            yield Mark(MarkSort.AUTHOR, place, text.strip())
    metadata = reader.root_object.get("/Metadata")
    packet = metadata.get_object() if metadata is not None else None
    if packet is None or not hasattr(packet, "get_data"):
        return
    try:
        marks = list(xmp_marks(packet.get_data()))
    except Damaged:
        return  # readers of the file get nothing out of it either
    for sort, text in marks:
        if sort is MarkSort.AUTHOR:  # the description of a document is its subject, no comment
            yield Mark(sort, place, text)


def _page(page: Any, place: Place) -> Iterator[Piece | Mark]:  # noqa: ANN401 - pypdf's own
    yield Piece(place, page.extract_text())
    for reference in page.get("/Annots") or ():
        note = reference.get_object()
        if not isinstance(note, DictionaryObject):
            continue
        words = " ".join(str(note.get(key) or "") for key in ("/Contents", "/T", "/V"))
        if note.get("/Subtype") in _COMMENTS:
            yield Mark(MarkSort.COMMENTS, place, words.strip())
        yield Piece(place, words)
