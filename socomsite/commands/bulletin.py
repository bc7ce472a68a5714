"""`bulletin make` and `bulletin send`: an issue as a message, for staff to look at and to send.

Writes only below `output-staff/`. Must never know how a message is made or given to a server.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from socomsite.commands.ending import FINE, PROBLEMS, USAGE
from socomsite.commands.journal import Journal, locked
from socomsite.commands.posting import Posted, Server, SettingWrong, post
from socomsite.commands.reading import Reading, read, tell
from socomsite.dates import PartialDate
from socomsite.datewords import date_short
from socomsite.formats import mail
from socomsite.formats.mail import LARGEST, Letter, letter_of, message_of
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.rendering import Renderer
from socomsite.formats.template import read_templates
from socomsite.language import Language
from socomsite.messages import say
from socomsite.model.graph import Reason, Withheld
from socomsite.model.kinds import Bulletin

#: Beside `output/`, never published.
FOLDER = "output-staff/tiedotteet"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


def make(root: Path, key: str | None, language: Language, *, drafts: bool) -> int:
    """Write an issue, or every one, as a message and as its HTML; the result is the exit code."""
    reading = read(root, drafts=drafts)
    problem = _in_the_way(reading, root, language)
    if problem is not None:
        return problem
    issues = [b for b in reading.entries(Bulletin.folder) if isinstance(b, Bulletin)]
    assert reading.graph is not None
    held = {id(each.entry) for each in reading.graph.withheld}
    chosen = [b for b in issues if (b.key == _key(key) if key else True) and id(b) not in held]
    if not chosen:
        return _not_there(reading, key, language)
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for issue in chosen:
        letter = _letter(root, reading, issue, language)
        if letter is None:
            return PROBLEMS
        own = issue.language is reading.graph.site.language
        name = issue.key if own else f"{issue.key}.{issue.language.value}"
        (folder / f"{name}.eml").write_bytes(message_of(letter))
        (folder / f"{name}.html").write_text(letter.html, "utf-8", newline="\n")
        click.echo(say("bulletin-written", language, path=f"{FOLDER}/{name}.eml"))
        if letter.is_too_large:
            click.echo(say("bulletin-large", language, size=LARGEST // 1000), err=True)
        if not letter.sender:
            click.echo(say("bulletin-no-sender", language, series=issue.series), err=True)
    return FINE


@dataclass(frozen=True)
class Wish:
    """To whom an issue is to be sent, and whether in earnest."""

    to_list: Path | None
    test: str | None
    is_meant: bool


def send(root: Path, key: str, wish: Wish, language: Language) -> int:
    """Send an issue to a list or to one address; the result is the exit code.

    Without `is_meant` only what would be done is told.
    """
    if (wish.to_list is None) == (wish.test is None):
        click.echo(say("send-whom", language), err=True)
        return USAGE
    reading = read(root)
    stopped = _in_the_way(reading, root, language)
    if stopped is not None:
        return stopped
    issue = _published(reading, key)
    if issue is None:
        return _not_there(reading, key, language)
    recipients = _recipients(wish, language)
    letter = _letter(root, reading, issue, language)
    if recipients is None or letter is None:
        return PROBLEMS
    if not letter.sender:
        click.echo(say("bulletin-no-sender", language, series=issue.series), err=True)
        return PROBLEMS
    if letter.is_too_large:
        click.echo(say("bulletin-large", language, size=LARGEST // 1000), err=True)
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{issue.key}.{'kokeilu' if wish.test else 'lahetys'}"
    if wish.test:
        file.unlink(missing_ok=True)  # a trial may be repeated
    with locked(file) as is_alone:
        if not is_alone:
            click.echo(say("send-running", language), err=True)
            return PROBLEMS
        return _sent(issue, letter, recipients, Journal(file, issue.key), wish, language)


def _sent(  # noqa: PLR0913 - what one run is made of
    issue: Bulletin,
    letter: Letter,
    recipients: list[str],
    journal: Journal,
    wish: Wish,
    language: Language,
) -> int:
    if not wish.is_meant:
        before = sum(bool(journal.stage(address)) for address in recipients)
        values = {"n": len(recipients) - before, "before": before}
        click.echo(say("send-would", language, label=issue.label, **values))
        return FINE
    try:
        server = Server.of(os.environ)
    except SettingWrong as error:
        click.echo(say("send-setting", language, name=str(error)), err=True)
        return USAGE
    posted = post(
        recipients,
        lambda address: message_of(letter, address),
        sender=letter.sender,
        connect=server.connected,
        journal=journal,
        pause=time.sleep,
    )
    return _tell(posted, issue, language)


def _tell(posted: Posted, issue: Bulletin, language: Language) -> int:
    click.echo(say("send-done", language, label=issue.label, n=len(posted.sent)))
    if posted.before:
        click.echo(say("send-before", language, n=len(posted.before)))
    for address, reason in posted.refused:
        click.echo(say("send-refused", language, address=address, reason=reason), err=True)
    for address in posted.uncertain:
        click.echo(say("send-uncertain", language, address=address), err=True)
    if posted.waiting:
        values = {"n": len(posted.waiting)}
        click.echo(say("send-stopped", language, reason=posted.fault, **values), err=True)
    return PROBLEMS if posted.refused or posted.uncertain or posted.waiting else FINE


def _key(word: str) -> str:
    """The key of an issue that is named by it or by its file."""
    return Path(word).name.removesuffix(".yaml")


def _in_the_way(reading: Reading, root: Path, language: Language) -> int | None:
    """The exit code if the content has mistakes or a library is missing, each told of."""
    errors = [found for found in reading.problems if found.is_error]
    if errors:
        tell(errors, root, language)
        return USAGE if any(found.code == "site-missing" for found in errors) else PROBLEMS
    lacking = mail.missing()
    if lacking:
        library, command = lacking
        values = {"library": library, "command": command}
        click.echo(say("library-missing", language, lost="lost-mail", **values), err=True)
        return PROBLEMS
    return None


def _published(reading: Reading, key: str) -> Bulletin | None:
    assert reading.graph is not None
    versions = reading.graph.entries.get((Bulletin.folder, _key(key)), {})
    found = versions.get(reading.graph.site.language) or next(iter(versions.values()), None)
    return found if isinstance(found, Bulletin) else None


def _not_there(reading: Reading, key: str | None, language: Language) -> int:
    """Why an issue cannot be taken: it is a draft, not yet or no longer shown, or not there."""
    assert reading.graph is not None
    wanted = _key(key or "")
    for held in reading.graph.withheld:
        if held.entry.folder == Bulletin.folder and held.entry.key == wanted:
            click.echo(_withheld_text(held, language), err=True)
            return PROBLEMS
    keys = sorted(k for folder, k in reading.graph.entries if folder == Bulletin.folder)
    click.echo(say("issue-unknown", language, key=wanted, list=", ".join(keys) or "–"), err=True)
    return USAGE


def _withheld_text(held: Withheld, language: Language) -> str:
    day = held.day
    date = date_short(PartialDate(day.year, day.month, day.day), language) if day else ""
    codes = {
        Reason.DRAFT: "issue-draft",
        Reason.SCHEDULED: "issue-scheduled",
        Reason.EXPIRED: "issue-expired",
    }
    return say(codes[held.reason], language, label=held.entry.label, date=date)


def _letter(root: Path, reading: Reading, issue: Bulletin, language: Language) -> Letter | None:
    templates = read_templates(root)
    assert reading.graph is not None
    problems = list(templates.problems)
    letter = None
    if not problems:
        planning = Planning(reading.graph, templates.value, {})
        made = letter_of(planning, issue, Tools(Renderer(templates.value), str(root)))
        problems, letter = list(made.problems), made.value
    tell(problems, root, language)
    return letter


def _recipients(wish: Wish, language: Language) -> list[str] | None:
    """The addresses of the list, each once, or None with every bad line told of."""
    if wish.test is not None:
        lines = [wish.test]
        name = "--test"
    else:
        assert wish.to_list is not None
        name = wish.to_list.name
        try:
            lines = wish.to_list.read_text("utf-8-sig").splitlines()
        except UnicodeDecodeError:
            click.echo(say("list-encoding", language, path=name), err=True)
            return None
    return _addresses(lines, lambda line, value: _bad(name, line, value, language))


def _bad(name: str, line: int, value: str, language: Language) -> None:
    click.echo(say("list-address", language, path=name, line=line, value=value), err=True)


def _addresses(lines: list[str], tell_bad: Callable[[int, str], None]) -> list[str] | None:
    found: dict[str, str] = {}
    is_sound = True
    for number, line in enumerate(lines, start=1):
        value = line.partition("#")[0].strip()
        if not value:
            continue
        if _ADDRESS.fullmatch(value):
            found.setdefault(value.casefold(), value)
        else:
            is_sound = False
            tell_bad(number, value)
    return list(found.values()) if is_sound else None
