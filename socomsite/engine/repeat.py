"""Whether a command would only do again what it did last time: a snapshot of all that it saw.

A snapshot holds the command, the program, the day, the stamp and SHA-256 of every file of the
site, the list of the files that were written, and what was told. If all of it is as it was, so
would the result be. Imports nothing heavy; must never know what a build is.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from socomsite.engine.stamps import (
    ABSENT,
    Stamp,
    digest_of_file,
    keep,
    kept,
    may_deceive,
    now,
    stamp,
    surely_older,
    survey,
    survey_again,
)
from socomsite.engine.standing import (
    Looked,
    all_intact,
    are_folders_intact,
    beside,
    looked,
    memory_beside,
    nobody_looked,
    standing,
)

FORM = 1
_INPUTS = ("site.yaml", "ledger.txt", "content", "templates")
#: Options on which the result depends as on the files of the site; with any other it is not known.
_OPTIONS = frozenset(
    {"--site", "--output", "--as-of", "--drafts", "--jobs", "--json", "--advice", "--lang"}
)
_SOURCES = (".py", ".yaml")
# With fewer files, looking at them takes no longer than another process.
_MANY = 2_000
_PACKAGES = ("site-packages", "dist-packages")
#: Changes whenever a library of the system is installed or goes.
_SYSTEM_LIBRARIES = "/etc/ld.so.cache"


#: By path, the stamp and the SHA-256 of a file, `_FOLDER` of a folder, nothing of what is unknown.
Inputs = dict[str, tuple[Stamp, str]]
_FOLDER = "/"
_UNKNOWN = (ABSENT, "")


class Sight(NamedTuple):
    """The files of a site as they were seen at a time: their stamps by path.

    `marks` are the SHA-256 of those that were read since then, by path from the root.
    """

    taken: int
    stamps: dict[str, Stamp]
    marks: dict[str, bytes] | None = None


class Snapshot(NamedTuple):
    """What a command saw and did, all of it plain values.

    `state` is the day that is shown, and whether with drafts; what is told holds from `since` until
    `until`; `inputs` were seen when `taken`; `written` is the mark
    of the site in `output`, if one was written; `told` is what was said: whether to standard
    error, and the text.
    """

    form: int
    root: str
    question: tuple[str, ...]
    program: tuple[object, ...]
    state: str
    since: float
    until: float
    taken: int
    inputs: Inputs
    output: str
    written: str
    told: tuple[tuple[bool, str], ...]


class Begun(NamedTuple):
    """What was kept of a command when it was last asked, and what is seen as it begins.

    `standby` tells how the folder stands in which the next site is made, if anybody looked.
    """

    last: Snapshot | None
    sight: Sight
    standby: Callable[[], Looked | None] = nobody_looked


def question(given: Sequence[str]) -> tuple[str, ...] | None:
    """A command as it was typed and where, if its result is known from what it sees."""
    names_given = [each.partition("=")[0] for each in given[1:] if each.startswith("-")]
    is_plain = set(names_given) <= _OPTIONS and len(set(names_given)) == len(names_given)
    if not given or given[0] not in {"build", "check"} or not is_plain:
        return None
    try:
        return (*given, os.getcwd())  # noqa: PTH109 - pathlib would cost as much as all the rest
    except OSError:
        return None


def program() -> tuple[object, ...]:
    """What stands for this program: its files, its Python, and the libraries it can find."""
    own = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - as above
    stamps = [
        (path, found) for path, found in sorted(survey([own]).items()) if path.endswith(_SOURCES)
    ]
    return sys.version, tuple(stamps), libraries()


def libraries() -> tuple[tuple[str, Stamp], ...]:
    """What stands for the libraries that can be found: it changes when one comes or goes."""
    return tuple(
        (path, stamp(path))
        for path in (*sys.path, _SYSTEM_LIBRARIES)
        if path.endswith(_PACKAGES) or path == _SYSTEM_LIBRARIES
    )


def snapshot_file(root: str, command: str) -> str:
    """Where the snapshot of a command over a site is kept."""
    return f"{root}/.cache/last-{command}"


def output_file(root: str) -> str:
    """Where it is kept how the written folder stands."""
    return f"{root}/.cache/output"


def look(root: str, known: Sight | None = None) -> Sight:
    """See the files of a site; with what was seen at another time it is quicker."""
    taken = now(f"{root}/.cache/look")
    again = survey_again(root, known.stamps, known.taken) if known is not None else None
    if again is not None:
        return Sight(taken, again, {})
    return Sight(taken, survey(f"{root}/{name}" for name in _INPUTS), {})


def begun(last: Snapshot) -> Begun:
    """What a command begins with that was asked the same before."""
    return Begun(last, look(last.root, _sight_of(last)))


def is_large(last: Snapshot) -> bool:
    """Whether it takes so long to look at what was written that another process may do it."""
    return bool(last.output) and len(last.inputs) > _MANY


def standby_of(last: Snapshot) -> Looked:
    """How the folder stands in which the next site is made."""
    folder = beside(os.path.realpath(last.output))
    return looked(folder, memory_beside(output_file(last.root)))


def _sight_of(last: Snapshot) -> Sight:
    return Sight(last.taken, {path: seen for path, (seen, _) in last.inputs.items()})


def inputs_of(root: str, sight: Sight, last: Snapshot | None) -> Inputs | None:
    """What a build that began with a sight has seen, or None if that is not known.

    It is not if a file changed meanwhile. The digest of a file that is as it was at the last
    snapshot is taken from there, or from the sight; that of one which may have changed unseen
    counts as unknown.
    """
    if not sight.taken or look(root, sight).stamps != sight.stamps:
        return None
    before, then = (last.inputs, last.taken) if last else (dict[str, tuple[Stamp, str]](), 0)
    older = surely_older(min(then, sight.taken))
    marks, above = sight.marks or {}, len(f"{root}/")
    found = {}
    for path, seen in sight.stamps.items():
        known = before.get(path, _UNKNOWN)
        is_same = known[0] == seen and known[1]
        if is_same and seen[0] < older and seen[3] < older:
            found[path] = known
            continue
        if is_same and not may_deceive(seen, then):
            mark = known[1]
        else:
            read = marks.get(path[above:])
            mark = read.hex() if read else _mark(path)
        found[path] = (seen, mark if mark == _FOLDER or not may_deceive(seen, sight.taken) else "")
    return found


def _mark(path: str) -> str:
    is_folder = os.path.isdir(path) and not os.path.islink(path)  # noqa: PTH112, PTH114 - as above
    return _FOLDER if is_folder else digest_of_file(path)


def last_of(root: str, command: str) -> Snapshot | None:
    """The last snapshot of a command over a site, if this very program made it."""
    match kept(snapshot_file(root, command)):
        case (int(form), *rest) if form == FORM and len(rest) == len(Snapshot._fields) - 1:
            last = Snapshot(form, *rest)
            return last if last.program == program() else None
    return None


def remembered(root: str, asked: tuple[str, ...]) -> Snapshot | None:
    """The last snapshot of a command, if it was asked the same."""
    last = last_of(root, asked[0])
    return last if last is not None and last.question == asked else None


def remember(snapshot: Snapshot) -> None:
    """Keep a snapshot in place of the last of its command."""
    keep(snapshot_file(snapshot.root, snapshot.question[0]), tuple(snapshot))


def is_unchanged(
    last: Snapshot, sight: Sight | None = None, stands: Callable[[], bool] | None = None
) -> bool:
    """Whether the day, every file of the site and every file that was written are as they were.

    A file that was only touched is read; if it holds the same, the snapshot is renewed. Whether
    what was written `stands` may be known to somebody.
    """
    if not last.since <= time.time() < last.until:
        return False
    seen = sight or look(last.root, _sight_of(last))
    if seen.stamps.keys() != last.inputs.keys():
        return False
    older, stamps = surely_older(last.taken), seen.stamps
    suspects = [
        path
        for path, (was, _) in last.inputs.items()
        if stamps[path] != was
        or not ((was[0] < older and was[3] < older) or not may_deceive(was, last.taken))
    ]
    for path in suspects:
        mark = last.inputs[path][1]
        if not mark or _mark(path) != mark:
            return False
    if not (stands() if stands else is_written(last)):
        return False
    if suspects and seen.taken:
        inputs = {path: (found, last.inputs[path][1]) for path, found in seen.stamps.items()}
        remember(last._replace(taken=seen.taken, inputs=inputs))
    return True


def is_written(last: Snapshot) -> bool:
    """Whether what was written, if anything was, stands."""
    return not last.output or _stands(last.output, output_file(last.root), last.written)


def _stands(output: str, memory: str, mark: str) -> bool:
    """Whether the output folder holds what was written, and nothing else."""
    shown = standing(os.path.realpath(output), memory)
    return (
        shown.mark == mark
        and are_folders_intact(output, shown)
        and len(all_intact(output, shown)) == len(shown.files)
    )
