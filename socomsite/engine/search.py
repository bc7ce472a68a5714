"""The search of the finished site: an index for each language, made by Pagefind.

Pagefind gets copies of the pages (`pagefind`). Made from the pages alone, so it is remembered by
their digest. Must never know templates or the graph.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from socomsite.baseforms import baseforms
from socomsite.digest import digest
from socomsite.engine.findable import Findable, copy, words_of
from socomsite.engine.outcomes import unpickled
from socomsite.engine.pagefind import bundle
from socomsite.engine.workers import Task, Work, Workers
from socomsite.job import Artifact, Job
from socomsite.language import BY_TAG, Language
from socomsite.problem import Outcome, Position, Problem, library_missing

STEP = "search"
FOLDER = "pagefind"
_HERE = Position("site.yaml")
#: The words among which the nearest to a misspelt one is sought.
_WORDS = "words.txt"
_FACETS = "facets.json"
_COMMAND = "pip install 'socomsite[search]'"
# Of what Pagefind writes, that which its search needs: the rest is user interfaces and stemmers.
_NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
_FRAGMENT = ".pf_fragment"
_NEEDED_SUFFIXES = (".pf_meta", ".pf_index", _FRAGMENT)
_SIGNATURE = b"pagefind_dcd"
#: The language of a finished page, its address, and the key by which the cache has its copy.
Copied = tuple[str, str, str]


@dataclass(frozen=True)
class Search:
    """The files of the search by path, and the copies that it was made of, by language."""

    files: tuple[Artifact, ...] = ()
    copies: tuple[Copied, ...] = ()


#: That of a site without a page that searches.
NO_SEARCH = Search()


@dataclass(frozen=True)
class IndexedPage:
    """A page's copy for the indexer, by its address.

    `words` are those that can be meant on it, `facets` its kind, topics and years.
    """

    language: Language
    address: str
    html: str
    words: tuple[str, ...]
    facets: tuple[str, tuple[str, ...], tuple[int, ...]]


def search(pages: Sequence[Findable], workers: Workers) -> Outcome[Search]:
    """The search for these pages, and what it lacks.

    Problem: `library-missing`, once for each library without which the search is less or nothing.
    """
    problems = list(lacking(page.language for page in pages))
    if not _has_pagefind():
        return Outcome(NO_SEARCH, tuple(problems))
    copied = workers.map(STEP, _copying(has_forms=baseforms() is not None), pages)
    copies, found = [], []
    for page, each, key in zip(pages, copied, workers.keys[STEP], strict=True):
        if each.value:  # or it would be in the index as if it were not there
            copies.append((page.language.value, page.address, key or ""))
            found.append(each.value)
    made = _indexed(copies, found, workers)
    problems += [told for each in copied for told in each.problems]
    return Outcome(Search(made.value, tuple(copies)), (*problems, *made.problems))


def search_again(
    last: Sequence[Copied], pages: Sequence[Findable], workers: Workers
) -> Mapping[Language, tuple[Artifact, ...]] | None:
    """The files of the search of those languages in which it differs from the `last`, by language.

    `pages` are those that are otherwise than they were. None if something has to be told, or a copy
    of another page is no longer remembered.
    """
    copied = workers.map(STEP, _copying(has_forms=baseforms() is not None), pages)
    if any(each.problems for each in copied):
        return None
    keys = [key or "" for key in workers.keys[STEP]]
    fresh = dict(zip(keys, (each.value for each in copied), strict=True))
    now = dict(zip(((page.language.value, page.address) for page in pages), keys, strict=True))
    copies = [(tag, address, now.get((tag, address), key)) for tag, address, key in last]
    differing = {tag for (tag, _, key), (*_, was) in zip(copies, last, strict=True) if key != was}
    copies = [each for each in copies if each[0] in differing]
    stored = workers.cache.get(key for *_, key in copies if key not in fresh)
    found = []
    for *_, key in copies:
        outcome = unpickled(stored.get(key))
        page = fresh.get(key) or (outcome.value if outcome else None)
        if not isinstance(page, IndexedPage):
            return None
        found.append(page)
    made = _indexed(copies, found, workers)
    if made.problems:
        return None
    by_language = groupby(made.value, key=lambda file: language_of(file.path))
    return {language: tuple(files) for language, files in by_language}


def with_job(file: Artifact) -> tuple[Job, Artifact]:
    """A file of the search with the job that stands for it among those of other files."""
    return Job(file.path, STEP, None, ""), file


def language_of(path: str) -> Language:
    """The language of the search that a file belongs to."""
    return BY_TAG[path.split("/")[1]]


def _indexed(
    copies: Sequence[Copied], pages: Iterable[IndexedPage], workers: Workers
) -> Outcome[tuple[Artifact, ...]]:
    """The files of the search over these copies, which are told and at hand, by path."""
    pairs = zip(copies, pages, strict=True)
    by_language = [list(found) for _, found in groupby(pairs, key=lambda pair: pair[0][0])]
    languages = [
        _Copies(tuple(key for (*_, key), _ in found), tuple(page for _, page in found))
        for found in by_language
    ]
    made = workers.map(STEP, _INDEXING, languages)
    files = (artifact for each in made for artifact in each.value or ())
    problems = tuple(told for each in made for told in each.problems)
    return Outcome(tuple(sorted(files, key=lambda file: file.path)), problems)


def lacking(languages: Iterable[Language]) -> Iterator[Problem]:
    """What a search in these languages lacks: the problems of `search`."""
    if not _has_pagefind():
        yield library_missing(_HERE, "pagefind_bin", lost="lost-search", command=_COMMAND)
    elif baseforms() is None and Language.FI in languages:
        command = "apt install libvoikko1 voikko-fi"
        yield library_missing(_HERE, "libvoikko", lost="lost-search-forms", command=command)


def _has_pagefind() -> bool:
    return importlib.util.find_spec("pagefind_bin") is not None


def _copying(*, has_forms: bool) -> Task[Findable, IndexedPage]:
    return Task(_copier, key=lambda page: digest(page, has_forms), place=lambda _: _HERE)


def _copier() -> Work[Findable, IndexedPage]:
    def work(page: Findable) -> Outcome[IndexedPage]:
        forms = baseforms() if page.language is Language.FI else None
        words = words_of(page, forms)
        facets = (page.kind, page.topics, page.years)
        return Outcome(IndexedPage(page.language, page.address, copy(page, forms), words, facets))

    return work


@dataclass(frozen=True)
class _Copies:
    """The copies of one language, and the keys that stand for what is in them."""

    keys: tuple[str, ...]
    pages: tuple[IndexedPage, ...]


def _indexer() -> Work[_Copies, tuple[Artifact, ...]]:
    return lambda copies: Outcome(_index(copies.pages))


_INDEXING = Task(_indexer, key=lambda copies: digest(copies.keys), place=lambda _: _HERE)


def _index(pages: Sequence[IndexedPage]) -> tuple[Artifact, ...]:
    """The index of one language's pages: a bundle of its own, so that any page can ask it."""
    language = pages[0].language
    found = bundle([(page.address, page.html) for page in pages], language)
    made = {path: data for path, data in found if _is_needed(PurePosixPath(path).name, language)}
    made[_WORDS] = "\n".join(sorted({word for page in pages for word in page.words})).encode()
    made[_FACETS] = _facets(pages, made)
    return tuple(
        Artifact(f"{FOLDER}/{language.value}/{path}", data) for path, data in sorted(made.items())
    )


def _facets(pages: Sequence[IndexedPage], made: Mapping[str, bytes]) -> bytes:
    """What narrows a search, by the name that the index gives a page.

    Pagefind has filters of its own, but writes them in another order each time.
    """
    by_address = {page.address: page.facets for page in pages}
    found = {}
    for path, data in made.items():
        if path.endswith(_FRAGMENT):
            text = gzip.decompress(data).removeprefix(_SIGNATURE)
            found[PurePosixPath(path).stem] = by_address[json.loads(text)["url"]]
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _is_needed(name: str, language: Language) -> bool:
    is_wasm = name == f"wasm.{language.value}.pagefind"
    return is_wasm or name in _NEEDED or name.endswith(_NEEDED_SUFFIXES)
