"""The text of `messages.yaml` to words by code, without waking the YAML reader.

The program speaks at every start, so its own words must be at hand in a few milliseconds. The file
keeps to the plain forms of YAML that one expression reads; a text in any other form goes to
`yamltext`, so what comes out is always what YAML says. Must never know what a message is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from socomsite.language import Words

if TYPE_CHECKING:
    from socomsite.yamltext import Node

#: The group of terms that stand in the placeholders of messages.
TERMS = "terms"

# A scalar on one line: in single quotes, in double ones without escapes, or of plain letters.
_SCALAR = r"""('(?:[^'\n]|'')*'|"[^"\\\n]*"|[^\W\d_][^\n:#,\[\]{}]*)"""
_THREE = r"{0}fi: {1}{2}{0}sv: {1}{2}{0}en: {1}"
_FLOW = rf" \{{{_THREE.format('', _SCALAR, ', ')}\}}\n"
_BLOCK = rf"\n{_THREE.format('(?P=deep)  ', _SCALAR, chr(10))}\n"
_ITEM = re.compile(
    rf" *(?:#[^\n]*)?\n|(?P<terms>{TERMS}):\n|(?P<deep>(?:  )?)(?P<code>[a-z][\w-]*):"
    rf"(?:{_FLOW}|{_BLOCK})"
)


class _Unusual(Exception):  # noqa: N818 - says that the text is in another form, no fault
    pass


def read_catalogue(text: str) -> tuple[dict[str, Words], dict[str, Words]]:
    """The messages by code, and the terms that stand in their placeholders.

    Raises KeyError for a message that lacks a language.
    """
    try:
        return _quickly(text)
    except _Unusual:
        return _as_yaml(text)


def _quickly(text: str) -> tuple[dict[str, Words], dict[str, Words]]:
    messages: dict[str, Words] = {}
    terms: dict[str, Words] = {}
    below, end = False, 0
    for found in _ITEM.finditer(text):
        if found.start() != end:
            raise _Unusual
        end = found.end()
        if found["terms"]:
            below = True
        elif code := found["code"]:
            if bool(found["deep"]) is not below:
                raise _Unusual
            (terms if below else messages).setdefault(code, Words(*_scalars(found)))
    if end != len(text):
        raise _Unusual
    return messages, terms


def _scalars(found: re.Match[str]) -> Iterator[str]:
    """The three texts of an item, without their quotation marks."""
    for written in found.groups()[3:]:
        if written is None:
            continue  # of the form in which the item is not written
        mark = written[0]
        plain = written[1:-1] if mark in "'\"" else written.rstrip(" ")
        yield plain.replace("''", "'") if mark == "'" else plain


def _as_yaml(text: str) -> tuple[dict[str, Words], dict[str, Words]]:
    from socomsite.yamltext import Mapping, read_yaml  # noqa: PLC0415 - costs most of a start

    tree = read_yaml(text, "messages.yaml").value
    terms = tree.get(TERMS) if isinstance(tree, Mapping) else None
    assert isinstance(tree, Mapping)
    messages = {name.text: words_of(node) for name, node in tree.entries if name.text != TERMS}
    below = terms.entries if isinstance(terms, Mapping) else ()
    return messages, {name.text: words_of(node) for name, node in below}


def words_of(node: Node | None) -> Words:
    """A mapping of language codes to texts as Words. Raises KeyError where one is missing."""
    from socomsite.yamltext import Mapping, Scalar  # noqa: PLC0415 - as above

    texts = {}
    if isinstance(node, Mapping):
        texts = {n.text: v.text for n, v in node.entries if isinstance(v, Scalar)}
    return Words(texts["fi"], texts["sv"], texts["en"])
