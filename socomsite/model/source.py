"""Which files are content, what their names say, and their text.

Reads the disk. Knows folders, keys, languages and front matter; must never know what fields mean.
"""

from __future__ import annotations

import os
import re
import stat
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Protocol

from socomsite.digest import digest, digest_of_bytes, digest_of_stream
from socomsite.language import Language, slug
from socomsite.model.filenames import is_portable
from socomsite.problem import Outcome, Position, Problem, Severity, problem
from socomsite.signs import visible

#: Folders of `content/` that hold files to link to rather than entries.
FILE_FOLDERS = ("pictures", "files")
LARGEST = 1_000_000
_LONGEST_KEY = 80
_HEAD = 4096
#: Bytes of an attachment: what one waits for on a phone, and what memory holds.
LARGEST_FILE = 100_000_000
_SUFFIXES = (".md", ".yaml")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FRONT = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """One content file: what its name says and its text, or why there is none.

    One that stands as it was read has its `mark`, the digest of then, instead of its text.
    """

    path: str
    folder: str
    key: str
    language: Language
    text: str = ""
    problems: tuple[Problem, ...] = ()
    mark: str = field(default="", compare=False)

    @property
    def digest(self) -> str:
        """Changes when anything that decoding sees changes."""
        if self.mark:
            return self.mark
        return digest(self.path, self.folder, self.key, self.language, self.text, self.problems)

    def whole(self, root: Path) -> Source:
        """The source with its text, read if that was let go.

        Problem, if the file is no longer the one that was read: `file-unreadable`.
        """
        if self.text or self.problems or not self.mark:
            return self
        text = read_text(root / self.path, root, self.path)
        found = replace(self, text=text.value or "", problems=text.problems, mark="")
        if found.digest == self.mark:
            return found
        changed = problem(Position(self.path), "file-unreadable", reason="reason-changed")
        return replace(found, text="", problems=(changed,))


def read_again(source: Source, root: Path, text: str | None = None) -> Source:
    """A source as its file stands now, or with a text that is laid over it."""
    path = source.path
    if text is None:
        found = read_text(root / path, root, path)
    else:
        found = text_of(text.encode("utf-8", "replace"), path)
    now = replace(source, text=found.value or "", problems=found.problems, mark="")
    return replace(now, mark=now.digest)


class Known(Protocol):
    """What somebody knows of files without reading them; None of those that must be read."""

    def source(self, file: str, path: str, /) -> Source | None:
        """The source of a content file, with its mark."""

    def mark(self, file: str, path: str, /) -> str | None:
        """The digest of an attachment."""

    def read(self, path: str, data: bytes, /) -> None:
        """Hear what a content file holds that had to be read."""


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
    data = data.removeprefix(BOM_UTF8)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Outcome(None, (problem(Position(path, line, 1), "not-utf8"),))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = visible(text, data)
    if not text or text.isspace():
        return Outcome(None, (problem(Position(path), "file-empty"),))
    return Outcome(text)


def read_text(file: Path, root: Path, path: str, largest: int = LARGEST) -> Outcome[str | None]:
    """The text of a file of the site, or the problem that keeps it from being read.

    Problems beside those of `text_of`: `symlink-outside`, `file-unreadable`.
    """
    try:
        if not file.resolve().is_relative_to(root.resolve()):
            return Outcome(None, (problem(Position(path), "symlink-outside"),))
    except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links
        return _unreadable(error, path)
    return _text_inside(file, path, largest)


def _unreadable(error: OSError | RuntimeError, path: str) -> Outcome[str | None]:
    reason = getattr(error, "strerror", None) or "symlink loop"
    return Outcome(None, (problem(Position(path), "file-unreadable", reason=str(reason)),))


def _text_inside(
    file: Path | str, path: str, largest: int = LARGEST, seen: Known | None = None
) -> Outcome[str | None]:
    """The text of a file that is known to stand inside the site."""
    try:
        found = os.stat(file)  # noqa: PTH116 - ten thousand times in a build
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            reason = "reason-no-file"  # a pipe or device, which may never end
            return Outcome(None, (problem(Position(path), "file-unreadable", reason=reason),))
        if found.st_size > largest:
            size, limit = f"{found.st_size / 1e6:.1f} MB", f"{largest / 1e6:.0f} MB"
            return Outcome(
                None, (problem(Position(path), "file-too-large", size=size, limit=limit),)
            )
        data = _bytes_of(file, found.st_size)
    except OSError as error:
        return _unreadable(error, path)
    if seen:
        seen.read(path, data)
    return text_of(data, path, largest)


def _bytes_of(file: Path | str, size: int) -> bytes:
    """The bytes of a file of about this size, read in one step; Python's own way takes four."""
    opened = os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        data = os.read(opened, size + 1)
        while more := os.read(opened, LARGEST) if len(data) > size else b"":
            data += more
        return data
    finally:
        os.close(opened)


class Texts(Mapping[str, str]):
    """The texts of a site's files by path, each read when somebody asks: of most nobody does.

    Held, they were a sixth of what a build of 10 000 posts needs of memory.
    """

    def __init__(
        self, root: Path, paths: Iterable[str], laid: Mapping[str, str | None] | None = None
    ) -> None:
        """The texts of the files at these paths below a site's root; `laid` as in `discover`."""
        self._root = root
        self._paths = dict.fromkeys(paths)
        self._laid = {path: text for path, text in (laid or {}).items() if text is not None}

    def __getitem__(self, path: str) -> str:
        """The text of a file; empty if it cannot be read any more. Raises KeyError for others."""
        if path not in self._paths:
            raise KeyError(path)
        if path in self._laid:
            return text_of(self._laid[path].encode("utf-8", "replace"), path).value or ""
        return read_text(self._root / path, self._root, path).value or ""

    def __iter__(self) -> Iterator[str]:
        """The paths in their order."""
        return iter(self._paths)

    def __len__(self) -> int:
        """How many files there are."""
        return len(self._paths)


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


def shown_path(path: Path, root: Path) -> str:
    """The path from the site's root with `/`, printable whatever bytes the name holds."""
    return _printable(path.relative_to(root).as_posix())


def _printable(name: str) -> str:
    return name.encode("utf-8", "replace").decode()


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
    for parent, name in _with_laid(_files(content, unreadable), root, laid):
        at = walked.get(parent)
        if at is None:
            at = walked[parent] = _folder(Path(parent), content, root)
        shown = name if name.isascii() else _printable(name)
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
                    _text_inside(file, path, seen=seen)
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


def discover_files(root: Path, seen: Known | None = None) -> dict[str, str]:
    """The attachments below `content/`, as `pictures/…` or `files/…`, with their digests.

    Links that lead out of the site and files that cannot be read are as good as missing. What was
    `seen` is not read.
    """
    found = {}
    for folder in FILE_FOLDERS:
        for file in (Path(*each) for each in _files(root / "content" / folder, [])):
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


def _files(content: Path, unreadable: list[OSError]) -> Iterator[tuple[str, str]]:
    """Every file below a folder that is not hidden: the folder it is in, and its name."""
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
                yield folder, name


def _named(  # noqa: PLR0913 - what is known of a file, each by its name
    name: str,
    path: str,
    folder: str,
    default: Language,
    languages: tuple[Language, ...],
    *,
    is_folder: bool,
) -> Outcome[tuple[str, Language] | None]:
    name = _printable(name)
    if is_folder:
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
    if not _KEY.fullmatch(key) or not is_portable(key):
        wished = (slug(key) or folder)[:_LONGEST_KEY].strip("-")
        wished = wished if is_portable(wished) else f"{folder}-{wished}"
        suggestion = f"{wished}{name[len(key) :]}"
        found = problem(Position(path), "name-unsafe", name=name, suggestion=suggestion)
        return Outcome(None, (found,))
    return Outcome((key, language or default))
