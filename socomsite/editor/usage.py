"""Which entries use which picture or file, and what other entries cite.

Looks at every entry of the site, drafts and expired ones too. Must never know how a page looks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from socomsite.editor.holding import Held
from socomsite.model.fields import Attachment, FolderName, PictureFile, Prose
from socomsite.model.references import Name, file_of_link, is_file_link, names_of
from socomsite.model.schema import Entry, values_of

_REF = "ref:"


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


def citing(held: Held, name: Name) -> dict[str, Entry]:
    """The entries that name an entry in a field or a text, by their paths."""
    known = {(source.folder, source.key) for source, _ in held.by_path.values()}
    found = {}
    for path, (_, entry) in held.by_path.items():
        if entry is None or (entry.folder, entry.key) == name:
            continue
        if any(_means(key, kinds, name, known) for key, kinds in _named(held, entry)):
            found[path] = entry
    return found


def _named(held: Held, entry: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What an entry names, with the kinds that it can mean."""
    anything = held.schema.public_folders
    for each in held.schema.references(entry):
        yield each.ref.key, each.kinds
    texts = [text for _, text in values_of(entry, str)]
    texts += [link.target for _, prose in values_of(entry, Prose) for link in prose.links]
    for text in texts:
        if text.startswith(_REF):
            yield text.removeprefix(_REF).partition("#")[0], anything


def _means(key: str, kinds: tuple[str, ...], name: Name, known: set[Name]) -> bool:
    found = [each for each in names_of(key, kinds) if each in known]
    return name in found[:1]
