"""Every reference, link and file that entries name, followed to where it leads.

Must never know addresses or what is rendered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from socomsite.language import Language, Words
from socomsite.model.description import describe
from socomsite.model.fields import Attachment, FolderName, Link, PictureFile, Prose
from socomsite.model.mistakes import near
from socomsite.model.pages import Listing, Page
from socomsite.model.schema import Entry, Schema, values_of
from socomsite.problem import Position, Problem, problem

Name = tuple[str, str]
"""An entry in all its languages: folder and key."""

_REF = "ref:"


@dataclass(frozen=True)
class Citation:
    """That an entry names another in one of its fields."""

    field: str
    name: Name


def names_of(key: str, folders: Iterable[str]) -> list[Name]:
    """The entries that a reference can mean: `key` in any of the kinds, `folder/key` in one."""
    folder, slash, rest = key.partition("/")
    if slash:
        return [(folder, rest)] if folder in folders else []
    return [(known, key) for known in folders]


@dataclass
class References:
    """One pass over the references of all entries."""

    schema: Schema
    entries: Mapping[Name, Mapping[Language, Entry]]
    drafts: set[Name]
    known: Collection[Name]
    files: Mapping[str, str]

    def __post_init__(self) -> None:
        self.problems: list[Problem] = []
        self.cited_by: dict[Name, list[Citation]] = defaultdict(list)
        self.attachments: set[tuple[str, str]] = set()

    def check(self, entry: Entry, *, is_shown: bool) -> None:
        """Follow everything that an entry names; only what is shown cites and needs its files."""
        here = (entry.folder, entry.key)
        for found in self.schema.references(entry):
            name = self._resolve(found.ref.key, found.ref.position, found.kinds, is_shown=is_shown)
            if name in self.entries and name is not None and is_shown:
                self.cited_by[name].append(Citation(found.field, here))
        for _, prose in values_of(entry, Prose):
            for target in prose.links:
                self._link(target, is_shown=is_shown)
            for picture in prose.pictures:
                self._file("pictures", picture.target, picture.position, is_shown=is_shown)
        for _, item in values_of(entry, Attachment):
            if not isinstance(item, FolderName):
                folder = "pictures" if isinstance(item, PictureFile) else "files"
                self._file(folder, item.name, item.position, is_shown=is_shown)
        for address in _addresses_in(entry):
            self._link(Link(address, entry.origin), is_shown=is_shown)
        for listing in entry.lists if isinstance(entry, Page) else ():
            self._listing(listing)

    def _resolve(
        self, key: str, position: Position, folders: tuple[str, ...], *, is_shown: bool
    ) -> Name | None:
        found = [name for name in names_of(key, folders) if name in self.known]
        if len(found) > 1:
            allowed = tuple("/".join(name) for name in found)
            self.problems.append(problem(position, "reference-ambiguous", allowed=allowed, key=key))
        elif not found:
            self.problems.append(self._lost(key, position, folders))
        elif found[0] in self.drafts and found[0] not in self.entries and is_shown:
            self.problems.append(problem(position, "reference-draft", key=key))
        return found[0] if found else None

    def _lost(self, key: str, position: Position, folders: tuple[str, ...]) -> Problem:
        last = key.rpartition("/")[2]
        public = self.schema.public_folders
        elsewhere = sorted(n for n in self.known if n[1] == last and n[0] in public)
        expected = _either(self.schema, folders)
        if elsewhere and elsewhere[0][0] not in folders:
            other = self.schema.kinds[elsewhere[0][0]].names
            return problem(
                position, "reference-wrong-kind", key=key, found=other, expected=expected
            )
        names = sorted(name for name in self.known if name[0] in folders)
        candidates = tuple("/".join(name) if "/" in key else name[1] for name in names)
        meant = near(key, tuple(dict.fromkeys(candidates)))
        return problem(position, "reference-unknown", near=meant, key=key, kind=expected)

    def _link(self, target: Link, *, is_shown: bool) -> None:
        if target.target.startswith(_REF):
            key = target.target.removeprefix(_REF).partition("#")[0]
            self._resolve(key, target.position, self.schema.public_folders, is_shown=is_shown)
        elif is_file_link(target.target):
            self._file("files", target.target, target.position, is_shown=is_shown)

    def _file(self, folder: str, name: str, position: Position, *, is_shown: bool) -> None:
        if folder == "pictures" and name.startswith(("http:", "https:", "//")):
            self.problems.append(problem(position, "foreign-request", url=name))
            return
        path = file_of_link(name)
        if f"{folder}/{path}" in self.files:
            if is_shown:
                self.attachments.add((folder, path))
            return
        available = tuple(f.partition("/")[2] for f in self.files if f.startswith(folder + "/"))
        code = "picture-missing" if folder == "pictures" else "file-missing"
        self.problems.append(problem(position, code, near=near(path, available), path=path))

    def _listing(self, listing: Listing) -> None:
        folder, place = listing.of.name, listing.of.position
        if folder not in self.schema.public_folders:
            self._not_allowed(place, "of", folder, self.schema.public_folders)
            return
        sorts = next(
            (f.choices for f in describe(self.schema.kinds[folder]) if f.name == "sort"), ()
        )
        for sort in listing.sort:
            if sorts and sort not in sorts:
                self._not_allowed(place, "sort", sort, sorts)

    def _not_allowed(
        self, place: Position, field: str, value: str, allowed: tuple[str, ...]
    ) -> None:
        meant = near(value, allowed)
        self.problems.append(
            problem(
                place, "value-not-allowed", allowed=allowed, near=meant, field=field, value=value
            )
        )


def _addresses_in(entry: Entry) -> Iterator[str]:
    """The `ref:` addresses that stand in plain fields such as a door's."""
    return (text for _, text in values_of(entry, str) if text.startswith(_REF))


def file_of_link(target: str) -> str:
    """The file's name in a link to it: `oma%20liite.pdf#page=2` → `oma liite.pdf`."""
    return unquote(target.partition("#")[0])


def is_file_link(target: str) -> bool:
    """Whether a link in prose names a file of the site rather than an address."""
    return (
        bool(target) and not target.startswith(("/", "#")) and ":" not in target.partition("/")[0]
    )


def _either(schema: Schema, folders: tuple[str, ...]) -> Words:
    """The names of some kinds as one phrase; of all kinds together, just "sisältö"."""
    if len(folders) == len(schema.public_folders):
        return Words("sisältö", "innehåll", "content")
    kinds = [schema.kinds[folder].names for folder in folders]
    return Words(
        " tai ".join(words.fi for words in kinds),
        " eller ".join(words.sv for words in kinds),
        " or ".join(words.en for words in kinds),
    )
