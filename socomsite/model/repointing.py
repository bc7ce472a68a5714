"""References taken out of an entry's fields, or led to another entry, as an author's texts.

Works on what a file says, so that nothing else in it changes. Must never know files or forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel

from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.fields import Prose
from socomsite.model.references import Name, names_of
from socomsite.model.schema import Entry, Part, Schema
from socomsite.yamltext import Plain

_REF = "ref:"
_KEY = r"(?P<key>[^\s()<>#\"']+)"
_REF_ANYWHERE = re.compile(rf"\bref:{_KEY}(?P<anchor>#[^\s()<>\"']*)?")
# A link of Markdown whose words stay when its address goes.
_LINK = re.compile(rf"\[(?P<words>(?:\\.|[^\[\]\\])*)\]\(\s*<?ref:{_KEY}[^()]*\)")
#: What an issue remembers of what it was offered.
_MARKS = "gathered"


@dataclass(frozen=True)
class Repointing:
    """What becomes of the references to an entry: they lead to `new`, or go if that is None.

    `known` says whether there is an entry of a name, `label` is what the entry was called. Places
    within the page are kept if it is the same one under another name.
    """

    schema: Schema
    known: Callable[[Name], bool]
    old: Name
    new: Name | None = None
    label: str = ""
    is_same: bool = False

    def of(self, kind: type[Entry], fields: dict[str, Plain]) -> dict[str, Plain]:
        """The fields of an entry of a kind after it; those that name nothing else are the same."""
        return self._group(kind, fields)

    def _means(self, text: str, kinds: tuple[str, ...]) -> bool:
        folders = kinds or self.schema.public_folders
        found = [name for name in names_of(text.strip(), folders) if self.known(name)]
        return self.old in found[:1]

    def _written(self, text: str, kinds: tuple[str, ...]) -> str:
        assert self.new is not None
        is_short = "/" not in text and (len(kinds) == 1 or self.new[0] == self.old[0])
        return self.new[1] if is_short else "/".join(self.new)

    def _group(self, group: type[BaseModel], fields: dict[str, Plain]) -> dict[str, Plain]:
        described = {each.name: each for each in describe(group)}
        made: dict[str, Plain] = {}
        for name, value in fields.items():
            field = described.get(name)
            after = value if field is None else self._value(field, value)
            if after is not None:
                made[name] = after
        return made

    def _value(self, field: FieldDescription, value: Plain) -> Plain | None:
        if not isinstance(value, list):
            return self._item(field, value)
        kept = [after for item in value if (after := self._item(field, item)) is not None]
        return kept if kept or not value else None

    def _item(self, field: FieldDescription, value: Plain) -> Plain | None:
        if field.group is not None:
            return self._part(field.group, value)
        if not isinstance(value, str):
            return value
        if field.sort is FieldSort.REFERENCE:
            if not self._means(value, field.kinds):
                return value
            return self._written(value, field.kinds) if self.new else None
        if field.sort is FieldSort.PROSE:
            return self.text(value)
        return self._plain(field, value)

    def _part(self, group: type[Part], value: Plain) -> Plain | None:
        if isinstance(value, str):
            short = next((f for f in describe(group) if f.name == group.shorthand), None)
            return value if short is None else self._item(short, value)
        if not isinstance(value, dict):
            return value
        made = self._group(group, value)
        lost = value.keys() - made.keys()
        if not lost:
            return made
        if "name" in group.model_fields and "name" not in made and self.label:
            made = {"name": self.label, **made}  # whoever wrote it is still its author
        return made if _holds(group, made) else None

    def _plain(self, field: FieldDescription, value: str) -> str | None:
        if value.startswith(_REF):
            key, sign, anchor = value.removeprefix(_REF).partition("#")
            if self._means(key, ()):
                return self._led(f"{sign}{anchor}") if self.new else None
        head, blank, rest = value.partition(" ")
        if field.name == _MARKS and self.new and head == "/".join(self.old):
            return f"{'/'.join(self.new)}{blank}{rest}"
        return value

    def text(self, text: str) -> str:
        """A text with its links led to the other entry, or with their words alone."""
        if self.new is None:
            return _LINK.sub(lambda m: m["words"] if self._means(m["key"], ()) else m[0], text)
        return _REF_ANYWHERE.sub(
            lambda m: self._led(m["anchor"] or "") if self._means(m["key"], ()) else m[0], text
        )

    def _led(self, anchor: str) -> str:
        assert self.new is not None
        return f"{_REF}{'/'.join(self.new)}{anchor if self.is_same else ''}"


def _holds(group: type[Part], fields: dict[str, Plain]) -> bool:
    """Whether a group can stand with these fields alone."""
    context = {"prose": lambda text, _place: Prose(text)}
    try:
        group.model_validate(fields, context=context)
    except ValueError:  # pydantic's own is one
        return False
    return True
