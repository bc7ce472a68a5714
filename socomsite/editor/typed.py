"""The fields of an entry as its form has them, and back.

What is typed is a tree of one shape for a kind: every field is there, a list is a list, a group
has all its fields, and each text is what a person reads. Going back, whatever still means what
the file said is said as the file says it: a form that nobody touched gives the very fields it was
made of. Must never know how a form looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from socomsite.editor import fields
from socomsite.editor.choices import Choices
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.schema import Entry, Part
from socomsite.yamltext import Plain

#: Where a row of values with names of their own keeps its name; no field can be called so.
NAME = "#name"
#: What is said of an entry, by field.
Fields = Mapping[str, Plain]
#: What a text, list or group means, to be compared.
Meaning = str | tuple["Meaning", ...]


def nothing(field: FieldDescription) -> Plain:
    """What is typed for a field where nothing is said."""
    if field.is_list or field.is_named:
        return []
    return nothing_in(field.group) if field.group else ""


def nothing_in(group: type[Part]) -> dict[str, Plain]:
    """What is typed for a group of which nothing is said."""
    return {each.name: nothing(each) for each in describe(group)}


@dataclass(frozen=True)
class Scribe:
    """Turns what files say into what forms show and back, with the names of a site's things."""

    choices: Choices

    def typed(self, group: type[Part], said: Fields) -> dict[str, Plain]:
        """What a form shows of the fields of a kind or group."""
        return {
            each.name: self._shown(each, said[each.name]) if each.name in said else nothing(each)
            for each in describe(group)
        }

    def _shown(self, field: FieldDescription, said: Plain) -> Plain:
        if field.is_named:
            named = said.items() if isinstance(said, dict) else ()
            return [{NAME: name, **self._group(field, below)} for name, below in named]
        if field.is_list:
            items = said if isinstance(said, list) else [said]
            return [self._one_shown(field, item) for item in items]
        return self._one_shown(field, said)

    def _one_shown(self, field: FieldDescription, said: Plain) -> Plain:
        if field.group:
            return self._group(field, said)
        return fields.shown(field, _text_in(said), self.choices)

    def _group(self, field: FieldDescription, said: Plain) -> dict[str, Plain]:
        assert field.group is not None
        return self.typed(field.group, _as_group(field.group, said))

    def said(self, group: type[Part], typed: Fields, base: Fields) -> dict[str, Plain]:
        """What a file is to say of the fields of a kind or group, if it says `base` now.

        Fields that the schema does not know stay as they are.
        """
        described = {each.name: each for each in describe(group)}
        found = {
            name: self._said(each, typed.get(name, nothing(each)), base.get(name))
            for name, each in described.items()
        }
        found |= {name: said for name, said in base.items() if name not in described}
        order = [*base, *(name for name in found if name not in base)]
        return {name: said for name in order if (said := found.get(name)) is not None}

    def _said(self, field: FieldDescription, typed: Plain, base: Plain | None) -> Plain | None:
        fresh: Plain | None
        if field.is_named:
            fresh = self._all_named(field, _rows(typed), base if isinstance(base, dict) else {})
        elif field.is_list:
            items = base if isinstance(base, list) else []
            fresh = self._all(field, _items(typed), items)
        else:
            fresh = self._one(field, typed, base)
        means = self.meaning(field, fresh)
        if base is not None and means == self.meaning(field, base):
            return None if base == "" and not field.may_be_blank else base
        return fresh if means else None

    def _all_named(
        self, field: FieldDescription, rows: Sequence[Fields], base: Mapping[str, Plain]
    ) -> Plain | None:
        found = {}
        for row in rows:
            name = fields.typed(_text_in(row.get(NAME, ""))).strip()
            said = self._one(field, dict(row), base.get(name))
            if name and said is not None:
                found[name] = said
        return found or None

    def _all(
        self, field: FieldDescription, items: Sequence[Plain], base: Sequence[Plain]
    ) -> Plain | None:
        """The items that say something, each as the file says it if it does already."""
        fresh = [said for item in items if (said := self._one(field, item, None)) is not None]
        typed = [item for item in items if self._one(field, item, None) is not None]
        left = dict(enumerate(base))
        taken: dict[int, Plain] = {}
        for number, said in enumerate(fresh):
            means = self._one_meaning(field, said)
            same = next((n for n, b in left.items() if self._one_meaning(field, b) == means), None)
            if same is not None:
                taken[number] = left.pop(same)
        for number, item in enumerate(typed):
            if number not in taken:
                taken[number] = self._one(field, item, left.pop(number, None)) or fresh[number]
        return [taken[number] for number in range(len(fresh))] or None

    def _one(self, field: FieldDescription, typed: Plain, base: Plain | None) -> Plain | None:
        if field.group is None:
            return fields.written(field, fields.typed(_text_in(typed)), self.choices) or None
        below = _as_group(field.group, base) if base is not None else {}
        given = typed if isinstance(typed, dict) else {}
        said = self.said(field.group, given, below)
        short = field.group.shorthand
        is_short = not isinstance(base, dict) and set(said) == {short}
        if is_short and short is not None and isinstance(said[short], str):
            return said[short]
        return said or None

    def meaning(self, field: FieldDescription, said: Plain | None) -> Meaning:
        """What the text, list or group of a field means; that which is of another shape itself."""
        if said is None:
            return ""
        if field.is_named and isinstance(said, dict):
            return tuple((name, self._one_meaning(field, each)) for name, each in said.items())
        if field.is_list and isinstance(said, list):
            each = (self._one_meaning(field, item) for item in said)
            found = tuple(meant for meant in each if meant != "")
            # Boxes are ticked in no order, and once each.
            is_ticked = field.sort is FieldSort.CHOICE
            found = tuple(sorted(set(found), key=str)) if is_ticked else found
            return found or ""
        if field.is_list or field.is_named:
            return ("another shape", str(said))
        return self._one_meaning(field, said)

    def _one_meaning(self, field: FieldDescription, said: Plain) -> Meaning:
        group = field.group
        if group is None:
            if isinstance(said, str):
                return fields.meaning(field, said, self.choices)
            if field.sort is FieldSort.HOURS and isinstance(said, dict) and set(said) == {"text"}:
                return fields.meaning(field, _text_in(said), self.choices)
            return ("another shape", str(said))
        if isinstance(said, list) or (isinstance(said, str) and group.shorthand is None):
            return ("another shape", str(said))
        given = _as_group(group, said)
        described = {each.name: each for each in describe(group)}
        known = tuple((n, self.meaning(d, given.get(n))) for n, d in described.items())
        unknown = tuple((n, str(said)) for n, said in given.items() if n not in described)
        return tuple(each for each in known if each[1] != "") + unknown or ""

    def differing(self, kind: type[Entry], mine: Fields, theirs: Fields) -> tuple[str, ...]:
        """The fields of which two files say different things."""
        described = {each.name: each for each in describe(kind)}
        names = dict.fromkeys((*described, *mine, *theirs))
        return tuple(
            name
            for name in names
            if (
                self.meaning(described[name], mine.get(name))
                != self.meaning(described[name], theirs.get(name))
                if name in described
                else mine.get(name) != theirs.get(name)
            )
        )


def _as_group(group: type[Part], said: Plain) -> Fields:
    """A group as its fields, also where it is written as one text."""
    if isinstance(said, dict):
        return said
    return {group.shorthand: said} if group.shorthand and isinstance(said, str) else {}


def _text_in(said: Plain) -> str:
    """The text, or all texts of what should have been one."""
    return said if isinstance(said, str) else " ".join(_texts(said))


def _texts(said: Plain) -> Iterable[str]:
    if isinstance(said, str):
        yield said
        return
    for each in said if isinstance(said, list) else said.values():
        yield from _texts(each)


def _items(typed: Plain) -> list[Plain]:
    return typed if isinstance(typed, list) else []


def _rows(typed: Plain) -> list[Fields]:
    return [cast("Fields", row) for row in _items(typed) if isinstance(row, dict)]
