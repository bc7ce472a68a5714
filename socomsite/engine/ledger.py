"""The ledger after a build is published: its text, and putting it into its file.

Must never know how an address is looked after, nor how a site is published.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from socomsite.engine.built import Build
from socomsite.messages import say
from socomsite.model.ledger import FILE, Addresses, Line, What, text_of_ledger
from socomsite.model.redirects import Answers
from socomsite.problem import Position, Problem, problem


def updated(made: Build) -> str:
    """The text of the ledger after this build is published.

    Nothing is ever taken away from it: the old lines, and every address of the build.
    """
    assert made.graph is not None
    kept = made.addresses
    lines = dict(kept.ledger.lines) if kept.ledger else {}
    answering = dict(_answering(kept.answers, kept.live, lines))
    lines |= {**kept.live.lines, **kept.anchors.lines, **answering}
    head = say("ledger-head", made.graph.site.language)
    return text_of_ledger(Addresses.of(lines.values()), head)


def _answering(
    answers: Answers, live: Addresses, old: Mapping[str, Line]
) -> Iterator[tuple[str, Line]]:
    for source, target in answers.redirects.items():
        there = live.lines[target.partition("#")[0]]
        yield source, Line(source, What.REDIRECT, there.key, there.name)
    for address, gone in answers.gone.items():
        key = old[address].key if address in old else "-"
        reason = f"410 {gone.date.isoformat()} {gone.reason}"
        yield address, Line(address, What.GONE, key, reason)


def unanswered(made: Build) -> tuple[str, ...]:
    """The published addresses that this build does not answer, in order.

    Of a sound build these are only what a library makes that this machine does not have.
    """
    book = made.addresses
    return tuple(sorted([*(loss.line.address for loss in book.losses), *book.unmade]))


def write_ledger(root: Path, text: str) -> tuple[Problem, ...]:
    """Put a text into the ledger of a site in one move, unless it stands so already.

    Problem: `ledger-unwritable`; the old ledger then stands untouched.
    """
    file, beside = root / FILE, root / f".{FILE}.new"
    data = text.encode()
    try:
        if file.is_file() and file.read_bytes() == data:
            return ()
        with beside.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        beside.replace(file)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return (problem(Position(FILE), "ledger-unwritable", reason=reason),)
    return ()
