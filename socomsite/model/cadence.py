"""How often something is to be told, read from what people write: `3 krt/v`, `tarpeen mukaan`.

Knows the words of the communications plan and the calendar; must never know a channel.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

_MONTHS, _DAYS = 12, 365


class Basis(StrEnum):
    """What a cadence binds to."""

    RATE = "rate"
    ALWAYS = "always"
    REGULARLY = "regularly"
    WHEN_TOLD = "when_told"
    WHEN_NEEDED = "when_needed"
    COUNTED = "counted"
    UNDECIDED = "undecided"


class Per(StrEnum):
    """The time that a number of times is counted in."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"


_WORDS = {
    "aina ajan tasalla": Basis.ALWAYS,
    "aina": Basis.ALWAYS,
    "säännöllisesti": Basis.REGULARLY,
    "kun kerrottavaa": Basis.WHEN_TOLD,
    "kun on kerrottavaa": Basis.WHEN_TOLD,
    "tarpeen mukaan": Basis.WHEN_NEEDED,
    "lasketaan": Basis.COUNTED,
    "ei päätetty": Basis.UNDECIDED,
}
_PER = {"v": Per.YEAR, "vuosi": Per.YEAR, "kk": Per.MONTH, "vk": Per.WEEK, "viikko": Per.WEEK}
_RATE = r"(?P<times>\d{1,3}) krt/(?P<per>v|vuosi|kk|vk|viikko)"
_AIM = _RATE.replace("?P<", "?P<a")
_WHOLE = re.compile(
    rf"{_RATE}|(?P<word>[a-zåäö ]+?)(?:, (?:tavoite|esim\.) (?P<aim>{_AIM}))?(?P<open> ?\?)?"
)


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often: `3 krt/v`, `1 krt/kk`, `kun kerrottavaa, tavoite 1 krt/vk`, `tarpeen mukaan`.

    A question mark at the end says that the plan itself has not decided. `times` and `per` hold
    the number that is promised or aimed at; `per` is None where none is given.
    """

    text: str
    basis: Basis
    times: int = 0
    per: Per | None = None

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """A cadence is written as text."""

        def read(value: object) -> Cadence:
            if isinstance(value, cls):
                return value
            found = read_cadence(str(value)) if isinstance(value, str) else None
            if found is None:
                raise PydanticCustomError("type-wrong", "cadence", {"expected": "cadence"})
            return found

        return core_schema.no_info_plain_validator_function(read)

    @property
    def is_promise(self) -> bool:
        """Whether a number of times is promised, so that it can be late."""
        return self.basis is Basis.RATE

    @property
    def a_year(self) -> float:
        """How many times a year it asks for; 0 where it gives no number."""
        weeks = _DAYS / 7
        shares = {None: 0.0, Per.YEAR: 1.0, Per.MONTH: float(_MONTHS), Per.WEEK: weeks}
        return self.times * shares[self.per]

    def after(self, day: dt.date) -> dt.date:
        """The day by which the next one is due after one on a day: even steps of the calendar."""
        if self.per is Per.YEAR and _MONTHS % self.times == 0:
            return _months_later(day, _MONTHS // self.times)
        if self.per is Per.MONTH and self.times == 1:
            return _months_later(day, 1)
        return day + dt.timedelta(days=max(1, round(_DAYS / self.a_year)))


def read_cadence(text: str) -> Cadence | None:
    """What people write as a Cadence; None for words that the plan does not use."""
    words = " ".join(text.split())
    match = _WHOLE.fullmatch(words.lower().removesuffix("."))
    if match is None or (match["word"] and match["word"] not in _WORDS):
        return None
    times = int(match["times"] or match["atimes"] or 0)
    per = _PER.get(match["per"] or match["aper"] or "")
    if per and not times:
        return None
    basis = Basis.UNDECIDED if match["open"] else _WORDS.get(match["word"], Basis.RATE)
    return Cadence(words, basis, times, per)


def _months_later(day: dt.date, months: int) -> dt.date:
    """The same day of a later month, else that month's last: 31.10. → 28.2."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
