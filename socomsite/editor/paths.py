"""Which files the editor may touch: those of the site's content, by names that say what they are.

A path comes from a browser, so it is taken for hostile: nothing leads out of `content/`, and no
name looks like another. Must never know what the files hold.
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection
from pathlib import Path

from socomsite.model.attachedfiles import FILE_FOLDERS
from socomsite.model.filenames import folded, is_portable
from socomsite.signs import visible

CONTENT = "content"
_SUFFIXES = (".md", ".yaml")
_LONGEST = 1000
_ENTRY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z]{2})?\.(?:md|yaml)")
_ASCII_LEFT = 128


class Outside(ValueError):  # noqa: N818 - told to the person as an address that there is not
    """No path of a content file; the editor touches nothing else."""


def inside(root: Path, path: str, folders: Collection[str], *, is_new: bool = False) -> Path:
    """The file at a path from the site's root, such as `content/people/anna.yaml`.

    `folders` are those of the kinds; `files` and `pictures` are known beside. A new file must be
    named as the build wants it, and unlike every other one on any computer. Raises Outside.
    """
    steps = path.split("/")
    if not _is_plain(path) or steps[0] != CONTENT or len(steps) < 3:  # noqa: PLR2004 - content/kind/name
        raise Outside(path)
    if not all(is_portable(step) and step and step[0] not in ".~" for step in steps):
        raise Outside(path)
    is_entry = steps[1] in folders and steps[-1].endswith(_SUFFIXES)
    if not is_entry and steps[1] not in FILE_FOLDERS:
        raise Outside(path)
    if is_new and is_entry and not _ENTRY.fullmatch(steps[-1]):
        raise Outside(path)
    file = _where_it_is(root, path)
    if is_new and _has_twin(file):
        raise Outside(path)
    return file


def _is_plain(path: str) -> bool:
    """Whether a path is what it looks like: composed letters of our alphabet, nothing unseen."""
    if len(path.encode("utf-8", "replace")) > _LONGEST or visible(path) != path:
        return False
    return all(ord(sign) < _ASCII_LEFT or _is_our_letter(sign) for sign in path)


def _is_our_letter(sign: str) -> bool:
    is_latin = unicodedata.name(sign, "").startswith("LATIN ")
    # A letter that is another one in disguise is folded into it by NFKC.
    return sign.isalpha() and is_latin and unicodedata.normalize("NFKC", sign) == sign


def _where_it_is(root: Path, path: str) -> Path:
    """The file itself, where no symbolic link leads out of the content."""
    content, file = root.resolve() / CONTENT, root.resolve() / path
    try:
        real = file.resolve()
        is_inside = real.is_relative_to(content) and content.resolve() == content
    except (OSError, RuntimeError):  # RuntimeError: a loop of symbolic links
        raise Outside(path) from None
    if not is_inside or (real.exists() and not real.is_file()):
        raise Outside(path)
    return real


def _has_twin(file: Path) -> bool:
    """Whether another file there is the same one on Windows or macOS."""
    try:
        names = os.listdir(file.parent)  # noqa: PTH208 - names are asked for, no paths
    except OSError:
        return False
    wanted = folded(file.name)
    return any(folded(name) == wanted and name != file.name for name in names)
