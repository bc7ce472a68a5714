"""Which files are content, what their names say, and their text.

Reads the disk. Knows folders, keys, languages and front matter; must never know what fields mean.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from socomsite.digest import digest, digest_of_bytes
from socomsite.language import Language, slug
from socomsite.problem import Outcome, Position, Problem, Severity, problem

#: Folders of `content/` that hold files to link to rather than entries.
FILE_FOLDERS = ("pictures", "files")
LARGEST = 1_000_000
_SUFFIXES = (".md", ".yaml")
# Neither XML 1.0 nor HTML may hold these, and no keyboard types them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """One content file: what its name says and its text, or why there is none."""

    path: str
    folder: str
    key: str
    language: Language
    text: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def digest(self) -> str:
        """Changes when anything that decoding sees changes."""
        return digest(self.path, self.folder, self.key, self.language, self.text, self.problems)


@dataclass(frozen=True, slots=True)
class Split:
    """A text file's front matter and body, with the line on which each starts."""

    front: str | None
    front_line: int
    body: str
    body_line: int


def split_front_matter(text: str) -> Split:
    """The YAML between the first two `---` lines and the Markdown after them."""
    match = _FRONT.match(text)
    if match is None:
        return Split(None, 1, text, 1)
    return Split(match[1], 2, text[match.end() :], text.count("\n", 0, match.end()) + 1)


def text_of(data: bytes, path: str, largest: int = LARGEST) -> Outcome[str | None]:
    """Bytes as text: UTF-8, byte order mark and invisible control signs gone, line feeds only.

    Problems: `file-too-large`, `not-utf8` with the line of the first wrong byte, `file-empty`.
    """
    if len(data) > largest:
        size, limit = f"{len(data) / 1e6:.1f} MB", f"{largest / 1e6:.0f} MB"
        return Outcome(None, (problem(Position(path), "file-too-large", size=size, limit=limit),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Outcome(None, (problem(Position(path, line, 1), "not-utf8"),))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROLS.sub("", text)
    if not text.strip():
        return Outcome(None, (problem(Position(path), "file-empty"),))
    return Outcome(text)


def read_text(file: Path, root: Path, path: str, largest: int = LARGEST) -> Outcome[str | None]:
    """The text of a file of the site, or the problem that keeps it from being read.

    Problems beside those of `text_of`: `symlink-outside`, `file-unreadable`.
    """
    try:
        if not file.resolve().is_relative_to(root.resolve()):
            return Outcome(None, (problem(Position(path), "symlink-outside"),))
        if file.stat().st_size > largest:
            size, limit = f"{file.stat().st_size / 1e6:.1f} MB", f"{largest / 1e6:.0f} MB"
            return Outcome(
                None, (problem(Position(path), "file-too-large", size=size, limit=limit),)
            )
        data = file.read_bytes()
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links
        reason = getattr(error, "strerror", None) or "symlink loop"
        return Outcome(None, (problem(Position(path), "file-unreadable", reason=str(reason)),))
    return text_of(data, path, largest)


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


def shown_path(path: Path, root: Path) -> str:
    """The path from the site's root with `/`, printable whatever bytes the name holds."""
    relative = path.relative_to(root).as_posix()
    return relative.encode("utf-8", "replace").decode()


def discover(
    root: Path, folders: Iterable[str], default: Language, languages: Iterable[Language]
) -> Outcome[tuple[Source, ...]]:
    """Every content file below `root/content`, sorted by path.

    A file that cannot be used is told of; one that cannot be read keeps its key as a Source
    with problems, so that those citing it are not accused.
    """
    content, known = root / "content", tuple(folders)
    sources: list[Source] = []
    problems: list[Problem] = []
    unreadable: list[OSError] = []
    for file in _files(content, unreadable):
        path = shown_path(file, root)
        folder = file.relative_to(content).parts[0]
        if folder in FILE_FOLDERS:
            continue
        is_linked = file.is_symlink() and file.is_dir()
        if folder not in known or (file.parent == content and not is_linked):
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
        named = _named(file, path, folder, default, tuple(languages))
        problems.extend(named.problems)
        if named.value is not None:
            read = read_text(file, root, path)
            sources.append(
                Source(path, folder, *named.value, text=read.value or "", problems=read.problems)
            )
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


def discover_files(root: Path) -> dict[str, str]:
    """The attachments below `content/`, as `pictures/…` or `files/…`, with their digests.

    Links that lead out of the site and files that cannot be read are as good as missing.
    """
    found = {}
    for folder in FILE_FOLDERS:
        for file in _files(root / "content" / folder, []):
            inside = file.is_file() and file.resolve().is_relative_to(root.resolve())
            if inside and os.access(file, os.R_OK):
                name = shown_path(file, root / "content")
                found[name] = digest_of_bytes(file.read_bytes())
    return found


def _files(content: Path, unreadable: list[OSError]) -> Iterator[Path]:
    for folder, subfolders, names in os.walk(content, onerror=unreadable.append):
        # A folder named like a file, or one that is a link, is told of rather than walked.
        like_files = [
            name
            for name in subfolders
            if name.endswith(_SUFFIXES) or Path(folder, name).is_symlink()
        ]
        subfolders[:] = sorted(
            name for name in subfolders if not name.startswith(".") and name not in like_files
        )
        for name in sorted([*names, *like_files]):
            if not name.startswith("."):
                yield Path(folder, name)


def _named(
    file: Path, path: str, folder: str, default: Language, languages: tuple[Language, ...]
) -> Outcome[tuple[str, Language] | None]:
    name = shown_path(file, file.parent)
    if file.is_symlink() and file.is_dir():
        return Outcome(None, (problem(Position(path), "symlink-folder"),))
    if not name.endswith(_SUFFIXES):
        found = problem(Position(path), "file-ignored", severity=Severity.WARNING, name=name)
        return Outcome(None, (found,))
    stem = name.rsplit(".", 1)[0]
    key, _, tag = stem.partition(".")
    language = next((code for code in languages if code.value == tag), None)
    if tag and language is None:
        allowed = tuple(code.value for code in languages)
        found = problem(Position(path), "language-unknown", allowed=allowed, tag=tag)
        return Outcome(None, (found,))
    if not _KEY.fullmatch(key):
        suggestion = f"{slug(key) or folder}{name[len(key) :]}"
        found = problem(Position(path), "name-unsafe", name=name, suggestion=suggestion)
        return Outcome(None, (found,))
    return Outcome((key, language or default))
