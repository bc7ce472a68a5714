"""Whether an edited entry still hangs together with the rest of its site as it did.

Must never know what is made of an entry.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from socomsite.checks.consents import check_consents
from socomsite.checks.rules import check_rules
from socomsite.engine.edits import Edit, Ground
from socomsite.engine.entrychecks import check_entries
from socomsite.engine.moved import reordered
from socomsite.model.entries import Entries
from socomsite.model.graph import Graph, Reason
from socomsite.model.references import Citation, Name, References
from socomsite.model.schema import Entry
from socomsite.model.textfile import Texts
from socomsite.model.traits import Dated
from socomsite.problem import Problem


def hangs_together(ground: Ground, edit: Edit, old: Graph, new: Graph) -> bool:
    """Whether an entry is shown, stands where it stood, and leads nowhere else.

    Nothing that was told has to do with it, and nothing has to be told of it.
    """
    told = ground.standing.told
    name, language = edit.name, edit.new.language
    path = edit.new.origin.path
    if name not in new.entries or language not in new.entries.languages(name):
        return False
    if any(found.position.path == path or path in str(found.values) for found in told):
        return False
    was, now = (
        _references(graph, entry, ground.standing.known)
        for graph, entry in ((old, edit.old), (new, edit.new))
    )
    if was != now or now[0] or not (is_of_a_day(edit.new) or _is_in_place(new, edit)):
        return False
    alone = replace(
        new, entries=Entries({name: {language: edit.new}}), withheld=(), staff=(), orders={}
    )
    texts = Texts(ground.root, [path], ground.laid)
    found = [
        *check_entries(alone, texts),
        *check_consents(alone),
        *check_rules(alone),
    ]
    return not any(each.position.path == path for each in found)


def _references(
    graph: Graph, entry: Entry, known: Collection[Name]
) -> tuple[list[Problem], set[tuple[str, str]], dict[Name, list[Citation]]]:
    """What an entry names: what is wrong with it, its files, and whom it cites."""
    checker = References(
        graph.schema,
        entries=graph.entries,
        drafts={
            (held.entry.folder, held.entry.key)
            for held in graph.withheld
            if held.reason is Reason.DRAFT
        },
        known=known,
        files={f"{folder}/{name}": "" for folder, name in graph.attachments},
    )
    checker.check(entry, is_shown=True)
    return checker.problems, checker.attachments, dict(checker.cited_by)


def is_of_a_day(entry: Entry) -> bool:
    """Whether only those of the same day may be passed by an entry that is called otherwise."""
    return isinstance(entry, Dated) and entry.has_feed


def _is_in_place(graph: Graph, edit: Edit) -> bool:
    """Whether an entry still stands between those beside it, in the lists of each language."""
    if edit.old.order(graph.today) == edit.new.order(graph.today):
        return True
    orders = dict(graph.orders)
    passed = reordered(graph, [edit.name])
    graph.orders.update(orders)
    return passed == {}
