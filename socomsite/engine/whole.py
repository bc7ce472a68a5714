"""A whole and sound build, and what is kept of it for the next: the table of its plan.

Must never know how a page is planned or made.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from socomsite.engine.briefs import keep_briefs
from socomsite.engine.planned import Asked, Standing, keep_table
from socomsite.engine.retemplated import then
from socomsite.engine.stood import file_of, keep_loose
from socomsite.engine.workers import Workers
from socomsite.formats.planning import Planning
from socomsite.job import Artifact, Job
from socomsite.model.source import Source
from socomsite.problem import Problem

# To keep what is known of more files takes longer than to begin a process for it.
MANY = 1000
# What may be otherwise next time, or is told of by linking and looked for in pages too.
_PASSING = frozenset({"library-missing", "foreign-request"})


@dataclass(frozen=True)
class Whole:
    """A whole and sound build, from which the next may go on: what it was made of, and all of it.

    `jobs` were rendered, in the order of the keys of that step; `made` are all files of the site.
    `copies` are those of pages that the search was made of. It `is_quiet` if nothing was told of
    the files that were made.
    """

    sources: Sequence[Source]
    planning: Planning
    jobs: Sequence[Job]
    made: Sequence[tuple[Job, Artifact]]
    told: Sequence[Problem]
    copies: tuple[tuple[str, str, str], ...] = ()
    is_quiet: bool = True


def keep_standing(workers: Workers, state: str, whole: Whole) -> None:
    """Keep what a whole and sound build planned and told, for the next.

    It is an errand of the workers: of many files it takes as long as writing them.
    """
    keys = _keys(workers, whole)

    def work() -> None:
        keep_briefs(workers.cache, whole.planning.graph, whole.sources)
        keep_table(workers.cache, state, _standing_of(whole, keys))

    if keep_loose(workers.cache, _loose_of(whole, keys)):
        workers.errand.send(work, is_long=len(whole.made) > MANY)


def standing_of(workers: Workers, whole: Whole) -> Standing | None:
    """What a whole and sound build planned and told; None if not all of it can be remembered."""
    keys = _keys(workers, whole)
    is_kept = keep_loose(workers.cache, _loose_of(whole, keys))
    return _standing_of(whole, keys) if is_kept else None


def _keys(workers: Workers, whole: Whole) -> dict[str, str]:
    """The key by which the cache has each file that was rendered."""
    keyed = zip(whole.jobs, workers.keys["render"], strict=True)
    return {job.path: key for job, key in keyed if key}


def _loose_of(whole: Whole, keys: Mapping[str, str]) -> list[Artifact]:
    return [made for _, made in whole.made if made.path not in keys]


def _standing_of(whole: Whole, keys: Mapping[str, str]) -> Standing:
    planning, graph = whole.planning, whole.planning.graph
    entries, templates = graph.entries, then(planning.templates)
    made_up = {
        (*name, language.value): pickle.dumps(entry, protocol=5)
        for name in entries
        for language in entries.languages(name)
        if not (entry := entries[name][language]).origin.path
    }
    names = {name: tuple(each.value for each in entries.languages(name)) for name in entries}
    rows: dict[str, Any] = {
        "made_up": made_up,
        "files": [file_of(job, a, keys.get(job.path)) for job, a in whole.made],
        "asked": asked_by({}, {number: job for number, (job, _) in enumerate(whole.made)}),
        "is_quiet": whole.is_quiet,
        "copies": whole.copies,
        "templates": templates.marks,
        "names": templates.names,
        "recipes": templates.recipes,
        "watched": templates.watched,
        "common": frozenset(entries.common),
        "told": pickle.dumps(tuple(whole.told), protocol=5),
        "withheld": pickle.dumps((graph.withheld, graph.staff), protocol=5),
        "departures": pickle.dumps(graph.departures, protocol=5),
        "addresses": {
            (name, language.value): at for (name, language), at in graph.addresses.items()
        },
        "owners": {at: (name, each.value) for at, (name, each) in graph.by_address.items()},
        "hidden": frozenset((each.folder, each.key) for each in whole.sources) - names.keys(),
        "cited_by": {
            name: [(c.field, *c.name) for c in citations]
            for name, citations in graph.cited_by.items()
        },
        "attachments": frozenset(graph.attachments),
        "orders": [(folder, each.value, keys) for (folder, each), keys in graph.orders.items()],
        "assets": dict(planning.assets),
        "share": planning.share,
        "originals": pickle.dumps(dict(planning.originals), protocol=5),
        "followed": [
            (page, [(day.toordinal(), *name, each.value) for day, name, each in found])
            for page, found in planning.feeds.items()
        ],
        "arranged": [
            (*at, each.total, each.rows, [(*texts, n and n.value) for *texts, n in each.headings])
            for at, each in planning.arranged.items()
        ],
    }
    sources = [(s.path, s.folder, s.key, s.language.value, s.digest) for s in whole.sources]
    return Standing(sources, names, rows)


def asked_by(last: Asked, jobs: Mapping[int, Job]) -> Asked:
    """Who asks what: as it was, but for those files whose jobs are given."""
    asked: Asked = {
        manner: {
            folder: {
                key: [number for number in numbers if number not in jobs]
                for key, numbers in of_folder.items()
            }
            for folder, of_folder in of_manner.items()
        }
        for manner, of_manner in last.items()
    }
    for number, job in jobs.items():
        for manner, folder, key in job.asked:
            of_folder = asked.setdefault(manner, {}).setdefault(folder, {})
            of_folder.setdefault(key, []).append(number)
    return asked


def is_fit(whole: Whole) -> bool:
    """Whether the next build may go on from a whole and sound one.

    Not from one where something is missing or cannot be read.
    """
    return not (
        whole.planning.graph.broken
        or any(found.is_error or found.code in _PASSING for found in whole.told)
    )
