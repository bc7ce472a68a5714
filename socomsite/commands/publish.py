"""`publish`: build aside, tell what would change, ask, send, and look at what is served.

Knows how a person is told and asked; must never know how a target works.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from socomsite.commands.build import Progress
from socomsite.commands.ending import FINE, INTERNAL, PROBLEMS, USAGE, keep_report
from socomsite.commands.places import see, tell
from socomsite.dates import now_in_helsinki
from socomsite.datewords import instant_words
from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.workers import Workers
from socomsite.language import Language, slug
from socomsite.messages import say
from socomsite.model.kinds import schema
from socomsite.problem import Position, Problem, Severity, problem
from socomsite.publishing.difference import Difference
from socomsite.publishing.places import Place, place_of
from socomsite.publishing.preparing import Ready, carry_out, ready
from socomsite.publishing.target import Refused
from socomsite.publishing.telling import address_of, groups, summary

_HERE = Position("site.yaml")


@dataclass(frozen=True)
class Wish:
    """How one wants to publish: only tell, without asking, how many pages may go, how many jobs."""

    dry_run: bool
    yes: bool
    max_deletes: int
    jobs: int


def run(root: Path, name: str | None, wish: Wish, language: Language) -> int:
    """Publish the site in a folder to a destination; the result is the exit code."""
    chosen = place_of(root, name)
    if chosen.value is None:
        tell(chosen.problems, root, language)
        return USAGE
    progress = Progress(language, is_quiet=False)
    now = now_in_helsinki()
    with Cache(root, now.toordinal()) as cache:
        workers = Workers(wish.jobs, cache, progress)
        made = build(root, schema(), workers, today=now.date())
    tell((p for p in made.problems if p.severity is not Severity.ADVICE), root, language)
    if workers.crashes:
        kept = keep_report(root, workers.crashes)
        click.echo(say("internal", language, report=kept), err=True)
        return INTERNAL
    if not made.is_sound:
        errors = sum(found.is_error for found in made.problems)
        click.echo(say("build-stopped", language, n=errors), err=True)
        return PROBLEMS
    try:
        publishing = ready(root, chosen.value, made, now)
        return _carried_out(_Run(publishing, wish, language), progress)
    except Refused as refused:
        return tell([refused.problem], root, language)


@dataclass(frozen=True)
class _Run:
    """One publishing, from what is to be published to whom it is told."""

    ready: Ready
    wish: Wish
    language: Language

    def say(self, code: str, **values: str | int) -> None:
        """Tell a person something."""
        click.echo(say(code, self.language, **values))

    def tell(self, problems: Iterable[Problem]) -> int:
        """Tell a person of problems; the result is the exit code."""
        return tell(problems, self.ready.root, self.language)


def _carried_out(run: _Run, progress: Progress) -> int:
    stopped = _in_the_way(run)
    if stopped is not None:
        return stopped
    steps = _Steps(progress)
    try:
        problems = carry_out(run.ready, steps)
    except KeyboardInterrupt:
        if not steps.is_switched:
            raise
        problems = ()  # readers have it already: what is left undone the next publishing does
    if run.ready.changes.is_empty:
        run.say("nothing-changed")
        return run.tell(problems)
    return _told_done(run, problems)


def _in_the_way(run: _Run) -> int | None:
    """Tell what would change and ask; the exit code if it is not to be carried out."""
    changes, wish, language = run.ready.changes, run.wish, run.language
    if not changes.is_empty:
        for line in _changes(run.ready.place, changes, language):
            click.echo(line)
        if changes.removes_over(wish.max_deletes):
            return run.tell([_too_many(changes, wish.max_deletes)])
    if wish.dry_run:
        run.say("nothing-changed" if changes.is_empty else "publish-dry")
        return FINE
    if changes.is_empty or wish.yes:
        return None
    if not sys.stdin.isatty():
        run.tell([problem(_HERE, "publish-unasked")])
        return USAGE
    if not _agreed(language):
        run.say("publish-not-sent")
        return FINE
    return None


def _told_done(run: _Run, problems: tuple[Problem, ...]) -> int:
    done, url = run.ready, run.ready.place.settings.url
    time = instant_words(done.plan.release.made).in_language(run.language)
    if done.plan.former:
        run.say("publish-done", time=time, rollback=done.place.way_back)
    else:
        run.say("publish-done-first", time=time)
    seen = see(done.place, done.plan.release, done.changed, done.target.patience, run.language)
    if url and seen.value.is_well:
        run.say("served-well", url=url, n=seen.value.seen)
    return run.tell((*problems, *seen.problems))


def _too_many(changes: Difference, limit: int) -> Problem:
    n = len(changes.removed)
    percent = -(-n * 100 // changes.pages)
    option = f"--max-deletes {percent}"
    return problem(_HERE, "publish-deletes-many", n=n, percent=percent, limit=limit, option=option)


def _changes(place: Place, changes: Difference, language: Language) -> Iterator[str]:
    """What would change, first in numbers, then page by page where there are few."""
    where = place.settings.url or place.name
    yield say("publish-summary", language, where=where, summary=summary(changes.counts, language))
    for group in groups(changes):
        for page in group.pages:
            address = address_of(page)
            title = f"{page.title} – {address}" if page.title else address
            yield f"  {say(f'publish-page-{group.name}', language, title=title)}"
        if group.more:
            yield f"  {say('publish-more', language, n=group.more)}"


def _agreed(language: Language) -> bool:
    """Whether the person at the terminal writes the word that publishes."""
    word = say("publish-word", language)
    click.echo(say("publish-ask", language, word=word) + " ", nl=False)
    return slug(sys.stdin.readline()) == slug(word)


class _Steps:
    """Shows how the sending goes on, and knows whether readers have the release already."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.is_switched = False

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        self.is_switched = self.is_switched or step == "switched"
        if step == "send":
            self._progress("send", done, total)
