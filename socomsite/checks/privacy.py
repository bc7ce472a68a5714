"""Personal data and secrets, wherever a site may hold them: texts, names of files, attachments.

Reads texts by path and what attached files say; must never know how a page is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from socomsite.checks.consents import check_consents
from socomsite.checks.documents import departed_in_files, suspects_in_files, unread_files
from socomsite.checks.looked import Looked
from socomsite.checks.suspects import (
    Suspect,
    judged,
    masked_path,
    told_in_text,
)
from socomsite.model.document import Document
from socomsite.model.graph import Graph
from socomsite.model.sensitive import found_in
from socomsite.problem import Position, Problem, problem


def check_privacy(
    graph: Graph,
    looked: Mapping[str, Looked],
    paths: Iterable[str],
    documents: Mapping[str, Document],
    settings: str,
) -> Iterator[Problem]:
    """A problem for everything private that no reason in `site.yaml` excuses.

    `looked` is what every text of the site holds, by path, `paths` the names of its files,
    `documents` what attached files say, `settings` the text of `site.yaml`. Problems: those of the
    functions below and of `consents`.
    """
    known = frozenset(number for each in looked.values() for number in each.contacts)
    suspects = [
        *suspects_in_texts(looked, known),
        *suspects_in_names(paths),
        *suspects_in_files(documents, graph, known),
    ]
    yield from judged(suspects, graph.site.privacy, settings)
    yield from unread_files(documents)
    yield from departed_in_files(documents, graph)
    yield from check_consents(graph)


def suspects_in_texts(looked: Mapping[str, Looked], known: frozenset[str]) -> Iterator[Suspect]:
    """Everything in texts that must not be published, at its line and column.

    `known` are numbers that may be shown. Problems: `identity-code`, `bank-account`,
    `private-phone`, `secret-key`.
    """
    for path, each in looked.items():
        for found, place, digits in each.found:
            if not digits or digits not in known:
                yield Suspect(found.sort, found.mask, path, told_in_text(place, found))


def suspects_in_names(paths: Iterable[str]) -> Iterator[Suspect]:
    """The same in the names of files. Problem: `name-personal-data`, at the masked name."""
    for path in paths:
        for found in (each for part in path.split("/") for each in found_in(part)):
            place, what = Position(masked_path(path)), f"choice-{found.sort.value}"
            told = problem(place, "name-personal-data", is_secret=True, what=what, mask=found.mask)
            yield Suspect(found.sort, found.mask, path, told)
