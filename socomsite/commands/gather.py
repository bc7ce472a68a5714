"""`new bulletin --series …`: the next issue, or more for the one in the making.

Nothing that a person wrote is touched: lines are put in, and only if the file then says the same
as before with the new things beside. Must never know what makes an entry new.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import click

from socomsite.commands.cli import FINE, PROBLEMS, USAGE
from socomsite.commands.reading import read, tell
from socomsite.language import Language
from socomsite.messages import say
from socomsite.model.decode import Decoder
from socomsite.model.gathering import Found, current_issue, gathered, next_number
from socomsite.model.graph import Graph
from socomsite.model.kinds import Bulletin, schema
from socomsite.model.site import Series
from socomsite.model.source import Source
from socomsite.yamlinsert import NoRoom, Text, dashed
from socomsite.yamllines import yaml_lines
from socomsite.yamltext import Plain


def run(root: Path, word: str, as_of: dt.date | None, language: Language) -> int:
    """Make the next issue of a series, or gather more into the one that is a draft.

    The result is the exit code.
    """
    reading = read(root, as_of)
    graph = reading.graph
    in_the_way = [
        found
        for found in reading.problems
        if found.is_error and (graph is None or f"/{Bulletin.folder}/" in found.position.path)
    ]
    if graph is None or in_the_way:
        tell(in_the_way, root, language)
        return USAGE if any(p.code == "site-missing" for p in in_the_way) else PROBLEMS
    series = graph.site.series_named(word)
    if series is None:
        names = ", ".join(f"{s.short} ({s.name})" for s in graph.site.series) or "–"
        click.echo(say("series-unknown", language, series=word, list=names), err=True)
        return USAGE
    own = [b for b in reading.entries(Bulletin.folder) if isinstance(b, Bulletin)]
    issues = [b for b in own if b.series == series.name and b.language is graph.site.language]
    current = current_issue(issues)
    found = gathered(graph, series, issues, current)
    if current is None:
        issue = _Issue(graph, series, next_number(issues, graph.today.year))
        return _make(root, issue, found, language)
    return _extend(root, graph, current, found, language)


@dataclass(frozen=True)
class _Issue:
    """An issue that is not yet a file."""

    graph: Graph
    series: Series
    number: int

    @property
    def year(self) -> int:
        return self.graph.today.year

    @property
    def path(self) -> str:
        return f"content/{Bulletin.folder}/{self.series.short}-{self.number}-{self.year}.yaml"

    @property
    def label(self) -> str:
        return f"{self.series.name} {self.number}/{self.year}"

    def text(self, found: tuple[Found, ...]) -> str:
        """The file: what must be given, with words to write over, and what was gathered."""
        language = self.graph.site.language
        titles = [title for title, _, _ in _by_topic(self.graph, found) if title]
        about = "; ".join(title[:1].lower() + title[1:] for title in titles)
        lines = [
            f"# {say('bulletin-file', language)}",
            *yaml_lines(
                {
                    "series": self.series.name,
                    "number": str(self.number),
                    "year": str(self.year),
                    "date": self.graph.today.isoformat(),
                    "draft": say("word-yes", language),
                    "summary": say("bulletin-summary", language, topics=about)
                    if about
                    else say("bulletin-summary-empty", language),
                    "lead": {
                        "title": say("bulletin-lead-title", language),
                        "text": say("bulletin-lead-text", language),
                    },
                }
            ),
        ]
        return "\n".join(lines) + "\n"


def _by_topic(graph: Graph, found: Iterable[Found]) -> Iterable[tuple[str, str, tuple[Found, ...]]]:
    """What was found by topic: its name, its key, what stands under it."""
    language = graph.site.language
    for key, group in groupby(found, key=lambda each: each.topic):
        name = graph.find(key, ("topics",)) if key else None
        title = graph.entry(name, language).label if name else ""
        yield title, key if name else "", tuple(group)


def _lines(found: Found) -> list[str]:
    """A found thing as an item of a section, with its name for those who read the file."""
    head = f"{found.entry.folder}/{found.entry.key}"
    comment = f"  # {found.entry.label}"
    if found.change:
        return [f"entry: {head}{comment}", f"change: {found.change}"]
    return [head + comment]


def _extended(text: str, issue: Bulletin | None, graph: Graph, found: tuple[Found, ...]) -> str:
    """An issue's file with what was found under its topics. Raises NoRoom."""
    language = graph.site.language
    into = Text.of(text)
    others = say("bulletin-others", language)
    places: dict[str, int] = {}
    for number, section in enumerate(issue.sections if issue else ()):
        if section.topic or section.title == others:
            key = section.topic.key.rpartition("/")[2] if section.topic else ""
            places.setdefault(key, number)
    new: list[list[str]] = []
    for title, key, group in _by_topic(graph, found):
        items = [_lines(each) for each in group]
        if key in places:
            into = into.appended(("sections", places[key], "items"), items)
            continue
        named: Plain = {"title": title or others, **({"topic": key} if key else {})}
        head = yaml_lines(named)
        new.append([*head, "items:", *dashed(items)])
    if new:
        into = into.appended(("sections",), new)
    marks = [[each.mark] for each in found]
    return str(into.appended(("gathered",), marks, say("bulletin-gathered", language)))


def _make(root: Path, issue: _Issue, found: tuple[Found, ...], language: Language) -> int:
    text = issue.text(found)
    if found:
        text = _extended(text, None, issue.graph, found)
    file = root / issue.path
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except FileExistsError:
        click.echo(say("entry-exists", language, path=issue.path), err=True)
        return PROBLEMS
    click.echo(say("bulletin-made", language, label=issue.label, path=issue.path, n=len(found)))
    _tell_found(issue.graph, found, language)
    return FINE


def _extend(
    root: Path, graph: Graph, issue: Bulletin, found: tuple[Found, ...], language: Language
) -> int:
    path = issue.origin.path
    values: dict[str, str | int] = {"label": issue.label, "path": path, "n": len(found)}
    if not found:
        click.echo(say("bulletin-nothing", language, **values))
        return FINE
    file = root / path
    before = file.read_bytes()
    try:
        text = _extended(before.decode("utf-8"), issue, graph, found)
    except NoRoom:
        text = ""
    if not _says_the_same(text, issue, found):
        click.echo(say("bulletin-no-room", language, path=path), err=True)
        return PROBLEMS
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(text.encode())
    beside.replace(file)
    click.echo(say("bulletin-more", language, **values))
    _tell_found(graph, found, language)
    return FINE


def _says_the_same(text: str, issue: Bulletin, found: tuple[Found, ...]) -> bool:
    """Whether a file says what an issue says, and beside it just what was found."""
    source = Source(issue.origin.path, issue.folder, issue.key, issue.language, text)
    made = Decoder(schema())(source).value if text else None
    if not isinstance(made, Bulletin):
        return False
    old = issue.sections
    kept = tuple(
        section.model_copy(update={"items": section.items[: len(was.items)]})
        for section, was in zip(made.sections, old, strict=False)
    )
    marks = tuple(each.mark for each in found)
    new = [item for section in made.sections for item in section.items]
    count = len(new) - sum(len(section.items) for section in old)
    without = made.model_copy(update={"sections": kept, "gathered": issue.gathered})
    is_whole = without == issue.model_copy(update={"origin": without.origin})
    return is_whole and made.gathered == (*issue.gathered, *marks) and count == len(found)


def _tell_found(graph: Graph, found: tuple[Found, ...], language: Language) -> None:
    for title, _, group in _by_topic(graph, found):
        click.echo(f"  {title or say('bulletin-others', language)}")
        for each in group:
            kind = each.entry.names.in_language(language)
            change = f" ({each.change})" if each.change else ""
            click.echo(f"    {kind}: {each.entry.label}{change}")
