"""The content of a site as it is read and decoded, and what the checks say of it before any page.

Must never know how a page is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from socomsite.checks.attachments import check_attachments
from socomsite.checks.contrast import check_contrast
from socomsite.checks.looked import Looked, looked_over
from socomsite.checks.privacy import check_privacy
from socomsite.engine.attachments import look_into
from socomsite.engine.entrychecks import check_entries
from socomsite.engine.repeat import Sight
from socomsite.engine.sources import read_sources
from socomsite.engine.tasks import Decoded, decoding
from socomsite.engine.workers import Workers
from socomsite.formats.asset import read_asset_texts
from socomsite.formats.strings import STRINGS
from socomsite.formats.template import FOLDER as TEMPLATES
from socomsite.formats.template import Templates
from socomsite.model.attachedfiles import read_heads
from socomsite.model.graph import Graph
from socomsite.model.schema import Entry, Schema
from socomsite.model.site import FILE, Site
from socomsite.model.source import Source
from socomsite.model.textfile import Texts, read_text
from socomsite.problem import Position, Problem, problem


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
    sources, files, problems = list(found.value[0]), found.value[1], list(found.problems)
    del found  # it has the texts
    decoded = workers.map("read", decoding(root, schema), sources)
    problems += [found for each in decoded for found in each.problems]
    if not sources:
        problems.append(problem(Position("content"), "content-missing"))
    return Content(
        tuple(replace(each, text="") if each.text else each for each in sources),
        tuple(each.value or Decoded() for each in decoded),
        files,
        tuple(problems),
        laid or {},
    )


def texts_of(root: Path, content: Content, templates: Templates) -> Texts:
    """The texts of content and templates by path, read when somebody asks."""
    names = (f"{TEMPLATES}/{name}" for name, _ in templates.texts)
    return Texts(root, [*(source.path for source in content.sources), *names], content.laid)


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
