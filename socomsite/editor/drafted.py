"""Several files as they are to be, before any is written: one change that can be undone as one.

Must never know why the files change.
"""

from __future__ import annotations

from collections.abc import Callable

from socomsite.editor.document import fields_in, with_fields
from socomsite.editor.store import Store
from socomsite.yamltext import Plain

Fields = dict[str, Plain]


class Drafted:
    """The files of a store with changes that are not written yet; None stands for a file gone."""

    def __init__(self, store: Store) -> None:
        """Nothing is changed so far."""
        self.store = store
        self.texts: dict[str, str | None] = {}
        self._bases: dict[str, str | None] = {}

    def text(self, path: str) -> str:
        """A file as it is to be; empty if there is none."""
        if path not in self.texts:
            kept = self.store.read(path)
            self.texts[path] = kept.text if kept else None
            self._bases[path] = kept.digest if kept else None
        return self.texts[path] or ""

    def put(self, path: str, text: str | None) -> None:
        """Another text for a file, or none."""
        self.text(path)
        self.texts[path] = text

    def edit(self, path: str, change: Callable[[Fields], Fields]) -> None:
        """Other fields for a file. Raises Unwritable."""
        text = self.text(path)
        said = fields_in(text, path).value
        if said is None:
            return
        made = change(dict(said))
        if made != said:
            self.texts[path] = with_fields(text, path, made)

    def write(self, what: str) -> str:
        """Write everything; gives the change by which it can be undone, empty if nothing changed.

        Raises Stale, Outside, OSError.
        """
        data = {
            path: None if text is None else text.encode("utf-8", "surrogateescape")
            for path, text in self.texts.items()
        }
        before = {change.id for change in self.store.changes()}
        self.store.write(data, self._bases, what)
        made = [change.id for change in self.store.changes() if change.id not in before]
        return made[0] if made else ""
