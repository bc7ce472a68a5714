"""Personal data and secrets, wherever a site may hold them: texts, names of files, attachments.

Reads texts by path and what attached files say; must never know how a page is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from socomsite.checks.consents import check_consents
from socomsite.checks.documents import departed_in_files, suspects_in_files, unread_files
from socomsite.checks.suspects import (
    Suspect,
    judged,
    masked_path,
    position_in,
    told_in_text,
)
from socomsite.model.document import Document
from socomsite.model.graph import Graph
from socomsite.model.mobilenumber import national
from socomsite.model.sensitive import found_in
from socomsite.model.site import FILE
from socomsite.model.source import split_front_matter
from socomsite.problem import Position, Problem, problem

# A number in this field is there to be called; people, offices and services have it.
_CONTACT = re.compile(r"(?:^|[{,\s])phone:\s*[\"']?([+(]?\d[\d ()-]+)", re.MULTILINE)


def check_privacy(
    graph: Graph,
    texts: Mapping[str, str],
    paths: Iterable[str],
    documents: Mapping[str, Document],
) -> Iterator[Problem]:
    """A problem for everything private that no reason in `site.yaml` excuses.

    `texts` are all texts of the site by path, `paths` the names of its files, `documents` what
    attached files say. Problems: those of the functions below and of `consents`.
    """
    known = contact_numbers(texts)
    suspects = [
        *suspects_in_texts(texts, known),
        *suspects_in_names(paths),
        *suspects_in_files(documents, graph, known),
    ]
    yield from judged(suspects, graph.site.privacy, texts.get(FILE, ""))
    yield from unread_files(documents)
    yield from departed_in_files(documents, graph)
    yield from check_consents(graph)


def contact_numbers(texts: Mapping[str, str]) -> frozenset[str]:
    """The digits of every number in the contact field of a person, office or service."""
    found = set()
    for path, text in texts.items():
        fields = text if path.endswith(".yaml") else split_front_matter(text).front or ""
        found |= {national(match[1]) for match in _CONTACT.finditer(fields)}
    return frozenset(found)


def suspects_in_texts(texts: Mapping[str, str], known: frozenset[str]) -> Iterator[Suspect]:
    """Everything in texts by path that must not be published, at its line and column.

    `known` are numbers that may be shown. Problems: `identity-code`, `bank-account`,
    `private-phone`, `secret-key`.
    """
    for path, text in texts.items():
        for found in found_in(text, known):
            told = told_in_text(position_in(path, text, found.start), found)
            yield Suspect(found.sort, found.mask, path, told)


def suspects_in_names(paths: Iterable[str]) -> Iterator[Suspect]:
    """The same in the names of files. Problem: `name-personal-data`, at the masked name."""
    for path in paths:
        for found in (each for part in path.split("/") for each in found_in(part)):
            place, what = Position(masked_path(path)), f"choice-{found.sort.value}"
            told = problem(place, "name-personal-data", is_secret=True, what=what, mask=found.mask)
            yield Suspect(found.sort, found.mask, path, told)
