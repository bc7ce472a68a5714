"""`build` and `check`: carry a build through, write it, and tell what came of it.

Knows how results are told on a terminal and as JSON; must never know how a page is made.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from socomsite.commands.ending import FINE, INTERNAL, PROBLEMS, USAGE, keep_report, tell
from socomsite.commands.start import SECONDS, with_seconds
from socomsite.dates import PartialDate, at_midnight, today_in_helsinki
from socomsite.datewords import date_short
from socomsite.engine.aside import Aside
from socomsite.engine.built import Build
from socomsite.engine.cache import FOLDER, Cache
from socomsite.engine.collection import without_collection
from socomsite.engine.errand import Errand
from socomsite.engine.onward import go_on
from socomsite.engine.output import is_new, refusal, release
from socomsite.engine.repeat import (
    FORM,
    Begun,
    Sight,
    Snapshot,
    inputs_of,
    look,
    output_file,
    program,
    remember,
)
from socomsite.engine.standing import nobody_looked
from socomsite.engine.workers import Workers
from socomsite.language import Language, collation_key
from socomsite.messages import as_json as problem_as_json
from socomsite.messages import say, told
from socomsite.model.graph import Withheld
from socomsite.model.kinds import schema
from socomsite.problem import Position, Problem, Severity, gathered

if TYPE_CHECKING:
    from socomsite.checks.ledger import Offer
    from socomsite.checks.outside import LinkReport
    from socomsite.commands.advice import Advice, LineAt

#: What is wrong with the command rather than with the site.
_OF_THE_COMMAND = frozenset({"site-missing", "output-inside", "output-foreign"})
#: Whether it goes to standard error, and the text.
Line = tuple[bool, str]
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
    advice: Advice | None = None
    in_full: bool = False
    mended: tuple[Offer, ...] = ()
    outside: LinkReport | None = None


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


@without_collection()
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
    external: bool = False,
    asked: tuple[str, ...] | None = None,
    began: Begun | None = None,
) -> int:
    """Build the site in a folder, write it to `output` if it is sound, and tell of it.

    Without `output` no site is written, and advice is told too; `advice` asks for all of it. With
    `fix` the lines that keep published addresses are put into the content first; `external` asks
    other sites too. The result is the exit code. A command that was `asked` so and went well is
    told again as long as nothing changes (`start`); `began` is what was seen for that already.
    """
    start = time.perf_counter()
    today = today_in_helsinki()
    refused = refusal(output, root) if output else None
    progress = Progress(language, is_quiet=as_json)
    folder = root if (root / "site.yaml").is_file() else None
    with Errand(jobs) as errand:
        with Cache(folder, today.toordinal()) as cache, _aside(folder, output) as aside:
            began = began or (Begun(None, look(str(root))) if asked else None)
            workers = Workers(jobs, cache, progress, aside=aside, errand=errand)
            made: Build = _NOTHING
            mended: tuple[Offer, ...] = ()
            if not refused:

                def anew(*, may_go_on: bool = False) -> Build:
                    return _built(
                        root,
                        workers,
                        began and began.sight,
                        today=today,
                        as_of=as_of,
                        drafts=drafts,
                        may_go_on=may_go_on,
                    )

                only_files = bool(output) and not (advice or external)
                made, mended = _mended(root, anew) if fix else (anew(may_go_on=only_files), ())
            problems = [*made.problems, refused] if refused else list(made.problems)
            written = ""
            if output is not None and made.is_sound and not refused:
                memory = Path(output_file(str(root)))
                standby = began.standby if began else nobody_looked
                result = release(made.finished, output, memory, aside, standby)
                if made.is_edited and result.problems:  # the cache may have lost what stood
                    made = anew()
                    result = release(made.finished, output, memory, aside)
                written, problems = result.value, [*problems, *result.problems]
        wanted = _advice_on(made) if advice or output is None else None
        hindering = gathered(found for found in problems if found.severity is not Severity.ADVICE)
        outside = _ask_outside(made, root, progress) if external and made.is_sound else None
        report = Report(root, output, made, hindering, language, wanted, advice, mended, outside)
        lines = tuple((_json_lines if as_json else _lines)(report))
        errors = {found.code for found in problems if found.is_error}
        if asked and began and not errors and not workers.crashes:
            state = state_of(made, drafts=drafts)
            _remember(report, asked, began, today, state, written, lines)
    for is_error, text in lines:
        tell(with_seconds(text, time.perf_counter() - start), is_error=is_error)
    if workers.crashes:
        kept = keep_report(root, workers.crashes)
        tell(say("internal", language, report=kept) + "\n", is_error=True)
        return INTERNAL
    return USAGE if errors & _OF_THE_COMMAND else PROBLEMS if errors else FINE


def _aside(
    root: Path | None, output: Path | None
) -> contextlib.AbstractContextManager[Aside | None]:
    """Where files are put before the site is written, if it will be."""
    if root is None or output is None:
        return contextlib.nullcontext()
    return Aside(root / FOLDER, is_new=is_new(output, root, Path(output_file(str(root)))))


def _built(  # noqa: PLR0913 - the inputs of a build, each by its name
    root: Path,
    workers: Workers,
    sight: Sight | None,
    *,
    today: dt.date,
    as_of: dt.date | None,
    drafts: bool,
    may_go_on: bool,
) -> Build:
    """A build that goes on from the last if it may and can, else one of everything."""
    given, state = (root, schema(), workers), None
    if may_go_on:
        state, made = go_on(*given, sight, today=today, as_of=as_of, drafts=drafts)
        if made is not None:
            return made
    from socomsite.engine.pipeline import build  # noqa: PLC0415 - an edit needs not half of it

    return build(
        *given,
        today=today,
        as_of=as_of,
        drafts=drafts,
        may_go_on=may_go_on,
        sight=sight,
        state=state,
    )


def _advice_on(made: Build) -> Advice:
    from socomsite.commands.advice import advice_on  # noqa: PLC0415 - only for who asks

    return advice_on(made)


def _ask_outside(made: Build, root: Path, progress: Progress) -> LinkReport | None:
    from socomsite.commands.external import ask_outside  # noqa: PLC0415 - it loads a network library

    return ask_outside(made, root, progress)


def _mended(root: Path, anew: Callable[[], Build]) -> tuple[Build, tuple[Offer, ...]]:
    """A build once every offered line is put in, and those lines."""
    from socomsite.engine.mending import mend  # noqa: PLC0415 - only for who asks

    made, mended = anew(), list["Offer"]()
    for _ in range(_MOST_ROUNDS):
        if not (now := mend(root, made.addresses.losses)):
            break
        mended += now
        made = anew()
    return made, tuple(mended)


def _remember(  # noqa: PLR0913 - what a snapshot is of
    report: Report,
    asked: tuple[str, ...],
    began: Begun,
    today: dt.date,
    state: str,
    written: str,
    lines: tuple[Line, ...],
) -> None:
    """Keep a snapshot of a command that went well, for the next that asks the same."""
    if any(found.code == "library-missing" for found in report.problems):
        return  # it may be there next time
    root = str(report.root)
    last, sight, _ = began
    inputs = inputs_of(root, sight, last)
    if inputs is None:
        return
    own = last.program if last else program()
    day = at_midnight(today).timestamp(), at_midnight(today + dt.timedelta(days=1)).timestamp()
    output = str(report.output) if report.output else ""
    remember(
        Snapshot(FORM, root, asked, own, state, *day, sight.taken, inputs, output, written, lines)
    )


def state_of(made: Build, *, drafts: bool) -> str:
    """The state of the site that a build shows: the day, and whether with drafts."""
    day = made.graph.today.isoformat() if made.graph else ""
    return f"{day} drafts" if drafts else day


def pages_by_kind(made: Build, language: Language) -> list[tuple[str, int]]:
    """How many pages of each kind were made, by the kind's name, most first."""
    kinds = schema().kinds
    named = [
        (kinds[kind].names.in_language(language), count)
        for kind, count in made.kinds.items()
        if kind in kinds
    ]
    return sorted(named, key=lambda pair: (-pair[1], collation_key(pair[0], language)))


def _withheld_line(held: Withheld, language: Language) -> str:
    values: dict[str, str] = {"title": held.entry.label, "path": held.entry.origin.path}
    if held.day:
        day = PartialDate(held.day.year, held.day.month, held.day.day)
        values["date"] = date_short(day, language)
    return say(f"withheld-{held.reason.value}", language, **values)


def _lines(report: Report) -> Iterator[Line]:
    """What is told, line by line: whether to standard error, and the text."""
    language, problems = report.language, report.problems
    line_at = lines_of(report.root)
    for offer in report.mended:
        yield False, say("mended", language, path=offer.path, line=offer.line) + "\n"
    for found in problems:
        yield True, "\n".join(told(found, language, line_at)) + "\n"
    errors = sum(found.is_error for found in problems)
    if errors:
        yield True, say("build-stopped", language, n=errors) + "\n"
    else:
        yield from ((False, f"{text}\n") for text in _result(report, line_at))


def _result(report: Report, line_at: LineAt) -> Iterator[str]:
    made, language = report.made, report.language
    pages = made.kinds.total()
    yield say("build-kinds", language)
    for name, count in pages_by_kind(made, language):
        yield f"  {count:>5}  {name}"
    held = made.graph.withheld if made.graph else ()
    if held:
        yield say("withheld", language)
        for each in sorted(held, key=lambda h: (h.day or dt.date.max, h.entry.origin)):
            yield f"  {_withheld_line(each, language)}"
    yield from _asked_lines(report, line_at)
    warnings = sum(found.severity is Severity.WARNING for found in report.problems)
    if warnings:
        yield say("build-warnings", language, n=warnings)
    done = "build-done" if report.output else "check-done"
    seconds = f"{SECONDS}{'.' if language is Language.EN else ','}"
    yield say(done, language, pages=pages, files=len(made.made), seconds=seconds)
    if report.output:
        yield say("build-look", language)


def _asked_lines(report: Report, line_at: LineAt) -> Iterator[str]:
    """What is told only to who asked: advice and translations, the answers of other sites."""
    graph, language = report.made.graph, report.language
    if report.advice is not None and graph is not None:
        from socomsite.commands.advice import (  # noqa: PLC0415 - as above
            advice_lines,
            translation_lines,
        )

        yield from translation_lines(graph, language)
        yield from advice_lines(report.advice, language, line_at, in_full=report.in_full)
    if report.outside is not None:
        from socomsite.commands.external import outside_lines  # noqa: PLC0415 - as above

        yield from outside_lines(report.outside, language, line_at)


def _json_lines(report: Report) -> Iterator[Line]:
    """The same for programs, in one piece."""
    made, problems = report.made, report.problems
    held = made.graph.withheld if made.graph else ()
    is_sound = not any(found.is_error for found in problems)
    told_of: dict[str, object] = {
        "ok": is_sound,
        "written": bool(report.output) and is_sound,
        "as_of": made.graph.today.isoformat() if made.graph else None,
        "pages": dict(pages_by_kind(made, report.language)),
        "files": len(made.made),
        "seconds": SECONDS,
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
        from socomsite.commands.advice import for_programs  # noqa: PLC0415 - as above

        told_of |= for_programs(made, report.advice, report.language)
    if report.outside is not None:
        from socomsite.commands.external import outside_for_programs  # noqa: PLC0415 - as above

        told_of["external"] = outside_for_programs(report.outside, report.language)
    import json  # noqa: PLC0415 - only for programs

    yield False, json.dumps(told_of, ensure_ascii=False, indent=2) + "\n"
