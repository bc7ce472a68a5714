"""The content of a site as it is read and decoded, and what the checks say of it before any page.

Must never know how a page is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from socomsite.checks.accessibility import check_accessibility
from socomsite.checks.attachments import check_attachments
from socomsite.checks.contrast import check_contrast
from socomsite.checks.hosts import check_hosts
from socomsite.checks.privacy import Looked, check_privacy, looked_over
from socomsite.checks.statement import check_statement
from socomsite.checks.translations import check_translations
from socomsite.digest import digest
from socomsite.engine.attachments import look_into
from socomsite.engine.repeat import Sight
from socomsite.engine.seen import Seen
from socomsite.engine.tasks import Decoded, decoding
from socomsite.engine.workers import Workers, engine_digest
from socomsite.formats.asset import read_asset_texts
from socomsite.formats.strings import STRINGS
from socomsite.formats.template import FOLDER as TEMPLATES
from socomsite.formats.template import Templates
from socomsite.model.graph import Graph
from socomsite.model.schema import Entry, Schema
from socomsite.model.site import FILE, Site
from socomsite.model.source import Source, Texts, discover, discover_files, read_heads, read_text
from socomsite.problem import Outcome, Position, Problem, problem

_SEEN = "sources"
# With more, it is quicker to note how they stand than to read them each time.
_MOST_SAVED = 32


@dataclass(frozen=True)
class Content:
    """Every content file by its name and what it was decoded to, and the digests of attachments.

    The texts are let go: they were a sixth of the memory of a build. `laid` are those that were
    laid over what stands on disk.
    """

    sources: tuple[Source, ...]
    decoded: tuple[Decoded, ...]
    files: Mapping[str, str]
    problems: tuple[Problem, ...]
    laid: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def pairs(self) -> list[tuple[Source, Entry | None]]:
        """Each file with its entry, or None if that is not sound."""
        return [
            (source, each.entry) for source, each in zip(self.sources, self.decoded, strict=True)
        ]

    @property
    def is_sound(self) -> bool:
        """Whether every file became an entry."""
        return all(each.entry for each in self.decoded)

    @property
    def looked(self) -> dict[str, Looked]:
        """What each text holds of people and systems, by path."""
        return {
            source.path: each.looked
            for source, each in zip(self.sources, self.decoded, strict=True)
        }


def read_content(  # noqa: PLR0913 - as below
    root: Path,
    schema: Schema,
    settings: Site,
    workers: Workers,
    laid: Mapping[str, str | None] | None = None,
    sight: Sight | None = None,
) -> Content:
    """Read and decode the content of the site in a folder; `laid` and `sight` as in `read_sources`.

    Problems: those of `discover` and of decoding, and `content-missing`.
    """
    found = read_sources(root, schema, settings, workers, laid, sight)
    sources, files = found.value
    decoded = workers.map("read", decoding(root, schema), sources)
    problems = [*found.problems, *(found for each in decoded for found in each.problems)]
    if not sources:
        problems.append(problem(Position("content"), "content-missing"))
    return Content(
        tuple(replace(each, text="") if each.text else each for each in sources),
        tuple(each.value or Decoded() for each in decoded),
        files,
        tuple(problems),
        laid or {},
    )


def read_sources(  # noqa: PLR0913 - what is asked and what is known, each by its name
    root: Path,
    schema: Schema,
    settings: Site,
    workers: Workers,
    laid: Mapping[str, str | None] | None = None,
    sight: Sight | None = None,
) -> Outcome[tuple[tuple[Source, ...], Mapping[str, str]]]:
    """The content files of a site, and the digests of its attachments; what stands is not read.

    `laid` as in `discover`, which has the problems; `sight` if there was a look at all just now.
    """
    cache = workers.cache
    last = cache.table(_SEEN)
    seen = _seen(root, schema, settings, sight or Sight(cache.now(), {}), last)
    sources = discover(root, schema.kinds, settings.language, settings.languages, seen, laid)
    files = discover_files(root, seen)
    table = seen.table(sources, files)
    if table != last and not workers.is_partial:
        cache.keep_table(_SEEN, table)
    return Outcome((tuple(sources.value), files), sources.problems)


def _seen(root: Path, schema: Schema, settings: Site, sight: Sight, table: object) -> Seen:
    state = digest(engine_digest(), tuple(schema.kinds), settings.language, settings.languages)
    return Seen(str(root), table, state, sight)


def seen_before(
    root: Path, schema: Schema, settings: Site, workers: Workers, sight: Sight
) -> Seen | None:
    """What the last build read, if the same files stand there still; some may have been saved."""
    seen = _seen(root, schema, settings, sight, workers.cache.table(_SEEN))
    saved = seen.saved()
    return seen if saved is not None and len(saved) <= _MOST_SAVED else None


def texts_of(root: Path, content: Content, templates: Templates) -> Texts:
    """The texts of content and templates by path, read when somebody asks."""
    names = (f"{TEMPLATES}/{name}" for name, _ in templates.texts)
    return Texts(root, [*(source.path for source in content.sources), *names], content.laid)


def check_entries(graph: Graph, texts: Mapping[str, str]) -> Iterator[Problem]:
    """What the checks say of entries, whose names and texts each of them reads one by one.

    After an edit they are asked of the entry alone (`edited`).
    """
    yield from check_accessibility(graph, texts)
    yield from check_statement(graph, texts)
    yield from check_translations(graph, texts)
    yield from check_hosts(graph)


def check_content(
    root: Path, content: Content, graph: Graph, templates: Templates, workers: Workers
) -> Iterator[Problem]:
    """What the checks say of content, colours and attachments, be there pages or not."""
    texts = texts_of(root, content, templates)
    yield from check_entries(graph, texts)
    assets = read_asset_texts(root)
    for path, text in assets.items():
        if path.endswith(".css"):
            yield from check_contrast(text, path)
    heads = read_heads(root, ("/".join(name) for name in graph.attachments))
    yield from check_attachments(graph, content.files, heads)
    written = {**assets, **{f"{TEMPLATES}/{name}": text for name, text in templates.texts}}
    written |= _settings(root)
    looked = content.looked | {path: looked_over(path, text) for path, text in written.items()}
    attached = [name for folder, name in graph.attachments if folder == "files"]
    documents = look_into(root, attached, content.files, workers)
    yield from documents.problems
    paths = [*(source.path for source in content.sources), *(f"content/{n}" for n in content.files)]
    yield from check_privacy(graph, looked, paths, documents.value, written.get(FILE, ""))


def _settings(root: Path) -> Mapping[str, str]:
    """The texts beside content and templates, by path: settings, and the interface's words."""
    read = {path: read_text(root / path, root, path) for path in (FILE, f"{TEMPLATES}/{STRINGS}")}
    return {path: each.value for path, each in read.items() if each.value is not None}
