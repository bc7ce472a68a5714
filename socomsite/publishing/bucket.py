"""A bucket: every content once by its SHA-256, and out of these what readers see.

    .socomsite/blobs/<sha256>       contents, which a line that broke need not carry again
    .socomsite/releases/<id>.json   manifests: a release is whole when its contents are there
    .socomsite/current              the release that is served, also in its mark `release`, and
                                    those that were: one that never was is not kept
    .socomsite/switching            which release is being switched to, while it is

Contents come first. Then a switch is copies inside the bucket alone. Without `pointer` readers see
the bucket itself: new files first, then pages one by one, deletions last; each page comes with all
that it names, but pages change one after another. With `pointer` each release has its own folder
`releases/<id>/` and the server in front follows `current`: one step for all. Must never know
templates or pages.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeVar

from socomsite.engine.headers import served_as
from socomsite.model.destination import Bucket
from socomsite.problem import Position, problem
from socomsite.publishing.lease import Lease, leased
from socomsite.publishing.release import (
    MARKER,
    NAMED_BY_DIGEST,
    Filed,
    Release,
    Sort,
    is_id,
    manifest_of,
    marker_of,
    release_of,
)
from socomsite.publishing.store import LANES, Served, Store
from socomsite.publishing.target import At, Kept, Owner, Refused

T = TypeVar("T")
_OWN = ".socomsite/"
_BLOBS, _MANIFESTS = f"{_OWN}blobs/", f"{_OWN}releases/"
_CURRENT, _SWITCHING = f"{_OWN}current", f"{_OWN}switching"
_RELEASES = "releases/"
#: Contents that no release has stay so long, for a publishing that was cut off and comes again.
_UNUSED = dt.timedelta(days=1)
#: More than are ever kept.
_REMEMBERED = 200
_JSON = "application/json"
_AWAY = frozenset({"publish-unreachable", "publish-line-broken"})
_FRESH = "no-cache"
_HERE = Position("site.yaml")

#: Where a kill can come between two of its steps.
STEPS = (
    "bucket:contents",
    "send",
    "bucket:folder",
    "bucket:manifest",
    "bucket:switch",
    "bucket:new-files",
    "bucket:new-pages",
    "bucket:files",
    "bucket:pages",
    "bucket:pointer",
    "bucket:deletions",
    "bucket:switched",
    "bucket:old",
)


@dataclass(frozen=True)
class _Current:
    """The release that is served and those that were before."""

    release: str | None
    before: tuple[str, ...]


@dataclass
class BucketTarget:
    """A bucket of an S3-compatible host."""

    store: Store
    pause: Callable[[float], None] = field(default=time.sleep, repr=False)
    #: Only where a server in front follows the pointer.
    is_atomic: bool = field(init=False)
    #: A cache in front may show what was before for a while.
    patience: int = field(default=60, init=False)
    _lease: Lease | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        """How readers pass from one release to the next is a matter of settings."""
        self.is_atomic = self.store.settings.pointer

    @staticmethod
    def of(settings: Bucket, environ: Mapping[str, str]) -> BucketTarget:
        """The bucket of these settings, with the keys of the environment."""
        return BucketTarget(Store.of(settings, environ))

    def kept(self) -> Kept:
        """As `Target` has it."""
        current = self._current()
        if current.release is None:
            self._refuse_foreign()
        served = {current.release, *current.before}
        return Kept(tuple(each for each in self._whole() if each.id in served), current.release)

    @contextmanager
    def locked(self, owner: Owner) -> Iterator[None]:
        """As `Target` has it; a switch that was cut off is taken back first."""
        with leased(self.store, owner, self.pause) as lease:
            self._lease = lease
            self._mend()
            yield

    def send(self, release: Release, files: Mapping[str, bytes], at: At) -> None:
        """As `Target` has it; carried files are in the bucket already."""
        at("bucket:contents")
        contents = {sha256(data).hexdigest(): data for data in files.values()}
        there = {each.key: each.size for each in self.store.listed(_BLOBS)}
        missing = {s: d for s, d in contents.items() if there.get(f"{_BLOBS}{s}") != len(d)}
        self._each(
            [(f"{_BLOBS}{digest}", data) for digest, data in sorted(missing.items())],
            lambda pair: self.store.put(*pair),
            at,
        )
        if self.is_atomic:
            at("bucket:folder")
            self._fill(release, at)
        at("bucket:manifest")
        self._put(f"{_MANIFESTS}{release.id}.json", manifest_of(release))

    def switch(self, release: Release, at: At) -> None:
        """As `Target` has it."""
        current = self._current()
        served = self._manifest(current.release or "")
        at("bucket:switch")
        if not self.is_atomic:
            self._put(_SWITCHING, _named({"from": served.id if served else "", "to": release.id}))
            try:
                self._show(served, release, at)
            except (Refused, KeyboardInterrupt) as error:
                self._take_back(error)
                raise
        at("bucket:pointer")
        self._point(release.id, current)
        if not self.is_atomic:
            at("bucket:deletions")
            self._take_away(served, release)
            self.store.delete(_SWITCHING)
        at("bucket:switched")

    def tidy(self, keep: int, at: At) -> None:
        """As `Target` has it; contents of what is half sent stay a day, to be gone on with."""
        kept = self.kept()
        staying = list(kept.releases[-keep:])
        staying += [each for each in (kept.now, kept.before) if each and each not in staying]
        ids = {each.id for each in staying} | {kept.current or ""}
        leaving = [each for each in self._whole() if each.id not in ids]
        at("bucket:old")
        shown = {filed.path for each in staying for filed in each.files}
        for old in leaving:
            if not self.is_atomic:  # what `_take_away` left for those who had its pages open
                gone = {f.path for f in old.files if NAMED_BY_DIGEST.search(f.path)} - shown
                self._each(sorted(gone), self.store.delete)
            self.store.delete(f"{_MANIFESTS}{old.id}.json")
        if self.is_atomic:
            names = [each.key for each in self.store.listed(_RELEASES)]
            old_names = [name for name in names if name.split("/")[1] not in ids]
            self._each(old_names, self.store.delete)
        self._forget_contents(staying)

    def _forget_contents(self, staying: Iterable[Release]) -> None:
        """Delete the contents that no release has, when they have lain for a while."""
        used = {filed.sha256 for each in staying for filed in each.files}
        used |= {sha256(marker_of(each)).hexdigest() for each in staying}
        blobs = list(self.store.listed(_BLOBS))
        newest = max((each.written for each in blobs), default=None)
        unused = [
            each.key
            for each in blobs
            if newest
            and each.key.removeprefix(_BLOBS) not in used
            and newest - each.written > _UNUSED  # both by the host's clock
        ]
        self._each(unused, self.store.delete)

    def _fill(self, release: Release, at: At) -> None:
        """Make a release's own folder, and look that all of it is there."""
        folder = f"{_RELEASES}{release.id}/"
        marker = Filed(MARKER, sha256(marker_of(release)).hexdigest(), len(marker_of(release)))
        self._each([*release.files, marker], lambda filed: self._copy(filed, folder), at)
        there = {each.key.removeprefix(folder): each.size for each in self.store.listed(folder)}
        if any(there.get(filed.path) != filed.size for filed in (*release.own, marker)):
            raise Refused(problem(_HERE, "publish-damaged", place=self.store.shown))

    def _show(self, served: Release | None, release: Release, at: At) -> None:
        """Make of what readers see another release, in an order in which every page is whole."""
        now = {filed.path: filed.sha256 for filed in served.files} if served else {}
        for step, files in ranked(release, now):
            if files:
                at(step)
                self._each(files, self._copy, at)
        data = marker_of(release)
        self.store.put(MARKER, data, Served(served_as(MARKER)[0], _FRESH))

    def _take_away(self, served: Release | None, release: Release) -> None:
        """Delete what readers should not find any more.

        Files named by their digest stay for those who have an earlier page open, until the last
        release that had them goes.
        """
        mine = {filed.path for filed in release.files}
        paths = {filed.path for filed in served.files} if served else set()
        gone = [path for path in sorted(paths - mine) if not NAMED_BY_DIGEST.search(path)]
        self._each(gone, self.store.delete)

    def _mend(self) -> None:
        """Bring readers back to one release after a switch that was cut off."""
        found = self.store.get(_SWITCHING)
        if found is None:
            return
        told = json.loads(found.data)
        begun, served = self._manifest(told["to"]), self._manifest(told["from"])
        if begun is not None and self._current().release == begun.id:
            self._take_away(served, begun)
        elif begun is not None and served is not None:
            self._show_again(served, begun)
            self._take_away(begun, served)
        elif begun is not None:  # the very first one: there was nothing before
            self._each([*(filed.path for filed in begun.files), MARKER], self.store.delete)
        self.store.delete(_SWITCHING)

    def _take_back(self, error: BaseException) -> None:
        """Mend at once what was cut off, if we still reach the host: else the next one does."""
        is_away = isinstance(error, Refused) and error.problem.code in _AWAY
        if not is_away:
            with suppress(Refused):
                self._mend()

    def _show_again(self, served: Release, begun: Release) -> None:
        """Make of readers' view the release before a switch, wherever the two differ."""

        def quiet(step: str, done: int = 0, total: int = 0) -> None:
            del step, done, total

        self._show(begun, served, quiet)

    def _copy(self, filed: Filed, folder: str = "") -> None:
        """Put a content where readers look for it."""
        kind, cache = served_as(filed.path)
        served = Served(kind, _FRESH if filed.path == MARKER else cache)
        is_there = self.store.copy(f"{_BLOBS}{filed.sha256}", f"{folder}{filed.path}", served)
        if not is_there and filed.sort is not Sort.CARRIED:
            raise Refused(problem(_HERE, "publish-damaged", place=self.store.shown))

    def _point(self, release: str, current: _Current) -> None:
        before = {*current.before, current.release or release} - {release}
        told = {"release": release, "before": sorted(before)[-_REMEMBERED:]}
        self.store.put(_CURRENT, _named(told), Served(_JSON, _FRESH, {"release": release}))

    def _put(self, key: str, data: bytes) -> None:
        self.store.put(key, data, Served(_JSON))

    def _manifest(self, release: str) -> Release | None:
        found = self.store.get(f"{_MANIFESTS}{release}.json") if is_id(release) else None
        return release_of(found.data) if found else None

    def _whole(self) -> Iterator[Release]:
        """Every release whose manifest is there, oldest first."""
        for each in sorted(self.store.listed(_MANIFESTS), key=lambda each: each.key):
            found = self._manifest(each.key.removeprefix(_MANIFESTS).removesuffix(".json"))
            if found is not None:
                yield found

    def _current(self) -> _Current:
        found = self.store.get(_CURRENT)
        try:
            told = json.loads(found.data) if found else {}
            return _Current(str(told["release"]), tuple(map(str, told["before"])))
        except (ValueError, KeyError, TypeError):
            return _Current(None, ())

    def _refuse_foreign(self) -> None:
        """A bucket that holds something else is never published to."""
        is_ours = next(self.store.listed(_OWN), None) is not None
        if not is_ours and next(self.store.listed(""), None) is not None:
            raise Refused(problem(_HERE, "publish-place-foreign", place=self.store.shown))

    def _each(self, things: Iterable[T], work: Callable[[T], object], at: At | None = None) -> None:
        """Do one thing to many, several at a time; ends at the first that cannot be done."""
        every = list(things)

        def checked(thing: T) -> None:
            if self._lease is not None:
                self._lease.check()
            work(thing)

        with ThreadPoolExecutor(LANES) as lanes:
            begun = [lanes.submit(checked, thing) for thing in every]
            try:
                for done, each in enumerate(begun, 1):
                    each.result()
                    if at is not None:
                        at("send", done, len(every))
            except BaseException:  # Ctrl+C too: what waits is not to be sent after it
                lanes.shutdown(cancel_futures=True)
                raise


def ranked(release: Release, now: Mapping[str, str]) -> list[tuple[str, list[Filed]]]:
    """What differs from what readers see, in the order in which it may come before them.

    Nothing new disturbs an old page, so new files come first, then new pages; then what changes:
    files, and the pages that may name any of them.
    """
    ranks: dict[str, list[Filed]] = {
        "bucket:new-files": [],
        "bucket:new-pages": [],
        "bucket:files": [],
        "bucket:pages": [],
    }
    for filed in release.files:
        if now.get(filed.path) != filed.sha256:
            sort = "pages" if filed.path.endswith(".html") else "files"
            ranks[f"bucket:{'' if filed.path in now else 'new-'}{sort}"].append(filed)
    return list(ranks.items())


def _named(told: Mapping[str, object]) -> bytes:
    return json.dumps(told).encode()
