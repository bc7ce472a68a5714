"""`build` and `check`: carry a build through, write it, and tell what came of it.

Knows how results are told on a terminal and as JSON; must never know how a page is made.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from socomsite.checks.ledger import Offer
from socomsite.commands.advice import (
    Advice,
    advice_lines,
    advice_on,
    for_programs,
    translation_lines,
)
from socomsite.commands.cli import FINE, INTERNAL, PROBLEMS, USAGE, keep_report
from socomsite.commands.mending import mend
from socomsite.dates import PartialDate, today_in_helsinki
from socomsite.datewords import date_short
from socomsite.engine.cache import Cache
from socomsite.engine.output import refusal, write
from socomsite.engine.pipeline import Build, build
from socomsite.engine.workers import Workers
from socomsite.language import Language, collation_key
from socomsite.messages import as_json as problem_as_json
from socomsite.messages import say, told
from socomsite.model.graph import Withheld
from socomsite.model.kinds import schema
from socomsite.problem import Position, Problem, Severity, gathered

#: What is wrong with the command rather than with the site.
_OF_THE_COMMAND = frozenset({"site-missing", "output-inside", "output-foreign"})
_NOTHING = Build(None, None, (), ())
#: A line that keeps one address may bring another to light, such as a heading of its page.
_MOST_ROUNDS = 3


@dataclass(frozen=True)
class Report:
    """What came of a command, to be told: `output` is None if nothing was to be written.

    `advice` is None where nobody asked for it; `mended` are the lines that `--fix` put in.
    """

    root: Path
    output: Path | None
    made: Build
    problems: tuple[Problem, ...]
    language: Language
    seconds: float
    advice: Advice | None = None
    in_full: bool = False
    mended: tuple[Offer, ...] = ()


class Progress:
    """Shows how far a step is: one moving line on a terminal, a plain line a step elsewhere."""

    def __init__(self, language: Language, *, is_quiet: bool) -> None:
        """Progress in a language; quiet for programs that read JSON."""
        self._language = language
        self._is_quiet = is_quiet
        self._on_terminal = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"

    def __call__(self, step: str, done: int, total: int) -> None:
        """A step has so much done of so much."""
        if self._is_quiet:
            return
        text = say(f"progress-{step}", self._language)
        with contextlib.suppress(OSError):  # a build does not stop because nobody listens
            if self._on_terminal:
                width = 24
                filled = width * done // max(total, 1)
                bar = "█" * filled + "░" * (width - filled)
                sys.stderr.write(f"\r\033[K{text} {bar} {done}/{total}")
                sys.stderr.write("\r\033[K" if done == total else "")
                sys.stderr.flush()
            elif done == total:
                sys.stderr.write(f"{text} {total}\n")


def lines_of(root: Path) -> Callable[[Position], str | None]:
    """A reader of the line at a place in the site's files, for showing it with a problem."""
    files: dict[str, list[str]] = {}

    def line_at(place: Position) -> str | None:
        if place.path not in files:
            try:
                text = (root / place.path).read_bytes().decode("utf-8-sig", "replace")
            except (OSError, ValueError):
                text = ""
            files[place.path] = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        lines = files[place.path]
        return lines[place.line - 1] if 0 < place.line <= len(lines) else None

    return line_at


def seconds_text(seconds: float, language: Language) -> str:
    """Seconds with one decimal, as the language writes it."""
    shown = f"{seconds:.1f}"
    return shown if language is Language.EN else shown.replace(".", ",")


def run(  # noqa: PLR0913 - the options of a command
    root: Path,
    output: Path | None,
    language: Language,
    *,
    as_of: dt.date | None,
    drafts: bool,
    jobs: int,
    as_json: bool,
    advice: bool = False,
    fix: bool = False,
) -> int:
    """Build the site in a folder, write it to `output` if it is sound, and tell of it.

    Without `output` no site is written, and advice is told too; `advice` asks for all of it. With
    `fix` the lines that keep published addresses are put into the content first. The result is the
    exit code.
    """
    start = time.perf_counter()
    today = today_in_helsinki()
    refused = refusal(output, root) if output else None
    progress = Progress(language, is_quiet=as_json)
    with Cache(root if (root / "site.yaml").is_file() else None, today.toordinal()) as cache:
        workers = Workers(jobs, cache, progress)
        made, mended = _NOTHING, ()
        if not refused:

            def anew() -> Build:
                return build(root, schema(), workers, today=today, as_of=as_of, drafts=drafts)

            made, mended = _mended(root, anew) if fix else (anew(), ())
    problems = [*made.problems, refused] if refused else list(made.problems)
    if output is not None and made.is_sound and not refused:
        problems += write(made.artifacts, output)
    seconds = time.perf_counter() - start
    wanted = advice_on(made) if advice or output is None else None
    hindering = gathered(found for found in problems if found.severity is not Severity.ADVICE)
    report = Report(root, output, made, hindering, language, seconds, wanted, advice, mended)
    (_tell_json if as_json else _tell)(report)
    if workers.crashes:
        kept = keep_report(root, workers.crashes)
        click.echo(say("internal", language, report=kept), err=True)
        return INTERNAL
    errors = {found.code for found in problems if found.is_error}
    return USAGE if errors & _OF_THE_COMMAND else PROBLEMS if errors else FINE


def _mended(root: Path, anew: Callable[[], Build]) -> tuple[Build, tuple[Offer, ...]]:
    """A build once every offered line is put in, and those lines."""
    made, mended = anew(), list[Offer]()
    for _ in range(_MOST_ROUNDS):
        if not (now := mend(root, made.addresses.losses)):
            break
        mended += now
        made = anew()
    return made, tuple(mended)


def pages_by_kind(made: Build, language: Language) -> list[tuple[str, int]]:
    """How many pages of each kind were made, by the kind's name, most first."""
    kinds = schema().kinds
    counts = Counter(job.kind for job, artifact in made.made if artifact.facts)
    named = [
        (kinds[kind].names.in_language(language), count)
        for kind, count in counts.items()
        if kind in kinds
    ]
    return sorted(named, key=lambda pair: (-pair[1], collation_key(pair[0], language)))


def _withheld_line(held: Withheld, language: Language) -> str:
    values: dict[str, str] = {"title": held.entry.label, "path": held.entry.origin.path}
    if held.day:
        day = PartialDate(held.day.year, held.day.month, held.day.day)
        values["date"] = date_short(day, language)
    return say(f"withheld-{held.reason.value}", language, **values)


def _tell_problems(report: Report) -> None:
    """What `--fix` put in, and what is wrong still."""
    line_at = lines_of(report.root)
    for offer in report.mended:
        click.echo(say("mended", report.language, path=offer.path, line=offer.line))
    for found in report.problems:
        click.echo("\n".join(told(found, report.language, line_at)), err=True)


def _tell(report: Report) -> None:
    made, language, problems = report.made, report.language, report.problems
    line_at = lines_of(report.root)
    _tell_problems(report)
    held = made.graph.withheld if made.graph else ()
    errors = sum(found.is_error for found in problems)
    if errors:
        click.echo(say("build-stopped", language, n=errors), err=True)
        return
    pages = sum(1 for _, artifact in made.made if artifact.facts)
    click.echo(say("build-kinds", language))
    for name, count in pages_by_kind(made, language):
        click.echo(f"  {count:>5}  {name}")
    if held:
        click.echo(say("withheld", language))
        for each in sorted(held, key=lambda h: (h.day or dt.date.max, h.entry.origin)):
            click.echo(f"  {_withheld_line(each, language)}")
    if report.advice is not None and made.graph is not None:
        lines = [*translation_lines(made.graph, language)]
        lines += advice_lines(report.advice, language, line_at, in_full=report.in_full)
        for line in lines:
            click.echo(line)
    warnings = sum(found.severity is Severity.WARNING for found in problems)
    if warnings:
        click.echo(say("build-warnings", language, n=warnings))
    shown = seconds_text(report.seconds, language)
    done = "build-done" if report.output else "check-done"
    click.echo(say(done, language, pages=pages, files=len(made.made), seconds=shown))
    if report.output:
        click.echo(say("build-look", language))


def _tell_json(report: Report) -> None:
    made, problems = report.made, report.problems
    held = made.graph.withheld if made.graph else ()
    is_sound = not any(found.is_error for found in problems)
    told_of: dict[str, object] = {
        "ok": is_sound,
        "written": bool(report.output) and is_sound,
        "as_of": made.graph.today.isoformat() if made.graph else None,
        "pages": dict(pages_by_kind(made, report.language)),
        "files": len(made.made),
        "seconds": round(report.seconds, 3),
        "withheld": [
            {
                "path": each.entry.origin.path,
                "title": each.entry.label,
                "reason": each.reason.value,
                "date": each.day.isoformat() if each.day else None,
            }
            for each in held
        ],
        "mended": [{"path": offer.path, "line": offer.line} for offer in report.mended],
        "problems": [problem_as_json(found, report.language) for found in problems],
    }
    if report.advice is not None:
        told_of |= for_programs(made, report.advice, report.language)
    click.echo(json.dumps(told_of, ensure_ascii=False, indent=2))
