"""The command line: arguments, exit codes, and one line to each command.

Must never know the insides of a stage. What is heavy is imported inside the command that needs
it, so that `--help` stays quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from socomsite import __version__
from socomsite.commands.desk_line import add_desk
from socomsite.commands.ending import USAGE, end, language_for
from socomsite.commands.options import Options
from socomsite.commands.publish_line import add_publishing
from socomsite.commands.spoken import Command, Group, speak, usage_text
from socomsite.engine.repeat import Begun, question
from socomsite.language import Language

_PORT = 5500
_EDITOR_PORT = 5600


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
    """Run a command and leave with its exit code (`ending.end`).

    `began` is what was seen as it began, if the same was asked before.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    end(given, lambda: _read(given, language_for(given), began))


def _read(given: list[str], language: Language, began: Begun | None) -> int | None:
    """Read the arguments in earnest and carry the command out."""
    try:
        program, obj = command_line(language), (tuple(given), began)
        code: int | None = program.main(given, "socomsite", standalone_mode=False, obj=obj)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return USAGE
    except click.ClickException as error:
        click.echo(usage_text(error, language), err=True)
        return USAGE
    except click.Abort as error:
        raise KeyboardInterrupt from error
    return code
