"""`check --external`: asks the other sites that pages link to, and tells what they answered.

Never changes how a check ends: another site's day off is no fault of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from socomsite import __version__
from socomsite.checks.outside import Health, LinkReport, outside_links, problems_of
from socomsite.commands.advice import LineAt
from socomsite.dates import today_in_helsinki
from socomsite.engine.asking import NO_LINE, Patience, ask_all
from socomsite.engine.built import Build
from socomsite.engine.cache import Cache
from socomsite.engine.linkhealth import TRUSTED_DAYS, link_health
from socomsite.language import Language
from socomsite.messages import as_json, say, told
from socomsite.problem import gathered

Progress = Callable[[str, int, int], None]

#: How long we wait for others.
PATIENCE = Patience()


def ask_outside(made: Build, root: Path, progress: Progress) -> LinkReport | None:
    """What the sites answer to which the pages of a build link; None without pages."""
    if made.graph is None:
        return None
    links = outside_links(made.made, made.texts, made.graph)
    agent = f"socomsite/{__version__} (+{made.graph.site.url})"
    today = today_in_helsinki()
    with Cache(root, today.toordinal()) as cache:
        return link_health(
            links,
            lambda addresses: ask_all(addresses, agent, PATIENCE, partial(progress, "external")),
            cache,
            today,
        )


def outside_lines(report: LinkReport, language: Language, line_at: LineAt) -> Iterator[str]:
    """The report in words: each link that is not well at its places, and how many there are."""
    for found in gathered(problems_of(report)):
        yield from told(found, language, line_at)
    n = len(report.answers)
    if any(answer.reason == NO_LINE for _, answer in report.answers):
        yield say("external-no-line", language)
        return
    yield say("external-summary", language, n=n, well=report.count(Health.WELL))
    if report.remembered:
        yield say("external-remembered", language, n=len(report.remembered), days=TRUSTED_DAYS)
    if unasked := report.count(Health.UNASKED):
        yield say("external-unasked", language, n=unasked)


def outside_for_programs(report: LinkReport, language: Language) -> dict[str, object]:
    """The same as plain values."""
    return {
        "links": [
            {
                "url": link.address,
                "health": answer.health.value,
                "status": answer.status or None,
                "target": answer.target or None,
                "archived": link.archived or None,
                "well_on": _day(report, link.address),
                "places": [str(place) for place in link.places],
            }
            for link, answer in report.answers
        ],
        "problems": [as_json(found, language) for found in gathered(problems_of(report))],
    }


def _day(report: LinkReport, address: str) -> str | None:
    day = report.well_on.get(address)
    return day.isoformat() if day else None
