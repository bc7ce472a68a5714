"""A folder that a web server reads: releases beside each other, `current` a link to one of them.

    releases/20261126T065051Z/       what is served, if `current` leads to it
    releases/20261126T065051Z.json   its manifest, written last: without it a release is half sent
    releases/20261126T065051Z.served  it has been served; one that never was is not kept
    current -> releases/20261126T065051Z

Readers pass to another release by the rename of a link (POSIX `rename`), which is one step for all
files. Must never know what is in a release.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from socomsite.model.destination import Folder
from socomsite.problem import Position, problem
from socomsite.publishing.lock import hold
from socomsite.publishing.release import Release, is_id, manifest_of, release_of
from socomsite.publishing.target import At, Kept, Owner, Refused, refusal_of
from socomsite.publishing.tree import FOLDER_MODE, make_folder, sync, write_at_once, write_tree

RELEASES, CURRENT, LOCK = "releases", "current", ".lock"
MANIFEST, SERVED = ".json", ".served"
_NEXT = ".current.next"
_OWN = {RELEASES, CURRENT, LOCK, _NEXT}
_GROUP_WRITES = 0o020
_HERE = Position("site.yaml")

#: Where a kill can come between two of its steps.
STEPS = (
    *("folder:tree", "send", "folder:manifest"),
    *("folder:mark", "folder:link", "folder:flip", "folder:old"),
)


@dataclass
class FolderTarget:
    """A folder of this machine; `shown` is how a person wrote it."""

    place: Path
    root: Path
    shown: str
    is_atomic: bool = field(default=True, init=False)
    patience: int = field(default=0, init=False)

    @staticmethod
    def of(settings: Folder, root: Path) -> FolderTarget:
        """The folder of these settings; a relative path starts from the site's folder."""
        site = root.resolve()
        return FolderTarget((site / settings.path).resolve(), site, settings.path)

    def kept(self) -> Kept:
        """As `Target` has it."""
        with self._told():
            self._refuse_foreign()
            folder = self.place / RELEASES
            if not folder.is_dir():
                return Kept((), None)
            found = (release_of(f.read_bytes()) for f in sorted(folder.glob("*.json")))
            whole = (each for each in found if each and self._tree(each.id).is_dir())
            current = self._current()
            served = (e for e in whole if e.id == current or self._file(e.id, SERVED).is_file())
            return Kept(tuple(served), current)

    @contextmanager
    def locked(self, owner: Owner) -> Iterator[None]:
        """As `Target` has it; the system itself frees the lock of a process that is dead."""
        with contextlib.ExitStack() as held:
            with self._told():
                self._refuse_foreign()
                self._prepare()
                held.enter_context(hold(self.place / LOCK, owner, self._folder_mode() & 0o666))
            yield

    def send(self, release: Release, files: Mapping[str, bytes], at: At) -> None:
        """As `Target` has it; what is as it was is a link to the release that is served."""
        tree, current = self._tree(release.id), self._current()
        former = self._tree(current) if current else None
        size = sum(map(len, files.values()))
        with self._told(size):
            try:
                at("folder:tree")
                mode = self._folder_mode()
                write_tree(tree, release.files, files, former=former, mode=mode, at=at)
                at("folder:manifest")
                write_at_once(self._file(release.id, MANIFEST), manifest_of(release))
            except OSError:
                self._remove(release.id)
                raise

    def switch(self, release: Release, at: At) -> None:
        """As `Target` has it."""
        with self._told():
            following, current = self.place / _NEXT, self._current()
            following.unlink(missing_ok=True)
            at("folder:mark")
            if current:
                write_at_once(self._file(current, SERVED), b"")
            at("folder:link")
            following.symlink_to(f"{RELEASES}/{release.id}")
            at("folder:flip")
            following.replace(self.place / CURRENT)
            sync(self.place)

    def tidy(self, keep: int, at: At) -> None:
        """As `Target` has it; what another person's right protects stays."""
        kept = self.kept()
        staying = {each.id for each in kept.releases[-keep:]}
        staying |= {each.id for each in (kept.now, kept.before) if each}
        staying.add(kept.current or "")
        for name in sorted(self._names() - staying):
            at("folder:old")
            self._remove(name)
        with contextlib.suppress(OSError):
            (self.place / _NEXT).unlink(missing_ok=True)

    def _names(self) -> set[str]:
        """The ids of all that lies among the releases, whole or not."""
        with contextlib.suppress(OSError):
            names = {each.name.partition(".")[0] for each in (self.place / RELEASES).iterdir()}
            return {name for name in names if is_id(name)}
        return set()

    def _remove(self, release: str) -> None:
        # The manifest first: if we are cut off in between, what is left counts as half sent.
        with contextlib.suppress(OSError):
            for suffix in (MANIFEST, SERVED, f"{MANIFEST}.part", f"{SERVED}.part"):
                self._file(release, suffix).unlink(missing_ok=True)
            tree = self._tree(release)
            if tree.is_symlink():
                tree.unlink()
            else:
                shutil.rmtree(tree)

    def _tree(self, release: str) -> Path:
        return self.place / RELEASES / release

    def _file(self, release: str, suffix: str) -> Path:
        return self.place / RELEASES / f"{release}{suffix}"

    def _current(self) -> str | None:
        """The release that `current` leads to, if it leads to one."""
        link = self.place / CURRENT
        name = link.readlink().name if link.is_symlink() else ""
        return name if is_id(name) else None

    def _folder_mode(self) -> int:
        """0755; the group may write too where it may in the place itself."""
        return FOLDER_MODE | (self.place.stat().st_mode & _GROUP_WRITES)

    def _prepare(self) -> None:
        for folder in (self.place, self.place / RELEASES):
            if not folder.is_dir():
                at_place = folder == self.place
                make_folder(folder, FOLDER_MODE if at_place else self._folder_mode())

    def _refuse_foreign(self) -> None:
        """A place inside the site, or one that holds something else, is never published to."""
        if self.place == self.root or self.root in self.place.parents:
            raise Refused(problem(_HERE, "publish-place-inside", place=self.shown))
        if self.place in self.root.parents:
            raise Refused(problem(_HERE, "publish-place-foreign", place=self.shown))
        releases, current = self.place / RELEASES, self.place / CURRENT
        is_misled = releases.is_symlink() or (current.exists() and not current.is_symlink())
        is_file = any(p.exists() and not p.is_dir() for p in (self.place, releases))
        others = self.place.is_dir() and not releases.is_dir() and self._others()
        if is_misled or is_file or others:
            raise Refused(problem(_HERE, "publish-place-foreign", place=self.shown))

    def _others(self) -> bool:
        return bool({each.name for each in self.place.iterdir()} - _OWN)

    @contextmanager
    def _told(self, size: int = 0) -> Iterator[None]:
        """What the system refuses, told to a person."""
        try:
            yield
        except OSError as error:
            raise Refused(refusal_of(error, self.shown, size)) from error
