"""The command line of the communications desk: one line to each of its commands.

As in `cli`, what is heavy is imported inside the command that needs it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from socomsite.commands.options import Options
from socomsite.commands.spoken import Command, Group
from socomsite.messages import say


def add_desk(program: click.Group, options: Options) -> None:
    """Add the desk's commands to the program."""
    _bulletin(program, options)
    _reports(program, options)
    _imports(program, options)
    _cms(program, options)


def _bulletin(program: click.Group, options: Options) -> None:
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


def _reports(program: click.Group, options: Options) -> None:
    """The reports of the communications desk."""
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


def _imports(program: click.Group, options: Options) -> None:
    """The commands that read other programs' files."""
    language, words = options.language, options.words

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


def _cms(program: click.Group, options: Options) -> None:
    """The command that lets a git host's editor know the content."""
    language, words = options.language, options.words
    file = click.Path(dir_okay=False, path_type=Path)

    @program.command(cls=Command, name="cms-config", help=words("cms-config"))
    @options.common
    @options.option("repo", "repository", required=True)
    @options.option("host", type=click.Choice(["github", "gitlab", "gitea"]), default="github")
    @options.option("branch", "branch", default="main")
    @options.option("host-address", "address", default="")
    @click.option("--output", type=file, metavar=options.word("file"), help=words("cms-output"))
    def cms_config(  # noqa: PLR0913 - the options of a command
        site: Path, repo: str, host: str, branch: str, host_address: str, output: Path | None
    ) -> int:
        from socomsite.commands.cmsconfig import run  # noqa: PLC0415
        from socomsite.reports.cmsconfig import Host, Repository  # noqa: PLC0415

        return run(site, Repository(Host(host), repo, branch, host_address), output, language)
