"""A changed value in the manner of the old one: its quotation marks, its block, its brackets.

The only importer of `ruamel.yaml`, which remembers how a value was written. Whoever asks checks
that the result says what it should. Must never know what stands around the value.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

from socomsite.yamltext import Plain

if TYPE_CHECKING:
    from ruamel.yaml import YAML

_WIDTH = 80
_UNFOLDED = 1_000_000


def restyled(raw: str, value: Plain) -> str | None:
    """The value as a text of YAML, written like `raw` is, its lines moved in by two.

    None where that manner cannot hold it, or `ruamel.yaml` is not installed.
    """
    try:
        from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - only who edits needs it
    except ImportError:
        return None
    # A text of one line stays on one; what was folded is folded again.
    lines = raw.split("\n")
    writer = _writer(max(_WIDTH, *map(len, lines)) if len(lines) > 1 else _UNFOLDED)
    made = io.StringIO()
    try:
        document = writer.load(f"a: {raw}\n")
        document["a"] = _like(document["a"], value)
        writer.dump(document, made)
    except (YAMLError, ValueError, TypeError, KeyError):
        return None
    head, _, text = made.getvalue().partition(":")
    return text.strip(" ").removesuffix("\n") if head == "a" else None


def _writer(width: int) -> YAML:
    from ruamel.yaml import YAML  # noqa: PLC0415 - see above

    writer = YAML()
    writer.preserve_quotes = True
    writer.width = width
    writer.Resolver = _guessing_nothing()
    return writer


@cache
def _guessing_nothing() -> type:
    """What takes every scalar for text, so that `18:00` needs no quotation marks."""
    from ruamel.yaml.nodes import ScalarNode  # noqa: PLC0415 - see above
    from ruamel.yaml.resolver import VersionedResolver  # noqa: PLC0415
    from ruamel.yaml.tag import Tag  # noqa: PLC0415

    class Resolver(VersionedResolver):
        def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:  # noqa: ANN401 - not ours
            if kind is ScalarNode:
                return Tag(suffix="tag:yaml.org,2002:str")
            return super().resolve(kind, value, implicit)

    return Resolver


def _like(old: Any, value: Plain) -> Any:  # noqa: ANN401 - ruamel's own values, or plain text
    from ruamel.yaml.comments import CommentedMap, CommentedSeq  # noqa: PLC0415 - see above
    from ruamel.yaml.scalarstring import ScalarString  # noqa: PLC0415

    if isinstance(value, str):
        if not isinstance(old, ScalarString):
            return value
        text: Any = type(old)(value)
        if hasattr(old, "comment"):  # behind the sign of a block
            text.comment = old.comment
        return text
    made: Any
    if isinstance(value, list):
        items = list(old) if isinstance(old, CommentedSeq) else []
        rest = [item for item in items if item not in value]
        made = CommentedSeq(
            items[items.index(item)]
            if item in items
            else _like(rest.pop(0) if rest else None, item)
            for item in value
        )
    else:
        held = old if isinstance(old, CommentedMap) else {}
        made = CommentedMap({name: _like(held.get(name), below) for name, below in value.items()})
    made.fa.set_flow_style()
    return made
