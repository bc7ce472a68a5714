"""What an attached file says: its text by place, and what its properties tell of people.

Knows values alone; who reads which sort of file is told by their modules. Must never know what of
it may be published.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

#: More text than this is not gathered from one file: some thousand pages.
MOST_TEXT = 8_000_000


class PlaceSort(StrEnum):
    """What sort of a place inside a file; `messages.yaml` names each as `place-…`."""

    WHOLE = "whole"
    PAGE = "page"
    SHEET = "sheet"
    SLIDE = "slide"
    NOTES = "notes"
    TEXT = "text"
    MARGIN = "margin"
    COMMENT = "comment"
    PROPERTY = "property"
    LINE = "line"


class MarkSort(StrEnum):
    """What the properties of a file may tell of people."""

    AUTHOR = "author"
    COMMENTS = "comments"
    CHANGES = "changes"
    HIDDEN = "hidden"
    LOCATION = "location"


class Unread(StrEnum):
    """Why nothing, or not all, can be known of a file."""

    SORT = "unread-sort"
    DAMAGED = "unread-damaged"
    LOCKED = "unread-locked"
    LARGE = "unread-large"
    SLOW = "unread-slow"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a file: `page` `3`; `within` names the file inside a file that holds it."""

    sort: PlaceSort
    name: str = ""
    within: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A text and where it stands."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Something that a file's properties tell: of which sort, where, and what it says."""

    sort: MarkSort
    place: Place
    value: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What could be read of a file; `unread` says why there is nothing, or not all."""

    pieces: tuple[Piece, ...] = ()
    marks: tuple[Mark, ...] = ()
    unread: Unread | None = None

    @staticmethod
    def of(
        pieces: Iterable[Piece], marks: Iterable[Mark], unread: Unread | None = None
    ) -> Document:
        """A document of what was found: no empty texts, no mark twice, not too much."""
        kept: list[Piece] = []
        size = 0
        for piece in pieces:
            size += len(piece.text)
            if size > MOST_TEXT:
                return Document(tuple(kept), tuple(sorted(set(marks))), Unread.LARGE)
            if piece.text.strip():
                kept.append(piece)
        return Document(tuple(kept), tuple(sorted(set(marks))), unread)

    def plain(self) -> dict[str, object]:
        """The document as lists and texts, for another process."""
        return {
            "pieces": [[*_plain(piece.place), piece.text] for piece in self.pieces],
            "marks": [[mark.sort.value, *_plain(mark.place), mark.value] for mark in self.marks],
            "unread": self.unread.value if self.unread else "",
        }

    @staticmethod
    def from_plain(
        pieces: Sequence[Sequence[str]], marks: Sequence[Sequence[str]], unread: str
    ) -> Document:
        """The document out of such lists. Raises ValueError for what no document gives."""
        return Document(
            tuple(Piece(_placed(*place), text) for *place, text in pieces),
            tuple(Mark(MarkSort(sort), _placed(*place), value) for sort, *place, value in marks),
            Unread(unread) if unread else None,
        )


def _plain(place: Place) -> tuple[str, str, str]:
    return place.sort.value, place.name, place.within


def _placed(sort: str, name: str, within: str) -> Place:
    return Place(PlaceSort(sort), name, within)


class Damaged(Exception):  # noqa: N818 - what it says of a file, not of the program
    """A file is not what its name promises, or breaks off."""


class TooSlow(Exception):  # noqa: N818 - see above
    """The time for a file is up; what was read so far counts."""


class TooLarge(Exception):  # noqa: N818 - see above
    """A file unpacks to more than we take in."""
