"""The command line of publishing: `publish`, `rollback` and `releases`.

As in `cli`, what is heavy is imported inside the command that needs it.
"""

from __future__ import annotations

from pathlib import Path

import click

from socomsite.commands.options import Options
from socomsite.commands.plain import MOST_JOBS, usual_jobs
from socomsite.commands.spoken import Command
from socomsite.messages import say

_MOST_DELETES = 10


def add_publishing(program: click.Group, options: Options) -> None:
    """Add the commands of publishing to the program."""
    language, words = options.language, options.words
    target, release = (say(f"word-{name}", language) for name in ("target", "release"))
    jobs = click.IntRange(1, MOST_JOBS)
    as_json = click.option("--json", "as_json", is_flag=True, help=words("json"))

    @program.command(cls=Command, help=words("publish"))
    @click.argument("target", required=False, metavar=f"[{target}]")
    @options.common
    @options.option("jobs", "number", type=jobs, default=usual_jobs())
    @options.option("max-deletes", "percent", type=click.IntRange(0, 100), default=_MOST_DELETES)
    @click.option("--dry-run", is_flag=True, help=words("publish-dry-run"))
    @click.option("--yes", is_flag=True, help=words("publish-yes"))
    def publish(  # noqa: PLR0913 - the options of a command
        site: Path, target: str | None, *, jobs: int, max_deletes: int, dry_run: bool, yes: bool
    ) -> int:
        from socomsite.commands.publish import Wish, run  # noqa: PLC0415

        return run(site, target, Wish(dry_run, yes, max_deletes, jobs), language)

    @program.command(cls=Command, help=words("rollback"))
    @click.argument("target", required=False, metavar=f"[{target}]")
    @click.argument("release", required=False, metavar=f"[{release}]")
    @options.common
    def rollback(site: Path, target: str | None, release: str | None) -> int:
        from socomsite.commands.releases import run_rollback  # noqa: PLC0415

        return run_rollback(site, target, release, language)

    @program.command(cls=Command, help=words("releases"))
    @click.argument("target", required=False, metavar=f"[{target}]")
    @options.common
    @as_json
    def releases(site: Path, target: str | None, *, as_json: bool) -> int:
        from socomsite.commands.releases import run_releases  # noqa: PLC0415

        return run_releases(site, target, language, as_json=as_json)
