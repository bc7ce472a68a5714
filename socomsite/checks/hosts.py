"""Links whose host looks like another: letters of other alphabets, or a name in front of an @.

Must never know pages.
"""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Iterator
from urllib.parse import urlsplit

from socomsite.model.fields import Prose
from socomsite.model.graph import Graph
from socomsite.model.schema import Entry, values_of
from socomsite.problem import Position, Problem, Severity, problem


def check_hosts(graph: Graph) -> Iterator[Problem]:
    """A warning for each link of an entry to a host that can be taken for another.

    Problem: `link-host-lookalike`, where the link stands in prose, else at its entry.
    """
    for versions in graph.entries.values():
        for entry in versions.values():
            for address, place in _addresses(entry):
                if address.lower().startswith(("http:", "https:")) and _is_lookalike(address):
                    yield problem(
                        place,
                        "link-host-lookalike",
                        severity=Severity.WARNING,
                        url=address,
                        host=_host(address),
                    )


def _addresses(entry: Entry) -> Iterator[tuple[str, Position]]:
    for _, prose in values_of(entry, Prose):
        yield from ((link.target, link.position) for link in prose.links)
    yield from ((text, entry.origin) for _, text in values_of(entry, str))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_lookalike(address: str) -> bool:
    host = _host(address)
    labels = [_shown(label) for label in host.split(".")]
    strange = any(not _is_latin(label) for label in labels)
    return strange or "@" in address.partition("://")[2].partition("/")[0]


def _shown(label: str) -> str:
    """A part of a host as a reader sees it: `xn--e1a…` in its own letters."""
    if label.startswith("xn--"):
        with contextlib.suppress(UnicodeError):
            return label.encode("ascii").decode("idna")
    return label


def _is_latin(label: str) -> bool:
    """Whether all letters are of the alphabet that the site's languages are written in."""
    return all(unicodedata.name(sign, "").startswith("LATIN") for sign in label if sign.isalpha())
