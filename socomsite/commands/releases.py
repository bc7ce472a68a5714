"""`releases` and `rollback`: which releases a destination keeps, and going back to one.

Must never know how a site is built or how a target works.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

from socomsite.commands.ending import FINE, USAGE
from socomsite.commands.places import see, tell
from socomsite.datewords import instant_words
from socomsite.language import Language
from socomsite.messages import say
from socomsite.publishing.difference import difference
from socomsite.publishing.places import Place, owner, place_of, target_of
from socomsite.publishing.publishing import roll_back
from socomsite.publishing.release import Release, is_id
from socomsite.publishing.target import Kept, Refused
from socomsite.publishing.telling import summary

_COMMIT = 10


def run_releases(root: Path, name: str | None, language: Language, *, as_json: bool) -> int:
    """List the releases that a destination keeps, newest first; the result is the exit code."""
    chosen = place_of(root, name)
    if chosen.value is None:
        tell(chosen.problems, root, language)
        return USAGE
    try:
        kept = target_of(chosen.value.settings, root).kept()
    except Refused as refused:
        return tell([refused.problem], root, language)
    if as_json:
        click.echo(json.dumps(_for_programs(chosen.value, kept), ensure_ascii=False, indent=2))
        return FINE
    if not kept.releases:
        click.echo(say("releases-none", language, target=chosen.value.name))
    for line in _lines(kept, language):
        click.echo(line)
    return FINE


def _lines(kept: Kept, language: Language) -> Iterator[str]:
    rows = [_row(release, language) for release in reversed(kept.releases)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for release, row in zip(reversed(kept.releases), rows, strict=True):
        cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        now = say("releases-now", language) if release.id == kept.current else ""
        yield f"{'→' if now else ' '} {cells}  {now}".rstrip()


def _row(release: Release, language: Language) -> tuple[str, ...]:
    when = instant_words(release.made).in_language(language)
    commit = (release.commit or "–")[:_COMMIT]
    if release.is_modified:
        commit = f"{commit} {say('releases-modified', language)}"
    return release.id, when, commit, summary(release.counts, language)


def _for_programs(place: Place, kept: Kept) -> dict[str, object]:
    return {
        "target": place.name,
        "url": place.settings.url,
        "current": kept.current,
        "releases": [
            {
                "id": each.id,
                "made": each.made.isoformat(),
                "commit": each.commit,
                "is_modified": each.is_modified,
                "version": each.version,
                "new": each.counts.new,
                "changed": each.counts.changed,
                "removed": each.counts.removed,
                "redirects": each.counts.redirects,
                "files": each.counts.files,
            }
            for each in reversed(kept.releases)
        ],
    }


def run_rollback(root: Path, name: str | None, wanted: str | None, language: Language) -> int:
    """Serve an earlier release again; the result is the exit code.

    Where there is one destination its name may be left out: `socomsite rollback 20261126T065051Z`.
    """
    if name and wanted is None and is_id(name):
        name, wanted = None, name
    chosen = place_of(root, name)
    if chosen.value is None:
        tell(chosen.problems, root, language)
        return USAGE
    try:
        target = target_of(chosen.value.settings, root)
        release, kept = roll_back(target, wanted, owner(), _silent)
    except Refused as refused:
        return tell([refused.problem], root, language)
    is_there = release.id == kept.current
    newer = "rollback-same" if is_there else "rollback-done"
    if not is_there and wanted and kept.current and release.id > kept.current:
        newer = "rollback-forward"
    click.echo(say(newer, language, release=release.id))
    changes = difference(kept.now, release.own)
    changed = (*changes.new, *changes.changed, *changes.files)
    seen = see(chosen.value, release, changed, target.patience, language)
    if chosen.value.settings.url and seen.value.is_well:
        click.echo(say("served-well", language, url=chosen.value.settings.url, n=seen.value.seen))
    return tell(seen.problems, root, language)


def _silent(step: str, done: int = 0, total: int = 0) -> None:
    del step, done, total
