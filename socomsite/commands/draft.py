"""A new entry while it is being asked for: texts by field, the file they make, what is wrong.

Must never know who answers, nor write to disk.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from socomsite.checks.accessibility import check_accessibility
from socomsite.checks.rules import check_rules
from socomsite.dates import today_in_helsinki
from socomsite.language import slug
from socomsite.model.decode import Decoder
from socomsite.model.description import FieldDescription, FieldSort, describe, suffix_of
from socomsite.model.graph import link
from socomsite.model.kinds import suggested_key
from socomsite.model.schema import Entry, Schema
from socomsite.model.site import Site
from socomsite.model.source import Source, discover, discover_files, split_front_matter
from socomsite.problem import Position, Problem, problem
from socomsite.yamltext import Node, Scalar, Sequence, quoted, read_yaml

#: What stands for the key among the names of fields.
KEY = "key"
_BODY = "body"
_UNSEEN = "\ufeff\ufffe\uffff"
Plain = str | list["Plain"] | dict[str, "Plain"]


def readable(text: str) -> str:
    """A text as it may stand in a file: nothing that no keyboard types, no blanks around it."""
    kept = (
        sign
        for sign in text.replace("\r\n", "\n").replace("\r", "\n")
        if sign in "\n\t"
        or (unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in _UNSEEN)
    )
    return "".join(kept).strip()


def yaml_lines(value: Plain) -> list[str]:
    """A list or mapping as lines of YAML that read back as the same."""
    lines = []
    if isinstance(value, dict):
        for name, below in value.items():
            lines += _with_head(f"{_scalar(name, is_key=True)[0]}:", below)
    else:
        for below in value:
            lines += _with_head("-", below)
    return lines


def _with_head(head: str, value: Plain) -> list[str]:
    if isinstance(value, str):
        first, *more = _scalar(value)
        return [f"{head} {first}", *(f"  {line}" if line else "" for line in more)]
    if not value:
        return [f"{head} {'{}' if isinstance(value, dict) else '[]'}"]
    below = [f"  {line}" if line else "" for line in yaml_lines(value)]
    return [f"- {below[0][2:]}", *below[1:]] if head == "-" else [head, *below]


def _scalar(text: str, *, is_key: bool = False) -> list[str]:
    """A text as plain as it may stand: bare, as a block of lines, else in quotation marks."""
    lines = text.split("\n")
    bare = [text] if len(lines) == 1 else ["|-", *lines]
    if not (is_key and len(lines) > 1) and _reads_back(bare, text):
        return bare
    return [quoted(text)]


def _reads_back(lines: list[str], text: str) -> bool:
    """Whether lines of YAML mean this text: as a value, and one line in a list and as a key too."""
    first, *more = lines
    if more:
        return _read("\n".join([f"a: {first}", *(f"  {line}" for line in more)])) == {"a": text}
    tried = f"a: {first}\nb:\n  - {first}\n", f"{first}: c\n"
    return list(map(_read, tried)) == [{"a": text, "b": [text]}, {text: "c"}]


def _plain(node: Node) -> Plain:
    match node:
        case Scalar():
            return node.text
        case Sequence():
            return [_plain(item) for item in node.items]
    return {name.text: _plain(value) for name, value in node.entries}


def value_of(wanted: FieldDescription, texts: Iterable[str]) -> Plain | None:
    """What an author's texts mean for a field; None if what looks like YAML cannot be read.

    Lists are `a, b` or YAML (`[a, b]`), groups are YAML (`{name: a}`).
    """
    if not wanted.is_list:
        text = " ".join(texts) if wanted.sort is not FieldSort.PROSE else "\n".join(texts)
        is_yaml = wanted.sort is FieldSort.GROUP and text.startswith("{")
        return _read(text) if is_yaml else text
    items: list[Plain] = []
    for text in texts:
        if not text.startswith(("[", "{")):
            items += [part.strip() for part in text.split(",") if part.strip()]
            continue
        found = _read(text)
        if found is None:
            return None
        items += found if isinstance(found, list) else [found]
    return items


def _read(text: str) -> Plain | None:
    read = read_yaml(text, "")
    return None if read.problems or read.value is None else _plain(read.value)


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
        named = [self.texts[name] for name in ("title", "name") if name in self.texts]
        parts = (
            named[0] if named else [t for n in ("series", "number", "year") for t in self._one(n)]
        )
        return suggested_key(" ".join(parts)) or self.kind.folder

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
