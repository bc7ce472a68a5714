"""Word, Excel and PowerPoint files (Office Open XML, ISO/IEC 29500): text, people, what is hidden.

Reads the zip's parts within limits, whatever its directory promises. Must never know what may be
published.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from posixpath import normpath

from socomsite.model.document import Damaged, Mark, MarkSort, Piece, Place, PlaceSort, TooLarge
from socomsite.model.xmlparts import Step, steps, texts

Found = Piece | Mark | tuple[str, bytes]

MOST_PARTS = 5_000
MOST_BYTES = 60_000_000
_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, KeyError)
_AUTHORS = frozenset({"creator", "lastModifiedBy", "Manager"})
_CHANGES = frozenset(
    {
        *("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange"),
        *("tblPrChange", "trPrChange", "tcPrChange", "numberingChange", "cellIns", "cellDel"),
    }
)
# Elements after which the next words begin anew.
_BREAKS = frozenset({"p", "br", "tab", "cr", "tc", "tr", "row", "si", "is", "comment", "text"})
_WORDS = frozenset({"t", "delText", "instrText"})
_COMMENTS = re.compile(
    r"word/comments\d*\.xml|xl/(comments\d*|threadedComments/[^/]+)\.xml"
    r"|ppt/comments/[^/]+\.xml|xl/comments/[^/]+\.xml"
)
_SHEET = re.compile(r"xl/(?:work|chart|dialog)sheets/[^/]+\.xml")
_SLIDE = re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)(\d+)\.xml")
_MARGIN = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")
_INSIDE = re.compile(r"(?:word|xl|ppt)/(?:media|embeddings)/([^/]+)")
_SHARED = "xl/sharedStrings.xml"
_REVISIONS = ("xl/revisions/userNames", "xl/revisions/revisionLog")


class _Parts:
    """The parts of a zip by name; gives out no more bytes than we take in."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _FAULTS as error:
            raise Damaged from error
        self.names = sorted(self._zip.namelist())
        self._left = MOST_BYTES
        if len(self.names) > MOST_PARTS:
            raise TooLarge

    def read(self, name: str) -> bytes:
        """The bytes of a part; nothing if there is no such part. Raises Damaged, TooLarge."""
        if name not in self.names:
            return b""
        try:
            with self._zip.open(name) as part:
                data = part.read(self._left + 1)
        # `zipfile` raises the last for a way of packing that it does not know.
        except (*_FAULTS, NotImplementedError) as error:
            raise Damaged from error
        self._left -= len(data)
        if self._left < 0:
            raise TooLarge
        return data


def read_office(data: bytes) -> Iterator[Found]:
    """Pieces and marks of an office file, and (name, bytes) of each file inside.

    Raises Damaged for what is no such file, TooLarge for what unpacks to too much.
    """
    parts = _Parts(data)
    if "[Content_Types].xml" not in parts.names:
        raise Damaged
    yield from _properties(parts)
    yield from _workbook(parts)
    for name in parts.names:
        if name == "word/document.xml":
            yield from _text(parts.read(name), Place(PlaceSort.TEXT))
        elif _MARGIN.fullmatch(name):
            yield from _text(parts.read(name), Place(PlaceSort.MARGIN))
        elif match := _SLIDE.fullmatch(name):
            sort = PlaceSort.SLIDE if match[1].startswith("slides") else PlaceSort.NOTES
            yield from _text(parts.read(name), Place(sort, match[2]))
        elif _COMMENTS.fullmatch(name):
            yield from _comments(parts.read(name))
        elif name.endswith(".rels"):
            yield Piece(Place(PlaceSort.TEXT), "\n".join(_targets(parts.read(name))))
        elif match := _INSIDE.fullmatch(name):
            yield match[1], parts.read(name)


def _workbook(parts: _Parts) -> Iterator[Piece | Mark]:
    """The sheets of a workbook, those hidden told of, and whether edits of it are kept."""
    listed = [name for name in parts.names if _SHEET.fullmatch(name)]
    shared = list(_strings(parts.read(_SHARED))) if listed else []
    sheets = dict(_sheets(parts))
    for name in listed:
        title, is_hidden = sheets.get(name, ("", False))
        place = Place(PlaceSort.SHEET, title)
        yield Piece(place, _cells(parts.read(name), shared))
        if is_hidden:
            yield Mark(MarkSort.HIDDEN, place)
    if any(name.startswith(_REVISIONS) for name in parts.names):
        yield Mark(MarkSort.CHANGES, Place(PlaceSort.WHOLE))


def _comments(data: bytes) -> Iterator[Piece | Mark]:
    place, words = Place(PlaceSort.COMMENT), " ".join(_words(data))
    yield Piece(place, words)
    if words.strip():
        yield Mark(MarkSort.COMMENTS, place, words.strip())


def _properties(parts: _Parts) -> Iterator[Piece | Mark]:
    place = Place(PlaceSort.PROPERTY)
    for name in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        for field, text in texts(parts.read(name)) if name in parts.names else ():
            yield Piece(place, text)
            if field in _AUTHORS and name != "docProps/custom.xml":
                yield Mark(MarkSort.AUTHOR, place, text)
            elif field == "description":
                yield Mark(MarkSort.COMMENTS, place, text)


def _text(data: bytes, place: Place) -> Iterator[Piece | Mark]:
    """The words of a part, and whether changes are tracked in it."""
    yield Piece(place, "".join(_words(data)))
    authors = {
        step.values.get("author", "")
        for step in steps(data)
        if step.sort == "begin" and step.name in _CHANGES
    }
    for author in sorted(authors - {""}) or ([""] if authors else []):
        yield Mark(MarkSort.CHANGES, place, author)


def _words(data: bytes) -> Iterator[str]:
    """The words as they are read, a new line where a paragraph or cell ends."""
    inside = ""
    for step in steps(data) if data else ():
        match step.sort:
            case "begin":
                inside = step.name
                # A code typed beside a note may stand in an attribute, such as a picture's title.
                values = step.values
                said = [values[key] for key in ("descr", "title") if values.get(key)]
                yield from (f"\n{each}\n" for each in said)
            case "end":
                inside = ""
                if step.name in _BREAKS:
                    yield "\n"
            case _ if inside in _WORDS or inside == "text":
                yield step.text


def _targets(data: bytes) -> Iterator[str]:
    """Where the links of a part lead."""
    for step in steps(data):
        values = step.values
        if values.get("TargetMode") == "External":
            yield values.get("Target", "")


def _strings(data: bytes) -> Iterator[str]:
    """The texts that cells share, in their order."""
    words: list[str] = []
    inside = ""
    for step in steps(data) if data else ():
        if step.sort == "begin":
            inside = step.name
        elif step.sort == "text" and inside == "t":
            words.append(step.text)
        elif step.sort == "end":
            inside = ""
            if step.name == "si":
                yield "".join(words)
                words.clear()


def _cells(data: bytes, shared: list[str]) -> str:
    """The values of a sheet's cells, a line for each row."""
    made: list[str] = []
    cell, inside = "", ""
    for step in steps(data):
        match step:
            case Step(sort="begin", name="c"):
                cell = step.values.get("t", "")
            case Step(sort="begin"):
                inside = step.name
            case Step(sort="text") if inside in {"v", "t"}:
                made.append(_value(step.text, cell, shared))
            case Step(sort="end", name="c"):
                made.append("\t")
            case Step(sort="end", name="row"):
                made.append("\n")
            case Step(sort="end"):
                inside = ""
    return "".join(made)


def _value(text: str, sort: str, shared: list[str]) -> str:
    if sort != "s":
        return text
    return shared[int(text)] if text.isdecimal() and int(text) < len(shared) else ""


def _sheets(parts: _Parts) -> Iterator[tuple[str, tuple[str, bool]]]:
    """The part of each sheet with the sheet's name and whether it is hidden."""
    targets: dict[str, str] = {}
    if "xl/workbook.xml" not in parts.names:
        return
    for step in steps(parts.read("xl/_rels/workbook.xml.rels") or b"<r/>"):
        values = step.values
        if step.name == "Relationship" and "Target" in values:
            target = values["Target"]
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            targets[values.get("Id", "")] = path
    for step in steps(parts.read("xl/workbook.xml")):
        values = step.values
        if step.name == "sheet" and step.sort == "begin":
            is_hidden = values.get("state", "visible") != "visible"
            yield targets.get(values.get("id", ""), ""), (values.get("name", ""), is_hidden)
