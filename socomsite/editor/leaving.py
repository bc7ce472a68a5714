"""What becomes of an entry's addresses and of those that cite it when it goes or gets another name.

Every change is drafted and the whole site is built with it, in memory, before anything is written.
Must never know pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

from socomsite.editor.drafted import Drafted, Fields
from socomsite.editor.holding import Held, Holding
from socomsite.editor.usage import citing
from socomsite.engine.mending import with_setting
from socomsite.language import Language
from socomsite.model.graph import Graph
from socomsite.model.ledger import Addresses, written
from socomsite.model.linking import address_of
from socomsite.model.pages import Page
from socomsite.model.redirects import normal
from socomsite.model.references import Name
from socomsite.model.repointing import Repointing
from socomsite.model.schema import Entry
from socomsite.model.site import FILE as SETTINGS
from socomsite.model.source import Source
from socomsite.problem import Problem
from socomsite.yamltext import Plain

#: Words so much alike that one page may be the successor of another.
_ALIKE = 0.6
_MOST_LIKELY = 6


@dataclass(frozen=True)
class Subject:
    """An entry with its language versions: those that are meant, and those that stay."""

    held: Held
    name: Name
    meant: tuple[Entry, ...]
    rest: tuple[Entry, ...] = ()

    @property
    def label(self) -> str:
        """What it is called."""
        return self.meant[0].label

    @property
    def graph(self) -> Graph:
        """How the site hangs together."""
        assert self.held.graph is not None
        return self.held.graph

    def citing(self) -> dict[str, Entry]:
        """Who would name what is no longer there, by path; nobody while a version stays."""
        return {} if self.rest else citing(self.held, self.name)

    def old_addresses(self, entry: Entry) -> list[str]:
        """Where readers may look for a version: its address and those it had before."""
        own = written(f"{address_of(entry, self.graph.site)[1:]}index.html")
        return list(dict.fromkeys([own, *(normal(alias) for alias in entry.aliases)]))

    def is_known_to_readers(self, ledger: Addresses | None) -> bool:
        """Whether an address of it has been published, so that it must answer for good."""
        public = [entry for entry in self.meant if entry.is_public]
        if ledger is None:
            return any(not entry.draft for entry in public)
        return any(each in ledger for entry in public for each in self.old_addresses(entry))


def subject_at(
    held: Held, folder: str, key: str, *, only: Language | None = None
) -> Subject | None:
    """The entry of a folder and key, in all its languages or in one; None if none is sound."""
    versions = [
        entry
        for _, entry in held.by_path.values()
        if entry is not None and (entry.folder, entry.key) == (folder, key)
    ]
    meant = tuple(each for each in versions if only in {None, each.language})
    rest = tuple(each for each in versions if each not in meant)
    return Subject(held, (folder, key), meant, rest) if meant and held.graph else None


def likely(subject: Subject) -> list[Name]:
    """The entries to which readers of this one may be led: what it names, or what is like it."""
    graph, entry = subject.graph, subject.meant[0]
    found: list[Name] = []
    for each in graph.schema.references(entry):
        name = graph.find(each.ref.key, each.kinds)
        if name is not None and name[0] in (entry.folder, "topics", "projects", "services"):
            found.append(name)
    others = [o for o in graph.of_kind(entry.folder, entry.language) if o.key != entry.key]
    alike = [(SequenceMatcher(None, o.label, entry.label).ratio(), o) for o in others]
    alike = [pair for pair in alike if pair[0] >= _ALIKE]
    found += [(o.folder, o.key) for _, o in sorted(alike, key=lambda pair: -pair[0])]
    return [name for name in dict.fromkeys(found) if name != subject.name][:_MOST_LIKELY]


def list_address(subject: Subject, entry: Entry) -> str:
    """The list of the entry's kind in its language, else in the site's own, else the front page.

    A list without a file of its own goes with the last entry in it.
    """
    graph, site = subject.graph, subject.graph.site
    pages = {address: graph.entry(*at) for at, address in graph.addresses.items()}
    others = [e for e in graph.of_kind(entry.folder, entry.language) if e.key != entry.key]
    for language in (entry.language, site.language):
        address = f"{site.prefix(language)}{site.section(entry.folder, language)}/"
        page = pages.get(address)
        if page is not None and (page.origin.path or others):
            return address
    return "/"


def led_to(drafted: Drafted, subject: Subject, target: Name | None) -> None:
    """Lead the old addresses to an entry, or to the list of the kind.

    An entry takes them as its own old addresses. Raises NoRoom, Unwritable.
    """
    for entry in subject.meant:
        old = subject.old_addresses(entry)
        if target is None:
            new = list_address(subject, entry)
            for each in old:
                setting = {"old": each, "new": new}
                drafted.put(SETTINGS, with_setting(drafted.text(SETTINGS), "redirects", setting))
            continue
        there = subject.graph.entry(target, entry.language)
        if target == subject.name:  # another language of the same
            own = subject.graph.site.language
            there = next((e for e in subject.rest if e.language is own), subject.rest[0])
        drafted.edit(there.origin.path, partial(_with_aliases, old=old))


def _with_aliases(said: Fields, *, old: Iterable[str]) -> Fields:
    given = said.get("aliases", [])
    known = given if isinstance(given, list) else [given]
    return {**said, "aliases": [*known, *(each for each in old if each not in known)]}


def gone(drafted: Drafted, subject: Subject, reason: str) -> None:
    """Have the old addresses say that the page was removed, why and when. Raises NoRoom."""
    day = subject.held.day.isoformat()
    for entry in subject.meant:
        for each in subject.old_addresses(entry):
            setting = {"address": each, "reason": reason, "date": day}
            drafted.put(SETTINGS, with_setting(drafted.text(SETTINGS), "gone", setting))


def repointed(
    drafted: Drafted, subject: Subject, new: Name | None, *, is_same: bool = False
) -> None:
    """Lead the references to an entry elsewhere, or take them away. Raises Unwritable."""
    held = subject.held
    known = {(source.folder, source.key) for source, _ in held.by_path.values()}
    is_known = known.__contains__
    change = Repointing(held.schema, is_known, subject.name, new, subject.label, is_same)
    cited = citing(held, subject.name)
    own = () if new is None else (each.origin.path for each in subject.meant)
    for path in dict.fromkeys([*cited, *own, *(_remembering(held, subject) if new else ())]):
        source, _ = held.by_path[path]
        if drafted.texts.get(path, "") is not None:
            kind = held.schema.kinds[source.folder]
            drafted.edit(path, partial(change.of, kind))


def _remembering(held: Held, subject: Subject) -> Iterator[str]:
    """The issues that remember an entry by its mark."""
    mark = "/".join(subject.name)
    for path, (_, entry) in held.by_path.items():
        marks = getattr(entry, "gathered", ())
        if any(each.partition(" ")[0] == mark for each in marks):
            yield path


def renamed(drafted: Drafted, subject: Subject, key: str) -> None:
    """Give an entry another key in all its languages: files, references, old addresses, settings.

    Raises Unwritable.
    """
    folder, site = subject.name[0], subject.graph.site
    repointed(drafted, subject, (folder, key), is_same=True)
    drafted.edit(SETTINGS, partial(_with_name, subject.name, key))
    for entry in subject.meant:
        source, _ = subject.held.by_path[entry.origin.path]
        was = address_of(entry, site)
        if entry.is_public and address_of(entry.model_copy(update={"key": key}), site) != was:
            drafted.edit(source.path, partial(_with_aliases, old=[was]))
        text = drafted.text(source.path)
        drafted.put(source.path, None)
        drafted.put(path_with_key(source, key), text)


def _with_name(old: Name, key: str, said: Fields) -> Fields:
    """The settings with an entry called otherwise, wherever they name it."""
    folder, was = old
    made = dict(said)
    if folder == Page.folder:
        if made.get("feedback_page") == was:
            made["feedback_page"] = key
        required = made.get("required_pages")
        if isinstance(required, list):
            made["required_pages"] = [key if each == was else each for each in required]
    series = made.get("series")
    if isinstance(series, list):
        made["series"] = [_about(each, old, key) for each in series]
    return made


def _about(series: Plain, old: Name, key: str) -> Plain:
    if isinstance(series, dict) and series.get("about") in {"/".join(old), old[1]}:
        about = str(series["about"])
        return {**series, "about": f"{about[: len(about) - len(old[1])]}{key}"}
    return series


def faults_of(holding: Holding, drafted: Drafted) -> tuple[Problem, ...]:
    """The errors that a build would find because of the change, and only those."""
    before = {_said(found) for found in holding.told()}
    made = holding.built(drafted.texts)
    return tuple(f for f in made.problems if f.is_error and _said(f) not in before)


def _said(found: Problem) -> tuple[object, ...]:
    """What a problem says of a file, wherever its line has moved to."""
    return found.code, found.position.path, found.values


def path_with_key(source: Source, key: str) -> str:
    """The path of a content file under another key."""
    folder, _, file = source.path.rpartition("/")
    return f"{folder}/{key}{file[len(source.key) :]}"
