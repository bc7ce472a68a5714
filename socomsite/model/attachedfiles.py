"""The attachments of a site: which files there are to show or link to, and their bytes.

Reads the disk. Must never know what they say.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from socomsite.digest import digest_of_bytes, digest_of_stream
from socomsite.model.source import Known
from socomsite.model.walking import files_below, shown_path
from socomsite.problem import Outcome, Position, problem

#: Folders of `content/` that hold files to link to rather than entries.
FILE_FOLDERS = ("pictures", "files")
#: Bytes of an attachment: what one waits for on a phone, and what memory holds.
LARGEST_FILE = 100_000_000
_HEAD = 4096


def discover_files(root: Path, seen: Known | None = None) -> dict[str, str]:
    """The attachments below `content/`, as `pictures/…` or `files/…`, with their digests.

    Links that lead out of the site and files that cannot be read are as good as missing. What was
    `seen` is not read.
    """
    found = {}
    for folder in FILE_FOLDERS:
        for file in (Path(*each) for each in files_below(root / "content" / folder, [])):
            inside = file.is_file() and file.resolve().is_relative_to(root.resolve())
            if inside and os.access(file, os.R_OK):
                name = shown_path(file, root / "content")
                mark = seen.mark(str(file), f"content/{name}") if seen else None
                found[name] = mark or digest_of_file(file)
    return found


def read_heads(root: Path, names: Iterable[str]) -> dict[str, bytes]:
    """How each of these attachments begins, by its name; those gone meanwhile are left out."""
    found = {}
    for name in names:
        try:
            with (root / "content" / name).open("rb") as opened:
                found[name] = opened.read(_HEAD)
        except OSError:
            continue  # told of where it is copied
    return found


def read_file(root: str, path: str, mark: str) -> Outcome[bytes | None]:
    """The bytes of an attachment that was found with this digest.

    Problem: `file-unreadable`, if it went away or changed since then.
    """
    try:
        data = Path(root, path).read_bytes()
    except OSError as error:
        reason = error.strerror or ""
        return Outcome(None, (problem(Position(path), "file-unreadable", reason=reason),))
    if digest_of_bytes(data) != mark:
        changed = problem(Position(path), "file-unreadable", reason="reason-changed")
        return Outcome(None, (changed,))
    return Outcome(data)


def digest_of_file(file: Path) -> str:
    """The digest of a file's bytes, without holding all of them."""
    with file.open("rb") as opened:
        return digest_of_stream(opened)
