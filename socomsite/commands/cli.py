"""The command line: arguments, exit codes, and one line to each command.

Must never know the insides of a stage. What is heavy is imported inside the command that needs
it, so that `--help` stays quick.
"""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from socomsite import __version__
from socomsite.commands.spoken import Command, Day, Group, speak, usage_text
from socomsite.language import Language
from socomsite.messages import message_of, say
from socomsite.problem import Position, problem
from socomsite.yamltext import Mapping, Scalar, read_yaml

FINE, PROBLEMS, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130
_SITE_FILE = "site.yaml"
_PORT = 5500
_MOST_JOBS = 64


def asked(arguments: Sequence[str], option: str) -> str | None:
    """The value of an option, before the arguments are read in earnest."""
    for number, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == option:
            return value if equals else next(iter(arguments[number + 1 :]), None)
    return None


def language_for(arguments: Sequence[str]) -> Language:
    """The language to speak: that of `--lang`, else the site's own, else Finnish."""
    tags = [asked(arguments, "--lang"), _own_tag(Path(asked(arguments, "--site") or "."))]
    known = {language.value: language for language in Language}
    return next((known[tag] for tag in tags if tag in known), Language.FI)


def _own_tag(site: Path) -> str | None:
    """The `language` of a site, read without judging the rest of its settings."""
    file = site / _SITE_FILE
    try:
        text = file.read_text("utf-8", "replace") if file.is_file() else ""
    except (OSError, ValueError):
        return None
    tree = read_yaml(text, _SITE_FILE).value
    tag = tree.get("language") if isinstance(tree, Mapping) else None
    return tag.text if isinstance(tag, Scalar) else None


class _Kinds(Group):
    """The kinds as subcommands of `new`, made from the schema when one is asked for."""

    below = "kinds"

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The kinds by their folders, as the schema orders them."""
        from socomsite.commands.new import folders  # noqa: PLC0415

        del ctx
        return folders()

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        """The command of a kind by any of its names."""
        from socomsite.commands.new import command_of  # noqa: PLC0415

        return command_of(cmd_name, ctx, self.language)


_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


class _Options:
    """The options of the commands, explained in a language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        codes = click.Choice([code.value for code in Language])
        folder = click.Path(file_okay=False, readable=False, path_type=Path)
        self.lang = self.option("lang", type=codes, expose_value=False)
        self.site = self.option("site", "folder", type=folder, default=Path())

    def words(self, code: str) -> str:
        """What a command or option is for."""
        return say(f"help-{code}", self.language)

    def option(self, name: str, word: str = "", **settings: Any) -> _Decorator:  # noqa: ANN401 - click's
        """An option; `word` names what it takes, where click would name it in English."""
        metavar = say(f"word-{word}", self.language) if word else None
        return click.option(f"--{name}", help=self.words(name), metavar=metavar, **settings)

    def common(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """What every command takes."""
        return self.site(self.lang(function))

    def building(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """What `build` and `check` take."""
        number, default = click.IntRange(1, _MOST_JOBS), min(os.cpu_count() or 1, _MOST_JOBS)
        for each in (
            self.option("advice", is_flag=True),
            click.option("--json", "as_json", is_flag=True, help=self.words("json")),
            self.option("jobs", "number", type=number, default=default),
            self.option("drafts", is_flag=True),
            self.option("as-of", "day", type=Day(self.language)),
        ):
            function = each(function)
        return self.common(function)

    def reporting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """What every report takes; the command gets it as one desk."""
        from functools import wraps  # noqa: PLC0415

        @wraps(function)
        def with_desk(site: Path, as_of: Any, as_json: Any, output: Any, **rest: Any) -> int:  # noqa: ANN401 - what click read
            from socomsite.commands.desk import Desk  # noqa: PLC0415

            return int(function(Desk(site, self.language, as_of, as_json, output), **rest))

        path = click.Path(path_type=Path)
        output = click.option(
            "--output", type=path, help=self.words("staff-output"), metavar=self.word("folder")
        )
        as_json = click.option("--json", "as_json", is_flag=True, help=self.words("json"))
        as_of = self.option("as-of", "day", type=Day(self.language))
        return self.common(as_of(as_json(output(with_desk))))

    def word(self, code: str) -> str:
        """What stands for a value in a help page."""
        return say(f"word-{code}", self.language)


def command_line(language: Language) -> click.Group:
    """The commands with their help in a language."""
    options = _Options(language)
    words = options.words

    @click.group(cls=Group, help=words("program"))
    @click.version_option(__version__, message="socomsite %(version)s", help=words("version"))
    @options.lang
    def program() -> None:
        pass

    @program.command(cls=Command, help=words("build"))
    @options.building
    @options.option("output", "folder", type=click.Path(path_type=Path))
    def build(site: Path, output: Path | None, **wishes: Any) -> int:  # noqa: ANN401 - what click read
        from socomsite.commands.build import run  # noqa: PLC0415

        return run(site, output or site / "output", language, **wishes)

    @program.command(cls=Command, help=words("check"))
    @options.building
    def check(site: Path, **wishes: Any) -> int:  # noqa: ANN401 - what click read
        from socomsite.commands.build import run  # noqa: PLC0415

        return run(site, None, language, **wishes)

    @program.command(cls=Command, help=words("serve"))
    @options.common
    @options.option("port", "number", type=click.IntRange(1, 65535), default=_PORT)
    @options.option("drafts", is_flag=True)
    def serve(site: Path, port: int, *, drafts: bool) -> int:
        from socomsite.commands.serve import run  # noqa: PLC0415

        return run(site, port, language, drafts=drafts)

    @program.group(cls=_Kinds, help=words("new"))
    @options.common
    def new(site: Path) -> None:
        del site  # the kind's own command looks it up

    _bulletin(program, options)
    _desk_commands(program, options)

    @program.group(cls=Group, name="import", help=words("import"))
    @options.common
    def importing(site: Path) -> None:
        del site  # the command below looks it up

    @importing.command(cls=Command, help=words("import-publications"))
    @options.common
    @click.argument(
        "file", metavar=options.word("file"), type=click.Path(dir_okay=False, path_type=Path)
    )
    def publications(site: Path, file: Path) -> int:
        from socomsite.commands.importing import run  # noqa: PLC0415

        return run(site, file, language)

    speak(program, language)
    return program


def _desk_commands(program: click.Group, options: _Options) -> None:
    """The commands of the communications desk."""
    words = options.words

    @program.command(cls=Command, help=words("plan"))
    @options.reporting
    def plan(desk: Any) -> int:  # noqa: ANN401 - imported when a report is asked for
        from socomsite.commands.desk import run_plan  # noqa: PLC0415

        return run_plan(desk)

    @program.command(cls=Command, help=words("schedule"))
    @options.reporting
    @options.option("cron", is_flag=True)
    @options.option("systemd", is_flag=True)
    def schedule(desk: Any, *, cron: bool, systemd: bool) -> int:  # noqa: ANN401 - as above
        from socomsite.commands.desk import run_schedule  # noqa: PLC0415

        return run_schedule(desk, cron=cron, systemd=systemd)

    @program.command(cls=Command, help=words("freshness"))
    @options.reporting
    def freshness(desk: Any) -> int:  # noqa: ANN401 - as above
        from socomsite.commands.desk import run_freshness  # noqa: PLC0415

        return run_freshness(desk)

    @program.command(cls=Command, help=words("handover"))
    @options.reporting
    @click.argument("person", metavar=options.word("person"))
    def handover(desk: Any, person: str) -> int:  # noqa: ANN401 - as above
        from socomsite.commands.desk import run_handover  # noqa: PLC0415

        return run_handover(desk, person)

    @program.command(cls=Command, help=words("register"))
    @options.reporting
    def register(desk: Any) -> int:  # noqa: ANN401 - as above
        from socomsite.commands.desk import run_register  # noqa: PLC0415

        return run_register(desk)

    @program.command(cls=Command, help=words("deposit"))
    @options.reporting
    @click.argument("year", type=click.IntRange(1990, 2199), metavar=options.word("year"))
    def deposit(desk: Any, year: int) -> int:  # noqa: ANN401 - as above
        from socomsite.commands.desk import run_deposit  # noqa: PLC0415

        return run_deposit(desk, year)


def _bulletin(program: click.Group, options: _Options) -> None:
    """The commands of the bulletin."""
    language, words = options.language, options.words
    issue, file = say("word-issue", language), click.Path(path_type=Path)

    @program.group(cls=Group, help=words("bulletin"))
    @options.lang
    def bulletin() -> None:
        pass

    @bulletin.command(cls=Command, help=words("bulletin-make"))
    @click.argument("key", required=False, metavar=f"[{issue}]")
    @options.common
    @options.option("drafts", is_flag=True)
    def make(site: Path, key: str | None, *, drafts: bool) -> int:
        from socomsite.commands.bulletin import make as run  # noqa: PLC0415

        return run(site, key, language, drafts=drafts)

    @bulletin.command(cls=Command, help=words("bulletin-send"))
    @click.argument("key", required=False, metavar=issue)
    @options.common
    @options.option("to-list", "file", type=file)
    @options.option("test", "address")
    @options.option("dry-run", is_flag=True)
    @options.option("yes", is_flag=True)
    def send(  # noqa: PLR0913 - the options of a command
        site: Path,
        key: str | None,
        to_list: Path | None,
        test: str | None,
        *,
        dry_run: bool,
        yes: bool,
    ) -> int:
        from socomsite.commands.bulletin import Wish  # noqa: PLC0415
        from socomsite.commands.bulletin import send as run  # noqa: PLC0415

        return run(site, key or "", Wish(to_list, test, yes and not dry_run), language)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command and leave with its exit code: 0 fine, 1 problems, 2 usage, 3 internal."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a captured stream has none
    try:
        code = _carried_out(given, language_for(given))
    except BrokenPipeError:  # who read us has gone away; there is nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PROBLEMS
    sys.exit(code)


def _carried_out(given: list[str], language: Language) -> int:
    try:
        code = command_line(language).main(given, "socomsite", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return USAGE
    except click.ClickException as error:
        click.echo(usage_text(error, language), err=True)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo(f"\n{say('interrupted', language)}", err=True)
        return INTERRUPTED
    except PermissionError as error:
        path = str(error.filename or "")
        found = problem(Position(path), "file-unreadable", reason=error.strerror or "")
        click.echo(f"{path}: {message_of(found, language)}", err=True)
        return PROBLEMS
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - a fault of ours ends in one sentence and a report
        report = keep_report(Path(asked(given, "--site") or "."), [traceback.format_exc()])
        click.echo(say("internal", language, report=report), err=True)
        return INTERNAL
    return int(code or FINE)


def keep_report(root: Path, tracebacks: Sequence[str]) -> str:
    """Write what went wrong inside the program to a file of the site, else a temporary one.

    The result is the file's path, or `-` where nothing can be written.
    """
    text = "\n".join(tracebacks).encode("utf-8", "backslashreplace")
    file = root / ".cache" / "internal.txt"
    with contextlib.suppress(OSError):
        if (root / _SITE_FILE).is_file():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(text)
            return file.as_posix()
    with contextlib.suppress(OSError):
        descriptor, name = tempfile.mkstemp(prefix="socomsite-", suffix=".txt")
        os.write(descriptor, text)
        os.close(descriptor)
        return name
    return "-"
