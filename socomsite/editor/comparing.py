"""What a change did to a file, field by field: before and after, in words for people.

Must never know where changes are kept, nor how a page looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from socomsite.editor.document import fields_in
from socomsite.language import Language
from socomsite.model.labels import label_of
from socomsite.yamltext import Plain

_BODY = "body"


@dataclass(frozen=True)
class Difference:
    """A field that says something else now: what it is called, and both texts."""

    name: str
    before: str
    after: str


def differences(
    path: str, before: str | None, after: str | None, language: Language
) -> tuple[Difference, ...]:
    """The fields in which two texts of a content file differ; None where there was no file.

    A text that cannot be read as fields is compared as a whole.
    """
    was, now = _fields(path, before), _fields(path, after)
    if was is None or now is None:
        return (Difference("", before or "", after or ""),) if before != after else ()
    folder = path.split("/")[1] if path.count("/") > 1 else ""
    names = dict.fromkeys((*now, *was))
    changed = (name for name in names if was.get(name) != now.get(name))
    return tuple(
        Difference(
            label_of(folder, name).name.in_language(language),
            "\n".join(_lines(was.get(name, ""), folder, language)),
            "\n".join(_lines(now.get(name, ""), folder, language)),
        )
        for name in changed
    )


def _fields(path: str, text: str | None) -> dict[str, Plain] | None:
    return {} if text is None else fields_in(text, path).value


def _lines(said: Plain, folder: str, language: Language) -> Iterator[str]:
    """What a field says, a line for each item and each field of a group."""
    match said:
        case str():
            yield said
        case list():
            for item in said:
                first, *rest = [*_lines(item, folder, language)] or [""]
                yield f"– {first}"
                yield from (f"  {line}" for line in rest)
        case dict():
            for name, below in said.items():
                first, *rest = [*_lines(below, folder, language)] or [""]
                label = label_of(folder, name).name.in_language(language)
                yield f"{label}: {first}" if not rest else f"{label}:"
                yield from (f"  {line}" for line in ((first, *rest) if rest else ()))
