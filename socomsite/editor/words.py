"""The words of the editor's pages in Finnish, Swedish and English, from `words.yaml`.

What is wrong with content is told by the common catalogue, in the same words as a build tells it.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from socomsite.catalogue import read_catalogue
from socomsite.language import Language, Words
from socomsite.messages import filled
from socomsite.model.schema import Entry


@cache
def words() -> dict[str, Words]:
    """Every word of the editor's pages, by code."""
    text = files("socomsite.editor").joinpath("words.yaml").read_text("utf-8")
    return read_catalogue(text)[0]


def say(code: str, language: Language, /, **values: str | int | Words) -> str:
    """The words of a code with its values put in. Raises KeyError for an unknown code."""
    return filled(words()[code], language, values)


def plural(kind: type[Entry], language: Language) -> str:
    """What the entries of a kind are called together; a new kind needs no words of its own."""
    known = words().get(f"kinds-{kind.folder}", kind.names)
    return known.in_language(language)


def purpose(kind: type[Entry], language: Language) -> str:
    """A sentence on what a kind is for, or nothing."""
    known = words().get(f"purpose-{kind.folder}")
    return known.in_language(language) if known else ""
