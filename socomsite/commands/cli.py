"""The command line: arguments, exit codes, and one line to each command.

Must never know the insides of a stage. What is heavy is imported inside the command that needs
it, so that `--help` stays quick.
"""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from socomsite import __version__
from socomsite.language import Language
from socomsite.messages import say

FINE, PROBLEMS, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130
_PORT = 5500


def asked_language(arguments: Sequence[str]) -> Language | None:
    """The language that `--lang` names, before the arguments are read in earnest."""
    for number, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            tag = value or "".join(arguments[number + 1 : number + 2])
            return next((code for code in Language if code.value == tag), None)
    return None


def _day(context: click.Context, parameter: click.Parameter, value: str | None) -> object:
    from socomsite.dates import DateImpossible, DateUnreadable, read_date  # noqa: PLC0415

    del context
    if value is None:
        return None
    try:
        found = read_date(value)
    except (DateUnreadable, DateImpossible):
        found = None
    if found is None or found.day is None:
        language = asked_language(sys.argv[1:]) or Language.FI
        raise click.BadParameter(say("date-format", language, value=value), param=parameter)
    return found.first_day


def command_line(language: Language) -> click.Group:
    """The commands with their help in a language."""

    def words(code: str) -> str:
        return say(f"help-{code}", language)

    def option(name: str, **settings: Any) -> Callable[..., Any]:  # noqa: ANN401 - click's
        decorator: Callable[..., Any] = click.option(f"--{name}", help=words(name), **settings)
        return decorator

    def common(function: Callable[..., Any]) -> Callable[..., Any]:
        folder = click.Path(file_okay=False, path_type=Path)
        codes = click.Choice([code.value for code in Language])
        lang = option("lang", type=codes, expose_value=False)
        decorated: Callable[..., Any] = option("site", type=folder, default=Path())(lang(function))
        return decorated

    def building(function: Callable[..., Any]) -> Callable[..., Any]:
        for each in (
            click.option("--json", "as_json", is_flag=True, help=words("json")),
            option("jobs", type=click.IntRange(1, 64), default=os.cpu_count() or 1),
            option("drafts", is_flag=True),
            option("as-of", metavar="YYYY-MM-DD", callback=_day),
        ):
            function = each(function)
        return common(function)

    settings = {"help_option_names": ["--help", "-h"]}

    @click.group(help=words("program"), context_settings=settings)
    @click.version_option(__version__, message="socomsite %(version)s", help=words("version"))
    def program() -> None:
        pass

    @program.command(help=words("build"))
    @building
    @option("output", type=click.Path(path_type=Path))
    def build(site: Path, output: Path | None, **asked: Any) -> int:  # noqa: ANN401 - what click read
        from socomsite.commands.build import run  # noqa: PLC0415

        return run(site, output or site / "output", asked_language(sys.argv[1:]), **asked)

    @program.command(help=words("check"))
    @building
    def check(site: Path, **asked: Any) -> int:  # noqa: ANN401 - what click read
        from socomsite.commands.build import run  # noqa: PLC0415

        return run(site, None, asked_language(sys.argv[1:]), **asked)

    @program.command(help=words("serve"))
    @common
    @option("port", type=click.IntRange(1, 65535), default=_PORT)
    @option("drafts", is_flag=True)
    def serve(site: Path, port: int, *, drafts: bool) -> int:
        from socomsite.commands.serve import run  # noqa: PLC0415

        return run(site, port, asked_language(sys.argv[1:]), drafts=drafts)

    from socomsite.commands.new import NewGroup  # noqa: PLC0415

    program.add_command(NewGroup(language, name="new", help=words("new")))
    _translate_help_option(program, words("help"))
    return program


def _translate_help_option(command: click.Command, text: str) -> None:
    """Put click's own `--help` line into the reader's language, below too."""
    context = click.Context(command)
    found = command.get_help_option(context)
    if found is not None:
        found.help = text
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _translate_help_option(below, text)


def _usage(error: click.ClickException, language: Language) -> str:
    """What is wrong with the command, in the reader's words."""
    near: Sequence[str] = getattr(error, "possibilities", None) or ()
    if isinstance(error, click.NoSuchOption):
        text = say("option-unknown", language, option=error.option_name)
    elif (name := getattr(error, "command_name", None)) is not None:
        text = say("command-unknown", language, command=name)
    else:
        text = say("usage", language, detail=error.format_message().rstrip("."))
    hint = [say("did-you-mean-one", language, suggestion=name) for name in near[:1]]
    return "\n".join([text, *hint])


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code: 0 fine, 1 problems, 2 usage, 3 internal."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    language = asked_language(given) or Language.FI
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a captured stream has none
    try:
        code = command_line(language).main(given, "socomsite", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        code = USAGE
    except click.ClickException as error:
        click.echo(_usage(error, language), err=True)
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PROBLEMS
    except Exception:  # noqa: BLE001 - a fault of ours ends in one sentence and a report
        report = keep_report(Path(), [traceback.format_exc()])
        click.echo(say("internal", language, report=report), err=True)
        code = INTERNAL
    sys.exit(code or FINE)


def keep_report(root: Path, tracebacks: Sequence[str]) -> str:
    """Write what went wrong inside the program to a file; its path, or what could be said."""
    file = root / ".cache" / "internal.txt"
    try:
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(tracebacks), "utf-8")
    except OSError:
        sys.stderr.write("\n".join(tracebacks))
        return "-"
    return file.as_posix()
