"""Which files are content, and what their names say: folder, key and language.

Reads the disk. Must never know what fields mean.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from socomsite.digest import digest
from socomsite.language import Language
from socomsite.model.attachedfiles import FILE_FOLDERS
from socomsite.model.keys import is_key, key_in
from socomsite.model.source import Known, Source
from socomsite.model.textfile import read_text, text_inside, text_of
from socomsite.model.walking import SUFFIXES, files_below, printable, shown_path
from socomsite.problem import Outcome, Position, Problem, Severity, problem


def discover(  # noqa: PLR0913 - what is asked and of whom, each by its name
    root: Path,
    folders: Iterable[str],
    default: Language,
    languages: Iterable[Language],
    seen: Known | None = None,
    laid: Mapping[str, str | None] | None = None,
) -> Outcome[tuple[Source, ...]]:
    """Every content file below `root/content`, sorted by path.

    A file that cannot be used is told of; one that cannot be read keeps its key as a Source
    with problems, so that those citing it are not accused. What was `seen` is not read. `laid` are
    texts laid over what stands on disk, by path from the root: of files that are not saved yet, or
    None for one that would be gone.
    """
    content, known, spoken = root / "content", tuple(folders), tuple(languages)
    laid = laid or {}
    walked: dict[str, _Folder] = {}
    sources: list[Source] = []
    problems: list[Problem] = []
    unreadable: list[OSError] = []
    for parent, name in _with_laid(files_below(content, unreadable), root, laid):
        at = walked.get(parent)
        if at is None:
            at = walked[parent] = _folder(Path(parent), content, root)
        shown = name if name.isascii() else printable(name)
        path, folder = f"{at.shown}/{shown}", at.kind or shown
        if folder in FILE_FOLDERS:
            continue
        may_be_known = at.is_inside and path not in laid
        file = f"{parent}/{name}"
        as_seen = seen.source(file, path) if seen and may_be_known else None
        if as_seen is not None:
            sources.append(as_seen)
            continue
        is_link = os.path.islink(file)  # noqa: PTH114 - of ten thousand files, as below
        is_linked = is_link and os.path.isdir(file)  # noqa: PTH112 - as above
        if folder not in known or (not at.kind and not is_linked):
            near = get_close_matches(folder, known, n=1)
            problems.append(
                problem(
                    Position(path),
                    "folder-unknown",
                    severity=Severity.WARNING,
                    near=near,
                    folder=folder,
                )
            )
            continue
        named = _named(name, path, folder, default, spoken, is_folder=is_linked)
        problems.extend(named.problems)
        if named.value is not None:
            is_inside = at.is_inside and not is_link
            if (unsaved := laid.get(path)) is not None:
                text = text_of(unsaved.encode("utf-8", "replace"), path)
            else:
                text = (
                    text_inside(file, path, hear=seen.read if seen else None)
                    if is_inside
                    else read_text(Path(file), root, path)
                )
            parts = (path, folder, *named.value, text.value or "", text.problems)
            sources.append(Source(*parts, mark=digest(*parts)))
    problems += [
        problem(
            Position(shown_path(Path(error.filename), root)),
            "file-unreadable",
            reason=error.strerror or "",
        )
        for error in unreadable
        if not isinstance(error, FileNotFoundError)  # a site without content is told of as such
    ]
    return Outcome(tuple(sorted(sources, key=lambda source: source.path)), tuple(problems))


def _with_laid(
    files: Iterable[tuple[str, str]], root: Path, laid: Mapping[str, str | None]
) -> Iterator[tuple[str, str]]:
    """The files as they would be: without those gone, with those not yet there."""
    known = {os.path.split(root / path): text for path, text in laid.items()}
    for file in files:
        if not known or known.pop(file, "") is not None:
            yield file
    yield from (file for file, text in known.items() if text is not None)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder that holds content: asked once, not for each of its files.

    `kind` is its first part below `content/`, empty for `content/` itself.
    """

    shown: str
    kind: str
    is_inside: bool


def _folder(folder: Path, content: Path, root: Path) -> _Folder:
    parts = folder.relative_to(content).parts
    try:
        is_inside = folder.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        is_inside = False
    return _Folder(shown_path(folder, root), parts[0] if parts else "", is_inside)


def _named(  # noqa: PLR0913 - what is known of a file, each by its name
    name: str,
    path: str,
    folder: str,
    default: Language,
    languages: tuple[Language, ...],
    *,
    is_folder: bool,
) -> Outcome[tuple[str, Language] | None]:
    name = printable(name)
    if is_folder:
        return Outcome(None, (problem(Position(path), "symlink-folder"),))
    if not name.endswith(SUFFIXES):
        found = problem(Position(path), "file-ignored", severity=Severity.WARNING, name=name)
        return Outcome(None, (found,))
    stem = name.rsplit(".", 1)[0]
    key, _, tag = stem.partition(".")
    language = next((code for code in languages if code.value == tag), None)
    if tag and language is None:
        allowed = tuple(code.value for code in languages)
        found = problem(Position(path), "language-unknown", allowed=allowed, tag=tag)
        return Outcome(None, (found,))
    if not is_key(key):
        suggestion = f"{key_in(folder, key)}{name[len(key) :]}"
        found = problem(Position(path), "name-unsafe", name=name, suggestion=suggestion)
        return Outcome(None, (found,))
    return Outcome((key, language or default))
