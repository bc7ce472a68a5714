"""Under which heading of a form each field stands, from `groups.yaml`.

Must never know a kind: a field stands where its name says, in whichever kind it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from socomsite.catalogue import words_of
from socomsite.language import Words
from socomsite.model.description import FieldDescription
from socomsite.yamltext import Mapping, Node, Scalar, Sequence, read_yaml


@dataclass(frozen=True)
class Group:
    """A heading and the names of the fields under it, in their order.

    One that `is_quiet` is closed unless something in it must be given or is told of.
    """

    heading: Words
    fields: tuple[str, ...]
    is_quiet: bool = False


@cache
def groups() -> tuple[tuple[Group, ...], frozenset[str]]:
    """The headings of forms, and the fields that are folded away while they are empty."""
    text = files("socomsite.editor").joinpath("groups.yaml").read_text("utf-8")
    tree = read_yaml(text, "groups.yaml").value
    assert isinstance(tree, Mapping)
    listed = tree.get("groups")
    assert isinstance(listed, Sequence)
    found = tuple(
        Group(
            words_of(item.get("heading")),
            tuple(_texts(item.get("fields"))),
            is_quiet=item.get("quiet") is not None,
        )
        for item in listed.items
        if isinstance(item, Mapping)
    )
    return found, frozenset(_texts(tree.get("rare")))


def _texts(node: Node | None) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text
    for item in node.items if isinstance(node, Sequence) else ():
        yield from _texts(item)


def grouped(
    described: Iterable[FieldDescription],
) -> tuple[tuple[Group, tuple[FieldDescription, ...]], ...]:
    """The fields of a kind under their headings, those without any left out."""
    known, _ = groups()
    left = {each.name: each for each in described}
    placed: list[list[FieldDescription]] = [
        [left.pop(name) for name in group.fields if name in left] for group in known
    ]
    for each in left.values():
        placed[0 if each.is_required else -2].append(each)
    return tuple((group, tuple(found)) for group, found in zip(known, placed, strict=True) if found)


def is_rare(field: FieldDescription) -> bool:
    """Whether a field is folded away while it is empty."""
    return not field.is_required and field.name in groups()[1]
