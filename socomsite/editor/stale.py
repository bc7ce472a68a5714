"""Two versions of an entry that were written at once, field by field.

What only one of them changed is taken from that one; the person chooses the rest. Must never know
how they are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from socomsite.editor.submission import Sent
from socomsite.editor.typed import Scribe
from socomsite.language import Language
from socomsite.messages import choice_words
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.labels import label_of
from socomsite.model.schema import Entry, Part
from socomsite.yamltext import Plain

MINE = "mine"
PICK = "pick."


@dataclass(frozen=True)
class Differing:
    """A field of which two versions say different things, each as people read it."""

    name: str
    label: str
    mine: str
    theirs: str
    is_mine: bool


def differing(  # noqa: PLR0913 - three versions and who reads them, each by its name
    kind: type[Entry],
    scribe: Scribe,
    language: Language,
    *,
    base: Mapping[str, Plain],
    mine: Mapping[str, Plain],
    theirs: Mapping[str, Plain],
) -> tuple[Differing, ...]:
    """The fields in which two versions differ; chosen is what one of them changed since `base`.

    Where both changed it, what is in hand is chosen: the other is in the history.
    """
    by_me = set(scribe.differing(kind, base, mine))
    described = {each.name: each for each in describe(kind)}

    def read(said: Mapping[str, Plain], name: str) -> str:
        if name not in said:
            return ""
        if name not in described:
            return str(said[name])
        typed = scribe.typed(kind, {name: said[name]})[name]
        return "\n".join(_lines(described[name], typed, kind.folder, language))

    return tuple(
        Differing(
            name,
            label_of(kind.folder, name).name.in_language(language),
            read(mine, name),
            read(theirs, name),
            name in by_me,
        )
        for name in scribe.differing(kind, mine, theirs)
    )


def _lines(
    field: FieldDescription, typed: Plain, place: str, language: Language, depth: int = 0
) -> Iterator[str]:
    """What is typed in a field, a line for each text in it."""
    indent = "  " * depth
    if isinstance(typed, list):
        for item in typed:
            yield from _lines(field, item, place, language, depth)
    elif isinstance(typed, dict) and field.group is not None:
        yield from _group(field.group, typed, language, depth)
    elif isinstance(typed, str) and typed:
        known = choice_words(typed) if field.sort is FieldSort.CHOICE else None
        shown = known.in_language(language) if known else typed
        yield from (f"{indent}{line}" for line in shown.splitlines())


def _group(
    group: type[Part], typed: Mapping[str, Plain], language: Language, depth: int
) -> Iterator[str]:
    place = group.__name__.lower()
    for each in describe(group):
        lines = [*_lines(each, typed.get(each.name, ""), place, language, depth + 1)]
        if lines:
            label = label_of(place, each.name).name.in_language(language)
            yield f"{'  ' * depth}{label}:"
            yield from lines


def put_together(
    mine: Mapping[str, Plain], theirs: Mapping[str, Plain], sent: Sent
) -> dict[str, Plain]:
    """The version that is stored, with the fields of the other that were chosen."""
    picked = {name.removeprefix(PICK): v[-1] for name, v in sent.items() if name.startswith(PICK)}
    chosen = {name for name, side in picked.items() if side == MINE}
    names = dict.fromkeys((*theirs, *mine))
    found = {name: mine.get(name) if name in chosen else theirs.get(name) for name in names}
    return {name: said for name, said in found.items() if said is not None}
