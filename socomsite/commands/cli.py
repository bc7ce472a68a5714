"""The command line: arguments, exit codes, and one line to each command.

Must never know the insides of a stage. What is heavy is imported inside the command that needs
it, so that `--help` stays quick.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from socomsite import __version__
from socomsite.commands.desk_line import add_desk
from socomsite.commands.options import Options
from socomsite.commands.publish_line import add_publishing
from socomsite.commands.spoken import Command, Group, speak, usage_text
from socomsite.engine.repeat import Begun, question
from socomsite.language import Language
from socomsite.messages import message_of, say
from socomsite.problem import Position, problem

FINE, PROBLEMS, USAGE, INTERNAL, INTERRUPTED = 0, 1, 2, 3, 130
_SITE_FILE = "site.yaml"
_PORT = 5500
_EDITOR_PORT = 5600
_OWN_TAG = re.compile(r"""^\ufeff?language: +(["']?)([a-z]+)\1 *(?: #.*)?$""", re.MULTILINE)


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
    """The `language` of a site, read without judging the rest of its settings.

    Found as a line, not as YAML, whose reader would cost every start as much as the rest of it.
    """
    file = site / _SITE_FILE
    try:
        text = file.read_text("utf-8", "replace") if file.is_file() else ""
    except (OSError, ValueError):
        return None
    found = _OWN_TAG.search(text)
    return found[2] if found else None


def _begun() -> dict[str, Any]:
    """The running command as it was typed, if its result is known from what it sees.

    And what was seen as it began, if it was typed before.
    """
    given, began = click.get_current_context().find_root().obj
    return {"asked": question(given), "began": began}


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


def command_line(language: Language) -> click.Group:
    """The commands with their help in a language."""
    options = Options(language)
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

        return run(site, output or site / "output", language, **_begun(), **wishes)

    @program.command(cls=Command, help=words("check"))
    @options.building
    @options.option("external", is_flag=True)
    def check(site: Path, **wishes: Any) -> int:  # noqa: ANN401 - what click read
        from socomsite.commands.build import run  # noqa: PLC0415

        return run(site, None, language, **_begun(), **wishes)

    @program.command(cls=Command, help=words("verify"))
    @options.showing
    def verify(site: Path, **wishes: Any) -> int:  # noqa: ANN401 - what click read
        from socomsite.commands.verify import run  # noqa: PLC0415

        return run(site, language, **wishes)

    @program.command(cls=Command, help=words("ledger"))
    @options.common
    @options.option("write", is_flag=True)
    def ledger(site: Path, *, write: bool) -> int:
        from socomsite.commands.addresses import run  # noqa: PLC0415

        return run(site, language, write=write)

    @program.command(cls=Command, help=words("serve"))
    @options.common
    @options.option("port", "number", type=click.IntRange(1, 65535), default=_PORT)
    @options.option("drafts", is_flag=True)
    def serve(site: Path, port: int, *, drafts: bool) -> int:
        from socomsite.commands.serve import run  # noqa: PLC0415

        return run(site, port, language, drafts=drafts)

    @program.command(cls=Command, help=words("edit"))
    @options.common
    @options.option("port", "number", type=click.IntRange(0, 65535), default=_EDITOR_PORT)
    @options.option("browser/--no-browser", default=True)
    @click.option("--share", is_flag=True, help=words("share"))
    def edit(site: Path, port: int, *, browser: bool, share: bool) -> int:
        from socomsite.commands.edit import run  # noqa: PLC0415

        return run(site, port, language, browser=browser, shared=share)

    @program.group(cls=_Kinds, help=words("new"))
    @options.common
    def new(site: Path) -> None:
        del site  # the kind's own command looks it up

    add_publishing(program, options)
    add_desk(program, options)

    speak(program, language)
    return program


def main(arguments: Sequence[str] | None = None, began: Begun | None = None) -> None:
    """Run a command and leave with its exit code: 0 fine, 1 problems, 2 usage, 3 internal.

    `began` is what was seen as it began, if the same was asked before.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # a captured stream has none
    try:
        code = _carried_out(given, language_for(given), began)
    except BrokenPipeError:  # who read us has gone away; there is nobody to tell
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PROBLEMS
    sys.exit(code)


def _carried_out(given: list[str], language: Language, began: Begun | None) -> int:
    try:
        program = command_line(language)
        obj = tuple(given), began
        code = program.main(given, "socomsite", standalone_mode=False, obj=obj)
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
        import traceback  # noqa: PLC0415 - rarely wanted, as below

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
    import tempfile  # noqa: PLC0415 - brings `random` and more to every start

    with contextlib.suppress(OSError):
        descriptor, name = tempfile.mkstemp(prefix="socomsite-", suffix=".txt")
        os.write(descriptor, text)
        os.close(descriptor)
        return name
    return "-"
