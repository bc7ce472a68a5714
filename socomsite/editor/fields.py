"""One text of a field: as a file has it, as a form shows it, and what it means.

`2016-01-15` in a file is `15.1.2016` in a form, a key is a name. Two texts that mean the same are
the same to the form, so that what nobody changed stays as it was written. Must never know how a
field looks.
"""

from __future__ import annotations

from collections.abc import Callable

from socomsite.dates import (
    SEASONS,
    DateImpossible,
    DateUnreadable,
    Moment,
    PartialDate,
    read_date,
    read_moment,
)
from socomsite.editor.choices import Choices
from socomsite.model.description import FieldDescription, FieldSort
from socomsite.signs import visible

_TRUTHS = {"true": "true", "yes": "true", "kyllä": "true", "ja": "true", "on": "true"}
_TRUTHS |= {"false": "false", "no": "false", "ei": "false", "nej": "false", "off": "false"}
_SEASONS = {number: word for word, number in SEASONS.items()}


def typed(text: str) -> str:
    """A text that came from a browser: signs that nobody sees gone, lines ended in one way."""
    return visible(text.replace("\r\n", "\n").replace("\r", "\n"))


def shown(field: FieldDescription, text: str, choices: Choices) -> str:
    """A file's text as the form shows it."""
    text = typed(text)
    match field.sort:
        case FieldSort.REFERENCE:
            return choices.name_of(field, text.strip())
        case FieldSort.DATE | FieldSort.DAY:
            return _read(text, lambda given: finnish(read_date(given)))
        case FieldSort.MOMENT:
            return _read(text, lambda given: finnish_moment(read_moment(given)))
        case FieldSort.TRUTH:
            return _TRUTHS.get(text.strip().lower(), text)
        case FieldSort.PROSE:
            return text
    return _one_line(text)


def written(field: FieldDescription, text: str, choices: Choices) -> str:
    """A form's text as a file says it; what cannot be read stays as it is, for the check to tell.

    Empty if nothing was written.
    """
    match field.sort:
        case FieldSort.REFERENCE:
            line = _one_line(text)
            return choices.text_of(field, line) or line if line else ""
        case FieldSort.DATE | FieldSort.DAY:
            return _read(text, lambda given: str(read_date(given)))
        case FieldSort.MOMENT:
            return _read(text, lambda given: str(read_moment(given)))
        case FieldSort.PROSE:
            return text.strip()
    return _one_line(text)


def meaning(field: FieldDescription, text: str, choices: Choices) -> str:
    """What a file's text means: equal for texts that say the same, empty for what needs no text."""
    match field.sort:
        case FieldSort.REFERENCE:
            name = choices.found(field, text.strip())
            means = "/".join(name) if name else _one_line(text)
        case FieldSort.TRUTH:
            means = _TRUTHS.get(text.strip().lower(), _one_line(text))
        case FieldSort.NUMBER:
            line = _one_line(text)
            means = str(int(line)) if line.isdecimal() and line.isascii() else line
        case _:
            means = written(field, typed(text), choices)
    return "" if means == field.default else means


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _read(text: str, read: Callable[[str], str]) -> str:
    """What comes of a readable date; one that is none as it is."""
    try:
        return read(text)
    except (DateImpossible, DateUnreadable):
        return _one_line(text)


def finnish(day: PartialDate) -> str:
    """A date as people write it: `22.11.2026`, `9/2007`, `syksy 2007`, `2007`."""
    if day.day:
        return f"{day.day}.{day.month}.{day.year}"
    if day.is_season:
        return f"{_SEASONS[day.month or 0]} {day.year}"
    return f"{day.month}/{day.year}" if day.month else str(day.year)


def finnish_moment(moment: Moment) -> str:
    """A moment as people write it: `22.11.2026 klo 9.05`."""
    clock = moment.clock
    if clock is None:
        return finnish(moment.day)
    minutes = f".{clock.minute:02d}" if clock.minute else ""
    return f"{finnish(moment.day)} klo {clock.hour}{minutes}"
