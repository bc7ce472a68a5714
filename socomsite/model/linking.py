"""Decoded entries become a graph: what is shown on a day, under which address, who names whom.

Must never know HTML or jobs.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from socomsite.language import Language
from socomsite.model.departed import without_departed
from socomsite.model.entries import Entries
from socomsite.model.fields import FolderName, Prose
from socomsite.model.graph import Graph, Reason, withheld
from socomsite.model.mistakes import near
from socomsite.model.pages import Listing, Menu, Page
from socomsite.model.references import Name, References
from socomsite.model.schema import Entry, Schema
from socomsite.model.site import FILE, Site
from socomsite.model.source import Source
from socomsite.problem import Outcome, Position, Problem, problem


def link(  # noqa: PLR0913 - the inputs of a build, each by its name
    site: Site,
    schema: Schema,
    decoded: Iterable[tuple[Source, Entry | None]],
    files: Mapping[str, str],
    *,
    today: dt.date,
    drafts: bool = False,
) -> Outcome[Graph]:
    """The graph of what is shown on a day, and every reference that leads nowhere.

    `files` maps the paths of attachments below `content/` to their digests. A source without an
    entry (its own mistakes are told already) leaves its key behind.
    """
    pairs = list(decoded)
    found, problems = _unique(pairs)
    unique, departures = without_departed(found, today)
    public = [entry for entry in unique if entry.is_public]
    held = tuple(w for e in public if (w := withheld(e, today, drafts=drafts)))
    hidden = {(w.entry.folder, w.entry.key, w.entry.language) for w in held}
    shown = [e for e in public if (e.folder, e.key, e.language) not in hidden]
    shown += _section_pages(site, schema, shown)
    entries: dict[Name, dict[Language, Entry]] = defaultdict(dict)
    for entry in shown:
        entries[entry.folder, entry.key][entry.language] = entry
    addresses, collisions = _addresses(site, shown)
    checker = References(
        schema,
        entries=entries,
        drafts={(w.entry.folder, w.entry.key) for w in held if w.reason is Reason.DRAFT},
        known={(source.folder, source.key) for source, _ in pairs} | entries.keys(),
        files=files,
    )
    for entry in unique:
        is_shown = (entry.folder, entry.key, entry.language) not in hidden
        checker.check(entry, is_shown=is_shown and entry.is_public)
    graph = Graph(
        site=site,
        schema=schema,
        today=today,
        entries=Entries(dict(entries)),
        addresses=addresses,
        cited_by={name: tuple(dict.fromkeys(by)) for name, by in checker.cited_by.items()},
        withheld=held,
        staff=tuple(e for e in unique if not e.is_public and not withheld(e, today, drafts=drafts)),
        departures=departures,
        attachments=frozenset(checker.attachments),
        broken=frozenset(_broken_addresses(site, pairs)),
    )
    unknown = _unknown_sections(site, schema)
    return Outcome(graph, (*problems, *collisions, *checker.problems, *unknown))


def _unknown_sections(site: Site, schema: Schema) -> Iterator[Problem]:
    """Sections of `site.yaml` that are no kind's folder."""
    allowed, place = schema.public_folders, Position(FILE)
    for name in site.sections:
        if name not in allowed:
            meant = near(name, allowed)
            values = (("field", "sections"), ("value", name))
            yield Problem(place, "value-not-allowed", values, allowed=allowed, near=meant)


def _unique(
    pairs: Iterable[tuple[Source, Entry | None]],
) -> tuple[list[Entry], list[Problem]]:
    """The entries, and those whose folder, key and language another file has as well."""
    first: dict[tuple[str, str, Language], Source] = {}
    kept, problems = [], []
    for source, entry in pairs:
        identity = (source.folder, source.key, source.language)
        if identity in first:
            other = first[identity].path
            here = Position(source.path)
            problems.append(problem(here, "key-duplicate", key=source.key, other=other))
        else:
            first[identity] = source
            if entry is not None:
                kept.append(entry)
    return kept, problems


def address_of(entry: Entry, site: Site) -> str:
    """Where an entry stands: a page at its own address, all others one level below their list."""
    prefix = site.prefix(entry.language)
    if isinstance(entry, Page):
        path = entry.key if entry.address is None else entry.address.strip("/")
        return f"{prefix}{path}/" if path else prefix
    return f"{prefix}{site.section(entry.folder, entry.language)}/{entry.key}/"


def _addresses(
    site: Site, shown: Iterable[Entry]
) -> tuple[dict[tuple[Name, Language], str], list[Problem]]:
    addresses: dict[tuple[Name, Language], str] = {}
    owners: dict[str, Entry] = {}
    problems = []
    for entry in shown:
        address = address_of(entry, site)
        addresses[(entry.folder, entry.key), entry.language] = address
        owner = owners.setdefault(address.casefold(), entry)
        if owner is not entry:
            other = owner.origin.path
            problems.append(problem(entry.origin, "address-duplicate", url=address, other=other))
    return addresses, problems


def _broken_addresses(site: Site, pairs: Iterable[tuple[Source, Entry | None]]) -> Iterator[str]:
    """Where the entries with mistakes would stand: whoever links there is not accused."""
    for source, entry in pairs:
        if entry is None:
            prefix = site.prefix(source.language)
            section = f"{site.section(source.folder, source.language)}/"
            yield f"{prefix}{'' if source.folder == Page.folder else section}{source.key}/"


def _section_pages(site: Site, schema: Schema, shown: Iterable[Entry]) -> list[Page]:
    """A page for each section that has entries but no page of its own."""
    taken = {address_of(entry, site).casefold() for entry in shown if isinstance(entry, Page)}
    by_address: dict[str, list[str]] = defaultdict(list)
    for folder in sorted({entry.folder for entry in shown} - {Page.folder}):
        by_address[f"/{site.section(folder, site.language)}/"].append(folder)
    return [
        _section_page(schema, site.language, address, folders)
        for address, folders in by_address.items()
        if address.casefold() not in taken
    ]


def _section_page(schema: Schema, language: Language, address: str, folders: list[str]) -> Page:
    names = schema.kinds[folders[0]].names
    title = names.in_language(language).capitalize()
    epoch = dt.date(1970, 1, 1)  # never shown: a page made by us has no owner
    return Page(
        key=f"section{address.replace('/', '-')}".rstrip("-"),
        language=language,
        address=address.strip("/"),
        title=title,
        body=Prose(""),
        menu=Menu.NONE,
        reviewed_on=epoch,
        owner="-",
        lists=tuple(Listing(of=FolderName(folder)) for folder in folders),
    )
