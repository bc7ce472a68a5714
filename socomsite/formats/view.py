"""What one page shows, and nothing more: entries as records, cards of their neighbours.

A template sees only this. Must never know Jinja.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from functools import cache, lru_cache
from types import MappingProxyType

from pydantic import BaseModel

from socomsite.dates import PartialDate
from socomsite.formats.copies import Offer, offer_of
from socomsite.formats.prose_view import Html, ProseViewer
from socomsite.formats.record import Record
from socomsite.language import Language, Words
from socomsite.model.blocks import plain_text
from socomsite.model.entries import BRIEF, CARD, ENTRY, MENTION, Question, texts_of
from socomsite.model.fields import Attachment, FolderName, PictureFile, Prose, Ref
from socomsite.model.graph import FILE_ADDRESSES, Graph
from socomsite.model.kinds import Bulletin, Event, Material, Service
from socomsite.model.originals import Original
from socomsite.model.parts import Author, Item, Picture
from socomsite.model.references import Name
from socomsite.model.schema import Entry, field_targets
from socomsite.model.traits import Happening, Lasting, Named

_DESCRIPTION = 160
_AS_THEY_ARE = frozenset({bool, int, dt.date, Language, PartialDate})
# How one reaches whoever is named, wherever the name stands.
_MENTIONED = (
    *("role", "phone", "email", "phone_hours", "known_in"),
    *("organisation", "town", "street"),
)


def _is_as_it_is(value: object) -> bool:
    """Whether a value is shown as it stands, told at once: that of most fields is."""
    if isinstance(value, str):
        return type(value) is str and not value.startswith("ref:")
    return value is None or type(value) in _AS_THEY_ARE or (type(value) is tuple and not value)


@cache
def _fields_of(kind: type[Entry]) -> tuple[str, ...]:
    """The fields of a kind that its page shows."""
    return tuple(name for name in kind.model_fields if name not in {"origin", "aliases"})


class Viewer:
    """Turns entries of a graph into records and cards for readers of one language."""

    def __init__(
        self,
        graph: Graph,
        language: Language,
        originals: Mapping[str, Original] = MappingProxyType({}),
        words: Mapping[str, Words] = MappingProxyType({}),
    ) -> None:
        """A viewer for pages of this language, with the pictures that can be shown, by name."""
        self.graph = graph
        self.language = language
        self.prose = ProseViewer(graph, language, originals, words)
        self._cards: dict[Name, tuple[Record, tuple[Question, ...]]] = {}
        self._mentions: dict[Name, tuple[Record, tuple[Question, ...]]] = {}
        self._find = lru_cache(maxsize=1024)(graph.find)  # pages of one time name the same
        self._named: dict[tuple[type[BaseModel], str], tuple[str, ...]] = {}

    def card(self, name: Name) -> Record:
        """The little that an entry shows of itself elsewhere; made once."""
        if name not in self._cards:
            self._cards[name] = self._asking(CARD, name, self._card)
        card, asked = self._cards[name]
        self.graph.entries.asked.update(asked)
        return card

    def cards(self, names: Iterable[Name]) -> tuple[Record, ...]:
        """The cards of entries, in their order."""
        return tuple(map(self.card, names))

    def _card(self, name: Name) -> Record:
        entry = self._entry(name, self.graph.schema.kinds[name[0]].on_card)
        fields = self._all_shown(entry, type(entry).on_card)
        if isinstance(entry, Bulletin):
            fields["contents"] = entry.contents
        return Record(self._basics(entry) | fields)

    def _entry(self, name: Name, fields: Iterable[str]) -> Entry:
        """An entry of which these fields are shown, and what it is called."""
        kind = self.graph.schema.kinds[name[0]]
        if issubclass(kind, Bulletin) or texts_of(kind) & {*fields}:
            return self.graph.entry(name, self.language)
        return self.graph.brief(name, self.language)

    def _asking(
        self, what: str, name: Name, make: Callable[[Name], Record]
    ) -> tuple[Record, tuple[Question, ...]]:
        """A record of an entry, and what whoever shows it asks: for it, not for the whole entry."""
        with self.graph.entries.frame() as asked:
            made = make(name)
        own = {(ENTRY, *name), (BRIEF, *name)}
        return made, tuple(asked - own | {(what, *name)})  # of a set, a fourth

    def record(self, entry: Entry) -> Record:
        """All fields of an entry as a page shows them."""
        fields = self._all_shown(entry, _fields_of(type(entry)))
        if not entry.origin.path:  # a list page of our own making: nobody has reviewed or owns it
            fields |= {"reviewed_on": None, "owner": None}
        if isinstance(entry, Material):
            fields["embed"] = Html(self.prose.embed(entry))
        return Record(fields | self._basics(entry))

    def description(self, entry: Entry) -> str:
        """A sentence or two on the entry for search results and feeds; may be empty."""
        summary = getattr(entry, "summary", None)
        if isinstance(summary, str):
            return summary
        body = getattr(entry, "body", None)
        text = plain_text(body.html) if isinstance(body, Prose) else ""
        if len(text) <= _DESCRIPTION:
            return text
        return text[: _DESCRIPTION - 1].rsplit(" ", 1)[0] + "…"

    def html(self, prose: Prose, prefix: str = "") -> Html:
        """Prose as a page shows it; `prefix` keeps the ids of several texts apart."""
        return self.prose.html(prose, prefix)

    def address_of(self, target: str) -> str:
        """A `ref:` address as the address it stands for; others as they are."""
        return self.prose.address_of(target)

    def _basics(self, entry: Entry) -> dict[str, object]:
        basics: dict[str, object] = {
            "kind": entry.folder,
            "key": entry.key,
            "label": entry.label,
            "short_label": (entry.short_name if isinstance(entry, Named) else None) or entry.label,
            "address": self.graph.address(entry),
            "language": entry.language,
            "is_fallback": entry.language is not self.language,
        }
        if isinstance(entry, (Lasting, Happening)):
            basics["state"] = entry.state(self.graph.today)
        if isinstance(entry, Event):
            basics["registration_state"] = entry.registration_state(self.graph.today)
        if isinstance(entry, Lasting):
            basics["years"] = entry.years
        return basics

    def _all_shown(self, model: BaseModel, names: Iterable[str]) -> dict[str, object]:
        """Fields of an entry by name; most are empty or words, which are shown as they are."""
        values = ((name, getattr(model, name)) for name in names)
        return {
            name: value if _is_as_it_is(value) else self._shown(model, name, value, name)
            for name, value in values
        }

    def _shown(self, model: BaseModel, name: str, value: object, prefix: str) -> object:
        field = (type(model), name)
        if field not in self._named:
            targets = field_targets(*field)
            folders = (f for t in targets for f in self.graph.schema.folders_of(t))
            self._named[field] = tuple(folders)
        return self._value(value, self._named[field], prefix)

    def _value(  # noqa: C901 - a table, one line per type
        self, value: object, folders: tuple[str, ...], prefix: str
    ) -> object:
        if _is_as_it_is(value):
            return value
        match value:
            case tuple():
                # An author who is known only as a person that is not shown is nobody.
                shown = (
                    self._value(item, folders, f"{prefix}-{number}")
                    for number, item in enumerate(value, start=1)
                    if type(item) is not Author or self._author(item)["name"]
                )
                return tuple(item for item in shown if item is not None)
            case Ref():
                return self._reference(value, folders)
            case Prose():
                return self.html(value, "" if prefix == "body" else prefix)
            case FolderName():
                return value.name
            case Picture() | PictureFile():
                return self._picture(value)
            case Attachment():
                return FILE_ADDRESSES["files"] + value.name
            case Author():
                return self._author(value)
            case BaseModel():
                return self._group(value, prefix)
            case str() if value.startswith("ref:"):
                return self.address_of(value)
        return value

    def _group(self, value: BaseModel, prefix: str) -> Record | None:
        """A group of fields; None if it stands for an entry that is not shown."""
        if isinstance(value, Item):
            return self._item(value, prefix)
        shown: dict[str, object] = {}
        for name, info in type(value).model_fields.items():
            shown[name] = self._shown(value, name, getattr(value, name), f"{prefix}-{name}")
            if info.is_required() and shown[name] is None:
                return None
        return Record(shown)

    def _reference(self, ref: Ref[Entry], folders: tuple[str, ...]) -> object:
        """A short link to the entry named; None if it is not shown."""
        name = self._find(ref.key, folders)
        return None if name is None else self.mention(name)

    def mention(self, name: Name) -> Record:
        """An entry named on a card or page: what it is called, where it stands; made once."""
        if name not in self._mentions:
            self._mentions[name] = self._asking(MENTION, name, self._mentioned)
        mention, asked = self._mentions[name]
        self.graph.entries.asked.update(asked)
        return mention

    def _mentioned(self, name: Name) -> Record:
        entry = self._entry(name, _MENTIONED)
        fields = (field for field in _MENTIONED if field in type(entry).model_fields)
        return Record(self._basics(entry) | self._all_shown(entry, fields))

    def _item(self, item: Item, prefix: str) -> Record | None:
        """What a bulletin tells of: an entry's card, perhaps a change, the bulletin's own words."""
        folders = (target.folder for target in field_targets(Item, "entry"))
        name = self.graph.find(item.entry.key, folders)
        if name is None:
            return None
        card, entry = self.card(name), self.graph.entry(name, self.language)
        change = None
        if item.change and isinstance(entry, Service):
            found = (c for c in entry.changes if str(c.effective) == str(item.change))
            change = next((Record({"effective": c.effective, "text": c.text}) for c in found), None)
        text = self.html(item.text, f"{prefix}-text") if item.text else None
        return Record({"card": card, "change": change, "text": text})

    def _author(self, author: Author) -> Record:
        person = self._reference(author.person, ("people",)) if author.person else None
        name = author.name or (person["label"] if isinstance(person, Record) else "")
        return Record({"name": name, "person": person, "role": author.role})

    def _picture(self, picture: Picture | PictureFile) -> Record:
        """A picture of a field as its copies; without them its words are all there is."""
        file = picture.file if isinstance(picture, Picture) else picture
        alt = (picture.alt or "") if isinstance(picture, Picture) else ""
        offer = offer_of(file.name, self.prose.originals) or Offer("", "", "", 0, 0)
        return Record({"alt": alt, **asdict(offer)})
