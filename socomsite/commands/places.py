"""What the commands of publishing share: telling of problems, and looking at what is served.

Must never know how a site is built.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from socomsite.commands.build import lines_of
from socomsite.commands.ending import FINE, PROBLEMS
from socomsite.language import Language
from socomsite.messages import say, told
from socomsite.problem import Outcome, Problem
from socomsite.publishing.places import Place
from socomsite.publishing.release import Filed, Release
from socomsite.publishing.served import Look, look, problems_of


def tell(problems: Iterable[Problem], root: Path, language: Language) -> int:
    """Tell of problems; the result is the exit code."""
    found = list(problems)
    for each in found:
        click.echo("\n".join(told(each, language, lines_of(root))), err=True)
    return PROBLEMS if any(each.is_error for each in found) else FINE


def see(
    place: Place, release: Release, changed: Iterable[Filed], patience: int, language: Language
) -> Outcome[Look]:
    """Look at what readers are served, if it is known where; tell if that may take a while.

    Problems: those of `served.problems_of`.
    """
    url = place.settings.url
    if url is None:
        return Outcome(Look())
    if patience:
        click.echo(say("served-waiting", language, url=url), err=True)
    try:
        seen = look(url, release, changed, patience)
    except KeyboardInterrupt:
        seen = Look(reason="Ctrl+C")
    return Outcome(seen, problems_of(seen, url))
