"""Every address ever published against those of a build: what would be lost, and what to offer.

Knows addresses and what content has them; must never know how pages were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from socomsite.checks.likeness import ASKED, Likeness
from socomsite.model.ledger import FILE, Addresses, Line
from socomsite.model.redirects import Answers, Gone, along
from socomsite.model.site import FILE as SETTINGS
from socomsite.problem import Position, Problem, problem
from socomsite.yamltext import quoted

_Headings = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Place:
    """A content file: where its entry begins, its old addresses and its headings."""

    origin: Position
    aliases: tuple[str, ...] = ()
    headings: _Headings = ()


@dataclass(frozen=True)
class Offer:
    """The line that keeps an address: into which file, under which field, what.

    The field is `aliases` or `redirects`; of an anchor it is the heading that is to keep it.
    """

    path: str
    field: str
    values: tuple[str, ...]
    line: str


@dataclass(frozen=True)
class Loss:
    """An address of the ledger that nothing answers, and what is offered or asked."""

    line: Line
    position: Position
    offer: Offer | None = None
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class AddressBook:
    """The addresses of a build: published ones, its own, linked headings, answers, losses.

    `ledger` is None where the site has none, or where the build looks back in time.
    """

    ledger: Addresses | None = None
    live: Addresses = field(default_factory=Addresses)
    anchors: Addresses = field(default_factory=Addresses)
    answers: Answers = field(default_factory=Answers)
    losses: tuple[Loss, ...] = ()


def lost(
    ledger: Addresses,
    live: Addresses,
    answers: Answers,
    places: Mapping[str, Place],
    ids: Mapping[str, frozenset[str]],
) -> tuple[Loss, ...]:
    """What a build would lose of the ledger; `places` are the content files by key.

    `ids` are the anchors of each page by address. What goes along with a lost page, once it is
    decided where that leads, is not told of beside it.
    """
    redirects, gone = dict(answers.redirects), dict(answers.gone)
    likeness = Likeness(live, ledger)
    losses: dict[str, Loss] = {}
    for line in ledger.lines.values():
        if line.is_anchor or line.address in live or answers.of(line.address):
            continue
        answer = along(line, Answers(redirects, gone), live, ledger)
        if isinstance(answer, Gone):
            gone[line.address] = answer
        elif answer is not None:
            redirects[line.address] = answer
        elif not _is_beside(line, ledger, losses):
            likely = likeness.of(line)
            offer = _offered(line, likely.line, live, places) if likely.line else None
            losses[line.address] = Loss(line, _position(line, places), offer, likely.asked)
            if likely.line:
                redirects[line.address] = likely.line.address
    anchors = _lost_anchors(ledger, live, answers, places, ids)
    return (*losses.values(), *anchors)


def problems_of(losses: Iterable[Loss]) -> Iterator[Problem]:
    """What is told of each lost address.

    Problems: `address-lost` with the line that keeps it, `address-lost-undecided` where a person
    must say what becomes of it, `anchor-lost`.
    """
    for loss in losses:
        line, offer, here = loss.line, loss.offer, loss.position
        if line.is_anchor:
            _, _, anchor = line.address.partition("#")
            shown = offer.line if offer else f"{{#{anchor}}}"
            yield problem(here, "anchor-lost", page=line.page, anchor=anchor, line=shown)
        elif offer is not None:
            yield problem(
                here,
                "address-lost",
                url=line.address,
                entry=line.key,
                path=offer.path,
                line=offer.line,
            )
        else:
            yield problem(
                here,
                "address-lost-undecided",
                near=loss.asked,
                url=line.address,
                entry=line.key,
            )


def _is_beside(line: Line, ledger: Addresses, losses: Mapping[str, Loss]) -> bool:
    """Whether an address stands beside a page that is told of as lost."""
    above = ledger.get(f"{line.address.rstrip('/').rpartition('/')[0]}/")
    return above is not None and above.key == line.key and above.address in losses


def _position(line: Line, places: Mapping[str, Place]) -> Position:
    place = places.get(line.key)
    return place.origin if place else Position(FILE, line.number, 1)


def _offered(line: Line, new: Line, live: Addresses, places: Mapping[str, Place]) -> Offer:
    """The line that leads an address to a new one: in the content if it is a page's own."""
    place = places.get(new.key)
    is_own = live.pages.get(new.key) == new and line.address.endswith("/")
    if place and is_own and line.address.casefold() != new.address.casefold():
        named = ", ".join(map(in_brackets, [*place.aliases, line.address]))
        shown = f"aliases: [{named}]"
        return Offer(place.origin.path, "aliases", (line.address,), shown)
    old, to = in_brackets(line.address), in_brackets(new.address)
    shown = f"redirects: [{{old: {old}, new: {to}}}]"
    return Offer(SETTINGS, "redirects", (line.address, new.address), shown)


def in_brackets(address: str) -> str:
    """An address as it can stand between brackets in YAML."""
    return quoted(address) if set(address) & set(",[]{}'\":") else address


def _lost_anchors(
    ledger: Addresses,
    live: Addresses,
    answers: Answers,
    places: Mapping[str, Place],
    ids: Mapping[str, frozenset[str]],
) -> Iterator[Loss]:
    """Linked headings that a page of today no longer has; those of other pages go along."""
    for line in ledger.lines.values():
        page, _, anchor = line.address.partition("#")
        there = live.get(page)
        if not anchor or there is None or line.address in answers.gone:
            continue
        if anchor in ids.get(page, frozenset()):
            continue
        place = places.get(there.key)
        here = place.origin if place else Position(FILE, line.number, 1)
        yield Loss(line, here, _kept_heading(line, place, ledger) if place else None)


def _kept_heading(line: Line, place: Place, ledger: Addresses) -> Offer | None:
    """The heading that took the place of a lost one, if its words are like it."""
    page, _, anchor = line.address.partition("#")
    new = [words for own, words in place.headings if f"{page}#{own}" not in ledger]
    near = get_close_matches(line.name, new, n=2, cutoff=ASKED)
    if not near or (near[1:] and line.name not in new) or new.count(near[0]) > 1:
        return None
    shown = f"{near[0]} {{#{anchor}}}"
    return Offer(place.origin.path, "heading", (near[0], anchor), shown)
