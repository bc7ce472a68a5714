"""The index of everything: every published entry by its first letter.

Must never know templates or output paths.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from socomsite.formats.record import Record
from socomsite.formats.view import Viewer
from socomsite.language import Language, collation_key, initial
from socomsite.model.schema import Entry
from socomsite.model.traits import ByFamilyName

_TOPICS = "topics"
# What a letter beyond A–Z is called in an address.
_ANCHORS = {"Å": "aa", "Ä": "ae", "Ö": "oe", "0–9": "0-9"}


@dataclass(frozen=True, slots=True)
class IndexRow:
    """An entry in the index of everything; `is_fallback` if it is not in the reader's language."""

    label: str
    address: str
    kind: str
    language: Language
    is_fallback: bool


@dataclass(frozen=True, slots=True)
class IndexLetter:
    """A letter of the index of everything, with its rows in alphabetical order."""

    letter: str
    anchor: str
    rows: tuple[IndexRow, ...]


@dataclass(frozen=True, slots=True)
class IndexView:
    """Everything that is published: by letter, and the kinds and topics there are of it."""

    letters: tuple[IndexLetter, ...]
    kinds: tuple[str, ...]
    topics: tuple[Record, ...]


def index_of_everything(viewer: Viewer, besides: Entry) -> IndexView:
    """Every published entry but one by its first letter, in the order of the reader's language.

    Persons stand under their family names.
    """
    graph, language = viewer.graph, viewer.language
    entries = [
        entry
        for folder in graph.schema.public_folders
        for entry in graph.of_kind(folder, language)
        if entry is not besides
    ]
    rows = [_index_row(entry, viewer) for entry in entries]
    rows.sort(key=lambda row: (collation_key(row.label, language), row.address))
    letters = groupby(rows, key=lambda row: initial(row.label, language))
    return IndexView(
        letters=tuple(
            IndexLetter(letter, _ANCHORS.get(letter, letter.lower()), tuple(found))
            for letter, found in letters
        ),
        kinds=tuple(dict.fromkeys(entry.folder for entry in entries)),
        topics=viewer.cards((_TOPICS, key) for key in graph.keys_of(_TOPICS, language)),
    )


def _index_row(entry: Entry, viewer: Viewer) -> IndexRow:
    label = entry.label
    if isinstance(entry, ByFamilyName):
        given, _, family = label.rpartition(" ")
        label = f"{family}, {given}" if given else family
    is_fallback = entry.language is not viewer.language
    return IndexRow(label, viewer.graph.address(entry), entry.folder, entry.language, is_fallback)
