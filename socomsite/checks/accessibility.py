"""What hinders readers in fields of content: recordings without text, pictures without words.

What hinders them in running text is found where it is read, in `model/faults.py`. Reads the
graph; must never know templates.
"""

from __future__ import annotations

from collections.abc import Iterator

from socomsite.model.graph import Graph
from socomsite.model.kinds import Material
from socomsite.model.parts import Picture
from socomsite.model.schema import Entry, values_of
from socomsite.model.wording import is_useless_alt
from socomsite.problem import Problem, problem


def every_entry(graph: Graph) -> Iterator[Entry]:
    """Every entry in every language, also those that are not shown yet."""
    for versions in graph.entries.values():
        yield from versions.values()
    for held in graph.withheld:
        yield held.entry


def check_accessibility(graph: Graph) -> Iterator[Problem]:
    """What hinders readers in the fields of entries, shown or not.

    Problems: `captions-undecided` (WCAG 1.2.1, 1.2.2), `picture-alt-useless` (1.1.1).
    """
    for entry in every_entry(graph):
        if isinstance(entry, Material) and entry.lacks_captions:
            yield problem(entry.origin, "captions-undecided", field="captions")
        for _, picture in values_of(entry, Picture):
            if picture.alt and is_useless_alt(picture.alt, picture.file.name):
                yield problem(picture.file.position, "picture-alt-useless", text=picture.alt)
