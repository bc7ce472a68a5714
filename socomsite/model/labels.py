"""What people call the fields: label, help and example, from `labels.yaml`.

A field is looked up as `folder.field` or `group.field`, then as `field`; one without words is
called by its name, so a new kind needs none. Must never know how a form or a page uses them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from socomsite.catalogue import words_of
from socomsite.language import Words
from socomsite.yamltext import Mapping, Plain, Scalar, plain_of, read_yaml


@dataclass(frozen=True, slots=True)
class Label:
    """A field's name for people, a line of help, and an example of its value as YAML.

    `form` is the help of those who fill in a form, where the other speaks of how a file is
    written; `one` is what one value of a list is called.
    """

    name: Words
    help: Words | None = None
    example: str | None = None
    form: Words | None = None
    one: Words | None = None

    @property
    def hint(self) -> Words | None:
        """The help in a form."""
        return self.form or self.help

    @property
    def sample(self) -> str:
        """The example as a person would say it, without the marks of YAML."""
        tree = read_yaml(self.example or "", "labels.yaml").value
        return ", ".join(_texts(plain_of(tree))) if tree is not None else ""


def _texts(value: Plain) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        return
    for below in value if isinstance(value, list) else value.values():
        yield from _texts(below)


@cache
def labels() -> dict[str, Label]:
    """Every label of the catalogue by `field` or `folder.field`."""
    text = (Path(__file__).parent / "labels.yaml").read_text("utf-8")
    tree = read_yaml(text, "labels.yaml").value
    found = {}
    for name, node in tree.entries if isinstance(tree, Mapping) else ():
        if isinstance(node, Mapping):
            example = node.get("example")
            found[name.text] = Label(
                words_of(node),
                _words_in(node, "help"),
                example.text if isinstance(example, Scalar) else None,
                form=_words_in(node, "form"),
                one=_words_in(node, "one"),
            )
    return found


def _words_in(node: Mapping, name: str) -> Words | None:
    below = node.get(name)
    return words_of(below) if isinstance(below, Mapping) else None


def label_of(place: str, field: str) -> Label:
    """The label of a field; `place` is the kind's folder, or the group's name such as `channel`."""
    known = labels()
    return known.get(f"{place}.{field}") or known.get(field) or Label(Words(field, field, field))


def example_of(place: str, field: str) -> str:
    """A line of YAML that gives the field a value; `place` as in `label_of`."""
    return f"{field}: {label_of(place, field).example or '…'}"
