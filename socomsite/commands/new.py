"""`new KIND`: asks for the required fields, or takes them as options, and writes a file.

Must never know a kind by name: the questions come from the schema.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from socomsite.language import Language
from socomsite.messages import say, told
from socomsite.problem import Position, Problem

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from socomsite.model.schema import Entry


class NewGroup(click.Group):
    """The kinds as subcommands, made from the schema when one is asked for."""

    def __init__(self, language: Language, *, name: str, help: str) -> None:  # noqa: A002
        """The kinds with their questions in a language."""
        super().__init__(name=name, help=help)
        self._language = language

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The kinds in the singular, as the schema orders them."""
        del ctx
        return list(_kinds())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a kind."""
        del ctx
        kind = _kinds().get(cmd_name)
        return _command(kind, self._language) if kind else None


def _kinds() -> dict[str, type[Entry]]:
    from socomsite.model.kinds import schema  # noqa: PLC0415 - pydantic is not needed for --help

    return dict(schema().kinds)


def _plain_fields(kind: type[Entry]) -> dict[str, FieldInfo]:
    """The fields that the command line can ask for: not drafts, aliases and their like."""
    from socomsite.model.schema import Entry as AnyEntry  # noqa: PLC0415

    common = AnyEntry.model_fields
    return {name: info for name, info in kind.model_fields.items() if name not in common}


def _command(kind: type[Entry], language: Language) -> click.Command:
    from socomsite.model.labels import label_of  # noqa: PLC0415

    fields = _plain_fields(kind)
    options: list[click.Parameter] = [
        click.Option(
            [f"--{name.replace('_', '-')}", name],
            help=label_of(kind.folder, name).name.in_language(language),
        )
        for name in fields
    ]
    options += [
        click.Option(
            ["--site", "root"],
            type=click.Path(file_okay=False, path_type=Path),
            default=Path(),
            help=say("help-site", language),
        ),
        click.Option(["--key"], help=say("help-key", language)),
        click.Option(
            ["--lang"],
            type=click.Choice([code.value for code in Language]),
            expose_value=False,
            help=say("help-lang", language),
        ),
    ]

    def make(root: Path, key: str | None, **given: str | None) -> int:
        return run(kind, root, key, {n: v for n, v in given.items() if v is not None}, language)

    help_text = say(
        "help-new-kind", language, kind=kind.names.in_language(language), folder=kind.folder
    )
    return click.Command(kind.folder, params=options, callback=make, help=help_text)


def run(
    kind: type[Entry],
    root: Path,
    key: str | None,
    given: dict[str, str],
    language: Language,
) -> int:
    """Write a new entry of a kind from texts by field, asking for what is missing.

    On a terminal a wrong answer is asked for again; elsewhere it is a problem and nothing is
    written. The result is the exit code.
    """
    from socomsite.commands.cli import FINE, PROBLEMS  # noqa: PLC0415
    from socomsite.model.kinds import suggested_key  # noqa: PLC0415
    from socomsite.model.site import read_site  # noqa: PLC0415

    site = read_site(root)
    if site.value is None:
        _tell(site.problems, "", language)
        return PROBLEMS
    answers = _Answers(kind, language, dict(given), key or "uusi")
    if not answers.complete(asks=sys.stdin.isatty()):
        return PROBLEMS
    title = answers.fields.get("title") or answers.fields.get("name") or kind.folder
    name = key or suggested_key(title) or kind.folder
    path = f"content/{kind.folder}/{name}{_suffix(kind)}"
    file = root / path
    if any(file.parent.glob(f"{name}.*")):
        click.echo(say("entry-exists", language, path=path), err=True)
        return PROBLEMS
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(answers.text(), "utf-8")
    click.echo(say("new-written", language, path=path))
    return FINE


def _suffix(kind: type[Entry]) -> str:
    """Text kinds are Markdown files, cards YAML files: whoever must have a body is text."""
    body = kind.model_fields.get("body")
    return ".md" if body is not None and body.is_required() else ".yaml"


class _Answers:
    """The texts given for the fields of an entry to be made."""

    def __init__(
        self, kind: type[Entry], language: Language, fields: dict[str, str], key: str
    ) -> None:
        self.kind = kind
        self.language = language
        self.fields = fields
        self.key = key

    def complete(self, *, asks: bool) -> bool:
        """Ask until the entry is sound; False, and all problems told, where nobody answers."""
        if asks:
            required = [n for n, i in _plain_fields(self.kind).items() if i.is_required()]
            for name in required:
                if name not in self.fields:
                    self.fields[name] = self._ask(name)
        while problems := self._problems():
            _tell(problems, self.text(), self.language)
            wrong = [n for n in _plain_fields(self.kind) if self._is_about(n, problems)]
            if not asks or not wrong:
                return False
            for name in wrong:
                self.fields[name] = self._ask(name)
        return True

    @staticmethod
    def _is_about(name: str, problems: tuple[Problem, ...]) -> bool:
        return any(("field", name) in found.values for found in problems)

    def _ask(self, name: str) -> str:
        from socomsite.model.labels import label_of  # noqa: PLC0415

        label = label_of(self.kind.folder, name)
        if label.help:
            click.echo(f"  {label.help.in_language(self.language)}")
        example = f" ({label.example})" if label.example else ""
        answer = ""
        while not answer.strip():
            prompt = f"{label.name.in_language(self.language)}{example}"
            answer = str(click.prompt(prompt, default="", show_default=False))
            if not answer.strip():
                click.echo(f"  {say('new-empty', self.language)}")
        return answer.strip()

    def text(self) -> str:
        """The file: a YAML card, or front matter with the body below."""
        is_text = _suffix(self.kind) == ".md"
        fields = {n: v for n, v in self.fields.items() if not (is_text and n == "body")}
        lines = [f"{name}: {self._written(name, value)}" for name, value in fields.items()]
        card = "\n".join(lines) + "\n"
        return f"---\n{card}---\n\n{self.fields.get('body', '')}\n" if is_text else card

    def _written(self, name: str, value: str) -> str:
        """The value as YAML: lists and groups as the author wrote them, texts quoted at need."""
        from socomsite.model.schema import is_group, is_list  # noqa: PLC0415
        from socomsite.yamltext import quoted  # noqa: PLC0415

        annotation = self.kind.model_fields[name].annotation
        if value.startswith(("[", "{")) and (is_list(annotation) or is_group(annotation)):
            return value
        if is_list(annotation):
            return f"[{', '.join(quoted(part.strip()) for part in value.split(','))}]"
        return quoted(value)

    def _problems(self) -> tuple[Problem, ...]:
        from socomsite.model.decode import Decoder  # noqa: PLC0415
        from socomsite.model.kinds import schema  # noqa: PLC0415
        from socomsite.model.source import Source  # noqa: PLC0415

        path = f"content/{self.kind.folder}/{self.key}{_suffix(self.kind)}"
        source = Source(path, self.kind.folder, self.key, Language.FI, self.text())
        return Decoder(schema())(source).problems


def _tell(problems: tuple[Problem, ...], text: str, language: Language) -> None:
    lines = text.split("\n")

    def line_at(place: Position) -> str | None:
        return lines[place.line - 1] if 0 < place.line <= len(lines) else None

    for found in problems:
        click.echo("\n".join(told(found, language, line_at)), err=True)
