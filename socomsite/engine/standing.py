"""How a folder stood when we last wrote it, and whether it still stands so.

Imports nothing heavy, as `stamps`. Must never know content.
"""

from __future__ import annotations

from typing import NamedTuple

from socomsite.engine.stamps import (
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
    seen = stamps_of(f"{folder}/", release.files)
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
    if MANIFEST not in release.files or stamp(folder) != release.folders.get(""):
        return False
    return stamps_of(f"{folder}/", release.folders) == list(release.folders.values())


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
