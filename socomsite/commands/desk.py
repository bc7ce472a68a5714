"""Commands of the communications desk: make a report, tell it, and write it for staff.

Knows where reports go; must never know what one counts.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from socomsite.commands.build import lines_of
from socomsite.commands.ending import FINE, PROBLEMS, USAGE
from socomsite.commands.timers import cron_lines, systemd_lines
from socomsite.dates import today_in_helsinki
from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.staff import FOLDER, staff_refusal, write_for_staff
from socomsite.engine.workers import Workers
from socomsite.formats.template import read_templates
from socomsite.job import Artifact
from socomsite.language import Language
from socomsite.messages import say, told
from socomsite.model.discovery import discover
from socomsite.model.graph import Graph
from socomsite.model.kinds import Person, schema
from socomsite.model.site import FILE
from socomsite.model.textfile import read_text
from socomsite.problem import Problem
from socomsite.reports.cadence import plan_report
from socomsite.reports.deposit import deposit_package, deposit_report
from socomsite.reports.duedates import DueDate, calendar_file
from socomsite.reports.freshness import freshness
from socomsite.reports.handover import handover, person_of
from socomsite.reports.register import register_report
from socomsite.reports.schedule import ScheduleReport, schedule
from socomsite.reports.sheet import JSON_VERSION, Sheet, html_page, plain, text_lines
from socomsite.reports.words import Teller

_STYLE = "tyyli.css"
_STYLES = (Path("templates/assets/style.css"), Path("templates/staff/report.css"))
_Builder = Callable[[dt.date | None], Build]


@dataclass(frozen=True)
class Desk:
    """What every command of the desk takes; `output` is the folder for staff's files."""

    site: Path
    language: Language
    as_of: dt.date | None
    as_json: bool
    output: Path | None = None

    @property
    def folder(self) -> Path:
        """Where files for staff go: beside the site's own output, never inside it."""
        return self.output or self.site / FOLDER


@dataclass(frozen=True)
class Told:
    """A report made: its value for programs, its words, and files beside its HTML page."""

    name: str
    value: object
    sheet: Sheet
    page: str = ""
    files: tuple[Artifact, ...] = ()


def run_plan(desk: Desk) -> int:
    """`plan`: the communications plan against what is done."""

    def make(graph: Graph, _: _Builder) -> Told:
        report, teller = plan_report(graph), Teller(desk.language)
        sheet = teller.plan(report)
        due = _calendar("maarapaivat.ics", sheet, graph, teller.plan_days(report))
        return Told("plan", report, sheet, "viestintasuunnitelma.html", (due,))

    return _carried_out(desk, make)


def run_schedule(desk: Desk, *, cron: bool, systemd: bool) -> int:
    """`schedule`: what changes by itself; with `cron` or `systemd` only what runs the build."""

    def make(graph: Graph, built: _Builder) -> Told:
        report, teller = _schedule(graph, built), Teller(desk.language)
        sheet = teller.schedule(report)
        days = _calendar("muutokset.ics", sheet, graph, teller.schedule_days(report))
        return Told("schedule", report, sheet, "muutokset.html", (days,))

    if not cron and not systemd:
        return _carried_out(desk, make)
    with _building(desk) as built:
        made = built(desk.as_of)
        if made.graph is None:
            return _failed(desk, made)
        lines = cron_lines if cron else systemd_lines
        for line in lines(_schedule(made.graph, built), desk.site.resolve(), desk.language):
            click.echo(line)
    return FINE


def _schedule(graph: Graph, built: _Builder) -> ScheduleReport:
    def differs(day: dt.date) -> bool:
        before, after = built(day - dt.timedelta(days=1)), built(day)
        return _bytes(before) != _bytes(after)

    return schedule(graph, differs)


def _bytes(made: Build) -> dict[str, bytes]:
    return {artifact.path: artifact.data for artifact in made.artifacts}


def run_freshness(desk: Desk) -> int:
    """`freshness`: overdue reviews by owner."""

    def make(graph: Graph, _: _Builder) -> Told:
        report = freshness(graph)
        sheet = Teller(desk.language).freshness(report)
        return Told("freshness", report, sheet, "ajantasaisuus.html")

    return _carried_out(desk, make)


def run_register(desk: Desk) -> int:
    """`register`: the publication register."""

    def make(graph: Graph, _: _Builder) -> Told:
        report = register_report(graph)
        sheet = Teller(desk.language).register(report)
        return Told("register", report, sheet, "julkaisurekisteri.html")

    return _carried_out(desk, make)


def run_handover(desk: Desk, wanted: str) -> int:
    """`handover`: every place that names a person."""

    def make(graph: Graph, _: _Builder) -> Told | str:
        person = person_of(graph, wanted)
        if person is None:
            return say("report-handover-unknown", desk.language, name=wanted)
        texts, addresses = _texts(desk.site, graph), _addresses(graph, person)
        report = handover(graph, person, texts, addresses)
        return Told("handover", report, Teller(desk.language).handover(report))

    return _carried_out(desk, make)


def _addresses(graph: Graph, person: Person) -> list[str]:
    """A person's e-mail and phone, also when the graph does not show them any more."""
    gone = next((d.addresses for d in graph.departures if d.key == person.key), ())
    return [*gone, *(text for text in (person.email, person.phone) if text)]


def _texts(root: Path, graph: Graph) -> dict[str, str]:
    site = graph.site
    found = discover(root, graph.schema.kinds, site.language, site.languages)
    own = read_text(root / FILE, root, FILE).value or ""
    return {source.path: source.text for source in found.value} | {FILE: own}


def run_deposit(desk: Desk, year: int) -> int:
    """`deposit`: the legal deposit package of a year."""

    def make(graph: Graph, _: _Builder) -> Told:
        report = deposit_report(graph, year)
        name = f"vapaakappaleet-{year}.zip"
        data = deposit_package(graph, year, lambda file: _attachment(desk.site, file))
        files = (Artifact(name, data),) if report.packed else ()
        sheet = Teller(desk.language).deposit(report, name if files else "")
        return Told("deposit", report, sheet, files=files)

    return _carried_out(desk, make)


def _attachment(root: Path, name: str) -> bytes:
    return (root / "content" / "files" / name).read_bytes()


@contextmanager
def _building(desk: Desk) -> Iterator[_Builder]:
    """What builds the site for a day, remembering from one to the next."""
    today = today_in_helsinki()
    root = desk.site if (desk.site / FILE).is_file() else None
    with Cache(root, today.toordinal()) as cache:
        workers = Workers(os.cpu_count() or 1, cache)
        yield lambda day: build(desk.site, schema(), workers, today=today, as_of=day)


def _carried_out(desk: Desk, make: Callable[[Graph, _Builder], Told | str]) -> int:
    """Build, make the report, tell it and write its files; the result is the exit code."""
    with _building(desk) as built:
        made = built(desk.as_of)
        if made.graph is None:
            return _failed(desk, made)
        told_of = make(made.graph, built)
    if isinstance(told_of, str):
        click.echo(told_of, err=True)
        return USAGE
    if errors := sum(found.is_error for found in made.problems):
        click.echo(say("report-problems", desk.language, n=errors), err=True)
    files, problems = _files(desk, told_of)
    if files:
        refused = staff_refusal(desk.folder, desk.site)
        problems += [refused] if refused else write_for_staff(files, desk.folder)
    if desk.as_json:
        value: Any = plain(told_of.value)
        told_as = {"version": JSON_VERSION, "report": told_of.name, **value}
        click.echo(json.dumps(told_as, ensure_ascii=False, indent=2))
    else:
        for line in text_lines(told_of.sheet):
            click.echo(line)
        if files and not problems:
            names = ", ".join(file.path for file in files if file.path != _STYLE)
            click.echo()
            click.echo(say("report-written", desk.language, folder=desk.folder.name, list=names))
    return _tell(desk, problems)


def _failed(desk: Desk, made: Build) -> int:
    _tell(desk, list(made.problems))
    is_missing = any(found.code == "site-missing" for found in made.problems)
    return USAGE if is_missing else PROBLEMS


def _tell(desk: Desk, problems: list[Problem]) -> int:
    for found in problems:
        click.echo("\n".join(told(found, desk.language, lines_of(desk.site))), err=True)
    return PROBLEMS if problems else FINE


def _files(desk: Desk, told_of: Told) -> tuple[list[Artifact], list[Problem]]:
    """The report's files, its HTML page and the style among them."""
    if not told_of.page:
        return list(told_of.files), []
    templates = read_templates(desk.site).value
    page = html_page(told_of.sheet, templates, desk.language)
    if page.value is None:
        return list(told_of.files), list(page.problems)
    files = [Artifact(told_of.page, page.value.encode()), *told_of.files]
    styles = [desk.site / name for name in _STYLES]
    css = b"".join(style.read_bytes() for style in styles if style.is_file())
    return [*files, *([Artifact(_STYLE, css)] if css else [])], []


def _calendar(name: str, sheet: Sheet, graph: Graph, days: Iterator[DueDate]) -> Artifact:
    host = urlsplit(graph.site.url).hostname or "localhost"
    return Artifact(name, calendar_file(sheet.title, host, graph.today, days))
