"""Days as a calendar file (iCalendar, RFC 5545): due dates and coming changes for staff.

Must never know which report the days come from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from socomsite.dates import at_midnight
from socomsite.formats.contentlines import document, escaped


@dataclass(frozen=True, order=True)
class DueDate:
    """A day in staff's calendar; `name` is its own among all days of the site."""

    day: dt.date
    name: str
    title: str
    text: str = ""


def calendar_file(title: str, host: str, as_of: dt.date, days: Iterable[DueDate]) -> bytes:
    """A calendar of whole days, the same bytes for the same days.

    `host` makes names of the site its own in the world; the stamp is the as-of date, no clock.
    """
    stamp = at_midnight(as_of).astimezone(dt.UTC)
    lines = [
        ("BEGIN", "VCALENDAR"),
        ("VERSION", "2.0"),
        ("PRODID", "-//socomsite//FI"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", escaped(title)),
    ]
    for each in sorted(days):
        lines += [
            ("BEGIN", "VEVENT"),
            ("UID", f"{each.name}@{host}"),
            ("DTSTAMP", f"{stamp:%Y%m%dT%H%M%SZ}"),
            ("DTSTART;VALUE=DATE", f"{each.day:%Y%m%d}"),
            ("SUMMARY", escaped(each.title)),
            *([("DESCRIPTION", escaped(each.text))] if each.text else []),
            ("TRANSP", "TRANSPARENT"),
            ("END", "VEVENT"),
        ]
    return document([*lines, ("END", "VCALENDAR")])
