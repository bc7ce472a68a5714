"""Translations: those that must be, those that lag behind, and facts that differ between languages.

Reads the graph and the files' texts; must never know templates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import Enum
from pathlib import PurePosixPath

from pydantic import BaseModel

from socomsite.checks.accessibility import every_entry
from socomsite.checks.statement import day_words
from socomsite.dates import Moment, PartialDate
from socomsite.language import Language
from socomsite.model.fields import Attachment, Ref
from socomsite.model.graph import Graph
from socomsite.model.hours import Hours
from socomsite.model.mistakes import near
from socomsite.model.pages import Page
from socomsite.model.places import place_in_file
from socomsite.model.references import Name
from socomsite.model.schema import PLACED_FIELDS, Entry
from socomsite.problem import Position, Problem, Severity, problem

Texts = Mapping[str, str]
Versions = Mapping[Language, Entry]

# What each version has for itself: when it is shown, who keeps it, where and how it stands.
_OWN = (
    "draft appears expires reviewed_on owner aliases sources menu menu_title menu_order address"
    " parent layout lists featured doors"
)
# Texts that are the same in every language.
_SHARED = "phone email street postcode isbn issn number"
_OWN_FIELDS = PLACED_FIELDS | frozenset(_OWN.split())
_SHARED_TEXTS = frozenset(_SHARED.split())
_FACTS = (dt.date, PartialDate, Moment, Hours, Enum, bool, int)


def check_translations(graph: Graph, texts: Texts) -> Iterator[Problem]:
    """What is wrong between the versions of an entry, shown or not.

    `texts` are the files' texts by path. Problems: `translation-required` and `reference-unknown`
    for the required pages, as warnings `translation-outdated` and `translation-differs`.
    """
    yield from _required(graph)
    for original, translation in _pairs(graph, _versions(graph)):
        yield from _outdated(original, translation, texts)
        yield from _differing(original, translation, texts)


def is_own(field: str) -> bool:
    """Whether each version of an entry has this field for itself."""
    return field in _OWN_FIELDS


def is_shared_text(field: str) -> bool:
    """Whether a text in this field is the same in every language, such as a phone number."""
    return field in _SHARED_TEXTS


def missing_translations(graph: Graph) -> Mapping[Language, Mapping[str, tuple[Entry, ...]]]:
    """The entries without a version in each other language of the site, by kind and key."""
    own, versions = graph.site.language, _versions(graph)
    found: dict[Language, dict[str, tuple[Entry, ...]]] = {}
    for language in (each for each in graph.site.languages if each is not own):
        found[language] = {}
        for (folder, _), each in sorted(versions.items()):
            if own in each and language not in each:
                found[language][folder] = (*found[language].get(folder, ()), each[own])
    return found


def outdated_translations(graph: Graph) -> tuple[Entry, ...]:
    """The translations that are older than their original, by kind and key."""
    pairs = _pairs(graph, _versions(graph))
    return tuple(translation for original, translation in pairs if _days(original, translation))


def _versions(graph: Graph) -> Mapping[Name, Versions]:
    """Every entry that has a file, by its name and language."""
    found: dict[Name, dict[Language, Entry]] = {}
    for entry in every_entry(graph):
        if entry.origin.path:
            found.setdefault((entry.folder, entry.key), {})[entry.language] = entry
    return found


def _pairs(graph: Graph, versions: Mapping[Name, Versions]) -> Iterator[tuple[Entry, Entry]]:
    """Each original with each of its translations."""
    own = graph.site.language
    for _, each in sorted(versions.items()):
        for language, translation in sorted(each.items()):
            if own in each and language is not own:
                yield each[own], translation


def _required(graph: Graph) -> Iterator[Problem]:
    """Required pages that readers of some language cannot see, also since they are drafts."""
    known = tuple(sorted(key for folder, key in graph.entries if folder == Page.folder))
    for required in graph.site.required_pages:
        each = graph.entries.get((Page.folder, required.key))
        if each is None:
            meant = near(required.key, known)
            yield problem(
                required.position,
                "reference-unknown",
                near=meant,
                key=required.key,
                kind=Page.names,
            )
            continue
        original = each.get(graph.site.language) or next(iter(each.values()))
        for language in graph.site.languages:
            if language not in each:
                path = _file_of(original, language, graph.site.language)
                named = f"language-{language.value}"
                yield problem(original.origin, "translation-required", language=named, path=path)


def _file_of(original: Entry, language: Language, own: Language) -> str:
    """The file in which a translation would be: `palaute.md` → `palaute.sv.md`."""
    file = PurePosixPath(original.origin.path)
    mark = "" if language is own else f".{language.value}"
    return str(file.with_name(f"{original.key}{mark}{file.suffix}"))


def _days(original: Entry, translation: Entry) -> tuple[dt.date, dt.date] | None:
    """The days on which somebody last answered for each, if the translation's is the earlier."""
    first = original.reviewed_on or getattr(original, "date", None)
    second = translation.reviewed_on
    return (first, second) if isinstance(first, dt.date) and second and second < first else None


def _outdated(original: Entry, translation: Entry, texts: Texts) -> Iterator[Problem]:
    if days := _days(original, translation):
        yield problem(
            _place(translation, "reviewed_on", texts),
            "translation-outdated",
            severity=Severity.WARNING,
            date=day_words(days[0]),
            own=day_words(days[1]),
            other=original.origin.path,
        )


def _differing(original: Entry, translation: Entry, texts: Texts) -> Iterator[Problem]:
    for field in sorted(type(original).model_fields.keys() - _OWN_FIELDS):
        known, said = (frozenset(_facts(each, field)) for each in (original, translation))
        if known and not said <= known:  # what a translation leaves out claims nothing
            yield problem(
                _place(translation, field, texts),
                "translation-differs",
                severity=Severity.WARNING,
                field=field,
                other=str(_place(original, field, texts)),
            )


def _facts(model: BaseModel, name: str) -> Iterator[object]:
    """What a field holds that is the same whatever the language."""
    value = getattr(model, name)
    for item in value if isinstance(value, tuple) else (value,):
        match item:
            case Ref():
                yield item.key
            case Attachment():
                yield item.name
            case str() if name in _SHARED_TEXTS:
                yield item
            case _ if isinstance(item, _FACTS):
                yield item
            case BaseModel():
                for inner in type(item).model_fields:
                    yield from _facts(item, inner)


def _place(entry: Entry, field: str, texts: Texts) -> Position:
    path = entry.origin.path
    return place_in_file(texts.get(path, ""), path, rf"^{field}:")
