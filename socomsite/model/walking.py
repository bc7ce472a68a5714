"""Which files stand below a folder, and how their paths are shown.

Reads names alone. Must never know what files hold.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

#: What the name of a content file ends in.
SUFFIXES = (".md", ".yaml")


def files_below(content: Path, unreadable: list[OSError]) -> Iterator[tuple[str, str]]:
    """Every file below a folder that is not hidden: the folder it is in, and its name."""
    for folder, subfolders, names in os.walk(content, onerror=unreadable.append):
        # A folder named like a file, or one that is a link, is told of rather than walked.
        like_files = [
            name
            for name in subfolders
            if name.endswith(SUFFIXES) or Path(folder, name).is_symlink()
        ]
        subfolders[:] = sorted(
            name for name in subfolders if not name.startswith(".") and name not in like_files
        )
        for name in sorted([*names, *like_files]):
            if not name.startswith("."):
                yield folder, name


def shown_path(path: Path, root: Path) -> str:
    """The path from the site's root with `/`, printable whatever bytes the name holds."""
    return printable(path.relative_to(root).as_posix())


def printable(name: str) -> str:
    """A name whose bytes are in no encoding, in signs that can be shown."""
    return name.encode("utf-8", "replace").decode()
