"""How a folder stood when we last wrote it, and whether it still stands so.

Imports nothing heavy, as `stamps`. Must never know content.
"""

from __future__ import annotations

from typing import NamedTuple

from socomsite.engine.stamps import (
    ABSENT,
    Stamp,
    digest_of_file,
    keep,
    kept,
    may_deceive,
    stamp,
    stamps_of,
    surely_older,
)

_FORM = 1
#: The list of a site's files with their SHA-256, as `sha256sum --check` reads it.
MANIFEST = ".socomsite"


class Release(NamedTuple):
    """A folder as we wrote it: each file's stamp and SHA-256, each folder's stamp, by path.

    The folder itself has the path `""`; `written` is the file system's time at which all stood.
    """

    files: dict[str, tuple[Stamp, str]]
    folders: dict[str, Stamp]
    written: int = 0

    @property
    def mark(self) -> str:
        """The SHA-256 of its list of files: equal lists, equal sites."""
        return self.files[MANIFEST][1] if MANIFEST in self.files else ""

    @property
    def stamp(self) -> Stamp:
        """The stamp of the folder itself: another each time that it is written."""
        return self.folders.get("", ABSENT)


#: What was found of a folder that had this stamp when we last wrote it, in plain values: whether
#: its folders stand as they did, and which of its files do not.
Looked = tuple[Stamp, bool, tuple[str, ...]]

NOTHING = Release({}, {})


def is_intact(folder: str, path: str, release: Release) -> bool:
    """Whether a file of a release still stands in its folder as it was written."""
    known, mark = release.files[path]
    file = f"{folder}/{path}"
    if stamp(file) != known:
        return False
    return not may_deceive(known, release.written) or digest_of_file(file) == mark


def all_intact(folder: str, release: Release) -> frozenset[str]:
    """The files of a release that still stand in its folder as they were written."""
    older = surely_older(release.written)
    seen = stamps_of(folder, release.files)
    return frozenset(
        path
        for (path, (known, mark)), now in zip(release.files.items(), seen, strict=True)
        if known == now
        and (
            (now[0] < older and now[3] < older)
            or not may_deceive(now, release.written)
            or digest_of_file(f"{folder}/{path}") == mark
        )
    )


def are_folders_intact(folder: str, release: Release) -> bool:
    """Whether nothing was put into the folders of a release, and nothing taken out."""
    if MANIFEST not in release.files or stamp(folder) != release.stamp:
        return False
    return stamps_of(folder, release.folders) == list(release.folders.values())


def nobody_looked() -> Looked | None:
    """What is known of a folder where nobody looked."""
    return None


def looked(folder: str, memory: str) -> Looked:
    """How the folder stands of which this is kept."""
    known = standing(folder, memory)
    is_whole = are_folders_intact(folder, known)
    amiss = known.files.keys() - all_intact(folder, known) if is_whole else ()
    return known.stamp, is_whole, tuple(amiss)


def beside(target: str) -> str:
    """The folder that stands by, in which the next site for a folder is made."""
    above, _, name = target.rpartition("/")
    return f"{above}/.{name}.next"


def memory_beside(memory: str) -> str:
    """Where it is kept how the folder stands that stands by."""
    return f"{memory}-next"


def standing(folder: str, memory: str) -> Release:
    """What is kept in a file of how a folder stands; nothing if it is of another, or lost."""
    match kept(memory):
        case (int(form), str(path), dict(files), dict(folders), int(written)):
            if (form, path) == (_FORM, folder):
                return Release(files, folders, written)
    return NOTHING


def keep_standing(folder: str, memory: str, release: Release) -> None:
    """Keep in a file how a folder stands."""
    keep(memory, (_FORM, folder, *release))
