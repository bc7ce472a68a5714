"""What a field that names something can name, by the name that people know it by.

Nobody sees a key: an entry goes by its title, a file by its own name. Must never know how a list
to choose from looks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from socomsite.editor.holding import Held
from socomsite.language import Language, collation_key
from socomsite.model.description import FieldDescription, FieldSort
from socomsite.model.references import Name, names_of
from socomsite.model.schema import Entry

_MOST_NEAR = 5
_LIKENESS = 0.6


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: its name for people, and the text that names it in a file."""

    name: str
    text: str


@dataclass(frozen=True)
class Choices:
    """Everything that fields of a site can name, for people of a language."""

    held: Held
    language: Language

    def of(self, field: FieldDescription) -> tuple[Choice, ...]:
        """What a field can name, in alphabetical order, or that of the schema for kinds."""
        match field.sort:
            case FieldSort.REFERENCE:
                return tuple(self._named(field.kinds).values())
            case FieldSort.KIND:
                return tuple(Choice(self._plural(f), f) for f in self.held.schema.public_folders)
            case FieldSort.FILE | FieldSort.PICTURE:
                folder = "pictures/" if field.sort is FieldSort.PICTURE else "files/"
                found = self.held.content.files if self.held.content else {}
                names = (name.removeprefix(folder) for name in found if name.startswith(folder))
                return tuple(Choice(name, name) for name in sorted(names))
        return ()

    def name_of(self, field: FieldDescription, text: str) -> str:
        """What people call that which a file names by a text; the text itself if it is nothing."""
        name = self.found(field, text)
        return self._named(field.kinds)[name].name if name else text

    def text_of(self, field: FieldDescription, said: str) -> str | None:
        """The text that names in a file what a person called by name; None if it is nothing.

        A person may also have written what a file would say.
        """
        named = self._named(field.kinds)
        wanted = _folded(said)
        for choice in named.values():
            if _folded(choice.name) == wanted:
                return choice.text
        plain = [name for name in named if _folded(self._labels[name]) == wanted]
        name = plain[0] if len(plain) == 1 else self.found(field, said.strip())
        return named[name].text if name else None

    def found(self, field: FieldDescription, text: str) -> Name | None:
        """The entry that a text of a file names; None if there is none, or more than one."""
        named = self._named(field.kinds)
        names = [name for name in names_of(text, self._folders(field.kinds)) if name in named]
        return names[0] if len(names) == 1 else None

    def near(self, field: FieldDescription, said: str) -> tuple[str, ...]:
        """The names that a person perhaps meant, those that hold what was said first."""
        names = {_folded(choice.name): choice.name for choice in self.of(field)}
        wanted = _folded(said)
        holding = [name for folded, name in names.items() if wanted and wanted in folded]
        like = get_close_matches(wanted, list(names), n=_MOST_NEAR, cutoff=_LIKENESS)
        return tuple(dict.fromkeys([*holding, *(names[each] for each in like)]))[:_MOST_NEAR]

    def _folders(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        return kinds or self.held.schema.public_folders

    def _plural(self, folder: str) -> str:
        return self.held.schema.kinds[folder].names.in_language(self.language)

    @cached_property
    def _remembered(self) -> dict[tuple[str, ...], Mapping[Name, Choice]]:
        return {}

    def _named(self, kinds: tuple[str, ...]) -> Mapping[Name, Choice]:
        if kinds not in self._remembered:
            self._remembered[kinds] = dict(self._choices(self._folders(kinds)))
        return self._remembered[kinds]

    def _choices(self, folders: tuple[str, ...]) -> Iterator[tuple[Name, Choice]]:
        """The entries of some kinds; those of one name are told apart by kind, then by key."""
        names = [name for name in self._labels if name[0] in folders]
        names.sort(key=lambda name: (collation_key(self._labels[name], self.language), name))
        is_one = len(folders) == 1
        shown = _told_apart(names, self._labels, {name: self._kind(name[0]) for name in names})
        for name in names:
            yield name, Choice(shown[name], name[1] if is_one else "/".join(name))

    def _kind(self, folder: str) -> str:
        return self.held.schema.kinds[folder].names.in_language(self.language)

    @cached_property
    def _labels(self) -> Mapping[Name, str]:
        """What every entry is called, in the site's language if it has that version."""
        versions: dict[Name, dict[Language, Entry | None]] = defaultdict(dict)
        for source, entry in self.held.by_path.values():
            versions[source.folder, source.key][source.language] = entry
        own = self.held.site.language if self.held.site else Language.FI
        labels = {}
        for name, found in versions.items():
            entry = found.get(own) or next((each for each in found.values() if each), None)
            labels[name] = " ".join(entry.label.split()) if entry else name[1]
        return labels


def _told_apart(
    names: Sequence[Name], labels: Mapping[Name, str], kinds: Mapping[Name, str]
) -> Mapping[Name, str]:
    """A name for each entry that no other has."""
    longer = {name: f"{labels[name]} ({kinds[name]})" for name in names}
    alike = Counter(_folded(labels[name]) for name in names)
    still_alike = Counter(_folded(text) for text in longer.values()) + alike
    return {
        name: labels[name]
        if alike[_folded(labels[name])] == 1
        else longer[name]
        if still_alike[_folded(longer[name])] == 1
        else f"{labels[name]} ({'/'.join(name)})"
        for name in names
    }


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())
