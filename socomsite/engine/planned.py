"""What the last whole build planned, in one table of plain values that is quickly read.

Who stands where, each file with the key of what it was made from, and which files asked what of
which entry. Entries and bytes stay in the cache until somebody asks for them. Must never know how
a page is planned or made.
"""

from __future__ import annotations

import datetime as dt
import os
import pickle
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any, cast

from socomsite.digest import digest
from socomsite.engine.briefs import keep_briefs
from socomsite.engine.cache import Cache
from socomsite.engine.repeat import libraries
from socomsite.engine.retemplated import Then, then
from socomsite.engine.seen import Seen
from socomsite.engine.stamps import digest_of_file
from socomsite.engine.stood import File
from socomsite.engine.workers import Workers, engine_digest
from socomsite.formats.listing import Arranged
from socomsite.formats.planning import Followed, Planning
from socomsite.formats.template import FOLDER as TEMPLATES
from socomsite.formats.template import is_template
from socomsite.job import Artifact, Job
from socomsite.language import Language
from socomsite.model.entries import Entries, Question
from socomsite.model.graph import Graph
from socomsite.model.kinds import Bulletin
from socomsite.model.ledger import FILE as LEDGER
from socomsite.model.references import Citation, Name
from socomsite.model.schema import Schema
from socomsite.model.site import FILE, Site
from socomsite.model.source import Source, read_again
from socomsite.problem import Outcome, Problem

_TABLE = "planned"
_MOST_BYTES = 1 << 26
# To keep what is known of more files takes longer than to begin a process for it.
_MANY = 1000
# What may be otherwise next time, or is told of by linking and looked for in pages too.
_PASSING = frozenset({"library-missing", "foreign-request"})
#: Path, folder, key, language and digest of a source.
SourceRow = tuple[str, str, str, str, str]
#: The numbers of the files that asked a question, by its parts.
Asked = dict[str, dict[str, dict[str, list[int]]]]
_LANGUAGES = {language.value: language for language in Language}


@dataclass(frozen=True)
class Standing:
    """What the last whole build of a site planned and told, as the table has it.

    `names` are the languages of each entry.
    """

    sources: Sequence[SourceRow]
    names: Mapping[Name, Sequence[str]]
    rows: Mapping[str, Any]

    @cached_property
    def _places(self) -> Mapping[tuple[str, str, str], int]:
        """Where each source stands among all, by folder, key and language."""
        return {row[1:4]: place for place, row in enumerate(self.sources)}

    def place_of(self, name: Name, language: Language) -> int | None:
        """Where the source of an entry stands among all, if there was a file for it."""
        return self._places.get((*name, language))

    def path_of(self, address: str) -> str | None:
        """The path of the file whose page stood at an address, if there was one."""
        owner = self.rows["owners"].get(address)
        place = self._places.get((*owner[0], owner[1])) if owner else None
        return None if place is None else self.sources[place][0]

    def saved(self, seen: Seen, root: Path) -> dict[int, Source] | None:
        """The sources that are not what they were, by their places, as their files stand now.

        None if the site had other files.
        """
        digests, saved = seen.digests, set(seen.saved or ())
        if len(digests) != len(self.sources):
            return None
        found = {}
        for place, (path, folder, key, language, mark) in enumerate(self.sources):
            now = digests.get(path)
            if now is None:
                return None
            if now != mark or path in saved:
                was = Source(path, folder, key, _LANGUAGES[language], mark=mark)
                source = read_again(was, root)
                if source.digest != mark:
                    found[place] = source
        return found

    @property
    def known(self) -> Collection[Name]:
        """The names of all entries, also of those that are not shown."""
        return _Both(self.names, self.rows["hidden"])

    @property
    def made_up(self) -> Mapping[tuple[str, str, str], bytes]:
        """The entries that no file stands for, pickled."""
        return cast("Mapping[tuple[str, str, str], bytes]", self.rows["made_up"])

    @property
    def files(self) -> Sequence[File]:
        """The files of the site, by path."""
        return cast("Sequence[File]", self.rows["files"])

    @property
    def common(self) -> frozenset[Question]:
        """What was asked for all pages."""
        return cast("frozenset[Question]", self.rows["common"])

    def who_asked(self, question: Question) -> Sequence[int]:
        """The numbers of the files that asked it."""
        manner, folder, key = question
        return cast(
            "Sequence[int]", self.rows["asked"].get(manner, {}).get(folder, {}).get(key, ())
        )

    @property
    def told(self) -> tuple[Problem, ...]:
        """The problems that were told."""
        return cast("tuple[Problem, ...]", pickle.loads(self.rows["told"]))  # noqa: S301 - our own

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was told of the files that were made."""
        return bool(self.rows["is_quiet"])

    @property
    def templates(self) -> Then:
        """The templates of then."""
        return Then(self.rows["templates"], self.rows["recipes"], self.rows["watched"])

    def graph(self, site: Site, schema: Schema, today: dt.date, entries: Entries) -> Graph:
        """The graph of then, with these entries."""
        rows = self.rows
        withheld, staff = pickle.loads(rows["withheld"])  # noqa: S301 - our own
        return Graph(
            site=site,
            schema=schema,
            today=today,
            entries=entries,
            addresses=rows["addresses"],  # a language is its tag
            cited_by=_Citations(rows["cited_by"]),
            withheld=withheld,
            staff=staff,
            attachments=frozenset(rows["attachments"]),
            orders={(f, _LANGUAGES[n]): keys for f, n, keys in rows["orders"]},
            owners=_Addresses(rows["owners"]),
        )

    def planning(self, graph: Graph, planning: Planning) -> Planning:
        """The planning of then, from a graph; templates are those of `planning`."""
        rows = self.rows
        return Planning(
            graph,
            planning.templates,
            rows["assets"],
            share=rows["share"],
            originals=pickle.loads(rows["originals"]),  # noqa: S301 - our own
            followed=self._followed,
            arranged=dict(self._arranged),
        )

    @cached_property
    def _followed(self) -> dict[str, tuple[Followed, ...]]:
        """What stands in the feed of each page."""
        return {
            page: tuple(
                (dt.date.fromordinal(day), (folder, key), _LANGUAGES[language])
                for day, folder, key, language in found
            )
            for page, found in self.rows["followed"]
        }

    @cached_property
    def _arranged(self) -> dict[tuple[str, int], Arranged]:
        """How each list was arranged."""
        return {
            (page, place): Arranged(
                total,
                each,
                tuple((*texts, language and _LANGUAGES[language]) for *texts, language in heads),
            )
            for page, place, total, each, heads in self.rows["arranged"]
        }


class _Both(Collection[Name]):
    """The names in either of two; that of ten thousand no third is made."""

    def __init__(self, one: Collection[Name], other: Collection[Name]) -> None:
        self._one = one
        self._other = other

    def __contains__(self, name: object) -> bool:
        return name in self._one or name in self._other

    def __iter__(self) -> Iterator[Name]:
        return chain(self._one, self._other)

    def __len__(self) -> int:
        return len(self._one) + len(self._other)


class _Addresses(Mapping[str, tuple[Name, Language]]):
    """Whose page stands at an address."""

    def __init__(self, rows: Mapping[str, tuple[Name, str]]) -> None:
        self._rows = rows

    def __getitem__(self, address: str) -> tuple[Name, Language]:
        name, language = self._rows[address]
        return name, _LANGUAGES[language]

    def __contains__(self, address: object) -> bool:
        return address in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class _Citations(Mapping[Name, tuple[Citation, ...]]):
    """Who names whom; of ten thousand entries only some are asked for."""

    def __init__(self, rows: Mapping[Name, Sequence[tuple[str, str, str]]]) -> None:
        self._rows = rows

    def __getitem__(self, name: Name) -> tuple[Citation, ...]:
        return tuple(Citation(field, (folder, key)) for field, folder, key in self._rows[name])

    def __iter__(self) -> Iterator[Name]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def state_of(  # noqa: PLR0913 - all that a plan hangs on beside content
    root: Path,
    schema: Schema,
    files: Mapping[str, str],
    *,
    day: dt.date,
    today: dt.date,
    drafts: bool,
) -> str:
    """Changes when anything changes of which the table does not know what hangs on it.

    That is all but content and templates: the program and its libraries, settings, promised
    addresses, words and assets, attachments, the day.
    """
    files_below = (file for file in (root / TEMPLATES).rglob("*") if file.is_file())
    below = sorted(file for file in files_below if not is_template(file, root))
    read = [root / FILE, *([ledger] if (ledger := root / LEDGER).is_file() else []), *below]
    # In bytes: the site's own folder has no letters for a machine that knows no language.
    marks = tuple((os.fsencode(file), digest_of_file(str(file.resolve()))) for file in read)
    given = tuple(sorted(files.items()))
    kinds = tuple(kind.__qualname__ for kind in schema.kinds.values())
    return digest(engine_digest(), kinds, marks, given, day, today, drafts, libraries())


def standing(cache: Cache, state: str) -> Standing | None:
    """What the last whole build left, if it was one of the same state."""
    match cache.table(_TABLE):
        case (str(was), list(sources), dict(names), dict(rows)) if was == state:
            return Standing(sources, names, rows)
    return None


@dataclass(frozen=True)
class Whole:
    """A whole and sound build, from which the next may go on: what it was made of, and all of it.

    `jobs` were rendered, in the order of the keys of that step; `made` are all files of the site.
    It `is_quiet` if nothing was told of the files that were made.
    """

    sources: Sequence[Source]
    planning: Planning
    jobs: Sequence[Job]
    made: Sequence[tuple[Job, Artifact]]
    told: Sequence[Problem]
    is_quiet: bool = True


def keep_standing(workers: Workers, state: str, whole: Whole) -> None:
    """Keep what a whole and sound build planned and told, for the next.

    It is an errand of the workers: of many files it takes as long as writing them.
    """
    keys = _keys(workers, whole)

    def work() -> None:
        keep_briefs(workers.cache, whole.planning.graph, whole.sources)
        _keep(workers.cache, state, _standing_of(whole, keys))

    if _are_kept(workers.cache, _loose_of(whole, keys)):
        workers.errand.send(work, is_long=len(whole.made) > _MANY)


def keep_renewed(workers: Workers, state: str, renewal: Renewal) -> None:
    """Keep what stands once another template has made files anew; an errand as that above."""
    if _are_kept(workers.cache, [a for _, a, key in renewal.made.values() if not key]):
        is_long = len(renewal.made) > _MANY
        workers.errand.send(lambda: _keep(workers.cache, state, renewal.standing), is_long=is_long)


def _keep(cache: Cache, state: str, found: Standing) -> None:
    rows = {name: _plain(value) for name, value in found.rows.items()}
    cache.keep_table(_TABLE, (state, found.sources, found.names, rows))


def standing_of(workers: Workers, whole: Whole) -> Standing | None:
    """What a whole and sound build planned and told; None if not all of it can be remembered."""
    keys = _keys(workers, whole)
    is_kept = _are_kept(workers.cache, _loose_of(whole, keys))
    return _standing_of(whole, keys) if is_kept else None


def _keys(workers: Workers, whole: Whole) -> dict[str, str]:
    """The key by which the cache has each file that was rendered."""
    keyed = zip(whole.jobs, workers.keys["render"], strict=True)
    return {job.path: key for job, key in keyed if key}


def _loose_of(whole: Whole, keys: Mapping[str, str]) -> list[Artifact]:
    return [made for _, made in whole.made if made.path not in keys]


def _are_kept(cache: Cache, loose: Sequence[Artifact]) -> bool:
    """Keep the files that have no key, by what they hold; whether all can be remembered."""
    keys = {_loose(each): each for each in loose}
    there = cache.get(keys)
    return sum(each.size for each in loose) <= _MOST_BYTES and cache.put(
        {
            key: pickle.dumps(Outcome(replace(each, content=each.data)), protocol=5)
            for key, each in keys.items()
            if key not in there
        }
    )


def _loose(made: Artifact) -> str:
    return f"file-{made.mark}"


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
        "files": [_file(job, a, keys.get(job.path)) for job, a in whole.made],
        "asked": _asked({}, {number: job for number, (job, _) in enumerate(whole.made)}),
        "is_quiet": whole.is_quiet,
        "templates": templates.marks,
        "recipes": templates.recipes,
        "watched": templates.watched,
        "common": frozenset(entries.common),
        "told": pickle.dumps(tuple(whole.told), protocol=5),
        "withheld": pickle.dumps((graph.withheld, graph.staff), protocol=5),
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


@dataclass(frozen=True)
class Renewal:
    """What another template made anew: these files, by number, with their keys.

    `saved` are the digests of the sources that are no longer what they were, by place.
    """

    last: Standing
    saved: Mapping[int, str]
    planning: Planning
    made: Mapping[int, tuple[Job, Artifact, str | None]]

    @property
    def standing(self) -> Standing:
        """What stands now."""
        sources, files = list(self.last.sources), list(self.last.files)
        for place, mark in self.saved.items():
            sources[place] = (*sources[place][:-1], mark)
        for number, each in self.made.items():
            files[number] = _file(*each)
        templates, common = then(self.planning.templates), self.planning.graph.entries.common
        rows = {
            **self.last.rows,
            "files": files,
            "asked": _asked(self.last.rows["asked"], {n: j for n, (j, *_) in self.made.items()}),
            "common": self.last.common | common,
            "templates": templates.marks,
            "recipes": {**self.last.templates.recipes, **templates.recipes},
        }
        return Standing(sources, self.last.names, rows)


def _file(job: Job, made: Artifact, key: str | None) -> File:
    address = made.facts.address if made.facts else None
    what = job.path, job.format, job.kind, job.is_own
    return *what, key or _loose(made), made.mark, made.size, address, job.recipe


def _asked(last: Asked, jobs: Mapping[int, Job]) -> Asked:
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

    Not from one with issues, whose paper hangs on libraries, with files whose authors are looked
    for, with people who have left, with a search, or where something is missing.
    """
    from socomsite.engine.search import STEP  # noqa: PLC0415 - an edit searches nothing

    graph = whole.planning.graph
    return not (
        graph.departures
        or graph.broken
        or any(folder == "files" for folder, _ in graph.attachments)
        or any(folder == Bulletin.folder for folder, _ in graph.entries)
        or any(job.format == STEP for job, _ in whole.made)
        or any(found.is_error or found.code in _PASSING for found in whole.told)
    )


def _plain(value: object) -> object:
    """The value as it can be kept: words and keys may be of kinds of text that hold more."""
    match value:
        case str():
            return str(value)
        case list() | tuple():
            return tuple(map(_plain, value))
    return value
