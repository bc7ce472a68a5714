"""What names an entry: its back-references, by kind and field, as cards and divided into pages.

Must never know what a card shows.
"""

from __future__ import annotations

from collections.abc import Mapping

from socomsite.formats.record import Record
from socomsite.formats.view import Viewer
from socomsite.model.references import Name
from socomsite.model.schema import Entry


class BackReferences:
    """The back-references of the entries of a graph, for readers of one language."""

    def __init__(self, viewer: Viewer) -> None:
        """As this viewer shows them."""
        self._viewer = viewer
        self._graph = viewer.graph
        self._order: dict[str, Mapping[str, int]] = {}
        self._citing: dict[type[Entry], tuple[str, ...]] = {}

    def cards(self, entry: Entry) -> Record:
        """Cards of the entries that name this one, by `folder_field`; empty ones too."""
        found: dict[str, tuple[Record, ...]] = {}
        for slot, names in self.names(entry).items():
            if len(names) > 1:
                places = self._places(names[0][0])
                names.sort(key=lambda name: places[name[1]])
            found[slot] = self._viewer.cards(names)
        return Record(found)

    def names(self, entry: Entry) -> dict[str, list[Name]]:
        """The names of the entries that name this one, by `folder_field`; asks for nothing."""
        kind = type(entry)
        if kind not in self._citing:
            fields = self._graph.schema.citing_fields(kind)
            self._citing[kind] = tuple(f"{folder}_{field}" for folder, field in fields)
        found: dict[str, list[Name]] = {slot: [] for slot in self._citing[kind]}
        for citation in self._graph.cited_by.get((entry.folder, entry.key), ()):
            slot = found.get(f"{citation.name[0]}_{citation.field}")
            if slot is not None:
                slot.append(citation.name)
        return found

    def _places(self, folder: str) -> Mapping[str, int]:
        """Where each entry of a kind stands in its list, by key."""
        if folder not in self._order:
            listed = self._graph.keys_of(folder, self._viewer.language)
            self._order[folder] = {key: place for place, key in enumerate(listed)}
        return self._order[folder]


def divided(cited: Record, size: int) -> list[Record]:
    """What names an entry in pages, of each kind so many cards at most; always at least a page."""
    slots = {
        name: cards for name, cards in cited.named_values().items() if isinstance(cards, tuple)
    }
    longest = max(map(len, slots.values()), default=0)
    return [
        Record({name: cards[start : start + size] for name, cards in slots.items()})
        for start in range(0, max(longest, 1), size)
    ]
