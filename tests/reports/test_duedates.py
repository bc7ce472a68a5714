"""Calendar files that the icalendar library reads back."""

from __future__ import annotations

import datetime as dt

import icalendar
from hypothesis import given
from hypothesis import strategies as st

from socomsite.reports.duedates import DueDate, calendar_file

AS_OF = dt.date(2026, 11, 22)
TEXT = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=120)


def events(data: bytes) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(data)
    return [part for part in calendar.walk("VEVENT") if isinstance(part, icalendar.Event)]


def test_a_day_is_an_event_of_a_whole_day() -> None:
    day = DueDate(dt.date(2026, 12, 1), "plan-tiedote", "Socom Tiedote", "viestintä")
    data = calendar_file("Viestintäsuunnitelma", "testi.example", AS_OF, [day])
    (event,) = events(data)
    assert event.start == dt.date(2026, 12, 1)
    assert event["uid"] == "plan-tiedote@testi.example"
    assert (str(event["summary"]), str(event["description"])) == ("Socom Tiedote", "viestintä")
    assert dt.datetime(2026, 11, 21, 22, tzinfo=dt.UTC) == event.DTSTAMP
    assert event.errors == []


@given(TEXT.filter(str.strip), TEXT)
def test_any_words_come_back_and_no_line_is_too_long(title: str, text: str) -> None:
    data = calendar_file("K", "testi.example", AS_OF, [DueDate(AS_OF, "a", title, text)])
    (event,) = events(data)
    assert str(event["summary"]) == title
    assert str(event.get("description", "")) == text
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not any(b"\n" in line for line in lines)


def test_the_same_days_give_the_same_bytes_in_any_order() -> None:
    days = [DueDate(AS_OF, "b", "B"), DueDate(AS_OF - dt.timedelta(days=1), "a", "A")]
    one = calendar_file("K", "testi.example", AS_OF, days)
    assert one == calendar_file("K", "testi.example", AS_OF, reversed(days))
    assert [str(event["summary"]) for event in events(one)] == ["A", "B"]
