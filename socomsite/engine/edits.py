"""Which entries differ from those of the last whole build, and whether in names and texts alone.

Must never know what is made of an entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from socomsite.engine.planned import Standing
from socomsite.engine.recalled import Recalled
from socomsite.engine.tasks import Decoded, decoding
from socomsite.engine.workers import Workers
from socomsite.formats.template import Templates
from socomsite.model.departed import cleared
from socomsite.model.entries import told_fields
from socomsite.model.fields import Prose
from socomsite.model.kinds import Office, Person
from socomsite.model.references import Name
from socomsite.model.schema import Entry, Schema, values_of
from socomsite.model.site import Site
from socomsite.model.source import Source

#: With more that differ, the whole build takes no longer.
_MOST_EDITED = 32


@dataclass(frozen=True)
class Ground:
    """What a build of edits stands on: the inputs of a build, and what the last one left.

    Of the sources either all are told, or those that were `saved`, by their places among all;
    `laid` are texts laid over what stands on disk, as in `build`; `templates` are those of then, if
    they are still at hand. If not `all_files` are wanted, the search is left as it is.
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
    all_files: bool = True


@dataclass(frozen=True)
class Edit:
    """An entry as it was planned with, and as it is now.

    `place` is where its source stands among all, which now has the digest `mark`.
    """

    old: Entry
    new: Entry
    place: int
    mark: str

    @property
    def name(self) -> Name:
        """Folder and key, of both."""
        return self.new.folder, self.new.key


def found_edits(ground: Ground, recalled: Recalled) -> list[Edit] | None:
    """The entries that differ; None if more does than their names and texts.

    Raises ForgottenError.
    """
    changed = _changed(ground)
    if changed is None or len(changed) > _MOST_EDITED:
        return None
    quiet, task = replace(ground.workers, is_partial=True), decoding(ground.root, ground.schema)
    decoded = quiet.map("read", task, [source for _, source in changed])
    edits = []
    for (place, source), made in zip(changed, decoded, strict=True):
        was = recalled.decoded(place)
        now: Decoded | None = made.value
        if now is None or now.entry is None or was.value.entry is None:
            return None
        if made.problems or was.problems or now.looked != was.value.looked:
            return None
        edit = Edit(was.value.entry, now.entry, place, source.digest)
        if not _is_edit(edit.old, edit.new) or _names_departed(ground.standing, edit):
            return None
        edits.append(edit)
    return edits


def _names_departed(standing: Standing, edit: Edit) -> bool:
    """Whether an address of somebody who has left stands in an entry, or stood there."""
    departures = standing.departures
    return any(cleared(each, departures) is not each for each in (edit.old, edit.new))


def _changed(ground: Ground) -> list[tuple[int, Source]] | None:
    """The sources that differ, by their places; None if others came or went."""
    known, sources = ground.standing.sources, ground.sources
    if ground.saved is not None:
        return sorted(ground.saved.items())
    if len(known) != len(sources):
        return None
    changed = []
    for place, (row, source) in enumerate(zip(known, sources, strict=True)):
        if row[0] != source.path or row[3] != source.language.value:
            return None
        if row[4] != source.digest:
            changed.append((place, source))
    return changed


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
