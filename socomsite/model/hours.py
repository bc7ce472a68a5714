"""Phone and opening hours, read from what people write: `ma–pe 9–11.30`.

Must never know which kind uses them or how they are shown.
"""

from __future__ import annotations

import re
from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from socomsite.dates import DateImpossible, DateUnreadable, read_time
from socomsite.model.fields import Text
from socomsite.model.schema import Part

_DAYS = ("ma", "ti", "ke", "to", "pe", "la", "su")
_DASH = r"\s*[–-]\s*"
_HOURS = re.compile(rf"(?P<days>[a-z, –-]+?) (?:klo )?(?P<opens>[\d.:]+){_DASH}(?P<closes>[\d.:]+)")


def read_days(text: str) -> tuple[int, ...]:
    """`ma–pe` or `ti, ke, to` as weekday numbers, Monday 0. Raises ValueError."""
    days: list[int] = []
    for part in text.split(","):
        first, *last = re.split(_DASH, part.strip())
        start, end = _DAYS.index(first), _DAYS.index(last[0] if last else first)
        if len(last) > 1 or end < start:
            raise ValueError(part)
        days.extend(range(start, end + 1))
    if len(set(days)) != len(days):
        raise ValueError(text)
    return tuple(sorted(days))


class Hours(Part):
    """Phone or opening hours on some weekdays: `ma–pe 9–11.30` written as text.

    `days` are weekday numbers, Monday 0; `opens` and `closes` are local times `HH:MM`.
    """

    shorthand = "text"

    text: Text
    days: tuple[int, ...] = ()
    opens: str = ""
    closes: str = ""

    @model_validator(mode="after")
    def _reads(self) -> Self:
        match = _HOURS.fullmatch(self.text.lower())
        try:
            if match is None:
                raise DateUnreadable(self.text)
            days = read_days(match["days"].strip(" ,"))
            opens, closes = read_time(match["opens"]), read_time(match["closes"])
            if closes <= opens:
                raise DateUnreadable(self.text)
        except (DateImpossible, DateUnreadable, ValueError):
            raise PydanticCustomError("type-wrong", "hours", {"expected": "hours"}) from None
        # A frozen model may fill its own derived fields once, before anyone sees it.
        object.__setattr__(self, "days", days)
        object.__setattr__(self, "opens", f"{opens:%H:%M}")
        object.__setattr__(self, "closes", f"{closes:%H:%M}")
        return self
