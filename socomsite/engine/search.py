"""The search of the finished site: an index for each language, made by Pagefind.

The only importer of `pagefind_bin`, whose program it runs over a folder of copies of the pages.
Made from the pages alone, so it is remembered by their digest. Must never know templates or the
graph.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path, PurePosixPath

from socomsite.baseforms import baseforms
from socomsite.digest import digest
from socomsite.engine.findable import Findable, copy, words_of
from socomsite.engine.workers import Task, Work, Workers
from socomsite.job import Artifact
from socomsite.language import Language
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


def search(pages: Sequence[Findable], workers: Workers) -> Outcome[tuple[Artifact, ...]]:
    """The files of the search for these pages, and what they lack.

    Problem: `library-missing`, once for each library without which the search is less or nothing.
    """
    problems = list(lacking(page.language for page in pages))
    if not _has_pagefind():
        return Outcome((), tuple(problems))
    has_forms = baseforms() is not None
    copied = workers.map(STEP, _copying(has_forms=has_forms), pages)
    copies = [each.value for each in copied if each.value]
    languages = [tuple(found) for _, found in groupby(copies, key=lambda page: page.language)]
    made = workers.map(STEP, _INDEXING, languages)
    problems += [found for each in copied for found in each.problems]
    problems += [found for each in made for found in each.problems]
    files = (artifact for each in made for artifact in each.value or ())
    return Outcome(tuple(sorted(files, key=lambda file: file.path)), tuple(problems))


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


def _indexer() -> Work[tuple[IndexedPage, ...], tuple[Artifact, ...]]:
    return lambda pages: Outcome(_index(pages))


_INDEXING = Task(_indexer, key=digest, place=lambda _: _HERE)


def _index(pages: Sequence[IndexedPage]) -> tuple[Artifact, ...]:
    """The index of one language's pages: a bundle of its own, so that any page can ask it."""
    language = pages[0].language
    from pagefind_bin import get_executable  # noqa: PLC0415 - a site without it builds too

    with tempfile.TemporaryDirectory(prefix="socomsite-") as name:
        site, bundle = Path(name) / "site", Path(name) / "bundle"
        for page in pages:
            folder = site / page.address.strip("/")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.html").write_text(page.html, "utf-8")
        options = ("--silent", "--force-language", language.value)
        command = (get_executable(), "--site", site, "--output-path", bundle, *options)
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own arguments
        made = {
            file.relative_to(bundle).as_posix(): file.read_bytes()
            for file in sorted(bundle.rglob("*"))
            if _is_needed(file.name, language)
        }
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
