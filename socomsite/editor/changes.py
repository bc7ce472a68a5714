"""What was changed, when and by whom, and how it was before: the folder `.history/` of a site.

A change is written down before it is made. If the process goes in between, the next one makes the
files those from before, or finds the change made. Must never know what the files mean.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from socomsite.dates import HELSINKI, now_in_helsinki
from socomsite.digest import digest_of_bytes
from socomsite.editor.replacing import beside, replace

FOLDER = ".history"
#: What is kept: the changes of a year, and of those the newest.
LONGEST = dt.timedelta(days=365)
MOST = 5000
_ID = re.compile(r"[0-9]{8}T[0-9]{12}Z-[0-9a-f]{8}")
_TIME = "%Y%m%dT%H%M%S%f"


@dataclass(frozen=True)
class Changed:
    """One file of a change: the digests of its bytes before and after, None where it was not."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Change:
    """What a person did in one step, in the time of Finland; `undoes` names what it took back."""

    id: str
    when: dt.datetime
    who: str
    what: str
    files: tuple[Changed, ...]
    undoes: str | None = None


class Changes:
    """The history of a site."""

    def __init__(self, root: Path) -> None:
        """Of the site in a folder; nothing is made before the first change."""
        self.root = root
        self.folder = root / FOLDER
        self._made, self._texts = self.folder / "changes", self.folder / "texts"

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else changes the site meanwhile, and what was begun before is ended."""
        for folder in (self._made, self._texts):
            folder.mkdir(parents=True, exist_ok=True)
        ignore = self.folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("*\n", "utf-8")
        opened = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o666)
        try:
            fcntl.flock(opened, fcntl.LOCK_EX)
            self._settle()
            yield
        finally:
            os.close(opened)

    def make(
        self,
        texts: Mapping[str, tuple[Path, bytes | None]],
        who: str,
        what: str,
        undoes: str | None = None,
    ) -> Change:
        """Give files their new bytes, all or none, and write down what was before.

        To be called while `alone`. Raises OSError; the files are then as they were.
        """
        files = []
        for path, (file, data) in texts.items():
            before = _bytes_of(file)
            if before is not None:
                self._keep(before)
            after = _digest(data)
            files.append(Changed(path, _digest(before), after))
        when = self._next_moment()
        name = f"{when.astimezone(dt.UTC):{_TIME}}Z-{secrets.token_hex(4)}"
        change = Change(name, when, who, what, tuple(files), undoes)
        begun = self._made / f"{name}.begun"
        replace(begun, _as_json(change))
        try:
            # Files that come, before those that go: at no moment is an entry nowhere.
            for file, data in sorted(texts.values(), key=lambda each: each[1] is None):
                replace(file, data)
        except OSError:
            self._settle()
            raise
        begun.replace(self._made / f"{name}.json")
        self._forget_old(when)
        return change

    def all(self) -> Iterator[Change]:
        """Every change that was made, newest first; to be called while `alone`."""
        for name in reversed(self._names(".json")):
            if (change := self._read(name)) is not None:
                yield change

    def one(self, name: str) -> Change | None:
        """The change of a name, if it is still kept."""
        return self._read(f"{name}.json") if _ID.fullmatch(name) else None

    def bytes_of(self, digest: str) -> bytes:
        """How a file was, by its digest. Raises FileNotFoundError if that is not kept."""
        return (self._texts / digest).read_bytes()

    def _keep(self, data: bytes) -> None:
        file = self._texts / digest_of_bytes(data)
        if not file.exists():
            replace(file, data)

    def _names(self, suffix: str) -> list[str]:
        with suppress(FileNotFoundError):
            return sorted(name for name in os.listdir(self._made) if name.endswith(suffix))  # noqa: PTH208 - names
        return []

    def _read(self, name: str) -> Change | None:
        try:
            told = json.loads((self._made / name).read_bytes())
            files = tuple(Changed(**each) for each in told["files"])
            when = dt.datetime.fromisoformat(told["when"]).astimezone(ZoneInfo(HELSINKI))
            stem = name.partition(".")[0]
            return Change(stem, when, told["who"], told["what"], files, told["undoes"])
        except (OSError, ValueError, KeyError, TypeError):
            return None  # written by a newer program, or by hand

    def _settle(self) -> None:
        """End what a process had begun that is no more: made as a whole, or taken back."""
        for name in self._names(".begun"):
            begun, change = self._made / name, self._read(name)
            files = change.files if change else ()
            places = {each: (self.root / each.path).resolve() for each in files}
            now = {each: _bytes_of(places[each]) for each in files}
            if files and all(_digest(now[each]) == each.after for each in files):
                begun.replace(begun.with_suffix(".json"))
                continue
            for each in files:
                file = places[each]
                with suppress(OSError):
                    beside(file).unlink()
                is_half = _digest(now[each]) == each.after != each.before
                if is_half:
                    replace(file, self.bytes_of(each.before) if each.before else None)
            begun.unlink()
        for folder in (self._made, self._texts):
            for name in os.listdir(folder):  # noqa: PTH208 - names
                if name.startswith("."):
                    (folder / name).unlink()

    def _next_moment(self) -> dt.datetime:
        """Now, or a little after the newest change if the clock was set back since."""
        now, names = now_in_helsinki(), self._names(".json")
        if not names:
            return now
        newest = dt.datetime.strptime(names[-1].partition("Z")[0], _TIME).replace(tzinfo=dt.UTC)
        return max(now, (newest + dt.timedelta(microseconds=1)).astimezone(now.tzinfo))

    def _forget_old(self, now: dt.datetime) -> None:
        names = self._names(".json")
        oldest = f"{(now - LONGEST).astimezone(dt.UTC):{_TIME}}"
        gone = {name for name in names[:-1] if name < oldest}
        if len(names) > MOST + MOST // 10:  # not with every change
            gone.update(names[:-MOST])
        for name in gone:
            (self._made / name).unlink()
        if gone:
            kept = {each.before for change in self.all() for each in change.files}
            for text in set(os.listdir(self._texts)) - kept:  # noqa: PTH208 - names
                (self._texts / text).unlink()


def _bytes_of(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _digest(data: bytes | None) -> str | None:
    return None if data is None else digest_of_bytes(data)


def _as_json(change: Change) -> bytes:
    files = [{"path": f.path, "before": f.before, "after": f.after} for f in change.files]
    told = {
        "when": change.when.isoformat(),
        "who": change.who,
        "what": change.what,
        "undoes": change.undoes,
        "files": files,
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8", "replace")
