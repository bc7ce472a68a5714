"""`import publications FILE`: records of other programs as new publication cards.

Everything wrong is told at once, with its line in the file, and nothing is written until all is
right. What the site has already is left alone. Must never know a file format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from socomsite.checks.rules import check_rules
from socomsite.commands.build import lines_of
from socomsite.commands.ending import FINE, PROBLEMS, USAGE
from socomsite.dates import today_in_helsinki
from socomsite.imports.bibtex import read_bibtex
from socomsite.imports.record import Record, Value
from socomsite.imports.ris import read_ris
from socomsite.imports.table import read_table
from socomsite.language import Language, slug
from socomsite.messages import say, told
from socomsite.model.attachedfiles import discover_files
from socomsite.model.decode import Decoder
from socomsite.model.description import describe
from socomsite.model.discovery import discover
from socomsite.model.keys import suggested_key
from socomsite.model.kinds import Owner, Publication, schema
from socomsite.model.linking import link
from socomsite.model.schema import Entry
from socomsite.model.site import Site, read_site
from socomsite.model.source import Source
from socomsite.model.textfile import text_of
from socomsite.problem import Outcome, Position, Problem, gathered, problem
from socomsite.yamllines import readable, yaml_lines
from socomsite.yamltext import Plain

_Reader = Callable[[str, str], Outcome[tuple[Record, ...]]]
READERS: Mapping[str, _Reader] = {".bib": read_bibtex, ".ris": read_ris, ".csv": read_table}
#: Records of one file: a card is made and checked for each.
MOST = 2000
_SORT = "julkaisu"
_Pairs = list[tuple[Source, Entry | None]]


@dataclass(frozen=True)
class Card:
    """A new publication's file, the record it comes from, and the field on each of its lines."""

    source: Source
    record: Record
    fields: Mapping[int, str]


@dataclass(frozen=True)
class Import:
    """What an import makes: new cards, how many records the site had, and what is wrong."""

    cards: tuple[Card, ...]
    known: int
    problems: tuple[Problem, ...]


def run(root: Path, file: Path, language: Language) -> int:
    """Import a file's records into the site; the result is the exit code."""
    site = read_site(root)
    if site.value is None:
        line_at = lines_of(root)
        for found in site.problems:
            click.echo("\n".join(told(found, language, line_at)), err=True)
        is_missing = any(found.code == "site-missing" for found in site.problems)
        return USAGE if is_missing else PROBLEMS
    read = text_of(file.read_bytes(), file.name)
    text = read.value or ""
    made = imported(root, site.value, text, file.name) if text else Import((), 0, read.problems)
    lines = text.split("\n")
    for found in made.problems:
        click.echo("\n".join(told(found, language, lambda p: _line(lines, p))), err=True)
    if any(found.is_error for found in made.problems):
        click.echo(say("import-stopped", language), err=True)
        return PROBLEMS
    for card in made.cards:
        target = root / card.source.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(card.source.text)
        click.echo(card.source.path)
    click.echo(say("import-done", language, n=len(made.cards), known=made.known))
    return FINE


def _line(lines: list[str], place: Position) -> str | None:
    return lines[place.line - 1] if 0 < place.line <= len(lines) else None


def imported(root: Path, site: Site, text: str, name: str) -> Import:
    """What a file's text would add to the site; writes nothing.

    Problems: `import-form`, `import-empty`, `import-many`, `import-syntax`, `import-column`,
    `import-library`, `import-duplicate`, and all that a publication's card can have wrong.
    """
    reader = READERS.get(Path(name).suffix.lower())
    if reader is None:
        found = problem(Position(name), "import-form", allowed=tuple(READERS))
        return Import((), 0, (found,))
    read = reader(text, name)
    if len(read.value) > MOST:
        many = problem(Position(name), "import-many", n=len(read.value), limit=MOST)
        return Import((), 0, (many,))
    pairs = _existing(root, site)
    own = [entry for _, entry in pairs if isinstance(entry, Publication)]
    known = {identity for entry in own for identity in _identities_of(entry)}
    problems = list(read.problems)
    if not read.value and not problems:
        problems.append(problem(Position(name), "import-empty"))
    new: list[Record] = []
    first: dict[tuple[str, ...], int] = {}
    for record in read.value:
        identities = list(_identities(record))
        if known.intersection(identities):
            continue
        twin = next((first[found] for found in identities if found in first), None)
        if twin is None:
            new.append(record)
        else:
            place = Position(name, record.line, 1)
            problems.append(problem(place, "import-duplicate", line=twin))
        first |= {found: record.line for found in identities if found not in first}
    cards = list(_cards(new, site, {source.key for source, _ in pairs}))
    excused = _half_read(read.value, problems)
    found_wrong = _problems(cards, pairs, site, root, name)
    problems += [p for p in found_wrong if (p.code, p.position.line) not in excused]
    duplicates = sum(found.code == "import-duplicate" for found in problems)
    return Import(tuple(cards), len(read.value) - len(new) - duplicates, gathered(problems))


def _half_read(records: Iterable[Record], problems: list[Problem]) -> set[tuple[str, int]]:
    """Fields that are not missing, only lost: of an unknown column, or where reading failed."""
    starts = [record.line for record in records]
    if any(found.code == "import-column" for found in problems):
        return {("field-missing", line) for line in starts}
    failed = [found.position.line for found in problems if found.code == "import-syntax"]
    before = ([start for start in starts if start <= line] for line in failed)
    return {("field-missing", max(found)) for found in before if found}


def _existing(root: Path, site: Site) -> _Pairs:
    decode = Decoder(schema())
    found = discover(root, schema().kinds, site.language, site.languages)
    return [(source, decode(source).value) for source in found.value]


def _identities(record: Record) -> Iterator[tuple[str, ...]]:
    """By which of its facts a work is the same as another: any one is enough."""
    title, year = _title(record.text("title"), record.text("year"))
    if record.key:
        yield "key", record.key, year
    if isbn := re.sub(r"[^\dXx]", "", record.text("isbn")):
        yield "isbn", isbn.upper()
    if record.text("series") and record.text("number"):
        yield "number", record.text("series").casefold(), record.text("number").casefold()
    if title:
        yield "title", title, year


def _title(title: str, year: str) -> tuple[str, str]:
    found = re.search(r"\d{4}", year)
    return slug(title), found[0] if found else ""


def _identities_of(entry: Publication) -> Iterator[tuple[str, ...]]:
    year = str(entry.year.year) if entry.year else ""
    facts = {"isbn": entry.isbn or "", "series": entry.series or "", "number": entry.number or ""}
    yield from _identities(Record(0, entry.key, {**facts, "title": entry.title, "year": year}, {}))


def _cards(records: Iterable[Record], site: Site, taken: set[str]) -> Iterator[Card]:
    keys = set(taken)
    for record in records:
        wished = suggested_key(record.key or record.text("title")) or Publication.folder
        numbered = (f"{wished}-{number}" for number in range(2, len(keys) + 3))
        key = next(name for name in (wished, *numbered) if name not in keys)
        keys.add(key)
        yield _card(record, key, site)


def _card(record: Record, key: str, site: Site) -> Card:
    given = {"owner_of_work": _owner(record, site), "sort": _SORT, **record.fields}
    if str(given.get("link", "")).startswith(site.url):
        del given["link"]  # our own export: it led to the page that the card makes
    lines: list[str] = []
    fields: dict[int, str] = {}
    for field in describe(Publication):
        if field.name in given:
            written = yaml_lines({field.name: _readable(given[field.name])})
            fields |= {len(lines) + n: field.name for n in range(1, len(written) + 1)}
            lines += written
    path = f"content/{Publication.folder}/{key}.yaml"
    text = "\n".join(lines) + "\n"
    return Card(Source(path, Publication.folder, key, site.language, text), record, fields)


def _readable(value: Value) -> Plain:
    match value:
        case str():
            return readable(value)
        case list():
            return [_readable(item) for item in value]
    return {name: _readable(text) for name, text in value.items()}


def _owner(record: Record, site: Site) -> str:
    """Whose work it is, by its publisher's name; unclear where none is given."""
    publisher = record.text("publisher").casefold()
    names = [site.name, *([site.short_name] if site.short_name else [])]
    own = {name.in_language(language).casefold() for name in names for language in Language}
    if not publisher:
        return Owner.UNCLEAR.value
    return (Owner.SOCOM if publisher in own else Owner.OTHER).value


def _problems(
    cards: list[Card], pairs: _Pairs, site: Site, root: Path, name: str
) -> Iterator[Problem]:
    """What is wrong with the new cards, alone and among the others, at its line in the file."""
    decode = Decoder(schema())
    decoded = [(card, decode(card.source)) for card in cards]
    whole = [*pairs, *((card.source, made.value) for card, made in decoded)]
    today = site.as_of or today_in_helsinki()
    graph = link(site, schema(), whole, discover_files(root), today=today)
    found = [p for _, made in decoded for p in made.problems]
    found += [*graph.problems, *check_rules(graph.value)]
    by_path = {card.source.path: card for card in cards}
    for each in found:
        card = by_path.get(each.position.path)
        if card is not None and each.is_error:
            field = dict(each.values).get("field") or card.fields.get(each.position.line, "")
            line = card.record.line_of(str(field))
            yield replace(each, position=Position(name, line, 1))
