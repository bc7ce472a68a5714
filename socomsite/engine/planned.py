"""What the last whole build planned, in one table of plain values that is quickly read.

Who stands where, each file with the key of what it was made from, and which files asked what of
which entry. Entries and bytes stay in the cache until somebody asks for them. Must never know how
a page is planned or made.
"""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from socomsite.engine.cache import Cache
from socomsite.engine.lookups import Both, Citations, Owners
from socomsite.engine.retemplated import Then
from socomsite.engine.seen import Seen
from socomsite.engine.stood import File
from socomsite.formats.listing import Arranged
from socomsite.formats.planning import Followed, Planning
from socomsite.language import BY_TAG, Language
from socomsite.model.departed import Departure
from socomsite.model.entries import Entries, Question
from socomsite.model.graph import Graph
from socomsite.model.references import Name
from socomsite.model.schema import Schema
from socomsite.model.site import Site
from socomsite.model.source import Source, read_again
from socomsite.problem import Problem

_TABLE = "planned"
#: Path, folder, key, language and digest of a source.
SourceRow = tuple[str, str, str, str, str]
#: The numbers of the files that asked a question, by its parts.
Asked = dict[str, dict[str, dict[str, list[int]]]]


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
                was = Source(path, folder, key, BY_TAG[language], mark=mark)
                source = read_again(was, root)
                if source.digest != mark:
                    found[place] = source
        return found

    @property
    def known(self) -> Collection[Name]:
        """The names of all entries, also of those that are not shown."""
        return Both(self.names, self.rows["hidden"])

    @property
    def made_up(self) -> Mapping[tuple[str, str, str], bytes]:
        """The entries that no file stands for, pickled."""
        return cast("Mapping[tuple[str, str, str], bytes]", self.rows["made_up"])

    @cached_property
    def departures(self) -> tuple[Departure, ...]:
        """Who has left, whose addresses no entry shows."""
        return cast("tuple[Departure, ...]", pickle.loads(self.rows["departures"]))  # noqa: S301 - our own

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
    def copies(self) -> Sequence[tuple[str, str, str]]:
        """The copies of pages that the search was made of: language, address, key of the cache."""
        return cast("Sequence[tuple[str, str, str]]", self.rows["copies"])

    @property
    def is_quiet(self) -> bool:
        """Whether nothing was told of the files that were made."""
        return bool(self.rows["is_quiet"])

    @property
    def templates(self) -> Then:
        """The templates of then."""
        return Then(*(self.rows[name] for name in ("templates", "recipes", "watched", "names")))

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
            cited_by=Citations(rows["cited_by"]),
            withheld=withheld,
            staff=staff,
            departures=self.departures,
            attachments=frozenset(rows["attachments"]),
            orders={(f, BY_TAG[n]): keys for f, n, keys in rows["orders"]},
            owners=Owners(rows["owners"]),
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
                (dt.date.fromordinal(day), (folder, key), BY_TAG[language])
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
                tuple((*texts, language and BY_TAG[language]) for *texts, language in heads),
            )
            for page, place, total, each, heads in self.rows["arranged"]
        }


def standing(cache: Cache, state: str) -> Standing | None:
    """What the last whole build left, if it was one of the same state."""
    match cache.table(_TABLE):
        case (str(was), list(sources), dict(names), dict(rows)) if was == state:
            return Standing(sources, names, rows)
    return None


def keep_table(cache: Cache, state: str, found: Standing) -> None:
    """Keep what stands for the next build, if that is of the same state."""
    rows = {name: _plain(value) for name, value in found.rows.items()}
    cache.keep_table(_TABLE, (state, found.sources, found.names, rows))


def _plain(value: object) -> object:
    """The value as it can be kept: words and keys may be of kinds of text that hold more."""
    match value:
        case str():
            return str(value)
        case list() | tuple():
            return tuple(map(_plain, value))
    return value
