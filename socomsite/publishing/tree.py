"""A release as files in a folder: written whole, forced to the disk, shared where nothing changed.

Files that are as they were in an earlier release are links to that release's files: such files are
only ever replaced, never written into. Must never know which release is served.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from socomsite.publishing.release import Filed
from socomsite.publishing.target import At

#: A web server may read them whatever the umask of who publishes; nobody is to edit them.
FILE_MODE, FOLDER_MODE = 0o444, 0o755


def write_tree(  # noqa: PLR0913 - what a tree is made of, each by its name
    folder: Path,
    listed: Iterable[Filed],
    files: Mapping[str, bytes],
    *,
    former: Path | None,
    mode: int,
    at: At,
) -> None:
    """Write files into a new folder; carried ones, and those that are the same, from `former`.

    `mode` is that of folders. A carried file that is not in `former` is left out. Raises OSError.
    """
    make_folder(folder, mode)
    folders = {folder}
    records = {filed.path: filed for filed in listed}
    paths = sorted({*records, *files})
    for number, path in enumerate(paths, 1):
        at("send", number, len(paths))
        file, filed = folder / path, records.get(path)
        same = former / path if former and filed and _is_same(former / path, filed) else None
        data = files.get(path)
        if data is None and same is None:
            continue
        folders |= _folders_for(file, folders, mode)
        if same is None or not _linked(same, file):
            _write(file, same.read_bytes() if same else data or b"")
    for each in sorted(folders, reverse=True):
        sync(each)


def _folders_for(file: Path, known: set[Path], mode: int) -> set[Path]:
    """The folders above a file that are not there yet, made."""
    missing: list[Path] = []
    above = file.parent
    while above not in known:
        missing.append(above)
        above = above.parent
    for each in reversed(missing):
        make_folder(each, mode)
    return set(missing)


def make_folder(folder: Path, mode: int) -> None:
    """Make a folder with exactly this mode."""
    folder.mkdir()
    folder.chmod(mode)


def _is_same(file: Path, filed: Filed) -> bool:
    """Whether a file of the former release is still what its manifest says."""
    try:
        is_plain = not file.is_symlink() and file.stat().st_size == filed.size
        return is_plain and sha256(file.read_bytes()).hexdigest() == filed.sha256
    except OSError:
        return False


def _linked(source: Path, file: Path) -> bool:
    """Whether a link could be made: not over the system's limit, nor to another person's file."""
    try:
        os.link(source, file, follow_symlinks=False)
    except OSError:
        return False
    return True


def _write(file: Path, data: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(file, flags, 0o600), "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fchmod(opened.fileno(), FILE_MODE)
        os.fsync(opened.fileno())


def write_at_once(file: Path, data: bytes) -> None:
    """Put a file in its place in one move, on the disk before its name is. Raises OSError."""
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    _write(part, data)
    part.replace(file)
    sync(file.parent)


def sync(folder: Path) -> None:
    """Force a folder's names to the disk."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
