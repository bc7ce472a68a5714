"""The fields of an issue while it is put together: moved, cut, extended, its lead chosen.

Works on what the file says, so that boxes and signatures go along untouched. Must never know pages.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping

from socomsite.yamltext import Plain

Fields = dict[str, Plain]
_SECTIONS, _LEAD, _ITEMS = "sections", "lead", "items"
#: Of an item, besides what it names.
_WORDS = "text"


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


def _list(fields: Fields, name: str) -> list[Plain]:
    found = fields.get(name)
    return found if isinstance(found, list) else []


def acted(fields: Fields, act: str, value: str = "") -> Fields:
    """The fields after one of `up`, `down`, `cut`, `lead`, `add`, `section`, at a place behind `:`.

    An act that cannot be done changes nothing.
    """
    made = copy.deepcopy(fields)
    word, _, place = act.partition(":")
    if word == "section":
        made[_SECTIONS] = [*_list(made, _SECTIONS), {"title": value, _WORDS: value}]
        return made
    if word == "add":
        section = _at(made, place)
        if isinstance(section, dict) and value:
            section[_ITEMS] = [*_list(section, _ITEMS), value]
        return made
    owner, number = _owner(made, place)
    if owner is None:
        return made
    if word == "cut":
        del owner[number]
    elif word in {"up", "down"}:
        other = number - 1 if word == "up" else number + 1
        if 0 <= other < len(owner):
            owner[number], owner[other] = owner[other], owner[number]
    elif word == "lead":
        _lead(made, owner, number, value)
    return _without_empty(made)


def _at(fields: Fields, place: str) -> Plain:
    node: Plain = fields
    for step in place.split("."):
        node = _below(node, step, is_item=False)
    return node


def _owner(fields: Fields, place: str) -> tuple[list[Plain] | None, int]:
    above, _, last = place.rpartition(".")
    owner = _at(fields, above)
    is_there = isinstance(owner, list) and last.isdecimal() and int(last) < len(owner)
    return (owner, int(last)) if isinstance(owner, list) and is_there else (None, 0)


def _lead(fields: Fields, owner: list[Plain], number: int, title: str) -> None:
    """A section or an item as the lead; the lead that was becomes the first section."""
    chosen, was = owner.pop(number), fields.get(_LEAD)
    is_section = isinstance(chosen, dict) and "title" in chosen
    fields[_LEAD] = chosen if is_section else {"title": title, _ITEMS: [chosen]}
    if was:
        fields[_SECTIONS] = [was, *_list(fields, _SECTIONS)]


def _without_empty(fields: Fields) -> Fields:
    """Without sections of which nothing is left to tell."""
    kept = []
    for section in _list(fields, _SECTIONS):
        if isinstance(section, dict):
            if section.get(_ITEMS) == []:
                del section[_ITEMS]
            if not section.get(_WORDS) and not section.get(_ITEMS):
                continue
        kept.append(section)
    fields[_SECTIONS] = kept
    if not kept:
        del fields[_SECTIONS]
    return fields
