"""Entries that stand elsewhere among those of their day, because they are called otherwise.

Must never know what shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from socomsite.formats.listing import Arranged
from socomsite.formats.planning import Planning
from socomsite.language import Language
from socomsite.model.graph import Graph
from socomsite.model.pages import Page
from socomsite.model.references import Name

#: With more that an entry passes, the whole build takes no longer.
_MOST_PASSED = 100


def reordered(graph: Graph, names: list[Name]) -> dict[tuple[str, Language], set[str]] | None:
    """Put entries where they stand now in the orders of a graph; the keys that are elsewhere then.

    All others stand in their order. None if that is not known, or too many are passed.
    """
    passed: dict[tuple[str, Language], set[str]] = {}
    for folder in {folder for folder, _ in names}:
        own_names = [name for name in names if name[0] == folder]
        for language in graph.site.languages:
            if (folder, language) not in graph.orders:
                return None
            keys, own = list(graph.orders[folder, language]), set[str]()
            # One may have stopped at another that moves on later.
            while any(_moves(graph, language, name, keys, own) for name in own_names):
                if len(own) > _MOST_PASSED:
                    return None
            if own:
                passed[folder, language] = own
                graph.orders[folder, language] = tuple(keys)
    return passed


def _moves(graph: Graph, language: Language, name: Name, keys: list[str], passed: set[str]) -> bool:
    """Move an entry past those beside it that it does not belong beside; whether it moved."""
    folder, key = name
    if key not in keys:
        return False

    def order(place: int) -> tuple[Any, ...]:  # Any: as `Entry.order`
        return graph.brief((folder, keys[place]), language).order(graph.today), keys[place]

    first = place = keys.index(key)
    for step in (-1, 1):
        while 0 <= place + step < len(keys) and len(passed) <= _MOST_PASSED:
            if (order(place + step) > order(place)) is (step > 0):
                break
            keys[place], keys[place + step] = keys[place + step], keys[place]
            passed |= {keys[place], keys[place + step]}
            place += step
    return place != first


def rearrange(planning: Planning, passed: Mapping[tuple[str, Language], set[str]]) -> None:
    """Arrange the lists of a planning in which something was passed as they stand now."""
    graph, known = planning.graph, planning.arranged
    for (address, place), arranged in list(known.items()):
        language = graph.by_address[address][1]
        keys = {each for (_, other), own in passed.items() if other is language for each in own}
        if not any(key in keys for _, _, key in arranged.rows):
            continue
        page = planning.page_at(address)
        folder = page.lists[place].of.name if isinstance(page, Page) else ""
        own = passed.get((folder, language), set())
        found = _in_order(arranged, own, graph.orders.get((folder, language), ()))
        if found is None:
            del known[address, place]  # arranged when it is asked for
        else:
            known[address, place] = found


def _in_order(arranged: Arranged, passed: set[str], keys: tuple[str, ...]) -> Arranged | None:
    """A list in which some have changed places; None if that says not how it is arranged."""
    rows = list(arranged.rows)
    there = [number for number, (_, _, key) in enumerate(rows) if key in passed]
    is_cut = arranged.total > len({key for _, _, key in rows})
    is_alike = len({rows[number][0] for number in there}) <= 1
    if not is_alike or (is_cut and len(there) < len(passed)):
        return None
    places = {key: place for place, key in enumerate(keys) if key in passed}
    now = sorted((rows[number] for number in there), key=lambda row: places[row[2]])
    for number, row in zip(there, now, strict=True):
        rows[number] = row
    return replace(arranged, rows=tuple(rows))
