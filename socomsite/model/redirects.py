"""What old addresses answer today: where each leads in the end, and which are gone for good.

Old addresses are told in the content (`aliases`) and in `site.yaml` (`redirects`, `gone`). What
stood beside or below a page that has moved goes along with it, as far as the ledger knows of it.
Must never know how a server or a page tells of it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from socomsite.messages import say
from socomsite.model.graph import Graph, Reason
from socomsite.model.ledger import Addresses, Line, written
from socomsite.model.schema import Entry
from socomsite.model.site import FILE, Site
from socomsite.problem import Outcome, Position, Problem, problem

#: A further page of a list, below the page of its beginning.
NUMBERED = re.compile(r"sivu-\d+/")


@dataclass(frozen=True, slots=True)
class Gone:
    """Why nothing answers at an address any more, and since when."""

    reason: str
    date: dt.date


Answer = str | Gone


@dataclass(frozen=True)
class Answers:
    """What old addresses answer: the address of today to which each leads, or why it is gone."""

    redirects: Mapping[str, str] = field(default_factory=dict)
    gone: Mapping[str, Gone] = field(default_factory=dict)

    def of(self, address: str) -> Answer | None:
        """The answer of an old address, written with or without its last slash."""
        for each in (address, other_form(address)):
            found = self.redirects.get(each) or self.gone.get(each)
            if found is not None:
                return found
        return None


NO_ANSWERS = Answers()


@dataclass
class _Declared:
    """What people have declared: targets as they wrote them, and where."""

    targets: dict[str, str] = field(default_factory=dict)
    gone: dict[str, Gone] = field(default_factory=dict)
    places: dict[str, Position] = field(default_factory=dict)


def key_of(entry: Entry, site: Site) -> str:
    """The entry's content file as the ledger names it: `projects/pro-sos`, `news/a.sv`."""
    own = entry.language is site.language
    return f"{entry.folder}/{entry.key}{'' if own else f'.{entry.language.value}'}"


def normal(address: str) -> str:
    """An address as a person wrote it, as the site writes it: pages end with a slash."""
    path, sign, anchor = address.partition("#")
    path = f"/{path.lstrip('/')}"
    path = path.removesuffix("index.html") if path.endswith("/index.html") else path
    is_file = "." in path.rpartition("/")[2]
    slashed = f"/{path.strip('/')}" + ("" if is_file or not path.strip("/") else "/")
    return f"{slashed}{sign}{anchor}"


def other_form(address: str) -> str:
    """The address with its last slash if it has none, without if it has one."""
    return address[:-1] if address.endswith("/") else f"{address}/"


def answers(
    graph: Graph,
    live: Addresses,
    ledger: Addresses | None,
    files: frozenset[str] = frozenset(),
) -> Outcome[Answers]:
    """What the old addresses of a site answer; `live` are the addresses of its build.

    `files` are those of all its files in small letters: nothing can stand below one.
    Problems: `address-duplicate` for an old address that is in use, `redirect-loop`, and
    `redirect-broken` for one that leads where nothing is.
    """
    declared, problems = _declared(graph, live, files)
    final, more = _followed(declared, live)
    problems += more
    redirects: dict[str, str] = {}
    gone = dict(declared.gone)
    for source, target in final.items():
        page = target.partition("#")[0]
        if page in live:
            redirects[source] = target
        elif page in gone or other_form(page) in gone:
            gone[source] = gone.get(page) or gone[other_form(page)]
        elif page not in graph.broken:
            here = declared.places[source]
            problems.append(problem(here, "redirect-broken", url=source, target=target))
    found = Answers(redirects, gone)
    if ledger is not None:
        found = _gone_along(graph, found, live, ledger)
    return Outcome(found, tuple(problems))


def _gone_along(graph: Graph, found: Answers, live: Addresses, ledger: Addresses) -> Answers:
    """With the addresses of expired content, and those that go along with another's."""
    redirects, gone = dict(found.redirects), dict(found.gone)
    expired = dict(_expired(graph))
    for line in ledger.lines.values():
        if line.is_anchor or line.address in live or found.of(line.address) is not None:
            continue
        answer = expired.get(line.key) or along(line, Answers(redirects, gone), live, ledger)
        if isinstance(answer, Gone):
            gone[line.address] = answer
        elif answer is not None:
            redirects[line.address] = answer
    return Answers(redirects, gone)


def _expired(graph: Graph) -> Iterator[tuple[str, Gone]]:
    """The content that its author let end on a day: it is gone since then, and says so."""
    reason = say("gone-expired", graph.site.language)
    for held in graph.withheld:
        if held.reason is Reason.EXPIRED and held.day:
            yield key_of(held.entry, graph.site), Gone(reason, held.day)


def along(line: Line, found: Answers, live: Addresses, ledger: Addresses) -> Answer | None:
    """Where an address leads because the page beside or above it does, or None.

    What is beside a page has the same content; what is below it must stand at the same place below
    the page's new address, with the same content as before. What has no like there leads to the
    page itself, as does the further page of a list that has grown shorter.
    """
    above = line.address.rstrip("/")
    while above := above.rpartition("/")[0]:
        page = f"{above}/"
        owner, answer = ledger.get(page), found.of(page)
        is_beside = owner is not None and owner.key == line.key
        rest = line.address[len(page) :]
        if page in live:
            return page if is_beside and NUMBERED.fullmatch(rest) else None
        if isinstance(answer, Gone):
            return answer if is_beside else None
        if answer is not None:
            start = answer.partition("#")[0]
            return _below(line, start, rest, found, live, is_beside=is_beside)
    return None


def _below(  # noqa: PLR0913 - what is known of an address and of its surroundings
    line: Line, start: str, rest: str, found: Answers, live: Addresses, *, is_beside: bool
) -> Answer | None:
    moved = f"{start.rstrip('/')}/{rest}"
    there = live.get(moved)
    if there is not None:
        return moved if is_beside or there.key == line.key else None
    if (answer := found.of(moved)) is not None:
        return answer
    if not is_beside:
        return None
    endings = PurePosixPath(rest).suffixes
    same = [
        each.address
        for each in live.beside.get(start, ())
        if endings and PurePosixPath(each.address).suffixes == endings
    ]
    return same[0] if len(same) == 1 else start


def _declared(
    graph: Graph, live: Addresses, files: frozenset[str]
) -> tuple[_Declared, list[Problem]]:
    """What is declared of old addresses, and which of them are in use."""
    found, problems = _Declared(), []
    entries = [entry for versions in graph.entries.values() for entry in versions.values()]
    # A list without a file of its own stands where `site.yaml` puts it.
    owners = {graph.address(e).casefold(): e.origin.path or FILE for e in entries}
    pages = frozenset(owners)
    for entry in entries:
        for alias in entry.aliases:
            address = f"/{alias.strip('/')}/"
            owner = owners.setdefault(address.casefold(), entry.origin.path)
            is_below_file = address.casefold().rstrip("/") in files
            if is_below_file:
                owner = FILE
            if is_below_file or address.casefold() in pages or owner != entry.origin.path:
                here = entry.origin
                problems.append(problem(here, "address-duplicate", url=address, other=owner))
            elif address not in live:  # else a further page of a list has come back
                found.targets[address] = written(f"{graph.address(entry)[1:]}index.html")
                found.places[address] = entry.origin
    for address, place, answer in _of_settings(graph.site):
        folded = address.casefold()
        taken = address in live or address in found.places
        if folded in owners and not taken:
            # Only its capitals differ: servers know the two apart, so one may lead to the other.
            taken = not isinstance(answer, str) or answer.casefold() != folded
        if taken:
            owner = owners.get(folded, FILE)
            problems.append(problem(place, "address-duplicate", url=address, other=owner))
            continue
        owners.setdefault(folded, FILE)
        found.places[address] = place
        if isinstance(answer, Gone):
            found.gone[address] = answer
        else:
            found.targets[address] = answer
    return found, problems


def _of_settings(site: Site) -> Iterator[tuple[str, Position, Answer]]:
    for moved in site.redirects:
        yield normal(moved.old.name), moved.old.position, normal(moved.new.name)
    for removed in site.gone:
        assert removed.reason is not None
        assert removed.date is not None
        place = removed.address.position
        yield normal(removed.address.name), place, Gone(removed.reason, removed.date)


def _followed(declared: _Declared, live: Addresses) -> tuple[dict[str, str], list[Problem]]:
    """Where each old address leads in the end, and a problem for each circle."""
    targets = declared.targets
    final: dict[str, str | None] = {}
    problems = []
    for source in sorted(targets):
        chain: dict[str, None] = {}
        at: str | None = source
        while at is not None and at not in final and at not in chain:
            chain[at] = None
            at = _next(targets[at], targets, live)
        if at is not None and at in chain:
            passed = list(chain)
            circle = passed[passed.index(at) :]
            here = min(circle)
            turned = [*circle[circle.index(here) :], *circle[: circle.index(here)], here]
            shown = " → ".join(turned)
            problems.append(problem(declared.places[here], "redirect-loop", chain=shown))
            final |= dict.fromkeys(chain)
            continue
        for each in reversed(chain):
            led = _next(targets[each], targets, live)
            end = targets[each] if led is None else final[led]
            _, sign, anchor = targets[each].partition("#")
            final[each] = f"{end}{sign}{anchor}" if end and led and "#" not in end else end
    return {source: end for source, end in final.items() if end is not None}, problems


def _next(target: str, targets: Mapping[str, str], live: Addresses) -> str | None:
    """The old address on which a target goes on, or None if it ends there."""
    page = target.partition("#")[0]
    if page in live:
        return None
    return next((each for each in (page, other_form(page)) if each in targets), None)
