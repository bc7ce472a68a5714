"""Open data: all projects, publications and events as JSON, one file for each kind.

A row is an entry in one language; the names of fields are those of the schema, and they stay.
Must never know HTML pages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from socomsite.dates import Moment, PartialDate, instant
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.view import Viewer
from socomsite.job import Artifact, Job
from socomsite.model.fields import Attachment, Ref
from socomsite.model.graph import FILE_ADDRESSES
from socomsite.model.parts import Author
from socomsite.model.schema import Entry, Part, field_targets
from socomsite.problem import Outcome

NAME = "opendata"
FOLDER = "/data/"

#: The fields of each kind that are told, in their order. A field once here keeps its name.
FIELDS = {
    "projects": (
        *("name", "short_name", "other_names", "sort", "share", "summary", "topics", "area"),
        *("start", "end", "active", "planned", "date_note", "funder", "programme", "parent"),
        *("formed_from", "partners", "target_groups", "main_goal", "channels", "links"),
    ),
    "publications": (
        *("title", "subtitle", "authors", "sort", "series", "number", "year", "last_year"),
        *("date_note", "publisher", "owner_of_work", "status", "isbn", "issn", "file", "link"),
        *("project", "topics", "language_of_work", "accessibility", "summary"),
    ),
    "events": (
        *("title", "sort", "status", "summary", "start", "end", "date_note", "place", "online"),
        *("organiser", "about", "topics", "audience", "recording", "slides"),
    ),
}
# Parts of groups that staff keep an eye on, no facts for the public: a channel's promised cadence.
_OF_STAFF = frozenset({"cadence"})


@dataclass(frozen=True)
class DataView:
    """The JSON text of one kind's rows."""

    text: str


def plan(planning: Planning) -> Iterator[Job]:
    """A file for each kind of which there is any entry."""
    entries = planning.graph.entries
    for folder in FIELDS:
        kept = [name for name in entries if name[0] == folder]
        rows = [
            _Rows(planning.viewers[language]).of(entries.brief(name, language))  # no texts
            for name in sorted(kept)
            for language in sorted(entries.languages(name))
        ]
        if rows:
            text = json.dumps({"kind": folder, "items": rows}, ensure_ascii=False, indent=1) + "\n"
            yield Job(f"{FOLDER.lstrip('/')}{folder}.json", NAME, DataView(text), "", NAME)


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The rows as UTF-8 JSON (RFC 8259)."""
    del tools
    view = job.view
    assert isinstance(view, DataView)
    return Outcome(Artifact(job.path, view.text.encode()))


class _Rows:
    """Makes rows of entries of one language."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.graph = viewer.graph

    def of(self, entry: Entry) -> dict[str, object]:
        """The entry's fields that have a value, after what every row has."""
        row: dict[str, object] = {
            "key": entry.key,
            "language": entry.language.value,
            "url": self._whole(self.graph.address(entry)),
        }
        for name in FIELDS[entry.folder]:
            value = self._value(getattr(entry, name), type(entry), name)
            if value not in (None, [], ""):
                row[name] = value
        return row

    def _value(self, value: object, model: type[Part], field: str) -> object:
        match value:
            case tuple():
                found = [self._value(item, model, field) for item in value]
                return [item for item in found if item is not None]
            case Ref():
                return self._named(value, model, field)
            case Moment():
                return instant(value)
            case PartialDate():
                return str(value)
            case Attachment():
                return self._whole(FILE_ADDRESSES["files"] + value.name)
            case Enum():
                return value.value
            case Author():
                return self._author(value)
            case Part():
                kind = type(value)
                names = [name for name in kind.model_fields if name not in _OF_STAFF]
                parts = {n: self._value(getattr(value, n), kind, n) for n in names}
                return {name: part for name, part in parts.items() if part is not None}
            case str() if value.startswith(("/", "ref:")):
                return self._whole(self.viewer.address_of(value))
        return value

    def _named(self, ref: Ref[Entry], model: type[Part], field: str) -> object:
        """The key, name and address of the entry named; None if it is not shown."""
        folders = (f for t in field_targets(model, field) for f in self.graph.schema.folders_of(t))
        name = self.graph.find(ref.key, folders)
        if name is None:
            return None
        entry = self.graph.brief(name, self.viewer.language)
        address = self._whole(self.graph.address(entry))
        return {"kind": name[0], "key": name[1], "name": entry.label, "url": address}

    def _author(self, author: Author) -> object:
        person = self._named(author.person, Author, "person") if author.person else None
        name = author.name or (person["name"] if isinstance(person, dict) else None)
        told = {"name": name, "role": author.role, "person": person}
        return {n: part for n, part in told.items() if part is not None} if name else None

    def _whole(self, address: str) -> str:
        is_own = address.startswith("/") and not address.startswith("//")
        return self.graph.site.url + address.lstrip("/") if is_own else address
