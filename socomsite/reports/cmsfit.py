"""What of a site's files the form of a git host would not find, or would spoil when it saves.

Its programs read YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema), where a bare 0401 is a
number; ours knows what each field holds. Must never know how the form looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from socomsite.dates import DateImpossible, DateUnreadable, read_date
from socomsite.model.description import FieldDescription, FieldSort, describe, suffix_of
from socomsite.model.schema import Part, Schema
from socomsite.model.source import Source, split_front_matter
from socomsite.problem import Position, Problem, Severity, problem
from socomsite.yamltext import Mapping, Node, Scalar, Sequence, quoted, read_yaml

_NUMBER = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+")
_EXACT = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,6}[1-9])?")
_NOTHING = {"~", "null", "Null", "NULL"}
_TYPED = {FieldSort.DAY, FieldSort.TRUTH, FieldSort.NUMBER}
_TRUE = {"true", "yes", "kyllä", "ja", "on"}


def cms_misfits(schema: Schema, sources: Iterable[Source]) -> Iterator[Problem]:
    """What to write otherwise, or to know, before the form is used; files that are wrong pass.

    Problems, as warnings: `cms-file-unseen`, `cms-value-form`.
    """
    for source in sources:
        kind = schema.kinds[source.folder]
        suffix = suffix_of(kind)
        if not source.path.endswith(suffix):
            place = Position(source.path)
            yield problem(place, "cms-file-unseen", severity=Severity.WARNING, suffix=suffix)
            continue
        split = split_front_matter(source.text)
        is_text = suffix == ".md"
        yaml = (split.front or "") if is_text else source.text
        tree = read_yaml(yaml, source.path, split.front_line if is_text else 1).value
        if isinstance(tree, Mapping):
            yield from _of_group(kind, tree, source.text.split("\n"))


def _of_group(group: type[Part], tree: Mapping, lines: list[str]) -> Iterator[Problem]:
    fields = {field.name: field for field in describe(group)}
    for name, node in tree.entries:
        field = fields.get(name.text)
        if field is None:
            continue
        for item in node.items if isinstance(node, Sequence) else (node,):
            yield from _of_value(field, item, lines)


def _of_value(field: FieldDescription, node: Node, lines: list[str]) -> Iterator[Problem]:
    if isinstance(node, Mapping):
        if field.group is not None:
            yield from _of_group(field.group, node, lines)
        return
    if isinstance(node, Scalar) and (meant := _meant(field, node, lines)):
        yield problem(
            node.position,
            "cms-value-form",
            severity=Severity.WARNING,
            value=node.text,
            meant=meant,
        )


def _meant(field: FieldDescription, value: Scalar, lines: list[str]) -> str | None:
    """How the form's programs would understand the value, if they do not as it is."""
    text = value.text
    if field.group is not None:
        return f"{{{field.group.shorthand}: {text}}}" if field.group.shorthand else None
    if field.sort is FieldSort.TRUTH:
        return None if text in {"true", "false"} else str(text.lower() in _TRUE).lower()
    if field.sort is FieldSort.DAY:
        return _iso_day(text)
    if not text:
        return "/"  # only the address of a front page may be empty, and the form drops what is
    place = value.position
    is_bare = not value.is_block and lines[place.line - 1][place.column - 1] not in "\"'"
    is_read = (_NUMBER.fullmatch(text) and not _EXACT.fullmatch(text)) or text in _NOTHING
    return quoted(text) if is_bare and is_read and field.sort not in _TYPED else None


def _iso_day(text: str) -> str | None:
    try:
        day = str(read_date(text))
    except (DateImpossible, DateUnreadable):
        return None  # a mistake of its own, which the build tells
    return day if day != text else None
