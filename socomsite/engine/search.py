"""The search of the finished site: an index for each language, made by Pagefind.

The only importer of `pagefind_bin`, whose program it runs over a folder of copies of the pages.
Made from the pages alone, so it is remembered by their digest. Must never know templates or the
graph.
"""

from __future__ import annotations

import importlib.util
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from socomsite.baseforms import baseforms
from socomsite.digest import digest
from socomsite.engine.findable import Findable, copy
from socomsite.engine.workers import Task, Work, Workers
from socomsite.job import Artifact
from socomsite.language import Language
from socomsite.problem import Outcome, Position, Problem, Severity, problem

STEP = "search"
FOLDER = "pagefind"
_HERE = Position("site.yaml")
_COMMAND = "pip install 'socomsite[search]'"
# Of what Pagefind writes, that which its search needs: the rest is user interfaces and stemmers.
_NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
_NEEDED_SUFFIXES = (".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")


@dataclass(frozen=True)
class IndexedPage:
    """A page's copy for the indexer, by the file it stands for."""

    language: Language
    address: str
    html: str


def search(pages: Sequence[Findable], workers: Workers) -> Outcome[tuple[Artifact, ...]]:
    """The files of the search for these pages, and what they lack.

    Problem: `library-missing`, once for each library without which the search is less or nothing.
    """
    if importlib.util.find_spec("pagefind_bin") is None:
        return Outcome((), (_missing("pagefind_bin", "lost-search", _COMMAND),))
    problems: list[Problem] = []
    has_forms = baseforms() is not None
    if not has_forms and any(page.language is Language.FI for page in pages):
        command = "apt install libvoikko1 voikko-fi"
        problems.append(_missing("libvoikko", "lost-search-forms", command))
    copied = workers.map(STEP, _copying(has_forms=has_forms), pages)
    copies = tuple(each.value for each in copied if each.value)
    made = workers.map(STEP, _INDEXING, [copies])[0]
    problems += [found for each in (*copied, made) for found in each.problems]
    return Outcome(made.value or (), tuple(problems))


def _missing(library: str, lost: str, command: str) -> Problem:
    return problem(
        _HERE,
        "library-missing",
        severity=Severity.NOTICE,
        library=library,
        lost=lost,
        command=command,
    )


def _copying(*, has_forms: bool) -> Task[Findable, IndexedPage]:
    return Task(_copier, key=lambda page: digest(page, has_forms), place=lambda _: _HERE)


def _copier() -> Work[Findable, IndexedPage]:
    def work(page: Findable) -> Outcome[IndexedPage]:
        forms = baseforms() if page.language is Language.FI else None
        return Outcome(IndexedPage(page.language, page.address, copy(page, forms)))

    return work


def _indexer() -> Work[tuple[IndexedPage, ...], tuple[Artifact, ...]]:
    def work(pages: tuple[IndexedPage, ...]) -> Outcome[tuple[Artifact, ...]]:
        made: list[Artifact] = []
        for language, group in groupby(pages, key=lambda page: page.language):
            made += _index(language, tuple(group))
        return Outcome(tuple(sorted(made, key=lambda artifact: artifact.path)))

    return work


_INDEXING = Task(_indexer, key=digest, place=lambda _: _HERE)


def _index(language: Language, pages: Sequence[IndexedPage]) -> list[Artifact]:
    """The index of one language: a bundle of its own, so that other languages' pages can ask it."""
    program = importlib.import_module("pagefind_bin").get_executable()
    with tempfile.TemporaryDirectory(prefix="socomsite-") as name:
        site, bundle = Path(name) / "site", Path(name) / "bundle"
        for page in pages:
            folder = site / page.address.strip("/")
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "index.html").write_text(page.html, "utf-8")
        options = ("--silent", "--force-language", language.value)
        command = (program, "--site", site, "--output-path", bundle, *options)
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own arguments
        files = sorted(file for file in bundle.rglob("*") if file.is_file())
        return [
            Artifact(f"{FOLDER}/{language.value}/{file.relative_to(bundle).as_posix()}", data)
            for file in files
            if _is_needed(file.name, language) and (data := file.read_bytes())
        ]


def _is_needed(name: str, language: Language) -> bool:
    is_wasm = name == f"wasm.{language.value}.pagefind"
    return is_wasm or name in _NEEDED or name.endswith(_NEEDED_SUFFIXES)
