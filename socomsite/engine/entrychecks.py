"""What the checks say of entries, be it of all or, after an edit, of one.

Must never know how a page is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from socomsite.checks.accessibility import check_accessibility
from socomsite.checks.hosts import check_hosts
from socomsite.checks.statement import check_statement
from socomsite.checks.translations import check_translations
from socomsite.model.graph import Graph
from socomsite.problem import Problem


def check_entries(graph: Graph, texts: Mapping[str, str]) -> Iterator[Problem]:
    """What the checks say of entries, whose names and texts each of them reads one by one.

    After an edit they are asked of the entry alone (`edited`).
    """
    yield from check_accessibility(graph, texts)
    yield from check_statement(graph, texts)
    yield from check_translations(graph, texts)
    yield from check_hosts(graph)
