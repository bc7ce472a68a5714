"""The entries of the last whole build, each as it was, read when somebody asks for it.

Must never know what differs now.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from socomsite.engine.briefs import Briefs, briefs_of
from socomsite.engine.outcomes import unpickled
from socomsite.engine.planned import Standing
from socomsite.engine.tasks import Decoded
from socomsite.engine.workers import Task, Workers, kept_by
from socomsite.language import BY_TAG, Language
from socomsite.model.departed import cleared
from socomsite.model.entries import Entries
from socomsite.model.graph import Graph
from socomsite.model.references import Name
from socomsite.model.schema import Entry, Schema
from socomsite.model.source import Source
from socomsite.problem import Outcome

# For fewer cards it is quicker to read whole entries than the table of all that have no texts.
_MANY_CARDS = 100
# Who asks for all asks for one after the other. So many are fetched at once, and held.
_AT_ONCE, _MOST_HELD = 16, 2000
_At = tuple[Name, Language]


class ForgottenError(Exception):
    """Something that the last build left is no longer in the cache."""


class Recalled:
    """Entries as the last whole build read them, for this process and those forked from it."""

    def __init__(
        self, standing: Standing, workers: Workers, schema: Schema, task: Task[Source, Decoded]
    ) -> None:
        """Those of a table; `task` is the one by which they were decoded."""
        self._standing = standing
        self._workers = workers
        self._schema = schema
        self._task = task
        self._loaded: dict[_At, Entry] = {}
        self._briefs = Briefs({})
        self._at_once = 1
        self._fetched: dict[int, bytes] = {}

    def entries(self, now: Mapping[_At, Entry]) -> Entries:
        """All entries, of which some are otherwise `now`."""

        def whole(name: Name, language: Language) -> Entry:
            return now.get((name, language)) or self._load((name, language))

        def brief(name: Name, language: Language) -> Entry:
            return now.get((name, language)) or self._brief((name, language))

        return Entries(_OnDemand(self._standing.names, whole), brief)

    def decoded(self, place: int) -> Outcome[Decoded]:
        """What became of the source at a place among all. Raises ForgottenError."""
        warm = self._workers.warm
        if warm and (near := warm.outcomes("read").get(self._key(place))):
            return near
        found = unpickled(self._data(place))
        if found is None or not isinstance(found.value, Decoded):
            raise ForgottenError
        return found

    def expect_all(self) -> None:
        """Whoever is forked from here will ask for all entries, in the order of their sources."""
        self._briefs = briefs_of(self._workers.cache, self._schema, self._standing.departures)
        self._at_once = _AT_ONCE

    def expect(self, graph: Graph, pages: frozenset[str]) -> None:
        """Load at once the entries that name those of some pages: their cards stand there."""
        owners = (graph.by_address.get(f"/{path.removesuffix('index.html')}") for path in pages)
        naming = {c.name for owner in owners if owner for c in graph.cited_by.get(owner[0], ())}
        wanted, warm = {}, self._workers.warm
        if len(naming) > _MANY_CARDS and not warm:
            self._briefs = briefs_of(self._workers.cache, self._schema, self._standing.departures)
        for name in naming:
            at = name, graph.language_of(name, graph.site.language)
            place = self._standing.place_of(*at)
            if place is not None and at not in self._loaded and not self._is_brief(at):
                key = self._key(place)
                if warm and key in warm.outcomes("read"):
                    self._load(at)
                else:
                    wanted[key] = at
        for key, data in self._workers.cache.get(wanted).items():
            found = unpickled(data)
            if found and isinstance(found.value, Decoded) and found.value.entry:
                self._loaded[wanted[key]] = self._shown(found.value.entry)

    def _load(self, at: _At) -> Entry:
        found = self._loaded.get(at)
        if found is None:
            if len(self._loaded) >= _MOST_HELD:
                self._loaded.clear()
            found = self._loaded[at] = self._read(at)
        return found

    def _read(self, at: _At) -> Entry:
        name, language = at
        made_up = self._standing.made_up.get((*name, language.value))
        if made_up:
            entry: Entry = pickle.loads(made_up)  # noqa: S301 - our own file
            return entry
        place = self._standing.place_of(*at)
        found = None if place is None else self.decoded(place).value.entry
        if found is None:
            raise ForgottenError
        return self._shown(found)

    def _shown(self, entry: Entry) -> Entry:
        return cleared(entry, self._standing.departures)

    def _brief(self, at: _At) -> Entry:
        """An entry without its texts, if it was not needed whole yet."""
        whole = self._loaded.get(at)
        return whole or (self._briefs.entry(*at) if self._is_brief(at) else self._load(at))

    def _is_brief(self, at: _At) -> bool:
        """Whether it is kept what an entry is beside its texts."""
        place = self._standing.place_of(*at)
        return place is not None and self._briefs.has(*at, self._standing.sources[place][-1])

    def _data(self, place: int) -> bytes | None:
        if self._at_once == 1:
            return self._workers.cache.fetch(self._key(place))
        if place not in self._fetched:
            last = min(place + self._at_once, len(self._standing.sources))
            keys = {self._key(each): each for each in range(place, last)}
            self._fetched = {keys[key]: data for key, data in self._workers.cache.get(keys).items()}
        return self._fetched.get(place)

    def _key(self, place: int) -> str:
        path, folder, key, language, mark = self._standing.sources[place]
        source = Source(path, folder, key, BY_TAG[language], mark=mark)
        return kept_by("read", self._task.key(source) or "")


class _OnDemand(Mapping[Name, Mapping[Language, Entry]]):
    """Entries of these names, in these languages, each loaded when somebody asks for it."""

    def __init__(
        self, names: Mapping[Name, Sequence[str]], load: Callable[[Name, Language], Entry]
    ) -> None:
        self._names = names
        self._load = load

    def __getitem__(self, name: Name) -> Mapping[Language, Entry]:
        languages = tuple(BY_TAG[each] for each in self._names[name])
        return _Versions(languages, partial(self._load, name))

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[Name]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class _Versions(Mapping[Language, Entry]):
    def __init__(self, languages: tuple[Language, ...], load: Callable[[Language], Entry]) -> None:
        self._languages = languages
        self._load = load

    def __getitem__(self, language: Language) -> Entry:
        if language not in self._languages:
            raise KeyError(language)
        return self._load(language)

    def __contains__(self, language: object) -> bool:
        return language in self._languages

    def __iter__(self) -> Iterator[Language]:
        return iter(self._languages)

    def __len__(self) -> int:
        return len(self._languages)
