"""The published entries of a site by name, and what is asked of them while something is planned.

Nobody gets at an entry but through here, so what is asked here is all that a page hangs on, the
fields of the thin entries apart: those never change without all being planned anew. Must never
know what is planned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, KeysView, Mapping
from functools import cache
from typing import Any, TypeVar, get_args

from socomsite.language import Language
from socomsite.model.fields import Prose
from socomsite.model.references import Name
from socomsite.model.schema import Entry

E = TypeVar("E", bound=Entry)
#: What is asked for and of which entry, by folder and key: an `ENTRY` whole, a `BRIEF` one without
#: its texts, its `CARD`, a `MENTION` of it; or all entries of a `KIND`, whole or as `BRIEFS`.
Question = tuple[str, str, str]
ENTRY, CARD, MENTION, KIND = "entry", "card", "mention", "kind"
BRIEF, BRIEFS = "brief", "briefs"

# What an entry is called; with its texts, all that a thin entry is without.
_NAMES = frozenset({"title", "name"})
# Nobody asks which fields of an entry were set: one for all, a third of what a thin entry takes.
_SET: set[str] = set()


class Entries(Mapping[Name, Mapping[Language, Entry]]):
    """Every published entry by name and language; whoever takes one has asked for it.

    `asked` is what was asked in the innermost frame, `common` what was asked for all pages.
    """

    def __init__(
        self,
        held: Mapping[Name, Mapping[Language, Entry]],
        briefs: Callable[[Name, Language], Entry] | None = None,
    ) -> None:
        """These entries, of which nothing is asked yet; `briefs` has them without their texts."""
        self._held = held
        self._briefs = briefs
        self._thin: dict[tuple[Name, Language], Entry] = {}
        self.asked: set[Question] = set()
        self.common: set[Question] = set()

    def __getitem__(self, name: Name) -> Mapping[Language, Entry]:
        """The versions of an entry by language. Raises KeyError."""
        self.asked.add((ENTRY, *name))
        return self._held[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is an entry of that name; asks for nothing."""
        return name in self._held

    def __iter__(self) -> Iterator[Name]:
        """The names, in the order of folders and files."""
        return iter(self._held)

    def __len__(self) -> int:
        """How many names there are."""
        return len(self._held)

    def languages(self, name: Name) -> KeysView[Language]:
        """The languages that an entry is written in; asks for nothing."""
        return self._held[name].keys()

    def brief(self, name: Name, language: Language) -> Entry:
        """An entry of which no running text is needed; where it takes less, it has none."""
        self.asked.add((BRIEF, *name))
        return self._briefs(name, language) if self._briefs else self._held[name][language]

    def thin(self, name: Name, language: Language) -> Entry:
        """An entry without its name and texts, for tables that hold all; asks for nothing.

        What is missing raises AttributeError.
        """
        found = self._thin.get((name, language))
        if found is None:
            whole = self._briefs(name, language) if self._briefs else self._held[name][language]
            found = self._thin[name, language] = thin(whole)
        return found

    def frame(self) -> _Frame:
        """Collect what is asked within, apart from what is asked around it."""
        return _Frame(self, set())

    def for_all(self) -> _Frame:
        """What is asked within is asked for all pages, whoever was the first to need it."""
        return _Frame(self, self.common)


class _Frame:
    """A set in which is collected what is asked within; each page opens several."""

    __slots__ = ("_around", "_asked", "_entries")

    def __init__(self, entries: Entries, asked: set[Question]) -> None:
        self._entries, self._asked, self._around = entries, asked, entries.asked

    def __enter__(self) -> set[Question]:
        self._around, self._entries.asked = self._entries.asked, self._asked
        return self._asked

    def __exit__(self, *_: object) -> None:
        self._entries.asked = self._around


@cache
def told_fields(kind: type[Entry]) -> frozenset[str]:
    """The fields that thin entries of a kind are without: its name, and its running texts."""
    return frozenset(
        name
        for name, info in kind.model_fields.items()
        if name in _NAMES or info.annotation is Prose or Prose in get_args(info.annotation)
    )


@cache
def texts_of(kind: type[Entry]) -> frozenset[str]:
    """The fields of a kind that hold running texts."""
    return told_fields(kind) - _NAMES


def thin(entry: E) -> E:
    """An entry without its name and running texts."""
    return made_of(type(entry), _without(entry, told_fields(type(entry))))


def brief(entry: Entry) -> dict[str, Any]:
    """What an entry holds beside its running texts."""
    return _without(entry, texts_of(type(entry)))


def _without(entry: Entry, names: frozenset[str]) -> dict[str, Any]:
    return {name: value for name, value in entry.__dict__.items() if name not in names}


def made_of(kind: type[E], fields: dict[str, Any]) -> E:
    """An entry of these fields, which were checked when it was made; it may lack some."""
    made = kind.__new__(kind)
    object.__setattr__(made, "__dict__", fields)
    object.__setattr__(made, "__pydantic_fields_set__", _SET)
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made
