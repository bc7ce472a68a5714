"""Which entries use which picture or file, and what other entries cite.

Looks at every entry of the site, drafts and expired ones too. Must never know how a page looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from socomsite.editor.holding import Held
from socomsite.model.fields import Attachment, FolderName, PictureFile, Prose
from socomsite.model.references import file_of_link, is_file_link
from socomsite.model.schema import Entry, values_of


def address_of_form(entry: Entry) -> str:
    """Where an entry is edited."""
    return f"/sisallot/{entry.folder}/{entry.key}/{entry.language.value}"


def entries_of(held: Held) -> Iterator[Entry]:
    """Every sound entry of the site."""
    return (entry for _, entry in held.by_path.values() if entry is not None)


def users(held: Held) -> dict[str, list[Entry]]:
    """The entries that use each file, by `pictures/…` or `files/…`."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries_of(held):
        for name in dict.fromkeys(_files_of(entry)):
            found[name].append(entry)
    return found


def _files_of(entry: Entry) -> Iterator[str]:
    for _, item in values_of(entry, Attachment):
        if not isinstance(item, FolderName):
            folder = "pictures" if isinstance(item, PictureFile) else "files"
            yield f"{folder}/{file_of_link(item.name)}"
    for _, prose in values_of(entry, Prose):
        yield from (f"pictures/{file_of_link(each.target)}" for each in prose.pictures)
        links = (each.target for each in prose.links if is_file_link(each.target))
        yield from (f"files/{file_of_link(target)}" for target in links)
