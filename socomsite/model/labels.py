"""What people call the fields: label, help and example, from `labels.yaml`.

A field is looked up as `folder.field` or `group.field`, then as `field`; one without words is
called by its name, so a new kind needs none. Must never know how a form or a page uses them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from socomsite.catalogue import words_of
from socomsite.language import Words
from socomsite.yamltext import Mapping, Scalar, read_yaml


@dataclass(frozen=True, slots=True)
class Label:
    """A field's name for people, a line of help, and an example of its value as YAML."""

    name: Words
    help: Words | None = None
    example: str | None = None


@cache
def labels() -> dict[str, Label]:
    """Every label of the catalogue by `field` or `folder.field`."""
    text = files("socomsite.model").joinpath("labels.yaml").read_text("utf-8")
    tree = read_yaml(text, "labels.yaml").value
    found = {}
    for name, node in tree.entries if isinstance(tree, Mapping) else ():
        if isinstance(node, Mapping):
            help_node, example = node.get("help"), node.get("example")
            found[name.text] = Label(
                words_of(node),
                words_of(help_node) if isinstance(help_node, Mapping) else None,
                example.text if isinstance(example, Scalar) else None,
            )
    return found


def label_of(place: str, field: str) -> Label:
    """The label of a field; `place` is the kind's folder, or the group's name such as `channel`."""
    known = labels()
    return known.get(f"{place}.{field}") or known.get(field) or Label(Words(field, field, field))


def example_of(place: str, field: str) -> str:
    """A line of YAML that gives the field a value; `place` as in `label_of`."""
    return f"{field}: {label_of(place, field).example or '…'}"
