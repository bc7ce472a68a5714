"""Makes the files of a site in a folder, from those that stand there and in another already.

A file is kept, or linked from the other folder, only if its stamp is the one it had when we wrote
it; else it is written. Must never know content, nor which folder is the one that people see.
"""

from __future__ import annotations

import os
import shutil
import time
from collections import deque
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from socomsite.engine.aside import Aside
from socomsite.engine.hands import spread
from socomsite.engine.stamps import ABSENT, TICK_SECONDS, Stamp, now, stamp, stamps_of
from socomsite.engine.standing import (
    MANIFEST,
    NOTHING,
    Looked,
    Release,
    all_intact,
    are_folders_intact,
    is_intact,
)
from socomsite.engine.trees import Trees, folders_of
from socomsite.job import Artifact, Finished

#: The stamp of a file as we wrote it, and its SHA-256.
_Stood = tuple[Stamp, str]
# A disk that is told at once of what it need not hold any more (mount option `discard`) lets one
# wait for each file; for several at once no longer.
_UNLINKING = 4


def stage(  # noqa: PLR0913 - the two folders, and how each stands
    artifacts: Iterable[Finished],
    folder: Path,
    standing: Release,
    live: Path,
    shown: Release,
    aside: Aside | None = None,
    looked: Looked | None = None,
) -> tuple[Release, Release]:
    """Make a folder hold these files and nothing else; how it and the live one stand then.

    `standing` is what the folder held when we last wrote it, `shown` what the `live` folder holds.
    What was put `aside` is moved; `looked` is how the folder was seen to stand just now. Raises
    OSError.
    """
    wanted = {artifact.path: artifact.mark for artifact in artifacts}
    is_new = not (standing.files or shown.files)
    grown = _grown(folder, wanted if is_new else {}, aside.trees) if aside and aside.trees else {}
    at = _Folder(folder, standing, aside, grown, looked)
    at.remove_all_but(wanted)
    lines = "".join(f"{mark}  {path}\n" for path, mark in wanted.items())
    still = at.intact(wanted)
    lacking = [each for each in artifacts if each.path not in still]
    at.clear(each.path for each in lacking)
    at.make_folders(each.path for each in lacking)

    def is_linked(path: str, mark: str) -> bool:
        is_same = _has(shown.files, path, mark)
        return is_same and is_intact(str(live), path, shown) and at.link(path, mark, live)

    marked = ((each, wanted[each.path]) for each in lacking)
    at.write((each, mark) for each, mark in marked if not is_linked(each.path, mark))
    manifest = Artifact(MANIFEST, lines.encode())
    at.write([(manifest, manifest.mark)])
    made = at.release()
    # A link more is a change of the inode, in whichever folder one looks at it.
    return made, shown._replace(files=shown.files | {path: made.files[path] for path in at.linked})


def _grown(folder: Path, wanted: Mapping[str, str], trees: Trees) -> Mapping[str, _Stood]:
    """Move the tree that grew aside into the place of a folder; what stands in it, if anything."""
    if sound := trees.sound(wanted):
        shutil.rmtree(folder, ignore_errors=True)
        if trees.move_one(str(folder), sound):
            return sound
    trees.clear()  # there may not be room for both
    return {}


class _Folder:
    """The folder that is being made: what stands in it, and which of its folders were touched."""

    def __init__(
        self,
        folder: Path,
        standing: Release,
        aside: Aside | None,
        grown: Mapping[str, _Stood],
        looked: Looked | None,
    ) -> None:
        self.root = str(folder)
        self._looked = looked if looked and looked[0] == standing.stamp else None
        if grown:
            standing = Release(dict(grown), dict.fromkeys(folders_of(grown), ABSENT))
        elif self._looked[1] if self._looked else are_folders_intact(self.root, standing):
            os.unlink(f"{self.root}/{MANIFEST}")  # noqa: PTH108 - until it is finished it is none
        else:
            # Whatever is left there in spite of us must not be published, nor a link be followed.
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            standing = NOTHING
        self.linked: list[str] = []
        self._standing = standing
        self._aside = aside
        self._grown = grown
        self._files = {path: each for path, each in standing.files.items() if path != MANIFEST}
        self._folders = dict(standing.folders)
        self._touched = {"", *(standing.folders if grown else ())}

    def intact(self, wanted: Mapping[str, str]) -> Collection[str]:
        """The files that stand in their places already, as we wrote them, and are wanted so."""
        if self._grown:
            return self._grown
        was = self._standing.files
        same = {path: was[path] for path, mark in wanted.items() if _has(was, path, mark)}
        if self._looked:
            return same.keys() - self._looked[2]
        return all_intact(self.root, self._standing._replace(files=same))

    def remove_all_but(self, wanted: Iterable[str]) -> None:
        """Take away the files that are not wanted, and the folders that are empty then."""
        gone = self._files.keys() - set(wanted)
        self._touched |= {_above(path) for path in gone}
        self.clear(gone)
        needed = {""}
        for path in self._files:
            while (path := _above(path)) not in needed:
                needed.add(path)
        for path in sorted(self._folders.keys() - needed, reverse=True) if gone else ():
            os.rmdir(f"{self.root}/{path}")  # noqa: PTH106 - as above
            del self._folders[path]
            self._touched = (self._touched | {_above(path)}) - {path}

    def link(self, path: str, mark: str, live: Path) -> bool:
        """Put the live folder's file in its place; says whether that can be done."""
        file = self._place(path)
        try:
            os.link(live / path, file)
        except OSError:  # a file system without hard links, or one link too many
            return False
        self.linked.append(path)
        self._files[path] = (stamp(file), mark)
        return True

    def write(self, marked: Iterable[tuple[Finished, str]]) -> None:
        """Put files, each with its SHA-256, never into one that the live folder may share."""
        # Bytes are read here, where the cache is open; only putting them down is spread.
        placed = (
            (self._place(each.path), each.path, mark, each.data)
            for each, mark in marked
            if not self._take(each, mark)
        )
        for path, made, mark in spread(_written, placed):
            self._files[path] = (made, mark)

    def _take(self, artifact: Finished, mark: str) -> bool:
        """Move a file that was put aside to its place; says whether it is there, and whole."""
        if self._aside is None:
            return False
        file = self._place(artifact.path)
        if not self._aside.take(mark, file):
            return False
        made = stamp(file)
        if made[1] != artifact.size:  # it was not written to its end
            os.unlink(file)  # noqa: PTH108 - as above
            return False
        self._files[artifact.path] = (made, mark)
        return True

    def clear(self, paths: Iterable[str]) -> None:
        """Take away the files that stand where others will."""
        stood = [f"{self.root}/{path}" for path in paths if self._files.pop(path, None)]
        deque(spread(os.unlink, stood, _UNLINKING), 0)

    def _place(self, path: str) -> str:
        """The place of a file, which is empty."""
        self._touched.add(_above(path))
        return f"{self.root}/{path}"

    def make_folders(self, paths: Iterable[str]) -> None:
        """Make the folders that these files need."""
        new = set[str]()
        for path in paths:
            while (path := _above(path)) and path not in self._folders and path not in new:
                new.add(path)
        _make_folders(self.root, new)
        self._folders |= dict.fromkeys(new, ABSENT)
        self._touched |= new | {_above(path) for path in new}

    def release(self) -> Release:
        """What stands there now."""
        for path in self._touched:
            self._folders[path] = stamp(f"{self.root}/{path}" if path else self.root)
        return Release(self._files, self._folders, now(self.root))


def _has(files: Mapping[str, _Stood], path: str, mark: str) -> bool:
    return path in files and files[path][1] == mark


def _above(path: str) -> str:
    return path.rpartition("/")[0]


def _written(placed: tuple[str, str, str, bytes]) -> tuple[str, Stamp, str]:
    """Put bytes in an empty place; the path, stamp and SHA-256 of the file."""
    file, path, mark, data = placed
    with open(file, "xb") as opened:  # noqa: PTH123 - ten thousand times
        opened.write(data)
    return path, stamp(file), mark


def _make_folders(root: str, paths: Iterable[str]) -> None:
    """Make folders that are not there, those above before those in them."""
    levels: dict[int, list[str]] = {}
    for path in paths:
        levels.setdefault(path.count("/"), []).append(f"{root}/{path}")
    for _, level in sorted(levels.items()):
        deque(spread(os.mkdir, sorted(level)), 0)


def doubled(
    release: Release, folder: Path, beside: Path, trees: Trees | None = None
) -> tuple[Release, Release]:
    """Make a second folder of links to the files of a release; both as they stand then.

    The next site is made in it. Of `trees` one may have become the folder: then the other is it.
    Raises OSError where the file system has no links.
    """
    shutil.rmtree(beside, ignore_errors=True)
    one, other = str(folder), str(beside)
    known = trees.moved if trees else frozenset[str]()
    if not (trees and known and trees.move_other(other)):
        beside.mkdir()
        known = frozenset()
    below = folders_of(known)
    _make_folders(other, release.folders.keys() - below - {""})
    new = release.files.keys() - known
    deque(spread(lambda path: os.link(f"{one}/{path}", f"{other}/{path}"), sorted(new)), 0)
    end = time.monotonic() + TICK_SECONDS
    late = {"", *map(_above, new), *map(_above, release.folders.keys() - below)}
    calm = below - late
    folders = dict(zip(calm, stamps_of(other, calm), strict=True))
    time.sleep(max(0, end - time.monotonic()))  # or the last links would be read at the next look
    late = release.folders.keys() - calm
    folders |= zip(late, stamps_of(other, late), strict=True)
    stamps = zip(new, stamps_of(one, new), strict=True)
    files = release.files | {path: (seen, release.files[path][1]) for path, seen in stamps}
    written = now(other)
    return Release(files, release.folders, written), Release(files, folders, written)
