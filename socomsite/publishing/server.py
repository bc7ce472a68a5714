"""A folder of another machine over SSH, laid out as a folder of this one is (see `folder`).

rsync brings what changed to `releases/.next`; what is as it was becomes a link to the release that
is served. Only when the server has found every file to be what its SHA-256 says does the folder get
the release's name, and readers pass to it by the rename of a link. A line that breaks is opened
again and the copying goes on from there, in the same run or the next. Must never know what is in a
release.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from socomsite.model.destination import Server
from socomsite.problem import Position, problem
from socomsite.publishing.lock import busy, text_of
from socomsite.publishing.release import Filed, Release, Sort, is_id, manifest_of, release_of
from socomsite.publishing.remote import LineBroken, LockLost, NotWhole, Remote
from socomsite.publishing.target import At, Kept, Owner, Refused

T = TypeVar("T")
_HERE = Position("site.yaml")
_NEXT = "releases/.next"
_TRIES = 5
_LONGEST = 85
#: How often we say that we are still there; `SILENCE` of `server.sh` is four times as long.
_SIGN_EVERY = 15.0
#: How long the lock may take to come free when we let it go.
_FAREWELL = 30.0

#: Where a kill can come between two of its steps.
STEPS = (
    "server:lock",
    "server:copy",
    "send",
    "server:carry",
    "server:check",
    "server:manifest",
    "server:flip",
    "server:old",
)


class _Taken(Exception):  # noqa: N818 - it says what is
    """Another has the lock."""

    def __init__(self, owner: bytes) -> None:
        """With what the lock tells of its owner."""
        super().__init__("lock taken")
        self.owner = owner


class _Hold:
    """The lock at the server's end, held by a command there as long as we give signs of life."""

    def __init__(self, remote: Remote, owner: Owner) -> None:
        """Take the lock. Raises _Taken, LineBroken, Refused."""
        self._remote = remote
        self._process = remote.opened("lock", text_of(owner).decode())
        assert self._process.stdout is not None
        word, _, told = self._process.stdout.readline().decode("utf-8", "replace").partition(" ")
        match word, told.split():
            case "locked", [number, modes, current]:
                self.number, self.modes = int(number), modes
                self.current = current if is_id(current) else None
            case "busy", _:
                remote.farewell(self._process, _FAREWELL)
                raise _Taken(told.encode())
            case _:
                remote.ended(self._process)
        self._over = threading.Event()
        self._signs = threading.Thread(target=self._give_signs, daemon=True)
        self._signs.start()

    def _give_signs(self) -> None:
        assert self._process.stdin is not None
        while not self._over.wait(_SIGN_EVERY):
            try:
                self._process.stdin.write(b"\n")
                self._process.stdin.flush()
            except (OSError, ValueError):  # the line broke: whoever needs it next will notice
                return

    def let_go(self) -> None:
        """Let the lock go, and wait until the other end has noticed."""
        self._over.set()
        self._signs.join()
        self._remote.farewell(self._process, _FAREWELL)


@dataclass
class ServerTarget:
    """A folder of another machine."""

    settings: Server
    root: Path
    environ: Mapping[str, str] = field(repr=False)
    is_atomic: bool = field(default=True, init=False)
    patience: int = field(default=0, init=False)
    _owner: Owner | None = field(default=None, init=False, repr=False)
    _hold: _Hold | None = field(default=None, init=False, repr=False)
    _shared: Path | None = field(default=None, init=False, repr=False)
    _number: int = field(default=0, init=False, repr=False)

    @property
    def _remote(self) -> Remote:
        return Remote(self.settings, self.root.resolve(), self.environ, self._shared)

    def kept(self) -> Kept:
        """As `Target` has it."""
        try:
            return _kept_of(self._remote.ask("kept"))
        except LineBroken as broken:
            place = self._remote.shown
            found = problem(_HERE, "publish-unreachable", place=place, reason=broken.reason)
            raise Refused(found) from broken

    @contextmanager
    def locked(self, owner: Owner) -> Iterator[None]:
        """As `Target` has it.

        The lock is free as soon as our line to the server closes, whatever closes it. If the server
        itself goes down, its lock is dead when it has had no sign of life for three minutes.
        """
        self._owner, self._number = owner, 0
        with tempfile.TemporaryDirectory(prefix="socomsite-") as folder:
            socket = Path(folder) / "ssh"
            # Longer ones are no addresses of sockets (unix(7)): ssh puts 17 signs after it.
            self._shared = socket if len(os.fsencode(socket)) < _LONGEST else None
            try:
                self._tenaciously(lambda _: None)
                yield
            finally:
                self._let_go()
                self._shared = None

    def send(self, release: Release, files: Mapping[str, bytes], at: At) -> None:
        """As `Target` has it."""
        at("server:copy")
        current = self._held().current
        with tempfile.TemporaryDirectory(prefix="socomsite-") as folder:
            _lay_out(files, Path(folder))
            self._tenaciously(lambda hold: self._copy(Path(folder), current, hold, len(files), at))
        carried = [each.path for each in release.files if each.sort is Sort.CARRIED]
        if carried and current:
            at("server:carry")
            self._do("carry", current, data="".join(f"{path}\n" for path in carried))
        at("server:check")
        sums = "".join(_sum_line(each) for each in release.own)
        self._do("check", data=sums)
        at("server:manifest")
        self._do("whole", release.id, data=manifest_of(release).decode())

    def switch(self, release: Release, at: At) -> None:
        """As `Target` has it."""
        at("server:flip")
        self._do("flip", release.id)

    def tidy(self, keep: int, at: At) -> None:
        """As `Target` has it; what is half sent stays a day, to be gone on with."""
        kept = self.kept()
        staying = {each.id for each in kept.releases[-keep:]}
        staying |= {each.id for each in (kept.now, kept.before) if each} | {kept.current or ""}
        at("server:old")
        self._do("tidy", *sorted(staying - {""}))

    def _copy(self, source: Path, current: str | None, hold: _Hold, total: int, at: At) -> None:
        """Bring the files over what may be there of them already."""
        above = self.settings.path
        options = [
            "--recursive",
            "--checksum",
            "--perms",
            f"--chmod={hold.modes}",
            "--delete",
            "--partial-dir=.partial",
            "--itemize-changes",
            "--itemize-changes",
        ]
        options += [f"--link-dest={above}/releases/{current}"] if current else []
        copied = self._remote.copied(source, _NEXT, str(hold.number), *options)
        for done, _ in enumerate(copied, 1):
            at("send", done, total)

    def _do(self, word: str, *words: str, data: str = "") -> bytes:
        """Do a thing at the server's end under our lock. All are such that twice is as once."""

        def ask(hold: _Hold) -> bytes:
            return self._remote.ask(word, str(hold.number), *words, data=data.encode())

        return self._tenaciously(ask)

    def _tenaciously(self, work: Callable[[_Hold], T]) -> T:
        """Do a thing under our lock, anew after a broken line as long as nobody came between."""
        place = self._remote.shown
        refusal = problem(_HERE, "publish-line-broken", place=place, reason="?")
        for attempt in range(_TRIES):
            if attempt:
                time.sleep(self.settings.timeout / 16 * 2**attempt)
            try:
                return work(self._held())
            except LineBroken as broken:
                reason = broken.reason
                refusal = problem(_HERE, "publish-line-broken", place=place, reason=reason)
            except LockLost:
                self._let_go()
            except _Taken as taken:
                refusal = busy(taken.owner)
                if not self._number:
                    break
            except NotWhole as damaged:
                raise Refused(problem(_HERE, "publish-damaged", place=place)) from damaged
        raise Refused(refusal)

    def _held(self) -> _Hold:
        """Our lock; taken anew if its line broke, unless another has had it since."""
        if self._hold is None:
            assert self._owner is not None, "only inside `locked`"
            hold = self._hold = _Hold(self._remote, self._owner)
            if self._number and hold.number != self._number + 1:
                raise Refused(problem(_HERE, "publish-overtaken"))
            self._number = hold.number
        return self._hold

    def _let_go(self) -> None:
        if self._hold is not None:
            self._hold.let_go()
        self._hold = None


def _lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder."""
    for path, data in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)


def _sum_line(filed: Filed) -> str:
    """A file's line as `sha256sum --check` reads it, with its own way to write odd names."""
    path = filed.path.replace("\\", "\\\\").replace("\n", "\\n")
    mark = "\\" if path != filed.path else ""
    return f"{mark}{filed.sha256}  {path}\n"


def _kept_of(said: bytes) -> Kept:
    """The releases in what the server's end says: `current …`, then each manifest by size."""
    current, releases = None, []
    while said:
        line, _, said = said.partition(b"\n")
        match line.split():
            case [b"current", target]:
                name = Path(target.decode("utf-8", "replace")).name
                current = name if is_id(name) else None
            case [b"manifest", size]:
                releases.append(release_of(said[: int(size)]))
                said = said[int(size) :]
    whole = sorted((each for each in releases if each), key=lambda each: each.id)
    return Kept(tuple(whole), current)
