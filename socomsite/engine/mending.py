"""`--fix`: the line that keeps a published address is put into the file that it was offered for.

Nothing else in the file is touched, and nothing is written that would not say the same as before
with the new line beside. What a person must decide is left to them. Must never know why an address
was lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from socomsite.checks.ledger import Loss, Offer, in_brackets
from socomsite.model.source import split_front_matter
from socomsite.yamlinsert import NoRoom, Text
from socomsite.yamltext import Mapping, Plain, plain_of, read_yaml

_FENCE = re.compile(r"\s*(```|~~~)")
_HEADING = re.compile(r"(#{2,6}\s+)(.*?)(\s*#*\s*)$")


def mend(root: Path, losses: Iterable[Loss]) -> list[Offer]:
    """Write every line that was offered, and say which; a file that has no room is left alone."""
    mended = []
    for offer in (loss.offer for loss in losses if loss.offer):
        file = (root / offer.path).resolve()  # a link stays one
        if not file.is_relative_to(root.resolve()):
            continue
        try:
            before = file.read_bytes().decode("utf-8")
            text = with_offer(before, offer)
        except (OSError, UnicodeDecodeError, NoRoom):
            continue
        beside = file.with_name(f".{file.name}.new")
        beside.write_bytes(text.encode())
        beside.replace(file)
        mended.append(offer)
    return mended


def with_offer(text: str, offer: Offer) -> str:
    """The text of a file with the line that was offered for it. Raises NoRoom."""
    if offer.path.endswith(".yaml"):
        return _with_item(text, offer)
    newline = "\r\n" if "\r\n" in text else "\n"
    split = split_front_matter(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    front = (split.front or "").replace("\n", newline)
    if not front or front not in text:  # none, or lines that end now so, now so
        raise NoRoom(offer.path)
    start = text.index(front)
    end = start + len(front)
    if offer.field == "heading":
        return text[:end] + _with_anchor(text[end:], *offer.values)
    return text[:start] + _with_item(front, offer) + text[end:]


def _with_item(text: str, offer: Offer) -> str:
    """The fields with the item put into its list; they must then say just that. Raises NoRoom."""
    if offer.field == "aliases":
        item, meant = in_brackets(offer.values[0]), offer.values[0]
        made = str(Text.of(text).listed(offer.field, item))
        wanted: Plain = meant
    else:
        old, new = offer.values
        item = f"{{old: {in_brackets(old)}, new: {in_brackets(new)}}}"
        wanted = {"old": old, "new": new}
        into = Text.of(text)
        is_there = isinstance(into.tree, Mapping) and into.tree.get(offer.field) is not None
        made = str(into.listed(offer.field, item) if is_there else _begun(into, offer.field, item))
    before, after = (_said(each) for each in (text, made))
    if not isinstance(before, dict):
        raise NoRoom(offer.path)
    listed = before.get(offer.field, [])
    if not isinstance(listed, list) or after != before | {offer.field: [*listed, wanted]}:
        raise NoRoom(offer.path)
    return made


def _said(text: str) -> Plain | None:
    tree = read_yaml(text, "").value
    return None if tree is None else plain_of(tree)


def _begun(into: Text, field: str, item: str) -> Text:
    return into.appended((field,), [[item]])


def _with_anchor(text: str, words: str, anchor: str) -> str:
    """The text with an anchor behind the one heading of these words. Raises NoRoom."""
    lines, places, fenced = text.split("\n"), list[int](), False
    for number, line in enumerate(lines):
        fenced ^= bool(_FENCE.match(line))
        heading = _HEADING.fullmatch(line.rstrip("\r"))
        if heading and not fenced and heading[2] == words:
            places.append(number)
    if len(places) != 1:
        raise NoRoom(words)
    bare = lines[places[0]].rstrip()
    if bare.endswith("}"):
        raise NoRoom(words)  # it has a key of its own already
    end = "\r" if lines[places[0]].endswith("\r") else ""
    lines[places[0]] = f"{bare.rstrip('#').rstrip()} {{#{anchor}}}{end}"
    return "\n".join(lines)
