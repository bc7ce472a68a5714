"""`verify`: whether what is remembered makes the very site that is made of nothing.

Knows how two builds are compared and how that is told; must never know how either is made.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import click

from socomsite.commands.build import Progress, lines_of, seconds_text, state_of
from socomsite.commands.ending import FINE, INTERNAL, PROBLEMS, keep_report
from socomsite.dates import today_in_helsinki
from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.pipeline import build
from socomsite.engine.repeat import is_unchanged, last_of
from socomsite.engine.standing import MANIFEST
from socomsite.engine.workers import Workers
from socomsite.language import Language
from socomsite.messages import say, told
from socomsite.model.kinds import schema

_MOST_TOLD = 20


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> tuple[str, ...]:
    """The paths of the files that are not the same in both, or are in one alone."""
    return tuple(
        path for path in sorted(one.keys() | other.keys()) if one.get(path) != other.get(path)
    )


def run(root: Path, language: Language, *, as_of: dt.date | None, drafts: bool, jobs: int) -> int:
    """Build a site from nothing and with what is remembered, compare, and tell; writes no site.

    The result is the exit code: 3 if they differ, since that is a fault of ours.
    """
    with ExitStack() as opened:  # bytes are read from the cache as they are compared
        return _compared(root, language, opened, as_of=as_of, drafts=drafts, jobs=jobs)


def _compared(  # noqa: PLR0913 - the options of a command
    root: Path,
    language: Language,
    opened: ExitStack,
    *,
    as_of: dt.date | None,
    drafts: bool,
    jobs: int,
) -> int:
    start = time.perf_counter()
    today = today_in_helsinki()
    progress = Progress(language, is_quiet=False)
    builds, crashes = [], []
    has_site = (root / "site.yaml").is_file()
    for folder in (None, root if has_site else None):
        cache = opened.enter_context(Cache(folder, today.toordinal()))
        workers = Workers(jobs, cache, progress)
        anew = partial(build, root, schema(), workers, today=today, as_of=as_of, drafts=drafts)
        made = anew(may_go_on=folder is not None)
        builds.append(made if _has_all(made) else anew())
        crashes += workers.crashes
    clean, remembered = builds
    state = state_of(clean, drafts=drafts)
    if crashes:
        click.echo(say("internal", language, report=keep_report(root, crashes)), err=True)
        return INTERNAL
    differences = tuple(_differences(clean, remembered, root, state, language))
    for line in differences[:_MOST_TOLD]:
        click.echo(line, err=True)
    if differences:
        click.echo(say("verify-differs", language, n=len(differences)), err=True)
        return INTERNAL
    if not clean.is_sound:
        line_at = lines_of(root)
        for found in clean.problems:
            if found.is_error:
                click.echo("\n".join(told(found, language, line_at)), err=True)
        return PROBLEMS
    seconds = seconds_text(time.perf_counter() - start, language)
    click.echo(say("verify-same", language, n=len(clean.made), seconds=seconds))
    return FINE


def _has_all(made: Build) -> bool:
    """Whether all that stands is still remembered; else `build` would make it again too."""
    try:
        return all(artifact.data is not None for artifact in made.artifacts)
    except OSError:
        return False


def _differences(
    clean: Build, remembered: Build, root: Path, state: str, language: Language
) -> Iterator[str]:
    """A line for each file that differs, and for each problem that only one build told of."""
    one = {artifact.path: artifact.data for artifact in clean.artifacts}
    other = {artifact.path: artifact.data for artifact in remembered.artifacts}
    for path in differing(one, other):
        yield say("verify-file", language, path=path)
    folder = _trusted_output(root, state)
    if folder is not None:
        for path in differing(one, _files(folder)):
            yield say("verify-written", language, path=f"{folder.name}/{path}")
    for found in sorted({*clean.problems} ^ {*remembered.problems}, key=str):
        yield say("verify-problem", language, place=str(found.position), code=found.code)


def _trusted_output(root: Path, state: str) -> Path | None:
    """The folder of which `build` would say that nothing has changed, if it shows the same."""
    last = last_of(str(root), "build")
    if last is None or not last.output or last.state != state:
        return None
    return Path(last.output) if is_unchanged(last) else None


def _files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file() and file != folder / MANIFEST
    }
