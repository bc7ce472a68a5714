"""click's own words in the reader's language: help pages, and what is wrong with a command.

Must never know what a command does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from difflib import get_close_matches

import click

from socomsite.dates import DateImpossible, DateUnreadable, read_date
from socomsite.language import Language
from socomsite.messages import say


class Told(click.UsageError):
    """A slip in a command whose message is in the reader's language already."""


class _Page(click.HelpFormatter):
    """A help page with its headings in a language."""

    def __init__(self, language: Language, below: str, width: int) -> None:
        super().__init__(width=width)
        self._usage = say("help-usage", language)
        self._headings = {"Options": say("help-options", language), "Commands": below}

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or f"{self._usage} ")

    def write_heading(self, heading: str) -> None:
        super().write_heading(self._headings.get(heading, heading))


class Command(click.Command):
    """A command that speaks a language."""

    language = Language.FI
    below = "commands"

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The whole page in the language."""
        heading = say(f"help-{self.below}", self.language)
        page = _Page(self.language, heading, formatter.width)
        super().format_help(ctx, page)
        formatter.write(page.getvalue())

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The `--help` of click, explained in the language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("help-help", self.language)
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; one too many is told of here, since click would do it in English."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except click.BadOptionUsage as error:
            error.ctx = ctx  # click leaves it out
            raise
        if rest and not isinstance(self, click.Group):
            raise Told(say("argument-extra", self.language, value=rest[0]), ctx)
        return rest


class Group(Command, click.Group):
    """A group of commands that speaks a language; `below` names what stands in it."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is asked for, or which one was perhaps meant."""
        if self.get_command(ctx, args[0]) is None:
            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = [say("did-you-mean-one", self.language, suggestion=name) for name in near]
            text = say("command-unknown", self.language, command=args[0])
            raise Told("\n".join([text, *hint]), ctx)
        return super().resolve_command(ctx, args)


def speak(command: click.Command, language: Language) -> None:
    """Make a command, and those below it, speak a language."""
    if isinstance(command, Command):
        command.language = language
        command.options_metavar = f"[{say('word-options', language)}]"
        command.short_help = command.short_help or command.help  # else click cuts it short
    if isinstance(command, Group):
        command.subcommand_metavar = f"{say(f'word-{command.below}', language)} …"
        for below in command.commands.values():
            speak(below, language)


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only since click 8.5
    """A whole day, written as in content or in ISO 8601."""

    name = "day"

    def __init__(self, language: Language) -> None:
        """A day whose faults are told of in a language."""
        self._language = language

    def convert(
        self, value: str | dt.date, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """The day, or what is wrong with it."""
        del param
        if isinstance(value, dt.date):
            return value
        try:
            found = read_date(value)
        except DateImpossible:
            raise Told(say("date-impossible", self._language, value=value), ctx) from None
        except DateUnreadable:
            found = None
        if found is None or found.day is None:
            raise Told(say("day-needed", self._language, value=value), ctx)
        return found.first_day


def usage_text(error: click.ClickException, language: Language) -> str:
    """What is wrong with the command, in the reader's words."""
    near: Sequence[str] = getattr(error, "possibilities", None) or ()
    hint = [say("did-you-mean-one", language, suggestion=name) for name in near[:1]]
    return "\n".join([_sentence(error, language), *hint])


def _sentence(error: click.ClickException, language: Language) -> str:
    match error:
        case Told():
            return error.message
        case click.NoSuchOption():
            return say("option-unknown", language, option=error.option_name)
        case click.BadOptionUsage():
            params = error.ctx.command.params if error.ctx else []
            flags = {n for p in params if getattr(p, "is_flag", False) for n in p.opts}
            code = "option-value-extra" if error.option_name in flags else "option-value-missing"
            return say(code, language, option=error.option_name)
        case click.BadParameter() if error.param is not None:
            return _wrong_value(error.param, language)
        case click.UsageError(ctx=click.Context(command=click.Group())) if error.ctx:
            return error.ctx.get_help()  # options, but no command
    return say("usage", language, detail=error.format_message().rstrip("."))


def _wrong_value(param: click.Parameter, language: Language) -> str:
    """What an option takes, for a value that it does not take."""
    option = param.opts[0]
    match param.type:
        case click.Choice(choices=choices):
            listed = ", ".join(map(str, choices))
            return say("option-value-choice", language, option=option, list=listed)
        case click.IntRange(min=first, max=last):
            values = {"first": str(first), "last": str(last)}
            return say("option-value-number", language, option=option, **values)
    return say("option-value-folder", language, option=option)
