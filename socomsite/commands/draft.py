"""A new entry while it is being asked for: texts by field, the file they make, what is wrong.

Must never know who answers, nor write to disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from socomsite.checks.accessibility import check_accessibility
from socomsite.checks.rules import check_rules
from socomsite.dates import today_in_helsinki
from socomsite.language import slug
from socomsite.model.attachedfiles import discover_files
from socomsite.model.decode import Decoder
from socomsite.model.description import FieldDescription, FieldSort, describe, suffix_of
from socomsite.model.discovery import discover
from socomsite.model.keys import key_for
from socomsite.model.linking import link
from socomsite.model.schema import Entry, Schema
from socomsite.model.site import Site
from socomsite.model.source import Source, split_front_matter
from socomsite.problem import Position, Problem, problem
from socomsite.yamllines import read_lines, yaml_lines
from socomsite.yamltext import Plain

#: What stands for the key among the names of fields.
KEY = "key"
_BODY = "body"


def value_of(wanted: FieldDescription, texts: Iterable[str]) -> Plain | None:
    """What an author's texts mean for a field; None if what looks like YAML cannot be read.

    Lists are `a, b` or YAML (`[a, b]`), groups are YAML (`{name: a}`).
    """
    if not wanted.is_list:
        text = " ".join(texts) if wanted.sort is not FieldSort.PROSE else "\n".join(texts)
        is_yaml = wanted.sort is FieldSort.GROUP and text.startswith("{")
        return read_lines(text) if is_yaml else text
    items: list[Plain] = []
    for text in texts:
        if not text.startswith(("[", "{")):
            items += [part.strip() for part in text.split(",") if part.strip()]
            continue
        found = read_lines(text)
        if found is None:
            return None
        items += found if isinstance(found, list) else [found]
    return items


@dataclass
class Draft:
    """An entry to be: its kind, the texts given for its fields, and its key if one is wished."""

    root: Path
    site: Site
    schema: Schema
    kind: type[Entry]
    texts: dict[str, tuple[str, ...]]
    wished: str | None = None
    _lines: dict[int, str] = field(default_factory=dict)

    @cached_property
    def fields(self) -> Mapping[str, FieldDescription]:
        """The fields of the kind, required ones first."""
        return {each.name: each for each in describe(self.kind)}

    @cached_property
    def suffix(self) -> str:
        """Text kinds are Markdown files, cards YAML."""
        return suffix_of(self.kind)

    @property
    def key(self) -> str:
        """The key: the wished one, else made from what the entry is called."""
        if self.wished is not None:
            return self.wished
        said = {name: " ".join(given) for name, given in self.texts.items()}
        return key_for(self.kind.folder, said)

    def _one(self, name: str) -> tuple[str, ...]:
        return self.texts.get(name, ())

    @property
    def path(self) -> str:
        """Where the file will stand, from the site's root."""
        return f"content/{self.kind.folder}/{self.key}{self.suffix}"

    def text(self) -> str:
        """The file: a YAML card, or front matter with the body below."""
        is_text = self.suffix == ".md"
        start = "---\n" if is_text else ""
        body = "\n".join(self._one(_BODY)) if is_text else ""
        lines: list[str] = []
        self._lines.clear()
        for name in self.fields:
            if name not in self.texts or (is_text and name == _BODY):
                continue
            value = value_of(self.fields[name], self.texts[name])
            written = yaml_lines({name: "" if value is None else value})
            for number in range(len(written)):
                self._lines[len(lines) + number + 1 + len(start.splitlines())] = name
            lines += written
        card = "\n".join(lines or ["{}"]) + "\n"
        return f"{start}{card}---\n{body}\n" if is_text else card

    def problems(self) -> tuple[tuple[str, Problem], ...]:
        """What keeps the entry from being built, each with the field it is about, or ``""``."""
        unread = [n for n, given in self.texts.items() if value_of(self.fields[n], given) is None]
        place = Position(self.path)
        if unread:
            return tuple((name, problem(place, "yaml-syntax")) for name in unread)
        if found := self._key_problem():
            return ((KEY, found),)
        text = self.text()
        source = Source(self.path, self.kind.folder, self.key, self.site.language, text)
        decoded = Decoder(self.schema)(source)
        problems = list(decoded.problems)
        if decoded.value is not None:
            problems += self._linked(source, decoded.value)
        after_card = split_front_matter(text).body_line if self.suffix == ".md" else 0
        return tuple((self._about(found, after_card), found) for found in problems)

    def _key_problem(self) -> Problem | None:
        place = Position(self.path)
        if not self.key or self.key != slug(self.key):
            suggestion = slug(self.key) or self.kind.folder
            return problem(place, "name-unsafe", name=self.key, suggestion=suggestion)
        for source, _ in self._others:
            is_same = (source.folder, source.key) == (self.kind.folder, self.key)
            if is_same and source.language is self.site.language:
                return problem(place, "entry-exists", path=source.path)
        return None

    @cached_property
    def _others(self) -> list[tuple[Source, Entry | None]]:
        """What the site has already."""
        site, decode = self.site, Decoder(self.schema)
        found = discover(self.root, self.schema.kinds, site.language, site.languages)
        return [(source, decode(source).value) for source in found.value]

    @cached_property
    def _files(self) -> dict[str, str]:
        return discover_files(self.root)

    def _linked(self, source: Source, entry: Entry) -> Iterator[Problem]:
        """What is wrong with the entry among the others: references, files, its address."""
        pairs = [*self._others, (source, entry)]
        today = today_in_helsinki()
        graph = link(self.site, self.schema, pairs, self._files, today=self.site.as_of or today)
        told = (
            *check_rules(graph.value),
            *check_accessibility(graph.value, {source.path: source.text}),
        )
        for found in (*graph.problems, *told):
            if found.position.path == source.path:
                yield found

    def _about(self, found: Problem, after_card: int) -> str:
        """The field that a problem is about: as it says, or the one on whose line it stands."""
        values = dict(found.values)
        named = str(values.get("field", ""))
        if named in self.fields:
            return named
        if after_card and found.position.line >= after_card:
            return _BODY
        if found.position.column > 1 or "field" in values:
            return self._lines.get(found.position.line, "")
        if found.code == "address-duplicate":
            return KEY
        return next((name for name in values if name in self.fields), "")
