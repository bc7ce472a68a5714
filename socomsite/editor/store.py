"""The editor's way to the site's files: read, saved, deleted, renamed and undone, and nothing lost.

A save says which version it was made from. If the file is another one by then, nothing is written
and the other version is told. Must never know what a field or a form is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from socomsite.digest import digest_of_bytes
from socomsite.editor.changes import Change, Changes
from socomsite.editor.commits import commit
from socomsite.editor.paths import CONTENT, Outside, inside
from socomsite.editor.unsaved import Unsaved, UnsavedForms
from socomsite.model.attachedfiles import FILE_FOLDERS
from socomsite.model.kinds import schema
from socomsite.model.site import FILE as SETTINGS
from socomsite.yamltext import Plain

_ENCODING = ("utf-8", "surrogateescape")  # bytes that are no UTF-8 come back as they were


@dataclass(frozen=True)
class Kept:
    """A file as it is kept: its path from the site's root, its text and the digest of its bytes.

    `uncommitted` is what git said if a save could not be committed; the file is saved all the same.
    """

    path: str
    text: str
    digest: str
    uncommitted: str = ""


class Stale(Exception):  # noqa: N818 - told to the person with both versions, no fault of ours
    """The file has changed since it was read: `theirs` is how it is now, None if it is gone."""

    def __init__(self, path: str, theirs: Kept | None, mine: str = "") -> None:
        super().__init__(path)
        self.path, self.theirs, self.mine = path, theirs, mine


class Store:
    """The files of one site, in the hands of one person."""

    def __init__(self, root: Path, person: str, *, settings: bool = False) -> None:
        """The site in a folder; the person's name stands in the history.

        With `settings` its `site.yaml` can be changed too, where old addresses are told of: for
        those alone who name it themselves, never for a path that came from a browser.
        """
        self._settings = settings
        self.root, self.person = root, person
        self._changes, self._forms = Changes(root), UnsavedForms(root)
        self._folders = schema().kinds.keys()

    def read(self, path: str) -> Kept | None:
        """A file as it is now, None if there is none. Raises Outside, OSError."""
        return _kept(path, self._file(path))

    def save(self, path: str, text: str, base: str | None, what: str) -> Kept:
        """Save a text made from the version of a digest, None for a new file.

        A text that the file has already is no change. Raises Stale, Outside, OSError.
        """
        data = text.encode(*_ENCODING)
        told = self.write({path: data}, {path: base}, what)
        return Kept(path, text, digest_of_bytes(data), told)

    def delete(self, path: str, base: str, what: str) -> None:
        """Take a file away. Raises Stale, Outside, OSError."""
        self.write({path: None}, {path: base}, what)

    def rename(self, path: str, new: str, base: str, what: str, *, text: str | None = None) -> Kept:
        """Give a file another path, and another text if one is given, in one change.

        Raises Stale, also if the new path is taken; Outside, OSError.
        """
        old = self._file(path)
        is_entry = path.split("/")[1] not in FILE_FOLDERS
        kept = _kept(path, old)
        if kept is None:
            raise Stale(path, None, text or "")
        if text is None and is_entry:
            text = kept.text
        data = old.read_bytes() if text is None else text.encode(*_ENCODING)
        told = self.write({new: data, path: None}, {new: None, path: base}, what)
        return Kept(new, text or "", digest_of_bytes(data), told)

    def save_file(self, folder: str, name: str, data: bytes, what: str = "") -> str:
        """Keep an uploaded file in `files` or `pictures`; its path from the site's root.

        The same bytes under the same name are no change. Raises Stale if the name is taken by
        others, Outside, OSError.
        """
        path = f"{CONTENT}/{folder}/{name}"
        if folder not in FILE_FOLDERS:
            raise Outside(path)
        self.write({path: data}, {path: None}, what or name)
        return path

    def write(
        self, texts: Mapping[str, bytes | None], bases: Mapping[str, str | None], what: str
    ) -> str:
        """Change several files in one step, all or none; None takes a file away.

        `bases` gives the digest of the version that each was made from. Answers what git said if
        the change could not be committed. Raises Stale, Outside, OSError.
        """
        with self._changes.alone():
            wanted = {}
            for path, data in texts.items():
                base = bases.get(path)
                file = self._file(path, is_new=base is None)
                now = file.read_bytes() if file.is_file() else None
                if now == data:
                    continue
                if (None if now is None else digest_of_bytes(now)) != base:
                    mine = (data or b"").decode(*_ENCODING)
                    raise Stale(path, _kept(path, file), mine)
                wanted[path] = file, data
            if not wanted:
                return ""
            self._changes.make(wanted, self.person, what)
            return commit(self.root, wanted, self.person, what)

    def changes(self, path: str | None = None, most: int | None = None) -> tuple[Change, ...]:
        """What was changed, newest first; of one file if its path is given, no more than `most`."""
        if not self._changes.folder.exists():
            return ()
        with self._changes.alone():
            every = self._changes.all()
            found = (c for c in every if path in {None, *(each.path for each in c.files)})
            return tuple(islice(found, most))

    def before(self, change_id: str, path: str) -> str | None:
        """The text of a file before a change; None if it was not there. Raises KeyError."""
        change = self._changes.one(change_id)
        files = {each.path: each for each in change.files} if change else {}
        if files[path].before is None:
            return None
        return self._changes.bytes_of(files[path].before or "").decode(*_ENCODING)

    def undo(self, change_id: str, what: str = "") -> str:
        """Make the files of a change as they were before it, which is a change too.

        Answers what git said if it could not commit. Raises Stale if a file has changed again
        since, KeyError if the change is not kept any more, Outside, OSError.
        """
        with self._changes.alone():
            change = self._changes.one(change_id)
            if change is None:
                raise KeyError(change_id)
            texts = {}
            for each in change.files:
                file = self._file(each.path, is_ours=True)
                now = file.read_bytes() if file.is_file() else None
                if (None if now is None else digest_of_bytes(now)) != each.after:
                    mine = b"" if each.before is None else self._changes.bytes_of(each.before)
                    raise Stale(each.path, _kept(each.path, file), mine.decode(*_ENCODING))
                data = None if each.before is None else self._changes.bytes_of(each.before)
                texts[each.path] = file, data
            told = what or change.what
            self._changes.make(texts, self.person, told, undoes=change_id)
            return commit(self.root, texts, self.person, told)

    def keep_unsaved(self, form_id: str, fields: Mapping[str, Plain]) -> Unsaved:
        """Keep what stands in a form that is not saved yet."""
        return self._forms.keep(form_id, self.person, fields)

    def unsaved(self, form_id: str) -> Unsaved | None:
        """What stood in a form that was not saved, if anything."""
        return self._forms.of(form_id)

    def unsaved_forms(self) -> tuple[Unsaved, ...]:
        """Every form that was not saved, the newest first."""
        return self._forms.all()

    def discard(self, form_id: str) -> None:
        """Throw away what stood in a form."""
        self._forms.discard(form_id)

    def _file(self, path: str, *, is_new: bool = False, is_ours: bool = False) -> Path:
        if path == SETTINGS and (is_ours or self._settings):
            file = (self.root / path).resolve()
            if file.parent != self.root.resolve() or not file.is_file():
                raise Outside(path)
            return file
        return inside(self.root, path, self._folders, is_new=is_new)


def _kept(path: str, file: Path) -> Kept | None:
    try:
        data = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return Kept(path, data.decode(*_ENCODING), digest_of_bytes(data))
