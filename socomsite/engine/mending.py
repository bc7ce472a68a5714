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
from socomsite.yamltext import Mapping, Plain, plain_of, quoted, read_yaml

_FENCE = re.compile(r"\s*(```|~~~)")
# What stands between braces as it is: an address, a day.
_PLAIN = re.compile(r"[/\w][/\w.%-]*")
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
        wanted = offer.values[0]
        return _saying(
            text, str(Text.of(text).listed("aliases", in_brackets(wanted))), "aliases", wanted
        )
    old, new = offer.values
    return with_setting(text, offer.field, {"old": old, "new": new})


def with_setting(text: str, field: str, wanted: dict[str, str]) -> str:
    """Settings with a group put last into the list of a field; they say just that beside.

    Raises NoRoom.
    """
    written = ", ".join(f"{name}: {_in_group(value)}" for name, value in wanted.items())
    into, item = Text.of(text), f"{{{written}}}"
    is_there = isinstance(into.tree, Mapping) and into.tree.get(field) is not None
    made = into.listed(field, item) if is_there else into.appended((field,), [[item]])
    return _saying(text, str(made), field, dict(wanted))


def _in_group(value: str) -> str:
    return value if _PLAIN.fullmatch(value) else quoted(value)


def _saying(text: str, made: str, field: str, wanted: Plain) -> str:
    """The text that was made, if it says what stood there and the new item beside."""
    before, after = (_said(each) for each in (text, made))
    listed = before.get(field, []) if isinstance(before, dict) else ""
    if not isinstance(before, dict) or not isinstance(listed, list):
        raise NoRoom(field)
    if after != before | {field: [*listed, wanted]}:
        raise NoRoom(field)
    return made


def _said(text: str) -> Plain | None:
    tree = read_yaml(text, "").value
    return None if tree is None else plain_of(tree)


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
