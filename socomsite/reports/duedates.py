"""Days as a calendar file (iCalendar, RFC 5545): due dates and coming changes for staff.

Must never know which report the days come from.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from socomsite.dates import at_midnight

_WIDTH = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


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
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//socomsite//FI",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{title.translate(_ESCAPED)}",
    ]
    for each in sorted(days):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{each.name}@{host}",
            f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{each.day:%Y%m%d}",
            f"SUMMARY:{each.title.translate(_ESCAPED)}",
            *([f"DESCRIPTION:{each.text.translate(_ESCAPED)}"] if each.text else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line)).encode()


def _folded(line: str) -> Iterator[str]:
    """A content line in parts of at most 75 octets, never cut inside a letter (RFC 5545, 3.1)."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > _WIDTH:
            yield part
            part = " "
        part += letter
    yield part
