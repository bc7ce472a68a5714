"""Calendars (iCalendar, RFC 5545): of each event, of all, and of a topic, project or service.

Must never know HTML pages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from socomsite.dates import HELSINKI, Moment
from socomsite.formats.contentlines import document, escaped
from socomsite.formats.exports import beside
from socomsite.formats.planning import Planning, Tools
from socomsite.formats.view import Viewer
from socomsite.job import Artifact, Job
from socomsite.model.kinds import Event, EventStatus
from socomsite.problem import Outcome

NAME = "calendar"
_EPOCH = dt.date(2000, 1, 1)
# The rule of Finland since 1996: summer time from the last Sunday of March to that of October.
_ZONE = (
    ("BEGIN", "VTIMEZONE"),
    ("TZID", HELSINKI),
    ("BEGIN", "DAYLIGHT"),
    ("DTSTART", "19960331T030000"),
    ("RRULE", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    ("TZOFFSETFROM", "+0200"),
    ("TZOFFSETTO", "+0300"),
    ("TZNAME", "EEST"),
    ("END", "DAYLIGHT"),
    ("BEGIN", "STANDARD"),
    ("DTSTART", "19961027T040000"),
    ("RRULE", "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
    ("TZOFFSETFROM", "+0300"),
    ("TZOFFSETTO", "+0200"),
    ("TZNAME", "EET"),
    ("END", "STANDARD"),
    ("END", "VTIMEZONE"),
)


@dataclass(frozen=True)
class CalendarEvent:
    """An event of which the day is known; `stamp` is the day of what is told, never the build's.

    `revision` grows when the event is reviewed, called off or put off.
    """

    uid: str
    stamp: dt.date
    revision: int
    start: Moment
    end: Moment | None
    is_off: bool
    title: str
    place: str
    description: str
    url: str


@dataclass(frozen=True)
class CalendarView:
    """A calendar; `name` is empty for that of a single event, which joins another calendar."""

    maker: str
    name: str
    url: str
    events: tuple[CalendarEvent, ...]


def plan(planning: Planning) -> Iterator[Job]:
    """A calendar for every page that has one."""
    site = planning.graph.site
    for address, events in planning.calendars.items():
        page = planning.page_at(address)
        assert page is not None  # only pages of the site have one
        short = (site.short_name or site.name).in_language(page.language)
        view = CalendarView(
            maker=f"-//{short}//socomsite//{page.language.value.upper()}",
            name="" if isinstance(page, Event) else f"{page.label} – {short}",
            url=site.url + address.lstrip("/"),
            events=tuple(_event(planning.viewers[page.language], event) for event in events),
        )
        yield Job(beside(address, ".ics").lstrip("/"), NAME, view, "", NAME)


def _event(viewer: Viewer, event: Event) -> CalendarEvent:
    site = viewer.graph.site
    url = site.url + viewer.graph.address(event).lstrip("/")
    host = site.url.partition("://")[2].partition("/")[0].partition(":")[0]
    reviewed = (event.reviewed_on - _EPOCH).days if event.reviewed_on else 0
    is_off = event.status in {EventStatus.CANCELLED, EventStatus.POSTPONED}
    said = (viewer.description(event), event.online or "", url)
    return CalendarEvent(
        uid=f"{event.key}.{event.language.value}@{host}",
        stamp=event.reviewed_on or event.appears or event.start.day.first_day,
        revision=2 * max(reviewed, 0) + is_off,
        start=event.start,
        end=event.end,
        is_off=is_off,
        title=event.title,
        place=event.place or "",
        description="\n".join(filter(None, said)),
        url=url,
    )


def render(job: Job, tools: Tools) -> Outcome[Artifact | None]:
    """The calendar as UTF-8 content lines."""
    del tools
    view = job.view
    assert isinstance(view, CalendarView)
    return Outcome(Artifact(job.path, document(_lines(view))))


def _lines(view: CalendarView) -> Iterator[tuple[str, str]]:
    yield from (("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", escaped(view.maker)))
    yield from (("CALSCALE", "GREGORIAN"), ("METHOD", "PUBLISH"))
    if view.name:
        yield from (("NAME", escaped(view.name)), ("X-WR-CALNAME", escaped(view.name)))
        yield ("URL", view.url)
        # RFC 7986, and what readers asked for before it: look for news once a day.
        yield from (("REFRESH-INTERVAL;VALUE=DURATION", "P1D"), ("X-PUBLISHED-TTL", "P1D"))
    yield from _ZONE
    for event in view.events:
        yield from _event_lines(event)
    yield ("END", "VCALENDAR")


def _event_lines(event: CalendarEvent) -> Iterator[tuple[str, str]]:
    yield ("BEGIN", "VEVENT")
    yield ("UID", event.uid)
    yield ("DTSTAMP", f"{event.stamp:%Y%m%d}T000000Z")
    yield ("SEQUENCE", str(event.revision))
    yield from _times(event.start, event.end)
    yield ("SUMMARY", escaped(event.title))
    if event.place:
        yield ("LOCATION", escaped(event.place))
    yield ("DESCRIPTION", escaped(event.description))
    yield ("URL", event.url)
    # Put off is off at this time; the new time comes as a new start.
    yield ("STATUS", "CANCELLED" if event.is_off else "CONFIRMED")
    yield ("END", "VEVENT")


def _times(start: Moment, end: Moment | None) -> Iterator[tuple[str, str]]:
    """Start and end: clock times if all that are given have one, else whole days.

    The end of whole days is the day after the last one (RFC 5545 3.6.1).
    """
    last = end if end and end.day.day is not None else None
    first_day = start.day.first_day
    is_timed = start.clock is not None and (
        last is None or last.clock is not None or last.day.first_day == first_day
    )
    if is_timed and start.clock:
        begins = dt.datetime.combine(first_day, start.clock)
        yield (f"DTSTART;TZID={HELSINKI}", f"{begins:%Y%m%dT%H%M%S}")
        if last and last.clock:
            ends = dt.datetime.combine(last.day.first_day, last.clock)
            if ends > begins:
                yield (f"DTEND;TZID={HELSINKI}", f"{ends:%Y%m%dT%H%M%S}")
        return
    after = (last.day.first_day if last else first_day) + dt.timedelta(days=1)
    yield ("DTSTART;VALUE=DATE", f"{first_day:%Y%m%d}")
    yield ("DTEND;VALUE=DATE", f"{after:%Y%m%d}")
