"""The health of links to other sites: what is remembered, what is asked, and the report of both.

Must never know how a question is put or a report told.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping

from socomsite.checks.outside import Answer, Health, LinkReport, OutsideLink
from socomsite.digest import digest
from socomsite.engine.cache import Cache

#: An address that was well so many days ago is not asked again.
TRUSTED_DAYS = 7

Ask = Callable[[list[str]], Mapping[str, Answer]]


def link_health(links: Iterable[OutsideLink], ask: Ask, cache: Cache, today: dt.date) -> LinkReport:
    """What is known of each link after asking those that were not well within a week.

    What was well is remembered with the day; what was not is asked every time.
    """
    listed = list(links)
    known = _remembered(cache, [link.address for link in listed])
    oldest = today - dt.timedelta(days=TRUSTED_DAYS)
    trusted = {address for address, day in known.items() if oldest < day <= today}
    answers = ask([link.address for link in listed if link.address not in trusted])
    well = {address for address, answer in answers.items() if answer.health is Health.WELL}
    cache.put({_key(address): json.dumps(today.isoformat()).encode() for address in well})
    told = tuple((link, answers.get(link.address, Answer(Health.WELL))) for link in listed)
    return LinkReport(told, known | dict.fromkeys(well, today), frozenset(trusted))


def _key(address: str) -> str:
    """Not of the engine's digest: what was well stays so when the program changes."""
    return digest("link-health", address)


def _remembered(cache: Cache, addresses: list[str]) -> dict[str, dt.date]:
    """The last day on which each was well; what cannot be read is forgotten."""
    kept = cache.get([_key(address) for address in addresses])
    found = {}
    for address in addresses:
        try:
            found[address] = dt.date.fromisoformat(json.loads(kept[_key(address)]))
        except (KeyError, ValueError, TypeError):
            continue
    return found
