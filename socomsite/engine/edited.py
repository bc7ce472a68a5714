"""A build from which the last whole one differs in names and texts of some entries, or templates.

The last whole build keeps what it planned (`planned`). Here the files that asked for what differs,
or are made with it, are planned and made again, by the same functions; all others stand. Whatever
else differs, or may have to be told, is left to the whole build, which is the definition. Must
never know how a page is planned or made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from socomsite.engine.coherence import hangs_together, is_of_a_day
from socomsite.engine.edits import Edit, Ground, found_edits
from socomsite.engine.moved import rearrange, reordered
from socomsite.engine.planned import Standing
from socomsite.engine.recalled import ForgottenError, Recalled
from socomsite.engine.remade import Remade, remade
from socomsite.engine.renewal import Renewal
from socomsite.engine.retemplated import differing
from socomsite.engine.stood import Files, Pair, file_of
from socomsite.engine.tasks import decoding
from socomsite.formats.planning import Planning
from socomsite.formats.template import read_templates
from socomsite.model.entries import (
    BRIEF,
    BRIEFS,
    CARD,
    ENTRY,
    KIND,
    MENTION,
    Question,
    brief,
)
from socomsite.model.graph import Graph
from socomsite.problem import Outcome, Problem


@dataclass(frozen=True)
class Edited:
    """What came of a build of edits; what is `renewed`, if templates are others."""

    graph: Graph
    files: Files
    told: tuple[Problem, ...]
    renewed: Renewal | None


def build_edited(
    ground: Ground, show: Callable[[Mapping[str, bytes]], None] = lambda _: None
) -> Edited | None:
    """The graph, files and problems of a site of which little differs; None if that is not so.

    `show` is given the files that were made anew, all of them, before the others are looked up.
    """
    task = decoding(ground.root, ground.schema)
    recalled = Recalled(ground.standing, ground.workers, ground.schema, task)
    try:
        return _edited(ground, recalled, show)
    except ForgottenError:
        return None


def _edited(
    ground: Ground, recalled: Recalled, show: Callable[[Mapping[str, bytes]], None]
) -> Edited | None:
    standing = ground.standing
    edits = found_edits(ground, recalled)
    if edits is None:
        return None
    old, new = _graph(ground, recalled, ()), _graph(ground, recalled, edits)
    if not all(hangs_together(ground, edit, old, new) for edit in edits):
        return None
    then, given = standing.templates, ground.templates
    read = Outcome(given) if given else read_templates(ground.root, then.names)
    recipes = differing(then, read, standing.told)
    passed = reordered(new, [edit.name for edit in edits if is_of_a_day(edit.new)])
    # The table is not renewed where others stand beside each other, nor where all is searched anew.
    if recipes is None or passed is None:
        return None
    if recipes and (passed or standing.copies or not standing.is_quiet):
        return None
    empty = Planning(new, read.value, {})
    before, after = (standing.planning(each, empty) for each in (old, new))
    rearrange(after, passed)
    questions = {question for edit in edits for question in _questions(edit, before, after)}
    questions |= {
        (manner, folder, key)
        for (folder, _), keys in passed.items()
        for key in keys
        for manner in (ENTRY, BRIEF, CARD, MENTION)
    }
    if questions & standing.common:
        return None
    asking = {n for each in questions for n in standing.who_asked(each)}
    made_with = {n for n, row in enumerate(standing.files) if row[-1] in recipes}
    numbers = sorted(asking | made_with)
    is_most = 2 * len(made_with) > len(standing.files)
    found = remade(ground, recalled, after, numbers, is_most=is_most)
    if found is None:
        return None
    if not is_most:
        show({path: artifact.data for path, (_, artifact) in found.made.items()})
    files = _files(ground, found.made)
    if files is None:
        return None
    renewed = _renewal(standing, edits, after, numbers, found) if recipes else None
    return Edited(new, files, standing.told, renewed)


def _graph(ground: Ground, recalled: Recalled, edits: Sequence[Edit]) -> Graph:
    """The graph with these entries as they are now."""
    entries = recalled.entries({(edit.name, edit.new.language): edit.new for edit in edits})
    return ground.standing.graph(ground.site, ground.schema, ground.day, entries)


def _files(ground: Ground, made: Mapping[str, Pair]) -> Files | None:
    """All files, of which some were made again, and the search of these; None if it cannot be."""
    rows, cache = ground.standing.files, ground.workers.cache
    copies = ground.standing.copies if ground.all_files else ()
    if not copies:
        return Files(rows, made, cache)
    from socomsite.engine.findable import findables  # noqa: PLC0415 - only where there is a search
    from socomsite.engine.search import STEP, language_of, search_again, with_job  # noqa: PLC0415

    quiet = replace(ground.workers, is_partial=True)
    searches = search_again(copies, findables(made.values()), quiet)
    if searches is None:
        return None
    anew = {file.path: with_job(file) for files in searches.values() for file in files}
    stay = (row for row in rows if row[1] != STEP or language_of(row[0]) not in searches)
    fresh = (file_of(*pair, None) for pair in anew.values())
    return Files(sorted((*stay, *fresh)), {**made, **anew}, cache)


def _renewal(
    standing: Standing,
    edits: Sequence[Edit],
    planning: Planning,
    numbers: Sequence[int],
    found: Remade,
) -> Renewal:
    """What stands once these files are made."""
    paths = {number: standing.files[number][0] for number in numbers}
    fresh = {number: (*found.made[path], found.keys[path]) for number, path in paths.items()}
    return Renewal(standing, {edit.place: edit.mark for edit in edits}, planning, fresh)


def _questions(edit: Edit, old: Planning, new: Planning) -> Iterator[Question]:
    """The questions about an entry of which the answer differs."""
    yield ENTRY, *edit.name
    yield KIND, edit.new.folder, ""
    if brief(edit.old) != brief(edit.new):
        yield BRIEF, *edit.name
        yield BRIEFS, edit.new.folder, ""
    for language, viewer in new.viewers.items():
        was = old.viewers[language]
        if viewer.card(edit.name).spelled() != was.card(edit.name).spelled():
            yield CARD, *edit.name
        if viewer.mention(edit.name).spelled() != was.mention(edit.name).spelled():
            yield MENTION, *edit.name
