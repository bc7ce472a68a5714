"""`new KIND`: asks for the required fields, or takes them as options, and writes a file.

Must never know a kind by name: the questions come from the schema.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from difflib import get_close_matches
from pathlib import Path

import click

from socomsite.commands import gather
from socomsite.commands.build import lines_of
from socomsite.commands.draft import KEY, Draft
from socomsite.commands.ending import FINE, PROBLEMS, USAGE
from socomsite.commands.spoken import Command, Day, Told, speak
from socomsite.language import Language, slug
from socomsite.messages import hints_of, message_of, say, told
from socomsite.model.description import FieldDescription, FieldSort, describe
from socomsite.model.kinds import schema
from socomsite.model.labels import Label, label_of
from socomsite.model.schema import Entry
from socomsite.model.site import read_site
from socomsite.problem import Problem
from socomsite.yamllines import readable


def folders() -> list[str]:
    """The kinds by their folders, as the schema orders them."""
    return list(schema().kinds)


def _names() -> dict[str, type[Entry]]:
    """Every name that a kind goes by: its folder, its class, and what it is called."""
    found: dict[str, type[Entry]] = dict(schema().kinds)  # a folder is never another's name
    for kind in schema().kinds.values():
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__)
        words = (kind.names.in_language(language) for language in Language)
        for name in (kind.__name__, spaced, *words):
            found.setdefault(slug(name), kind)
    return found


def command_of(name: str, context: click.Context, language: Language) -> click.Command:
    """The command that makes an entry of a kind, by any of the kind's names."""
    known = _names()
    kind = known.get(slug(name))
    if kind is None:
        near = get_close_matches(slug(name), list(known), n=1)
        lines = [
            say("kind-unknown", language, kind=name),
            say("allowed", language, list=", ".join(folders())),
            *(say("did-you-mean-one", language, suggestion=found) for found in near),
        ]
        raise Told("\n".join(lines), context)
    site = context.params.get("site") or Path()
    return _command(kind, site, language)


def _command(kind: type[Entry], site: Path, language: Language) -> click.Command:
    def words(code: str) -> str:
        return say(f"help-{code}", language)

    folder = click.Path(file_okay=False, readable=False, path_type=Path)
    codes = click.Choice([code.value for code in Language])
    fields = describe(kind)
    options: list[click.Parameter] = [_option(kind, each, language) for each in fields]
    if kind.is_gathered:
        day = say("word-day", language)
        options.append(
            click.Option(["--as-of"], type=Day(language), metavar=day, help=words("as-of"))
        )
    metavar = say("word-folder", language)
    options += [
        click.Option(["--site"], type=folder, default=site, metavar=metavar, help=words("site")),
        click.Option(["--key"], metavar=say("word-key", language), help=words("key")),
        click.Option(["--lang"], type=codes, expose_value=False, help=words("lang")),
    ]

    def make(
        site: Path,
        key: str | None,
        as_of: dt.date | None = None,
        **given: str | tuple[str, ...] | None,
    ) -> int:
        if kind.is_gathered and {n for n, v in given.items() if v} == {"series"}:
            return gather.run(site, str(given["series"]), as_of, language)
        many = {n: (v,) if isinstance(v, str) else v for n, v in given.items() if v}
        texts = {n: tuple(readable(text) for text in values) for n, values in many.items()}
        return run(kind, site, key, {n: t for n, t in texts.items() if any(t)}, language)

    name = kind.names.in_language(language)
    made = Command(
        kind.folder,
        params=options,
        callback=make,
        short_help=name,
        help=say("help-new-kind", language, kind=name, folder=kind.folder),
        epilog=say("new-required", language),
    )
    speak(made, language)
    return made


def _option(kind: type[Entry], field: FieldDescription, language: Language) -> click.Option:
    """A field as an option: its label with a star if it is required, its help, an example."""
    label = label_of(kind.folder, field.name)
    star = "* " if field.is_required else ""
    notes = [f"{star}{label.name.in_language(language)}."]
    if label.help:
        notes.append(label.help.in_language(language))
    if label.example and field.sort in {FieldSort.GROUP, FieldSort.HOURS}:
        notes.append(label.example)
    if field.choices and not field.is_list:
        metavar = f"[{'|'.join(field.choices)}]"
    else:
        metavar = say("word-list" if field.is_list else "word-text", language)
    name = f"--{field.name.replace('_', '-')}"
    return click.Option(
        [name, field.name], metavar=metavar, multiple=field.is_list, help=" ".join(notes)
    )


def run(
    kind: type[Entry],
    root: Path,
    key: str | None,
    texts: dict[str, tuple[str, ...]],
    language: Language,
) -> int:
    """Write a new entry of a kind from texts by field, asking for what is missing or wrong.

    The result is the exit code.
    """
    site = read_site(root)
    if site.value is None:
        for found in site.problems:
            click.echo("\n".join(told(found, language, lines_of(root))), err=True)
        is_missing = any(found.code == "site-missing" for found in site.problems)
        return USAGE if is_missing else PROBLEMS
    draft = Draft(root, site.value, schema(), kind, texts, key)
    if not _Questions(draft, language).are_answered():
        click.echo(say("new-stopped", language, kind=kind.folder), err=True)
        return PROBLEMS
    file = root / draft.path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(draft.text())
    except OSError as error:
        if isinstance(error, FileExistsError) and error.filename == str(file):
            click.echo(say("entry-exists", language, path=draft.path), err=True)
            return PROBLEMS
        folder, reason = file.parent.as_posix(), error.strerror or ""
        click.echo(say("output-unwritable", language, folder=folder, reason=reason), err=True)
        return PROBLEMS
    click.echo(say("new-written", language, path=draft.path))
    return FINE


class _Questions:
    """Asks on the terminal, or whoever writes to us, until a draft is sound."""

    def __init__(self, draft: Draft, language: Language) -> None:
        self._draft = draft
        self._language = language
        self._is_heard = sys.stdin is not None

    def are_answered(self) -> bool:
        """Ask for what is missing, then again for what is wrong; False if nobody answers."""
        for name, field in self._draft.fields.items():
            if field.is_required and name not in self._draft.texts:
                self._ask(name)
        while True:
            problems = self._draft.problems()
            for name, found in problems:
                self._tell(name, found)
            wrong = dict.fromkeys(name for name, found in problems if found.is_error)
            if not wrong:
                return True
            # A fault of no field cannot be mended by answers.
            if "" in wrong or not all(self._ask(name) for name in wrong):
                return False

    def _tell(self, name: str, found: Problem) -> None:
        option = f" (--{name.replace('_', '-')})" if name else ""
        place = f"{self._label(name).name.in_language(self._language)}{option}: " if name else ""
        lines = [f"{place}{message_of(found, self._language)}", *hints_of(found, self._language)]
        click.echo("\n  ".join(lines), err=True)

    def _label(self, name: str) -> Label:
        return label_of(self._draft.kind.folder, name)

    def _ask(self, name: str) -> bool:
        """Ask for a field until something is answered; whether anything was."""
        if not self._is_heard:
            return False
        label = self._label(name)
        if name == KEY:
            question = f"{say('new-key', self._language)}: "
        else:
            if label.help:
                click.echo(f"  {label.help.in_language(self._language)}")
            called, example = label.name.in_language(self._language), label.example or "…"
            question = say("new-ask", self._language, label=called, example=example)
        try:
            while not (answer := readable(input(question))):
                click.echo(f"  {say('new-empty', self._language)}")
        except EOFError:
            click.echo()
            self._is_heard = False
            return False
        if name == KEY:
            self._draft.wished = answer
        else:
            self._draft.texts[name] = (answer,)
        return True
