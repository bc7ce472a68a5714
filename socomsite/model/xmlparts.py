"""XML inside other files, read element by element: office documents and the XMP of pictures.

The only importer of expat. A document type is refused, since none of these has one: without it
there are no entities, neither those that swell nor those that fetch. Must never know what the
elements mean.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from socomsite.model.document import Damaged

_BETWEEN = "}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of reading: an element begins, text comes, or an element ends.

    Names are without their namespace.
    """

    sort: str
    name: str = ""
    text: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def _local(name: str) -> str:
    return name.rpartition(_BETWEEN)[2]


def steps(data: bytes) -> Iterator[Step]:
    """The steps through an XML text: `begin`, `text` and `end`. Raises Damaged."""
    parser = expat.ParserCreate(namespace_separator=_BETWEEN)
    parser.buffer_text = True
    waiting: list[Step] = []
    words: list[str] = []

    def add(step: Step) -> None:
        if words:  # a text is whole when something else comes
            waiting.append(Step("text", text="".join(words)))
            words.clear()
        waiting.append(step)

    def begin(name: str, given: Mapping[str, str]) -> None:
        values = {_local(key): value for key, value in given.items()}
        add(Step("begin", _local(name), values=values))

    def refuse(*_: object) -> None:
        raise Damaged

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda name: add(Step("end", _local(name)))
    parser.CharacterDataHandler = words.append
    parser.StartDoctypeDeclHandler = refuse
    size = 65536
    try:
        for start in range(0, len(data) + 1, size):
            part = data[start : start + size]
            parser.Parse(part, start + size > len(data))
            yield from waiting
            waiting.clear()
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Damaged from error


def texts(data: bytes) -> Iterator[tuple[str, str]]:
    """The text directly inside each element that has any, by the element's name."""
    names: list[str] = []
    for step in steps(data):
        match step.sort:
            case "begin":
                names.append(step.name)
                yield from step.values.items()
            case "end":
                names.pop()
            case _ if step.text.strip():
                # XMP keeps a name in a list inside the element that says what it is.
                meant = (name for name in reversed(names) if name not in _LISTS)
                yield next(meant, ""), step.text.strip()


_LISTS = frozenset({"Seq", "Bag", "Alt", "li"})
