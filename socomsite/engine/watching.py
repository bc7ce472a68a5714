"""Which files of a site came, went or were saved since the last look at them.

A look at all costs as much as there are files. So one glances again and again at the folders and
at what was saved lately, and looks at the rest now and then. Must never know what a file holds.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from socomsite.engine.cache import FOLDER
from socomsite.engine.repeat import Sight
from socomsite.engine.stamps import Stamp, now, stamp

_WATCHED = ("content", "templates", "site.yaml", "ledger.txt")
#: So many files that were saved lately are glanced at.
_MOST_LATE = 32


def seen_of(root: Path) -> dict[str, Stamp]:
    """The stamp of every file of a site that can change what is shown, but the hidden ones.

    Those are such as an editor's swap files. What cannot be looked at is as good as missing.
    """
    found: dict[str, Stamp] = {}
    for name in _WATCHED:
        _look(str(root / name), found, set())
    return found


def _look(path: str, found: dict[str, Stamp], folders: set[str]) -> None:
    """Take the stamps of a file, or of all below a folder, and the folders."""
    waiting = [path]
    while waiting:
        at = waiting.pop()
        try:
            items = os.scandir(at)
        except NotADirectoryError:
            seen = os.stat(at)  # noqa: PTH116 - see below
            found[at] = seen.st_mtime_ns, seen.st_size, seen.st_ino, seen.st_ctime_ns
            continue
        except OSError:
            continue
        folders.add(at)
        with items:
            for item in items:
                if item.name.startswith("."):
                    continue
                if item.is_dir(follow_symlinks=False):
                    waiting.append(item.path)
                    continue
                try:
                    seen = item.stat()  # many times a second, of every file
                except OSError:
                    continue  # it went away while we looked
                found[item.path] = seen.st_mtime_ns, seen.st_size, seen.st_ino, seen.st_ctime_ns


class Watched:
    """The files of a site as they were last seen; none before the first look."""

    def __init__(self, root: Path) -> None:
        """Nothing is looked at before somebody asks."""
        self._root = str(root)
        self._taken = 0
        self._stamps: dict[str, Stamp] = {}
        self._folders: dict[str, Stamp] = {}
        self._late: dict[str, None] = {}
        self._is_settled = self._is_fresh = False

    def has_changed(self) -> bool:
        """Look at all: whether any file is otherwise than it was last seen."""
        # An older time would do too: the files saved since would be read once more than need be.
        taken = self._taken if self._is_settled else now(f"{self._root}/{FOLDER}/watched")
        found: dict[str, Stamp] = {}
        folders: set[str] = set()
        for name in _WATCHED:
            _look(f"{self._root}/{name}", found, folders)
        known = self._stamps
        changed = {path for path, _ in found.items() ^ known.items()} if found != known else set()
        self._taken, self._stamps = taken, found
        self._folders = {path: stamp(path) for path in folders}
        return self._note(changed)

    def heed(self, paths: Iterable[str]) -> None:
        """Glance at these files too, as if they had been saved lately."""
        self._is_late(path for path in paths if path in self._stamps)

    def glance(self) -> bool:
        """The same of what was saved lately; of all, if something came to a folder or went."""
        if any(stamp(path) != known for path, known in self._folders.items()):
            return self.has_changed()
        now_late = {path: stamp(path) for path in self._late}
        changed = {path for path, found in now_late.items() if found != self._stamps.get(path)}
        if changed:
            self._stamps = self._stamps | {path: now_late[path] for path in changed}
        return self._note(changed)

    def sight(self) -> Sight:
        """What a build stands on: the files as they were just seen; each look serves one build."""
        if not self._is_fresh:
            self._is_settled = False
            self.has_changed()
        self._is_fresh = False
        return Sight(self._taken, self._stamps)

    def _note(self, changed: set[str]) -> bool:
        if len(changed) <= _MOST_LATE:
            self._is_late(path for path in sorted(changed) if path in self._stamps)
        self._is_settled, self._is_fresh = not changed, True
        return bool(changed)

    def _is_late(self, paths: Iterable[str]) -> None:
        late = dict.fromkeys(paths)
        kept = [path for path in self._late if path not in late and path in self._stamps]
        self._late = dict.fromkeys([*kept, *late][-_MOST_LATE:])
