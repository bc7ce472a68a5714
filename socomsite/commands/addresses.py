"""`ledger`: what the site has published and what is new, and the first edition of the ledger.

Publishing writes the ledger by itself; this is for looking, and for a site that is on the web
already when its ledger begins. Must never know how an address is looked after.
"""

from __future__ import annotations

import os
from pathlib import Path

import click

from socomsite.commands.build import Progress
from socomsite.commands.ending import FINE, INTERNAL, PROBLEMS, keep_report
from socomsite.commands.reading import tell
from socomsite.dates import today_in_helsinki
from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.ledger import updated, write_ledger
from socomsite.engine.pipeline import build
from socomsite.engine.workers import Workers
from socomsite.language import Language
from socomsite.messages import say
from socomsite.model.kinds import schema
from socomsite.model.ledger import FILE
from socomsite.model.site import FILE as SETTINGS

_MOST_SHOWN = 20


def run(root: Path, language: Language, *, write: bool) -> int:
    """Tell what the ledger holds and lacks, and with `write` write it. The result is the exit code.

    A site with errors is told of instead: its addresses are not what will be published.
    """
    today = today_in_helsinki()
    with Cache(root if (root / SETTINGS).is_file() else None, today.toordinal()) as cache:
        workers = Workers(os.cpu_count() or 1, cache, Progress(language, is_quiet=False))
        made = build(root, schema(), workers, today=today)
    if workers.crashes:
        click.echo(say("internal", language, report=keep_report(root, workers.crashes)), err=True)
        return INTERNAL
    if not made.is_sound:
        tell([found for found in made.problems if found.is_error], root, language)
        return PROBLEMS
    _show(made, language)
    if not write:
        return FINE
    problems = write_ledger(root, updated(made))
    tell(problems, root, language)
    if not problems:
        click.echo(say("ledger-written", language, path=FILE))
    return PROBLEMS if problems else FINE


def _show(made: Build, language: Language) -> None:
    book = made.addresses
    known = book.ledger.lines if book.ledger else {}
    own = [*book.live.lines, *book.anchors.lines, *book.answers.redirects, *book.answers.gone]
    new = sorted(set(own) - known.keys())
    if book.ledger is None:
        click.echo(say("ledger-none", language))
    redirects, gone = len(book.answers.redirects), len(book.answers.gone)
    click.echo(
        say("ledger-summary", language, n=len(known), new=len(new), redirects=redirects, gone=gone)
    )
    for address in new[:_MOST_SHOWN]:
        click.echo(f"  + {address}")
    if new[_MOST_SHOWN:]:
        click.echo(f"  … {len(new) - _MOST_SHOWN}")
