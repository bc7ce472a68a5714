"""`publish`: build aside, tell what would change, ask, send, and look at what is served.

Knows how a person is told and asked; must never know how a target works.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from socomsite import __version__
from socomsite.commands.build import Progress
from socomsite.commands.cli import FINE, INTERNAL, PROBLEMS, USAGE, keep_report
from socomsite.commands.places import Place, owner, place_of, see, summary, tell
from socomsite.dates import now_in_helsinki
from socomsite.datewords import instant_words
from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import Build, build
from socomsite.engine.workers import Workers
from socomsite.language import Language, slug
from socomsite.messages import say
from socomsite.model.kinds import schema
from socomsite.problem import Position, Problem, Severity, problem
from socomsite.publishing.difference import Difference
from socomsite.publishing.git import source_state
from socomsite.publishing.places import target_of
from socomsite.publishing.publishing import Plan, Sources, planned, publish
from socomsite.publishing.target import Refused, Target

#: So many pages are named; the rest are counted.
_NAMED = 8
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
        target = target_of(chosen.value.settings, root)
        sources = Sources(__version__, *source_state(root))
        plan = planned(made.made, target.kept(), sources, now)
        return _carried_out(_Run(root, chosen.value, target, plan, made, wish, language), progress)
    except Refused as refused:
        return tell([refused.problem], root, language)


@dataclass(frozen=True)
class _Run:
    """One publishing, from what is to be published to whom it is told."""

    root: Path
    place: Place
    target: Target
    plan: Plan
    made: Build
    wish: Wish
    language: Language

    def say(self, code: str, **values: str | int) -> None:
        """Tell a person something."""
        click.echo(say(code, self.language, **values))


def _carried_out(run: _Run, progress: Progress) -> int:
    stopped = _in_the_way(run)
    if stopped is not None:
        return stopped
    steps = _Steps(progress)
    try:
        problems = publish(
            run.target,
            run.plan,
            owner(),
            keep=run.place.settings.keep,
            record=_recorder(run.root),
            at=steps,
        )
    except KeyboardInterrupt:
        if not steps.is_switched:
            raise
        problems = ()  # readers have it already: what is left undone the next publishing does
    if run.plan.difference.is_empty:
        run.say("nothing-changed")
        return tell(problems, run.root, run.language)
    return _told_done(run, problems)


def _in_the_way(run: _Run) -> int | None:
    """Tell what would change and ask; the exit code if it is not to be carried out."""
    changes, wish, language = run.plan.difference, run.wish, run.language
    if not changes.is_empty:
        for line in _changes(run.place, changes, language):
            click.echo(line)
        if changes.removes_over(wish.max_deletes):
            return tell([_too_many(changes, wish.max_deletes)], run.root, language)
    if wish.dry_run:
        run.say("nothing-changed" if changes.is_empty else "publish-dry")
        return FINE
    if changes.is_empty or wish.yes:
        return None
    if not sys.stdin.isatty():
        tell([problem(_HERE, "publish-unasked")], run.root, language)
        return USAGE
    if not _agreed(language):
        run.say("publish-not-sent")
        return FINE
    return None


def _told_done(run: _Run, problems: tuple[Problem, ...]) -> int:
    time = instant_words(run.plan.release.made).in_language(run.language)
    if run.plan.former:
        run.say("publish-done", time=time, rollback=run.place.way_back)
    else:
        run.say("publish-done-first", time=time)
    changes = run.plan.difference
    changed = (*changes.new, *changes.changed, *changes.files)
    seen = see(run.place, run.plan.release, changed, run.target.patience)
    if run.place.settings.url and seen.value.is_well:
        run.say("served-well", url=run.place.settings.url, n=seen.value.seen)
    return tell((*problems, *seen.problems), run.root, run.language)


def _too_many(changes: Difference, limit: int) -> Problem:
    n = len(changes.removed)
    percent = -(-n * 100 // changes.pages)
    option = f"--max-deletes {percent}"
    return problem(_HERE, "publish-deletes-many", n=n, percent=percent, limit=limit, option=option)


def _changes(place: Place, changes: Difference, language: Language) -> Iterator[str]:
    """What would change, first in numbers, then page by page where there are few."""
    where = place.settings.url or place.name
    yield say("publish-summary", language, where=where, summary=summary(changes.counts, language))
    if changes.is_first:
        return
    for name in ("new", "changed", "removed", "redirects"):
        pages = getattr(changes, name)
        for page in pages[:_NAMED]:
            address = f"/{page.path.removesuffix('index.html')}"
            title = f"{page.title} – {address}" if page.title else address
            yield f"  {say(f'publish-page-{name}', language, title=title)}"
        if len(pages) > _NAMED:
            yield f"  {say('publish-more', language, n=len(pages) - _NAMED)}"


def _agreed(language: Language) -> bool:
    """Whether the person at the terminal writes the word that publishes."""
    word = say("publish-word", language)
    click.echo(say("publish-ask", language, word=word) + " ", nl=False)
    return slug(sys.stdin.readline()) == slug(word)


def _recorder(root: Path) -> Callable[[], tuple[Problem, ...]]:
    """What is written down when readers are served the release."""

    def record() -> tuple[Problem, ...]:
        return ()

    return record


class _Steps:
    """Shows how the sending goes on, and knows whether readers have the release already."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.is_switched = False

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        self.is_switched = self.is_switched or step == "switched"
        if step == "send":
            self._progress("send", done, total)
