"""What the file system says of a file without opening it, and small facts kept between builds.

Imports nothing heavy, for a build in which nothing changed reads no more than this. Kept facts are
plain values, guarded by a digest: a file cut short or altered is as good as none. Must never know
what is kept, or why.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from hashlib import sha256
from typing import Any

#: Time of change, size, inode and time of the inode's change, as `stat(2)` tells them.
Stamp = tuple[int, int, int, int]
#: The stamp of what is not there.
ABSENT: Stamp = (0, 0, 0, 0)

_SIZE = 32
# A folder that may be entered need not be readable (Linux).
_FOR_PATHS = getattr(os, "O_PATH", os.O_RDONLY)
_SECOND = 1_000_000_000
# A kernel's clock for files goes on in steps of up to 10 ms; FAT's in steps of two seconds.
_TICK, _COARSE_TICK = 20_000_000, 2 * _SECOND
#: After so long a file's new stamp differs from that of what was done before.
TICK_SECONDS = 1.5 * _TICK / _SECOND


def stamp(path: str) -> Stamp:
    """The stamp of a file or folder, of its target if it is a link."""
    try:
        found = os.stat(path)  # noqa: PTH116 - ten thousand times in a build
    except (OSError, ValueError):
        return ABSENT
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_ctime_ns


def stamps_of(folder: str, paths: Iterable[str]) -> list[Stamp]:
    """The stamps of what is below a folder, in the order of these paths; `""` is the folder itself.

    Quicker than one by one: the way to the folder is gone once.
    """
    found = list[Stamp]()
    with _opened(folder) as (at, before):
        look = partial(os.stat, dir_fd=at)
        for path in paths:
            try:
                seen = look(before + path or ".")
            except (OSError, ValueError):
                found.append(ABSENT)
            else:
                found.append((seen.st_mtime_ns, seen.st_size, seen.st_ino, seen.st_ctime_ns))
    return found


@contextlib.contextmanager
def _opened(folder: str) -> Iterator[tuple[int | None, str]]:
    """A folder for asking what is below it, and what must stand before each path from it."""
    if os.stat not in os.supports_dir_fd:
        yield None, f"{folder}/"
        return
    try:
        at = os.open(folder, _FOR_PATHS)
    except OSError:  # there is none; each path will say so
        yield None, f"{folder}/"
        return
    try:
        yield at, ""
    finally:
        os.close(at)


def may_deceive(found: Stamp, seen: int) -> bool:
    """Whether a file could have changed since it was seen and still have the stamp it had then.

    So it is with what changed within the same step of the file system's clock; compare the
    "racy" entries of git's index.
    """
    is_coarse = found[0] % _SECOND == 0
    return max(found[0], found[3]) >= seen - (_COARSE_TICK if is_coarse else _TICK)


def surely_older(seen: int) -> int:
    """A stamp with both its times before this instant may not deceive: quicker asked for many."""
    return seen - _COARSE_TICK


def now(folder: str) -> int:
    """The file system's own time in nanoseconds, from a file that is made beside and goes.

    Where none can be made it is 0: every stamp may deceive then.
    """
    probe = f"{folder.rstrip('/')}.{os.getpid()}"
    try:
        with open(probe, "wb") as file:  # noqa: PTH123 - see `stamp`
            return os.fstat(file.fileno()).st_mtime_ns
    except OSError:
        return 0
    finally:
        with contextlib.suppress(OSError):
            os.unlink(probe)  # noqa: PTH108 - see `stamp`


def survey(paths: Iterable[str]) -> dict[str, Stamp]:
    """The stamps of these files and folders and of all that is below them, hidden files too.

    What is not there has the stamp `ABSENT`; a link is not followed into a folder.
    """
    found: dict[str, Stamp] = {}
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        found[path] = stamp(path)
        for item in _items(path):
            if item.is_dir(follow_symlinks=False):
                waiting.append(item.path)
            else:
                found[item.path] = stamp(item.path)
    return found


def survey_again(root: str, known: Mapping[str, Stamp], taken: int) -> dict[str, Stamp] | None:
    """What `survey` would find below a folder, from what it found at another time; half the work.

    None if that is not known: names may have come into a folder, or gone.
    """
    found: dict[str, Stamp] = {}
    older, above = surely_older(taken), len(f"{root}/")
    stamps = stamps_of(root, (path[above:] for path in known))
    for (path, was), seen in zip(known.items(), stamps, strict=True):
        found[path] = seen
        if seen == was and seen[0] < older and seen[3] < older:
            continue
        if seen == ABSENT != was:
            return None
        if (seen != was or may_deceive(seen, taken)) and os.path.isdir(path):  # noqa: PTH112 - see `stamp`
            return None
    return found


def _items(path: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(path) as items:
            yield from items
    except OSError:
        return  # a file, or nothing, or a folder that may not be read: its stamp tells of a change


def names(folder: str) -> frozenset[str]:
    """The names in a folder; none if it cannot be read."""
    return frozenset(item.name for item in _items(folder))


def digest_of_file(path: str) -> str:
    """The SHA-256 of a regular file; empty for anything else, or one that cannot be read."""
    try:
        if not stat.S_ISREG(os.lstat(path).st_mode):  # a pipe would keep us waiting
            return ""
        with open(path, "rb") as file:  # noqa: PTH123 - see `stamp`
            return sha256(file.read()).hexdigest()
    except (OSError, ValueError):
        return ""


def keep(path: str, value: Any) -> None:  # noqa: ANN401 - whatever is plain
    """Keep a plain value (numbers, text, tuples, dictionaries) in a file, in one move.

    Where it cannot be written nothing is kept.
    """
    data = marshal.dumps(value)
    beside = f"{path}.{os.getpid()}"
    try:
        with open(beside, "wb") as file:  # noqa: PTH123 - see `stamp`
            file.writelines((sha256(data).digest(), data))
        os.replace(beside, path)  # noqa: PTH105 - see `stamp`
    except OSError:
        for each in (beside, path):  # an older value would tell of a build that is not the last
            with contextlib.suppress(OSError):
                os.unlink(each)  # noqa: PTH108 - see `stamp`


def kept(path: str) -> Any:  # noqa: ANN401 - as above
    """The value that is kept in a file, or None."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - see `stamp`
            mark, data = file.read(_SIZE), file.read()
        return marshal.loads(data) if sha256(data).digest() == mark else None  # noqa: S302 - our own, and whole
    except (OSError, ValueError, EOFError, TypeError):
        return None
