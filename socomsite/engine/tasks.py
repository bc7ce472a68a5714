"""The work of a build that is remembered and shared out: decoding, measuring, rendering.

Says what each value is remembered by and what makes it; must never know the order of the stages.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from socomsite.checks.looked import NOTHING, Looked, looked_over
from socomsite.digest import digest
from socomsite.engine.aside import Aside
from socomsite.engine.light import lean, made_of, row_aside, row_of
from socomsite.engine.workers import Light, Outlines, Task, Work, Workers
from socomsite.formats import HEAVY, format_of, key_of
from socomsite.formats.outlines import Outline, whole
from socomsite.formats.planning import Tools
from socomsite.formats.rendering import Renderer
from socomsite.formats.template import Templates
from socomsite.job import Artifact, Job
from socomsite.model.attachedfiles import read_file
from socomsite.model.decode import Decoder
from socomsite.model.entries import Question
from socomsite.model.graph import Graph
from socomsite.model.originals import Original, library
from socomsite.model.schema import Entry, Schema
from socomsite.model.site import FILE
from socomsite.model.source import Source
from socomsite.problem import Outcome, Position, library_missing


def measure(
    root: Path, graph: Graph, files: Mapping[str, str], workers: Workers
) -> Outcome[Mapping[str, Original]]:
    """The pictures that entries show, by name below `content/pictures/`, each as it is.

    Problems: those of measuring one, and `library-missing`, a notice, with no picture at all.
    """
    names = sorted(name for folder, name in graph.attachments if folder == "pictures")
    if not names:
        return Outcome({})
    version = library()
    if not version:
        here, command = Position("content/pictures"), "pip install 'pillow>=11.3'"
        lost = library_missing(here, "Pillow", lost="lost-pictures", command=command)
        return Outcome({}, (lost,))
    values = [(name, files[f"pictures/{name}"]) for name in names]
    found = workers.map("measure", measuring(root, version), values)
    originals = {name: each.value for name, each in zip(names, found, strict=True) if each.value}
    return Outcome(originals, tuple(problem for each in found for problem in each.problems))


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one source holds: its entry, if it is sound, and what of people and systems."""

    entry: Entry | None = None
    looked: Looked = NOTHING

    def __reduce__(self) -> tuple[type[Decoded], tuple[object, ...]]:
        """What makes it again, as of a `Position`."""
        return Decoded, (self.entry, self.looked)


def decoding(root: Path, schema: Schema) -> Task[Source, Decoded]:
    """Sources become entries; remembered by the text and the names of the kinds.

    A source whose text was let go is read again.
    """
    kinds = digest(tuple(kind.__qualname__ for kind in schema.kinds.values()))
    return Task(
        factory=partial(_decoder, root, tuple(schema.kinds.values())),
        key=lambda source: digest(source.digest, kinds),
        place=lambda source: Position(source.path),
        what=lambda source: source.folder,
        stays=True,
        # What is let go while entries come leaves no holes among them.
        spent=lambda source: replace(source, text="", mark=source.digest),
    )


def _decoder(root: Path, kinds: tuple[type[Entry], ...]) -> Work[Source, Decoded]:
    decoder = Decoder(Schema.of(kinds))  # kinds are whole only where a schema was made of them

    def decode(source: Source) -> Outcome[Decoded]:
        source = source.whole(root)
        made = decoder(source)
        looked = looked_over(source.path, source.text)
        return Outcome(Decoded(made.value, looked), made.problems)

    return decode


def rendering(
    root: Path, templates: Templates, aside: Aside | None = None
) -> Task[Job, Artifact | None]:
    """Jobs become artifacts; remembered as their format says, and put `aside` to be written."""
    questions: dict[Question, Question] = {}
    return Task(
        factory=partial(_renderer, str(root), templates),
        key=key_of,
        place=lambda job: job.origin if job.origin.path else Position(FILE),
        is_heavy=lambda job: job.format in HEAVY,
        what=lambda job: job.format,
        light=Light(row_of, partial(row_aside, aside) if aside else row_of, lean, made_of),
        outlines=Outlines(
            is_one=lambda job: isinstance(job.view, Outline),
            whole=whole,
            note=lambda job: job.asked,
            # A set would take four times as much.
            lean=lambda asked: tuple(questions.setdefault(each, each) for each in asked),
        ),
    )


def measuring(root: Path, version: str) -> Task[tuple[str, str], Original | None]:
    """Pictures by name and digest become what they are; remembered with the version of Pillow."""
    return Task(
        factory=partial(_measurer, str(root)),
        key=lambda named: digest(*named, version),
        place=lambda named: Position(f"content/pictures/{named[0]}"),
        is_heavy=lambda _: True,
        what=lambda _: "picture",
        stays=True,
    )


def _measurer(root: str) -> Work[tuple[str, str], Original | None]:
    from socomsite.model.image import measured  # noqa: PLC0415 - its library only where needed

    def measure(named: tuple[str, str]) -> Outcome[Original | None]:
        path = f"content/pictures/{named[0]}"
        read = read_file(root, path, named[1])
        return Outcome(None, read.problems) if read.value is None else measured(read.value, path)

    return measure


@lru_cache(maxsize=2)  # a preview keeps its compiled templates from save to save
def _renderer(root: str, templates: Templates) -> Work[Job, Artifact | None]:
    tools = Tools(Renderer(templates), root)

    def render(job: Job) -> Outcome[Artifact | None]:
        return format_of(job.format).render(job, tools)

    return render
