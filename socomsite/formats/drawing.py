"""Lines for charts: where a day stands on an axis, arcs, hatching, and how much room words take.

All in whole units, so that the same values give the same bytes. Knows the shapes of the visual
identity and how surely a span is known; must never know entries or templates.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from socomsite.hyphenation import SOFT_HYPHEN, soft_hyphenated
from socomsite.language import Language
from socomsite.model.spans import Span, Surety

#: How high an arc is and how wide at least: a day must be seen too.
ARC = 13
_NARROWEST = 7
_BAR = 5
_FIGURES = 42  # how wide the figures of a year are
# Widths in hundredths of the letter size, a little wider than those of common system faces:
# too much room is seen by nobody, too little cuts a name.
_NARROW, _PLAIN, _CAPITAL, _WIDE = 33, 57, 70, 92
_WIDTHS = dict.fromkeys("fijlrt.,:;'’!|()[]-– /", _NARROW) | dict.fromkeys("mwMW@%", _WIDE)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A part of a drawing: its path, and how surely its time is known."""

    path: str
    surety: Surety


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on an axis: its figures, where it begins, and where the figures are centred."""

    year: int
    x: int
    middle: int


@dataclass(frozen=True, slots=True)
class Axis:
    """Whole years side by side, from the first to the last, between two places of a drawing."""

    first: int
    last: int
    left: int
    right: int

    @property
    def years(self) -> range:
        """Every year of the axis."""
        return range(self.first, self.last + 1)

    def year(self, year: int) -> int:
        """Where a year begins."""
        width, count = self.right - self.left, self.last - self.first + 1
        return self.left + round(width * (year - self.first) / count)

    def day(self, day: dt.date) -> int:
        """Where a day begins, its year being divided by its own number of days."""
        begins, length = self.year(day.year), self.year(day.year + 1) - self.year(day.year)
        new_year = dt.date(day.year, 1, 1)
        days = (dt.date(day.year, 12, 31) - new_year).days + 1
        return begins + round(length * (day - new_year).days / days)

    def span(self, first: dt.date, last: dt.date) -> tuple[int, int]:
        """From the beginning of one day to the end of another, at least as wide as can be seen."""
        if last == dt.date(last.year, 12, 31):
            start, end = self.day(first), self.year(last.year + 1)
        else:
            start, end = self.day(first), self.day(last + dt.timedelta(days=1))
        if end - start < _NARROWEST:
            middle = (start + end - _NARROWEST) // 2
            start = min(max(middle, self.left), self.right - _NARROWEST)
            end = start + _NARROWEST
        return start, end


def ticks(axis: Axis) -> tuple[Tick, ...]:
    """The years of an axis, as many as there is room for: figures amid a year, or at its start."""
    width = (axis.right - axis.left) / len(axis.years)
    step = next(step for step in (1, 2, 5, 10, 100) if width * step >= _FIGURES)
    years = [year for year in axis.years if step == 1 or year % step == 0]
    begins = {year: axis.year(year) for year in [*axis.years, axis.last + 1]}
    half = 0 if step > 1 else 1
    return tuple(
        Tick(y, begins[y], begins[y] + half * (begins[y + 1] - begins[y]) // 2) for y in years
    )


def arc(start: int, end: int, base: int) -> str:
    """The path of a low arc over a base line: a ridge from one place to another."""
    middle = (start + end) / 2
    return f"M{start} {base}Q{middle:g} {base - 2 * ARC} {end} {base}"


def hatched(start: int, end: int, base: int) -> str:
    """The path of the upright bars that fill such an arc; never empty."""
    width = end - start
    count = max(width // _BAR, 1)
    bars = []
    for number in range(count):
        place = (number + 0.5) / count
        height = round(4 * ARC * place * (1 - place))
        bars.append(f"M{start + round(width * place)} {base}v-{max(height, 2)}")
    return "".join(bars)


def line_under(spans: Iterable[Span], axis: Axis, base: int) -> str:
    """The line from the first to the last time when it was at work; none under a mere plan."""
    places = [axis.span(s.first, s.last) for s in spans if s.surety is not Surety.PLANNED]
    return f"M{places[0][0]} {base}H{places[-1][1]}" if places else ""


def strokes(spans: Iterable[Span], axis: Axis, base: int) -> tuple[Stroke, ...]:
    """An arc for each span: hatched where it is only known to have been seen."""
    found = []
    for span in spans:
        start, end = axis.span(span.first, span.last)
        shape = hatched if span.surety is Surety.SEEN else arc
        found.append(Stroke(shape(start, end, base), span.surety))
    return tuple(found)


def room(words: str, size: int) -> int:
    """About how wide a line of words is in letters of a size."""
    widths = (
        _WIDTHS.get(sign, _CAPITAL if sign.isupper() else _PLAIN)
        for sign in words
        if sign != SOFT_HYPHEN
    )
    return round(sum(widths) * size / 100)


def wrapped(words: str, width: int, size: int, language: Language) -> tuple[str, ...]:
    """The words in lines no wider than a width, broken at spaces and inside long words."""
    lines = [""]
    for word in words.split(" "):
        line = f"{lines[-1]} {word}".strip()
        if room(line, size) <= width:
            lines[-1] = line
            continue
        lines.append("")
        for piece in soft_hyphenated(word, language).split(SOFT_HYPHEN):
            if lines[-1] and room(f"{lines[-1]}{piece}-", size) > width:
                lines[-1] += "-"
                lines.append("")
            lines[-1] += piece
    return tuple(line for line in lines if line)
