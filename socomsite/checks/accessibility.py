"""What hinders readers in fields of content: recordings without text, pictures without words.

What hinders them in running text is found where it is read, in `model/faults.py`. Reads the
graph; must never know templates.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from socomsite.model.graph import Graph
from socomsite.model.kinds import Event, Material
from socomsite.model.parts import Picture
from socomsite.model.places import place_in_file
from socomsite.model.schema import Entry, values_of
from socomsite.model.tongue import foreign_to
from socomsite.model.wording import is_useless_alt
from socomsite.problem import Problem, problem


def every_entry(graph: Graph) -> Iterator[Entry]:
    """Every entry in every language, also those that are not shown yet."""
    for versions in graph.entries.values():
        yield from versions.values()
    for held in graph.withheld:
        yield held.entry


def check_accessibility(graph: Graph, texts: Mapping[str, str]) -> Iterator[Problem]:
    """What hinders readers in the fields of entries, shown or not.

    `texts` are the files' texts by path. Problems: `captions-undecided` (WCAG 1.2.1, 1.2.2),
    `picture-alt-useless` (1.1.1), and `foreign-passage` (3.1.2) for a summary.
    """
    for entry in every_entry(graph):
        summary = getattr(entry, "summary", None)
        other = foreign_to(entry.language, summary) if isinstance(summary, str) else None
        if other is not None:
            path, named = entry.origin.path, f"language-{other.value}"
            here, mark = place_in_file(texts.get(path, ""), path, r"^summary:"), f"lang={other}"
            yield problem(here, "foreign-passage", language=named, mark=f"{{: {mark}}}")
        if isinstance(entry, (Event, Material)) and entry.lacks_captions:
            path, field = entry.origin.path, "recording" if isinstance(entry, Event) else "sort"
            here = place_in_file(texts.get(path, ""), path, rf"^{field}:")
            yield problem(here, "captions-undecided", field="captions")
        for _, picture in values_of(entry, Picture):
            if picture.alt and is_useless_alt(picture.alt, picture.file.name):
                yield problem(picture.file.position, "picture-alt-useless", text=picture.alt)
