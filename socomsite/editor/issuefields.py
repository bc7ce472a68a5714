"""The fields of an issue while it is put together: arranged, cut, extended, its lead chosen.

Works on what the file says, so that boxes and signatures go along untouched. Must never know pages.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from socomsite.yamltext import Plain

Fields = dict[str, Plain]
_SECTIONS, _LEAD, _ITEMS = "sections", "lead", "items"
#: Of an item, besides what it names.
_WORDS = "text"
#: A number of so many signs is no place.
_LONGEST = 4


def typed_into(fields: Fields, given: Mapping[str, str]) -> Fields:
    """The fields with what was typed, by paths such as `sections.0.items.1.text`."""
    made = copy.deepcopy(fields)
    for path, text in given.items():
        *steps, last = path.split(".")
        node: Plain = made
        for number, step in enumerate(steps):
            node = _below(node, step, is_item=steps[number - 1 : number] == [_ITEMS])
        if isinstance(node, dict):
            if text.strip():
                node[last] = text.replace("\r\n", "\n")
            else:
                node.pop(last, None)
    return _shortened(made)


def _below(node: Plain, step: str, *, is_item: bool) -> Plain:
    """What stands below a place; an item written as plain text becomes a group."""
    if isinstance(node, dict):
        return node.get(step, "")
    if not isinstance(node, list) or not step.isdecimal() or int(step) >= len(node):
        return ""
    found = node[int(step)]
    if is_item and isinstance(found, str):
        node[int(step)] = found = {"entry": found}
    return found


def _shortened(fields: Fields) -> Fields:
    """Items that say nothing of their own are plain text again."""
    for section in [fields.get(_LEAD), *_list(fields, _SECTIONS)]:
        if isinstance(section, dict) and isinstance(items := section.get(_ITEMS), list):
            section[_ITEMS] = [
                each["entry"] if isinstance(each, dict) and each.keys() == {"entry"} else each
                for each in items
            ]
    return fields


def _list(fields: Plain, name: str) -> list[Plain]:
    found = fields.get(name) if isinstance(fields, dict) else None
    return found if isinstance(found, list) else []


def extended(fields: Fields, act: str, value: str) -> Fields:
    """The fields with one thing more: `section` with a title, or `add` to the section behind `:`.

    What cannot be added changes nothing.
    """
    made = copy.deepcopy(fields)
    word, _, place = act.partition(":")
    if word == "section":
        made[_SECTIONS] = [*_list(made, _SECTIONS), {"title": value, _WORDS: value}]
    section = _at(made, place) if word == "add" else None
    if isinstance(section, dict) and value:
        section[_ITEMS] = [*_list(section, _ITEMS), value]
    return made


def arranged(
    fields: Fields, wanted: Mapping[str, str], title_of: Callable[[Plain], str]
) -> tuple[Fields, tuple[str, ...]]:
    """The fields with what was chosen of sections and items, by place; and where words are asked.

    A choice is a number, the place among its like; the place of another section; `lead`, `cut`, or
    `words`. What is chosen comes to stand just there, the rest keeps its order around it. A choice
    or a place that there is not changes nothing. `title_of` tells what an item is called.
    """
    if not wanted:
        return fields, ()
    table = _Table(copy.deepcopy(fields))
    for place, choice in wanted.items():
        table.choose(place, choice)
    return table.laid(title_of)


@dataclass(eq=False)
class _Piece:
    """A section or an item while things move: the same one wherever it comes to stand."""

    said: Plain


class _Table:
    """The sections and items of an issue laid out: picked up by their places, and put down."""

    def __init__(self, fields: Fields) -> None:
        """As they stand; the fields are changed at the end."""
        self.fields = fields
        sections = [_Piece(each) for each in _list(fields, _SECTIONS)]
        numbered = {f"{_SECTIONS}.{n}": each.said for n, each in enumerate(sections)}
        self.holders = {_LEAD: fields.get(_LEAD), **numbered}
        self.rows = {_SECTIONS: sections} | {
            f"{place}.{_ITEMS}": [_Piece(each) for each in _list(holder, _ITEMS)]
            for place, holder in self.holders.items()
            if isinstance(holder, dict)
        }
        self.at = {
            f"{of}.{n}": (of, piece) for of, row in self.rows.items() for n, piece in enumerate(row)
        }
        self.placed, self.asked = list[tuple[int, str, _Piece]](), list[_Piece]()
        self.lead: _Piece | None = None

    def choose(self, place: str, choice: str) -> None:
        """Do with what stood at a place as was chosen; each is chosen for once."""
        of, piece = self.at.get(place, ("", None))
        if piece is None:
            return
        if choice.isdecimal() and len(choice) < _LONGEST:
            self.placed.append((int(choice), of, piece))
        elif choice == "lead":
            self.lead = piece
        elif choice == "words" and of != _SECTIONS:
            piece.said = piece.said if isinstance(piece.said, dict) else {"entry": piece.said}
            self.asked.append(piece)
            return
        elif of != _SECTIONS and f"{choice}.{_ITEMS}" in self.rows:
            self.rows[f"{choice}.{_ITEMS}"].append(piece)
        elif choice != "cut":
            return
        self.rows[of].remove(piece)

    def laid(self, title_of: Callable[[Plain], str]) -> tuple[Fields, tuple[str, ...]]:
        """The fields with everything where it came to stand, and the places that ask for words."""
        for number, of, piece in sorted(self.placed, key=lambda each: each[0]):
            self.rows[of].insert(max(number - 1, 0), piece)
        for place, holder in self.holders.items():
            row = self.rows.get(f"{place}.{_ITEMS}", [])
            if isinstance(holder, dict) and (row or _ITEMS in holder):
                holder[_ITEMS] = [each.said for each in row]
        self.fields[_SECTIONS] = [each.said for each in self.rows[_SECTIONS]]
        if self.lead is not None:
            _lead(self.fields, self.lead.said, title_of)
        made, asked = _without_empty(self.fields), [each.said for each in self.asked]
        words = [place for place, item in _items(made) if any(item is each for each in asked)]
        return _shortened(made), tuple(words)


def _items(fields: Fields) -> Iterator[tuple[str, Plain]]:
    """Every item by its place."""
    sections = ((f"{_SECTIONS}.{n}", each) for n, each in enumerate(_list(fields, _SECTIONS)))
    for place, section in ((_LEAD, fields.get(_LEAD)), *sections):
        if isinstance(section, dict):
            yield from ((f"{place}.{_ITEMS}.{n}", i) for n, i in enumerate(_list(section, _ITEMS)))


def _at(fields: Fields, place: str) -> Plain:
    node: Plain = fields
    for step in place.split("."):
        node = _below(node, step, is_item=False)
    return node


def _lead(fields: Fields, chosen: Plain, title_of: Callable[[Plain], str]) -> None:
    """A section or an item as the lead; the lead that was becomes the first section."""
    was = fields.get(_LEAD)
    is_section = isinstance(chosen, dict) and "title" in chosen
    fields[_LEAD] = chosen if is_section else {"title": title_of(chosen), _ITEMS: [chosen]}
    if was:
        fields[_SECTIONS] = [was, *_list(fields, _SECTIONS)]


def _without_empty(fields: Fields) -> Fields:
    """Without sections of which nothing is left to tell."""
    for section in [fields.get(_LEAD), *_list(fields, _SECTIONS)]:
        if isinstance(section, dict) and section.get(_ITEMS) == []:
            del section[_ITEMS]
    kept = [
        section
        for section in _list(fields, _SECTIONS)
        if not isinstance(section, dict) or section.get(_WORDS) or section.get(_ITEMS)
    ]
    fields[_SECTIONS] = kept
    if not kept:
        del fields[_SECTIONS]
    return fields
