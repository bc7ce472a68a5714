"""Files that are old or new at every moment, also when the process or the power goes.

Must never know what is written, or why.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


def beside(file: Path) -> Path:
    """Where a file is written before it takes its place: no build looks at names with a dot."""
    return file.with_name(f".{file.name}.new")


def replace(file: Path, data: bytes | None) -> None:
    """Give a file these bytes in one step, or take it away; its rights stay as they were.

    Raises OSError, for example if the disk is full: the file is then as it was before.
    """
    if data is None:
        file.unlink(missing_ok=True)
        _keep_folder(file.parent)
        return
    made = not file.parent.exists()
    file.parent.mkdir(parents=True, exist_ok=True)
    new = beside(file)
    with contextlib.suppress(OSError):
        new.unlink()  # left by a process that was killed; perhaps a link
    try:
        opened = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666)
        with os.fdopen(opened, "wb") as out:
            with contextlib.suppress(FileNotFoundError, PermissionError):
                os.fchmod(out.fileno(), file.stat().st_mode & 0o777)
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        new.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()
        raise
    _keep_folder(file.parent)
    if made:
        _keep_folder(file.parent.parent)


def _keep_folder(folder: Path) -> None:
    """See to it that the names in a folder last; not every file system can."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
