"""The addresses of a build: which are promised for good, what old ones answer, what would be lost.

Must never know how the ledger is written, nor how servers are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import unquote

from socomsite.checks.ledger import AddressBook, Place, lost
from socomsite.formats import asset, feed, redirect, share
from socomsite.formats.apart import plan_gone
from socomsite.formats.planning import Planning
from socomsite.job import Artifact, Job
from socomsite.model.fields import Prose
from socomsite.model.graph import FILE_ADDRESSES, Graph
from socomsite.model.kinds import Bulletin
from socomsite.model.ledger import Addresses, Line, What, written
from socomsite.model.redirects import answers, key_of
from socomsite.model.schema import Entry, values_of
from socomsite.problem import Outcome

_NOBODY = ("-", "")
_FILES = FILE_ADDRESSES["files"].lstrip("/")
#: Pages that are no page of their own: the one of missing addresses and those of removed ones.
_NO_PAGES = frozenset({"404", "gone"})
# As `formats.asset` and `formats.copies` name what they make; its bytes are its address.
_DIGEST = re.compile(r"\.[0-9a-f]{10}(-[0-9]+)?\.[a-z0-9]+$")
_MARK = 10


def live_addresses(graph: Graph, jobs: Iterable[Job], files: Mapping[str, str]) -> Addresses:
    """The addresses of a build that are promised for good; `files` holds attachments' digests.

    No promise are files whose address holds their digest, what only programs ask for by a name
    that is ours to change (the search, the settings of servers), and redirects.
    """
    owners = dict(_owners(graph))
    return Addresses.of(_line(job, owners, files) for job in jobs if _is_promised(job))


def _owners(graph: Graph) -> Iterator[tuple[str, tuple[str, str]]]:
    for versions in graph.entries.values():
        for entry in versions.values():
            yield graph.address(entry), (key_of(entry, graph.site), entry.label)


def _is_promised(job: Job) -> bool:
    if job.format in {redirect.NAME, share.NAME} or job.kind in _NO_PAGES:
        return False
    return not _DIGEST.search(job.path)


def _line(job: Job, owners: Mapping[str, tuple[str, str]], files: Mapping[str, str]) -> Line:
    address = written(job.path)
    if job.format == asset.NAME and job.path.startswith(_FILES):
        name = f"files/{job.path.removeprefix(_FILES)}"
        return Line(address, What.FILE, written(name)[1:], files.get(name, "")[:_MARK])
    what = What.FEED if job.format == feed.NAME else What.FILE
    if job.path.endswith("index.html"):
        what = What.PAGE
    key, name = _owner(f"/{job.path.removesuffix('index.html')}", owners)
    return Line(address, what, key, name)


def _owner(address: str, owners: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """The content whose page stands at an address or nearest above it, the front page apart."""
    at = address
    while at:
        if at in owners and (at != "/" or address == "/"):
            return owners[at]
        at = at.rstrip("/").rpartition("/")[0]
        at = f"{at}/" if at else ""
    return _NOBODY


def linked_anchors(graph: Graph, made: Iterable[tuple[Job, Artifact]]) -> Addresses:
    """The headings of content to which a link of the site leads, by address: `/a/#kohta`.

    An anchor that the templates give to what they arrange, such as a year of a list, is theirs.
    """
    pairs = [(job, a) for job, a in made if a.facts]
    linked = {target for _, a in pairs if a.facts for target in _anchored(a)}
    by_address = {graph.address(e): e for vs in graph.entries.values() for e in vs.values()}
    lines = []
    for page, anchor in sorted(linked):
        entry = by_address.get(page)
        name = dict(headings_of(entry)).get(anchor) if entry else None
        if entry and name is not None:
            address = f"{written(page.lstrip('/') + 'index.html')}#{anchor}"
            lines.append(Line(address, What.ANCHOR, key_of(entry, graph.site), name))
    return Addresses.of(lines)


def _anchored(artifact: Artifact) -> Iterator[tuple[str, str]]:
    assert artifact.facts is not None
    for link in artifact.facts.links:
        if "#" not in link:
            continue
        address, _, anchor = link.partition("#")
        if anchor and (not address or address.startswith("/")):
            page = address.partition("?")[0] or artifact.facts.address
            yield unquote(page), unquote(anchor)


def headings_of(entry: Entry) -> tuple[tuple[str, str], ...]:
    """The headings in the texts of an entry, as (anchor, words)."""
    return tuple(
        (anchor, words)
        for _, prose in values_of(entry, Prose)
        for _, anchor, words in prose.outline
        if anchor
    )


def page_anchors(made: Iterable[tuple[Job, Artifact]]) -> Mapping[str, frozenset[str]]:
    """The anchors of each finished page, by its address."""
    return {written(a.path): a.facts.ids for _, a in made if a.facts}


def places_of(graph: Graph) -> Mapping[str, Place]:
    """The content files by key, those that are not shown too."""
    shown = [entry for versions in graph.entries.values() for entry in versions.values()]
    entries = [*(held.entry for held in graph.withheld), *shown]
    return {
        key_of(entry, graph.site): Place(entry.origin, entry.aliases, headings_of(entry))
        for entry in entries
        if entry.origin.path
    }


def _is_printed(line: Line) -> bool:
    return line.key.startswith(f"{Bulletin.folder}/") and line.address.endswith(".pdf")


def found_addresses(
    graph: Graph, jobs: Iterable[Job], files: Mapping[str, str], ledger: Addresses | None
) -> Outcome[AddressBook]:
    """The addresses of a build, and what the old ones answer."""
    planned = list(jobs)
    live = live_addresses(graph, planned, files)
    found = answers(graph, live, ledger, frozenset(f"/{job.path}".casefold() for job in planned))
    return Outcome(AddressBook(ledger, live, answers=found.value), found.problems)


def plan_old(planning: Planning, jobs: list[Job], book: AddressBook) -> list[Job]:
    """The jobs with those of the pages at old addresses, where no file of today is in the way."""
    answering = replace(planning, answers=book.answers)
    found, taken = list(jobs), {job.path.casefold() for job in jobs}
    for job in (*redirect.plan(answering), *plan_gone(answering)):
        steps = job.path.casefold().split("/")
        if not taken & {"/".join(steps[:n]) for n in range(1, len(steps) + 1)}:
            taken.add("/".join(steps))
            found.append(job)
    return sorted(found, key=lambda job: job.path)


def check_addresses(
    graph: Graph,
    made: tuple[tuple[Job, Artifact], ...],
    book: AddressBook,
    *,
    is_fair: bool,
    prints: bool,
) -> AddressBook:
    """The addresses with the headings that are linked, and with what of the ledger is lost.

    Nothing is, unless that `is_fair`: a content file with mistakes is missing wherever it shows.
    What is printed is only not made, where nothing `prints`.
    """
    found = replace(book, anchors=linked_anchors(graph, made))
    if book.ledger is None or not is_fair:
        return found
    places, ids = places_of(graph), page_anchors(made)
    losses = lost(book.ledger, book.live, book.answers, places, ids)
    unmade = [each.line.address for each in losses if _is_printed(each.line) and not prints]
    told = tuple(each for each in losses if each.line.address not in unmade)
    return replace(found, losses=told, unmade=tuple(unmade))
