"""What stands beside a form: the entry's versions, who shows it, what was saved of it.

Must never know the form itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from socomsite.checks.translations import outdated_translations
from socomsite.editor.cases import Case
from socomsite.editor.holding import Held
from socomsite.editor.store import Store
from socomsite.model.graph import Reason, withheld
from socomsite.model.references import Name

Say = Callable[..., str]
_MOST_CITING, _MOST_CHANGES = 12, 5


@dataclass(frozen=True)
class Version:
    """A language version: what it is called, how it stands, where its form is; none of this one."""

    name: str
    state: str
    address: str
    is_missing: bool = False


def versions(case: Case, held: Held, speak: Say) -> tuple[Version, ...]:
    """The language versions of an entry, those that are missing too."""
    assert held.site is not None
    there = {
        source.language
        for source, _ in held.by_path.values()
        if (source.folder, source.key) == (case.kind.folder, case.key)
    }
    old = outdated_translations(held.graph) if held.graph else ()
    older = {each.language for each in old if (each.folder, each.key) == _name(case)}
    found = []
    for each in held.site.languages:
        name = speak("side-language", language=f"language-{each.value}")
        name = name[:1].upper() + name[1:]
        if each is case.language:
            found.append(Version(name, speak("side-this"), ""))
            continue
        code = "side-missing" if each not in there else "side-older" if each in older else ""
        state = speak(code or "side-fresh")
        address = f"/sisallot/{case.kind.folder}/{case.key}/{each.value}"
        found.append(Version(name, state, address, is_missing=each not in there))
    return tuple(found)


def _name(case: Case) -> Name:
    return case.kind.folder, case.key


def citing(case: Case, held: Held) -> tuple[tuple[str, str], ...]:
    """The entries that name this one: what they are called and where their forms are."""
    graph = held.graph
    if graph is None:
        return ()
    names = dict.fromkeys(each.name for each in graph.cited_by.get(_name(case), ()))
    found = []
    for name in list(names)[:_MOST_CITING]:
        entry = graph.entry(name, case.language)
        address = f"/sisallot/{entry.folder}/{entry.key}/{entry.language.value}"
        found.append((entry.label, address))
    return tuple(found)


def state_of(case: Case, held: Held, speak: Say) -> tuple[str, str] | None:
    """Whether readers see the entry: the name of the sign for it, and words."""
    if case.entry is None or held.graph is None:
        return None
    found = withheld(case.entry, held.graph.today, drafts=False)
    if found is None:
        return None
    sign = {Reason.DRAFT: "draft", Reason.SCHEDULED: "scheduled", Reason.EXPIRED: "draft"}
    return sign[found.reason], speak(f"state-{found.reason.value}")


def kind_line(case: Case, speak: Say, name: str) -> str:
    """The kind of the entry and its language in one line."""
    shown = name[:1].upper() + name[1:]
    return speak("form-kind", kind=shown, language=f"language-{case.language.value}")


def day_of(when: dt.datetime) -> str:
    """A day as people write it: `25.1.2016`."""
    return f"{when.day}.{when.month}.{when.year}"


def history(case: Case, store: Store, speak: Say) -> tuple[str, ...]:
    """The last changes of an entry's file, newest first, a line each."""
    return tuple(
        speak(
            "side-change", when=day_of(each.when), who=each.who or speak("somebody"), what=each.what
        )
        for each in store.changes(case.path, _MOST_CHANGES)
    )
