"""What is being edited: which entry, where its file stands, what it says at the start.

Must never know how a form looks, nor who asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from socomsite.editor.document import fields_in, new_text, with_fields
from socomsite.editor.holding import Held
from socomsite.editor.store import Kept, Store
from socomsite.language import Language
from socomsite.model.description import FieldSort, describe, suffix_of
from socomsite.model.keys import key_for
from socomsite.model.schema import Entry
from socomsite.model.source import Source
from socomsite.problem import Problem
from socomsite.yamltext import Plain

#: Fields of an entry whose values a translation begins without: each would be told of as doubled.
_NOT_COPIED = "aliases"


@dataclass(frozen=True)
class Case:
    """An entry being edited.

    `kept` is its file as it stands, None for a new one; `start` what its form begins with, None if
    the file cannot be read, with the `problems` that keep it from that. `entry` is the entry
    itself if it is sound, `original` the one that is being translated.
    """

    kind: type[Entry]
    language: Language
    key: str = ""
    path: str = ""
    kept: Kept | None = None
    start: Mapping[str, Plain] | None = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    entry: Entry | None = None
    original: Entry | None = None

    @property
    def name(self) -> str:
        """What tells the case from others: `projects/sakki/fi`, or `posts` for a new entry."""
        parts = (self.kind.folder, self.key, self.language.value)
        return "/".join(parts) if self.key else self.kind.folder

    @property
    def address(self) -> str:
        """Where its form is."""
        return f"/sisallot/{self.name}" if self.key else f"/uusi/{self.name}"

    def placed(self, said: Mapping[str, Plain], held: Held) -> str:
        """Where the file stands or will stand; a new one by what the entry is called."""
        if self.path:
            return self.path
        taken = {source.key for source, _ in held.by_path.values() if self._is_like(source)}
        wished = key_for(self.kind.folder, said)
        key, number = wished, 1
        while key in taken:
            number += 1
            key = f"{wished}-{number}"
        return f"content/{self.kind.folder}/{key}{suffix_of(self.kind)}"

    def _is_like(self, source: Source) -> bool:
        return source.folder == self.kind.folder

    def text(self, said: Mapping[str, Plain], path: str) -> str:
        """The file that says so. Raises Unwritable."""
        if self.kept is None:
            return new_text(path, dict(said))
        return with_fields(self.kept.text, path, dict(said))


def case_at(held: Held, store: Store, folder: str, key: str, tag: str) -> Case | None:
    """The entry at an address of the editor, or a translation that is to begin; None for others."""
    site, kind = held.site, held.schema.kinds.get(folder)
    language = next((each for each in site.languages if each.value == tag), None) if site else None
    if site is None or kind is None or language is None:
        return None
    versions = {
        source.language: (source, entry)
        for source, entry in held.by_path.values()
        if (source.folder, source.key) == (folder, key)
    }
    if language in versions:
        source, entry = versions[language]
        return _standing(kind, source, entry, store)
    if not versions:
        return None
    source, entry = versions.get(site.language) or versions[min(versions)]
    ending = source.path[source.path.rindex(".") :]
    stem = source.path.removesuffix(ending).removesuffix(f".{source.language.value}")
    suffix = "" if language is site.language else f".{language.value}"
    kept = store.read(source.path)
    said = (fields_in(kept.text, source.path).value if kept else None) or {}
    start = {name: value for name, value in said.items() if name != _NOT_COPIED}
    return Case(kind, language, key, f"{stem}{suffix}{ending}", start=start, original=entry)


def _standing(kind: type[Entry], source: Source, entry: Entry | None, store: Store) -> Case:
    kept = store.read(source.path)
    if kept is None:
        return Case(kind, source.language, source.key, source.path, entry=entry)
    read = fields_in(kept.text, source.path)
    return Case(
        kind, source.language, source.key, source.path, kept, read.value, read.problems, entry
    )


def new_case(held: Held, folder: str) -> Case | None:
    """A new entry of a kind; None if there is no such kind. Days that must be given are today."""
    kind = held.schema.kinds.get(folder)
    if kind is None or held.site is None:
        return None
    today = held.site.as_of or held.day
    start: dict[str, Plain] = {
        each.name: today.isoformat()
        for each in describe(kind)
        if each.is_required and each.sort is FieldSort.DAY and not each.is_list
    }
    return Case(kind, held.site.language, start=start)
