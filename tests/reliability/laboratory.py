"""A small site in a folder of its own, its old and its new output, and the program beside it.

A fault is injected between the two; afterwards the output must be one of them to the last byte.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.conftest import PYTHON, news, picture, write_site

ROOT = Path(__file__).parents[2]
AS_OF = "2026-11-22"
#: Enough pages that a build has a middle in which it can be killed.
PAGES = 40
TOPIC = "---\nname: Lapset\nsummary: Lasten asiat.\n---\nTietoa lapsista.\n"
# Long enough for a slow machine: a child that needs more hangs, and a hang is a fault.
PATIENCE = 120

Tree = Mapping[str, bytes]


class BrokenError(AssertionError):
    """The site did not stay whole, or the program did not say what was wrong."""


@dataclass(frozen=True)
class Said:
    """How a run of the program ended; `code` is negative for a signal."""

    code: int
    text: str

    @property
    def is_killed(self) -> bool:
        """Whether a signal ended it."""
        return self.code < 0


def tree(folder: Path) -> Tree:
    """Every file below a folder by its path, with its bytes; empty if there is no folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _write(root: Path, state: str) -> None:
    for number in range(PAGES):
        text = news(f"Uutinen {number}, {state}", body=f"Teksti on {state}.\n" * 5)
        (root / f"content/news/n{number}.md").write_text(text, "utf-8")


@dataclass
class Laboratory:
    """One site on its way from `old` to `new`; both are outputs made without any fault."""

    root: Path
    old: Tree
    new: Tree

    @property
    def output(self) -> Path:
        """Where the site is built."""
        return self.root / "output"

    def command(self, *arguments: str, before: str = "") -> list[str]:
        """The program in a process of its own; `before` is Python that runs first in it."""
        start = f"{before}\nfrom socomsite.commands.cli import main\nmain()"
        return [PYTHON, "-c", start, *arguments]

    def build(
        self,
        *options: str,
        prefix: Sequence[str] = (),
        before: str = "",
        env: Mapping[str, str] | None = None,
        **process: Any,
    ) -> Said:
        """Build the site as it now stands; raises `BrokenError` for a hang."""
        arguments = ("build", "--site", str(self.root), "--as-of", AS_OF, "--jobs", "1", *options)
        done = run([*prefix, *self.command(*arguments, before=before)], env=env, **process)
        if "Traceback" in done.text:
            raise BrokenError(done.text)
        return done

    def check_whole(self, said: Said | None = None) -> None:
        """The output is the old site or the new one; raises `BrokenError` if it is neither."""
        found = tree(self.output)
        if found not in (self.old, self.new):
            wrong = {name for name in found.keys() | self.new.keys() if not self._fits(found, name)}
            raise BrokenError(f"{sorted(wrong)[:5]} {said}")

    def _fits(self, found: Tree, name: str) -> bool:
        return found.get(name) in (self.old.get(name), self.new.get(name))

    def check_old(self, said: Said) -> None:
        """The output is still the old site and the program said why; raises `BrokenError`."""
        if said.code not in (1, 2) or not said.text.strip() or tree(self.output) != self.old:
            raise BrokenError(f"{said}")

    def check_next(self) -> None:
        """A build without any fault makes the new site, and leaves nothing else behind."""
        said = self.build()
        if said.code != 0 or tree(self.output) != self.new:
            raise BrokenError(f"the next build: {said}")
        names = {file.name for file in self.root.iterdir() if file.name.startswith(".output")}
        left = names - {".output.next"}  # kept, so that the next build writes only what differs
        if left:
            raise BrokenError(f"left behind: {sorted(left)}")


#: Tells at the end how many operations on files of the site a process did.
COUNTED = """
import atexit, os, sys
seen, folder = 0, {folder!r}
def count(event, arguments):
    global seen
    if event.partition(".")[0] in ("open", "os", "shutil", "sqlite3"):
        seen += any(folder in os.fsdecode(a) for a in arguments if isinstance(a, (str, bytes)))
sys.addaudithook(count)
atexit.register(lambda: print(f"operations: {{seen}}"))
"""


@dataclass(frozen=True)
class Bench:
    """A site built once in both states, of which each fault gets a copy of its own.

    `operations` is how many operations on its files a build does.
    """

    folder: Path
    operations: int

    @classmethod
    def made(cls, folder: Path) -> Bench:
        """Build the two states below a folder."""
        root = write_site(
            folder / "site",
            {
                "content/topics/lapset.md": TOPIC,
                "content/pictures/x.jpg": picture(40, 30, "JPEG"),
                "content/news/n0.md": news(),
            },
        )
        laboratory = Laboratory(root, {}, {})
        for state in ("new", "old"):
            _write(root, state)
            said = laboratory.build()
            if said.code != 0:
                raise BrokenError(said.text)
            shutil.copytree(root / "output", folder / state)
        _write(root, "new")
        counted = laboratory.build(before=COUNTED.format(folder=str(root))).text
        _write(root, "old")
        laboratory.build()
        return cls(folder, int(counted.rpartition("operations: ")[2]))

    @contextmanager
    def laboratory(self, name: str = "site") -> Iterator[Laboratory]:
        """The old site, built, with the new content in it; the folder is named as asked."""
        root = self.folder / "work" / name
        try:
            shutil.copytree(self.folder / "site", root)
            _write(root, "new")
            yield Laboratory(root, tree(self.folder / "old"), tree(self.folder / "new"))
        finally:
            shutil.rmtree(self.folder / "work", ignore_errors=True)


def run(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    patience: float = PATIENCE,
    **process: Any,
) -> Said:
    """Run a command to its end; raises `BrokenError` if it does not end in so many seconds."""
    here = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", **(env or {})}
    try:
        done = subprocess.run(
            command,
            env=here,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=patience,
            check=False,
            **process,
        )
    except subprocess.TimeoutExpired as error:
        raise BrokenError(f"it hangs: {error.output!r}") from None
    return Said(done.returncode, done.stdout.decode("utf-8", "replace"))


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A file system in memory of this size, mounted at a folder; only root may do it."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)])
    if mounted.code != 0:
        raise BrokenError(mounted.text)
    try:
        yield folder
    finally:
        run(["umount", "--lazy", str(folder)])


def is_root() -> bool:
    """Whether file systems may be mounted here."""
    return sys.platform == "linux" and os.geteuid() == 0
