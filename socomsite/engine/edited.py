"""A build from which the last whole one differs in names and texts of some entries, or templates.

The last whole build keeps what it planned (`planned`). Here the files that asked for what differs,
or are made with it, are planned and made again, by the same functions; all others stand. Whatever
else differs, or may have to be told, is left to the whole build, which is the definition. Must
never know how a page is planned or made.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

from socomsite.checks.consents import check_consents
from socomsite.checks.requests import check_requests
from socomsite.checks.rules import check_rules
from socomsite.engine.crew import Row
from socomsite.engine.entrychecks import check_entries
from socomsite.engine.light import made_of
from socomsite.engine.moved import rearrange, reordered
from socomsite.engine.outcomes import unpickled
from socomsite.engine.planned import Renewal, Standing
from socomsite.engine.recalled import ForgottenError, Recalled
from socomsite.engine.retemplated import differing
from socomsite.engine.stood import Files, Pair
from socomsite.engine.tasks import Decoded, decoding, rendering
from socomsite.engine.workers import Workers
from socomsite.formats import feed, page
from socomsite.formats.planning import FEED_FILE, Planning
from socomsite.formats.template import Templates, read_templates
from socomsite.job import Artifact, Facts, Job
from socomsite.model.entries import (
    CARD,
    ENTRY,
    KIND,
    MENTION,
    Entries,
    Question,
    told_fields,
)
from socomsite.model.fields import Prose
from socomsite.model.graph import Graph, Reason
from socomsite.model.kinds import Office, Person
from socomsite.model.references import Citation, Name, References
from socomsite.model.schema import Entry, Schema, values_of
from socomsite.model.site import Site
from socomsite.model.source import Source, Texts
from socomsite.model.traits import Dated
from socomsite.problem import Outcome, Problem

#: With more than these, the whole build takes no longer; unless most are pages of other templates.
_MOST_EDITED, _MOST_FILES = 32, 400


@dataclass(frozen=True)
class Edit:
    """An entry as it was planned with, and as it is now."""

    old: Entry
    new: Entry

    @property
    def name(self) -> Name:
        """Folder and key, of both."""
        return self.new.folder, self.new.key


@dataclass(frozen=True)
class Edited:
    """What came of a build of edits; what is `renewed`, if templates are others."""

    graph: Graph
    files: Files
    told: tuple[Problem, ...]
    renewed: Renewal | None


@dataclass(frozen=True)
class Ground:
    """What a build of edits stands on: the inputs of a build, and what the last one left.

    Of the sources either all are told, or those that were `saved`, by their places among all;
    `laid` are texts laid over what stands on disk, as in `build`; `templates` are those of then, if
    they are still at hand.
    """

    root: Path
    site: Site
    schema: Schema
    workers: Workers
    sources: Sequence[Source]
    day: dt.date
    standing: Standing
    saved: Mapping[int, Source] | None = None
    laid: Mapping[str, str | None] = field(default_factory=dict)
    templates: Templates | None = None


def build_edited(
    ground: Ground, show: Callable[[Mapping[str, bytes]], None] = lambda _: None
) -> Edited | None:
    """The graph, files and problems of a site of which little differs; None if that is not so.

    `show` is given the files that were made anew, all of them, before the others are looked up.
    """
    try:
        return _Editing(ground).build(show)
    except ForgottenError:
        return None


class _Editing:
    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.standing = ground.standing
        self.task = decoding(ground.root, ground.schema)
        self.recalled = Recalled(ground.standing, ground.workers, ground.schema, self.task)
        self._keys: dict[str, str | None] = {}
        self._saved: dict[int, str] = {}

    def build(self, show: Callable[[Mapping[str, bytes]], None]) -> Edited | None:
        edits = self._edits()
        if edits is None:
            return None
        old, new = self._graph(()), self._graph(edits)
        told = self.standing.told
        if not all(self._hangs_together(edit, old, new, told) for edit in edits):
            return None
        given = self.ground.templates
        read = Outcome(given) if given else read_templates(self.ground.root)
        templates, recipes = read.value, differing(self.standing.templates, read, told)
        passed = reordered(new, [edit.name for edit in edits if _is_of_a_day(edit.new)])
        # The table is not renewed where others stand beside each other.
        if (
            recipes is None
            or passed is None
            or (recipes and (passed or not self.standing.is_quiet))
        ):
            return None
        empty = Planning(new, templates, {})
        before, after = (self.standing.planning(each, empty) for each in (old, new))
        rearrange(after, passed)
        questions = {question for edit in edits for question in _questions(edit, before, after)}
        questions |= {
            (manner, folder, key)
            for (folder, _), keys in passed.items()
            for key in keys
            for manner in (ENTRY, CARD, MENTION)
        }
        if questions & self.standing.common:
            return None
        asking = {n for each in questions for n in self.standing.who_asked(each)}
        made_with = {n for n, row in enumerate(self.standing.files) if row[-1] in recipes}
        numbers = sorted(asking | made_with)
        is_most = 2 * len(made_with) > len(self.standing.files)
        made = self._made(after, numbers, is_most=is_most)
        if made is None or not self._are_sound(numbers, made):
            return None
        if not is_most:
            show({path: artifact.data for path, (_, artifact) in made.items()})
        files = Files(self.standing.files, made, self.ground.workers.cache)
        return Edited(new, files, told, self._renewed(after, numbers, made) if recipes else None)

    def _made(
        self, planning: Planning, numbers: Sequence[int], *, is_most: bool
    ) -> dict[str, Pair] | None:
        """The files of these numbers by path, with their jobs; None if they cannot be made so."""
        jobs = self._planned(planning, numbers, is_most=is_most)
        if jobs is None:
            return None
        workers, root, templates = self.ground.workers, self.ground.root, planning.templates
        quiet = replace(workers, is_partial=True)
        few = replace(rendering(root, templates), light=None)  # of few, no table
        # What is wrong with a template is mostly wrong on all pages.
        if is_most and quiet.map("render", few, [jobs[len(jobs) // 2]])[0].problems:
            return None
        most = rendering(root, templates, workers.aside)
        mapping, task = (workers, most) if is_most else (quiet, few)
        rendered = mapping.map("render", task, jobs)
        for number, asked in workers.notes["render"].items():
            jobs[number] = replace(jobs[number], asked=asked)
        self._keys = {job.path: key for job, key in zip(jobs, workers.keys["render"], strict=True)}
        made = {job.path: (job, a.value) for job, a in zip(jobs, rendered, strict=True) if a.value}
        if any(each.problems for each in rendered) or len(made) < len(jobs):
            return None
        return made

    def _renewed(
        self, planning: Planning, numbers: Sequence[int], made: Mapping[str, Pair]
    ) -> Renewal:
        """What stands once these files are made."""
        paths = {number: self.standing.files[number][0] for number in numbers}
        fresh = {number: (*made[path], self._keys[path]) for number, path in paths.items()}
        return Renewal(self.standing, self._saved, planning, fresh)

    def _edits(self) -> list[Edit] | None:
        """The entries that differ; None if more does than their names and texts."""
        changed = self._changed()
        if changed is None:
            return None
        if len(changed) > _MOST_EDITED:
            return None
        quiet = replace(self.ground.workers, is_partial=True)
        decoded = quiet.map("read", self.task, [source for _, source in changed])
        edits = []
        for (place, source), made in zip(changed, decoded, strict=True):
            was = self.recalled.decoded(place)
            now: Decoded | None = made.value
            if now is None or now.entry is None or was.value.entry is None:
                return None
            if made.problems or was.problems or now.looked != was.value.looked:
                return None
            if not _is_edit(was.value.entry, now.entry):
                return None
            edits.append(Edit(was.value.entry, now.entry))
            self._saved[place] = source.digest
        return edits

    def _changed(self) -> list[tuple[int, Source]] | None:
        """The sources that differ, by their places; None if others came or went."""
        known, sources = self.standing.sources, self.ground.sources
        if self.ground.saved is not None:
            return sorted(self.ground.saved.items())
        if len(known) != len(sources):
            return None
        changed = []
        for place, (row, source) in enumerate(zip(known, sources, strict=True)):
            if row[0] != source.path or row[3] != source.language.value:
                return None
            if row[4] != source.digest:
                changed.append((place, source))
        return changed

    def _graph(self, edits: Sequence[Edit]) -> Graph:
        """The graph with these entries as they are now."""
        now = {(edit.name, edit.new.language): edit.new for edit in edits}
        entries, ground = self.recalled.entries(now), self.ground
        return self.standing.graph(ground.site, ground.schema, ground.day, entries)

    def _hangs_together(self, edit: Edit, old: Graph, new: Graph, told: Sequence[Problem]) -> bool:
        """Whether an entry is shown, stands where it stood, and leads nowhere else.

        Nothing that was told has to do with it, and nothing has to be told of it.
        """
        name, language = edit.name, edit.new.language
        path = edit.new.origin.path
        if name not in new.entries or language not in new.entries.languages(name):
            return False
        if any(found.position.path == path or path in str(found.values) for found in told):
            return False
        was, now = (
            self._references(graph, entry) for graph, entry in ((old, edit.old), (new, edit.new))
        )
        if was != now or now[0] or not (_is_of_a_day(edit.new) or _is_in_place(new, edit)):
            return False
        alone = replace(
            new, entries=Entries({name: {language: edit.new}}), withheld=(), staff=(), orders={}
        )
        texts = Texts(self.ground.root, [path], self.ground.laid)
        found = [
            *check_entries(alone, texts),
            *check_consents(alone),
            *check_rules(alone),
        ]
        return not any(each.position.path == path for each in found)

    def _references(
        self, graph: Graph, entry: Entry
    ) -> tuple[list[Problem], set[tuple[str, str]], dict[Name, list[Citation]]]:
        """What an entry names: what is wrong with it, its files, and whom it cites."""
        checker = References(
            graph.schema,
            entries=graph.entries,
            drafts={
                (held.entry.folder, held.entry.key)
                for held in graph.withheld
                if held.reason is Reason.DRAFT
            },
            known=self.standing.known,
            files={f"{folder}/{name}": "" for folder, name in graph.attachments},
        )
        checker.check(entry, is_shown=True)
        return checker.problems, checker.attachments, dict(checker.cited_by)

    def _planned(
        self, planning: Planning, numbers: Sequence[int], *, is_most: bool
    ) -> list[Job] | None:
        """The jobs of files that have to be planned again; None if they are not the same files.

        Of most of all files there are but outlines, which become whole where they are made.
        """
        files = [self.standing.files[number] for number in numbers]
        is_much = len(files) > _MOST_FILES and not is_most
        if is_much or any(row[1] not in {page.NAME, feed.NAME} for row in files):
            return None
        pages = frozenset(row[0] for row in files if row[1] == page.NAME)
        if is_most:
            self.recalled.expect_all()
            jobs = list(page.outlines_of(planning, pages))
        else:
            self.recalled.expect(planning.graph, pages)
            jobs = list(page.plan_of(planning, pages))
        for row in files:
            if row[1] == feed.NAME:
                at = f"/{row[0].removesuffix(FEED_FILE)}"
                jobs.append(feed.job_of(planning, at, planning.feeds[at]))
        return jobs if sorted(job.path for job in jobs) == sorted(row[0] for row in files) else None

    def _are_sound(self, numbers: Sequence[int], made: dict[str, tuple[Job, Artifact]]) -> bool:
        """Whether nothing has to be told of these files, and what leads to them still does."""
        files = self.standing.files
        paths = {row[0] for row in files}
        if any(True for _ in check_requests(list(made.values()), {}, self.ground.site.url)):
            return False
        known = self.ground.workers.last.pop("render", {})
        for number in numbers:
            job, now = made[files[number][0]]
            was = self._artifact(number, known)
            if job.kind != files[number][2] or was.loads != now.loads:
                return False
            if was.facts is None or now.facts is None:
                if was.facts is not now.facts:
                    return False
                continue
            if was.facts.ids - now.facts.ids:
                return False
            if not all(
                _leads(each, now.facts, paths) for each in {*now.facts.links} - {*was.facts.links}
            ):
                return False
        return True

    def _artifact(self, number: int, known: Mapping[str | None, Row]) -> Artifact:
        """A file as it stands, without its bytes if a light row of it is `known`."""
        key = self.standing.files[number][4]

        def whole() -> Outcome[Artifact | None] | None:
            return unpickled(self.ground.workers.cache.fetch(key))

        found = made_of(known[key], whole) if key in known else whole()
        if found is None or not isinstance(found.value, Artifact):
            raise ForgottenError
        return found.value


def _is_edit(old: Entry, new: Entry) -> bool:
    """Whether two versions of an entry differ in name and running texts alone.

    Headings of the texts are the same too: addresses may have been promised for them.
    """
    kind = type(new)
    if type(old) is not kind or isinstance(new, (Person, Office)):
        return False
    own = told_fields(kind)
    same = all(getattr(old, n) == getattr(new, n) for n in kind.model_fields if n not in own)
    was, now = ([text.outline for _, text in values_of(each, Prose)] for each in (old, new))
    return same and old.origin == new.origin and was == now


def _is_of_a_day(entry: Entry) -> bool:
    """Whether only those of the same day may be passed by an entry that is called otherwise."""
    return isinstance(entry, Dated) and entry.has_feed


def _is_in_place(graph: Graph, edit: Edit) -> bool:
    """Whether an entry still stands between those beside it, in the lists of each language."""
    if edit.old.order(graph.today) == edit.new.order(graph.today):
        return True
    orders = dict(graph.orders)
    passed = reordered(graph, [edit.name])
    graph.orders.update(orders)
    return passed == {}


def _questions(edit: Edit, old: Planning, new: Planning) -> Iterator[Question]:
    """The questions about an entry of which the answer differs."""
    yield ENTRY, *edit.name
    yield KIND, edit.new.folder, ""
    for language, viewer in new.viewers.items():
        was = old.viewers[language]
        if viewer.card(edit.name).spelled() != was.card(edit.name).spelled():
            yield CARD, *edit.name
        if viewer.mention(edit.name).spelled() != was.mention(edit.name).spelled():
            yield MENTION, *edit.name


def _leads(link: str, facts: Facts, paths: set[str]) -> bool:
    """Whether a new link surely leads somewhere: to a file or page of the site, or out of it."""
    if link.startswith("#"):
        return unquote(link[1:]) in facts.ids
    if link.startswith("/") and not link.startswith("//"):
        name = link[1:]
        return name in paths or (link.endswith("/") and f"{name}index.html" in paths)
    return True
