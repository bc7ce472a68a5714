"""`new bulletin --series …`: the next issue, or more for the one in the making.

Nothing that a person wrote is touched: lines are put in, and only if the file then says the same
as before with the new things beside. Must never know what makes an entry new.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from socomsite.commands.ending import FINE, PROBLEMS, USAGE
from socomsite.commands.reading import read, tell
from socomsite.language import Language
from socomsite.messages import say
from socomsite.model.gathering import Found, current_issue, gathered, next_number
from socomsite.model.graph import Graph
from socomsite.model.issuetext import NewIssue, by_topic, extended
from socomsite.model.kinds import Bulletin


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
        issue = NewIssue(graph, series, next_number(issues, graph.today.year))
        return _make(root, issue, found, language)
    return _extend(root, graph, current, found, language)


def _make(root: Path, issue: NewIssue, found: tuple[Found, ...], language: Language) -> int:
    text = issue.text(found)
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
    text = extended(file.read_bytes().decode("utf-8"), issue, graph, found)
    if text is None:
        click.echo(say("bulletin-no-room", language, path=path), err=True)
        return PROBLEMS
    beside = file.with_name(f".{file.name}.new")
    beside.write_bytes(text.encode())
    beside.replace(file)
    click.echo(say("bulletin-more", language, **values))
    _tell_found(graph, found, language)
    return FINE


def _tell_found(graph: Graph, found: tuple[Found, ...], language: Language) -> None:
    for title, _, group in by_topic(graph, found):
        click.echo(f"  {title or say('bulletin-others', language)}")
        for each in group:
            kind = each.entry.names.in_language(language)
            change = f" ({each.change})" if each.change else ""
            click.echo(f"    {kind}: {each.entry.label}{change}")
