"""Dates, periods, clock times, weekdays, numbers and lists as Finnish, Swedish and English words.

A *label* stands alone (`syyskuu 2007`), a *text* runs in a sentence (`syyskuussa 2007`), a *short*
goes to tables (`9/2007`). A no-break space ties a day to its month name, `klo` to the hour and
the groups of a number. Knows how people write these; must never know entries or templates.
"""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from socomsite.dates import HELSINKI, SPRING, WINTER, Moment, PartialDate
from socomsite.language import Language, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    _Show = Callable[[PartialDate, Language], str]

FI, SV, EN = Language
#: What a date does: it stands alone, or says when.
_Case = Enum("_Case", "LABEL IN")
# fmt: off
_YEAR = {
    _Case.LABEL: Words("{}", "{}", "{}"), _Case.IN: Words("vuonna {}", "år {}", "in {}"),
}
_MONTH = {
    _Case.LABEL: Words("{}kuu", "{}", "{}"), _Case.IN: Words("{}kuussa", "i {}", "in {}"),
}
_DAY = {
    _Case.LABEL: Words("{1}.\xa0{0}kuuta", "{1}\xa0{0}", "{1}\xa0{0}"),
    _Case.IN: Words("{1}.\xa0{0}kuuta", "den {1}\xa0{0}", "{1}\xa0{0}"),
}
_SEASONS = {
    SV: ("våren", "sommaren", "hösten", "vintern"), EN: ("spring", "summer", "autumn", "winter"),
}
_SEASONS_FI = {
    _Case.LABEL: ("kevät", "kesä", "syksy", "talvi"),
    _Case.IN: ("keväällä", "kesällä", "syksyllä", "talvella"),
}
_MONTHS = {
    FI: ("tammi", "helmi", "maalis", "huhti", "touko", "kesä",
         "heinä", "elo", "syys", "loka", "marras", "joulu"),
    SV: ("januari", "februari", "mars", "april", "maj", "juni",
         "juli", "augusti", "september", "oktober", "november", "december"),
    EN: ("January", "February", "March", "April", "May", "June",
         "July", "August", "September", "October", "November", "December"),
}
_WEEKDAYS = {
    FI: ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai"),
    SV: ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"),
    EN: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
# fmt: on
_ACTIVE = Words("toiminnassa ainakin {}", "i gång åtminstone {}", "active at least {}")
_ACTIVE_YEARS = Words("vuosina {}", "åren {}", "in {}")
_AFTER_DATE = Words(" klo\xa0", " kl.\xa0", ", ")
_AT = Words("klo\xa0", "kl.\xa0", "")
_AT_HEARD = Words("kello\xa0", "klockan\xa0", "")
_AND = Words(" ja ", " och ", " and ")
_EVERY = Words("{}sin", "{}ar", "{}s")
_FROM_TO = Words("{}sta {}hin", "{} till {}", "{} to {}")


def _worded(day: PartialDate | date, case: _Case, language: Language) -> str:
    if day.month is None:
        return _YEAR[case].in_language(language).format(day.year)
    if day.month >= SPRING:
        years = f"{day.year}–{day.year + 1}" if day.month == WINTER else f"{day.year}"
        names = _SEASONS_FI[case] if language is FI else _SEASONS[language]
        return f"{names[day.month - SPRING]} {years}"
    form = (_DAY if day.day else _MONTH)[case].in_language(language)
    return f"{form.format(_MONTHS[language][day.month - 1], day.day)} {day.year}"


def date_label(day: PartialDate | date, language: Language) -> str:
    """A date standing alone: `22. marraskuuta 2026`, `syyskuu 2007`, `kevät 2007`, `2007`."""
    return _worded(day, _Case.LABEL, language)


def date_text(day: PartialDate | date, language: Language) -> str:
    """A date in a sentence: `syyskuussa 2007`, `den 22 november 2026`, `in 2007`."""
    return _worded(day, _Case.IN, language)


def date_short(day: PartialDate | date, language: Language) -> str:
    """A date for tables: `22.11.2026`, `9/2007`, `2007`; in English `22 Nov 2026`, `Sep 2007`."""
    if day.month is None or day.month >= SPRING:
        return date_label(day, language)
    if language is EN:
        name = _MONTHS[EN][day.month - 1]
        return date_label(day, EN).replace(name, name[:3])
    return f"{day.day}.{day.month}.{day.year}" if day.day else f"{day.month}/{day.year}"


def weekday_label(day: date, language: Language) -> str:
    """A day with its weekday, standing alone: `sunnuntai 22. marraskuuta 2026`."""
    return f"{_WEEKDAYS[language][day.weekday()]} {date_label(day, language)}"


def _share_year(start: PartialDate, end: PartialDate) -> bool:
    """Whether both are days, months or seasons of one year, which its figure at the end tells."""
    sorts = {(d.month is None, d.is_season, d.day is None) for d in (start, end)}
    return start.year == end.year and len(sorts) == 1 and WINTER not in (start.month, end.month)


def _range(start: PartialDate | None, end: PartialDate | None, lang: Language, show: _Show) -> str:
    first, last = (show(day, lang) if day else "" for day in (start, end))
    if first == last:
        return first
    if start and end and _share_year(start, end):
        first = first.removesuffix(str(start.year)).rstrip(" /" if lang is FI else " /.")
        if not start.day:
            return f"{first.removesuffix('kuu')}–{last}"
        if start.month == end.month:
            return f"{start.day}{'.' if lang is FI else ''}–{last}"
    # The dash closes up unless a part holds a space, in Swedish unless it holds a dash.
    is_wide = set("–" if lang is SV else "– \xa0") & {*first, *last}
    return f"{first} – {last}".strip() if is_wide else f"{first}–{last}"


def period_label(start: PartialDate | None, end: PartialDate | None, language: Language) -> str:
    """A period standing alone: `22.–24. marraskuuta 2026`, `tammi–huhtikuu 2016`, `2016–`."""
    return _range(start, end, language, date_label)


def period_short(start: PartialDate | None, end: PartialDate | None, language: Language) -> str:
    """A period for tables: `22.–24.11.2026`, `30.11.–2.12.2026`, `1–4/2016`, `2006–2008`."""
    return _range(start, end, language, date_short)


def _runs(numbers: Iterable[int], least: int) -> list[tuple[int, int]]:
    """First and last of numbers that follow each other, `least` of them or more; others apart."""
    runs: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        first = runs.pop()[0] if runs and runs[-1][1] == number - 1 else number
        runs.append((first, number))
    short = {n for a, b in runs if b - a + 1 < least for n in range(a, b + 1)}
    return sorted([run for run in runs if run[0] not in short] + [(n, n) for n in short])


def year_runs(years: Iterable[int]) -> tuple[str, ...]:
    """Years in their order, those that follow each other as one: `2007`, `2010–2012`."""
    return tuple(str(a) if a == b else f"{a}–{b}" for a, b in _runs(years, 2))


def years_text(years: tuple[PartialDate, ...], language: Language) -> str:
    """Where it is known only when a thing was seen: `toiminnassa ainakin vuosina 2010 ja 2016`."""
    found = {day.year for day in years}
    form = (_YEAR[_Case.IN] if len(found) == 1 else _ACTIVE_YEARS).in_language(language)
    when = form.format(list_text(year_runs(found), language))
    return _ACTIVE.in_language(language).format(when) if years else ""


def _clock(clock: time, language: Language) -> str:
    mark = ":" if language is EN else "."
    return f"{clock.hour}{mark}{clock:%M}" if clock.minute or language is EN else f"{clock.hour}"


def moment_label(moment: Moment, language: Language) -> str:
    """A moment standing alone: `22.11.2026 klo 9.05`; without a time as `date_label`."""
    return moments_label(moment, None, language)


def instant_words(instant: datetime) -> Words:
    """When something happened, by Helsinki's clocks, in each language: `26.11.2026 klo 8.50`."""
    local = instant.astimezone(ZoneInfo(HELSINKI))
    day = PartialDate(local.year, local.month, local.day)
    said = [moment_label(Moment(day, local.time()), language) for language in Language]
    return Words(*said)


def moments_label(start: Moment, end: Moment | None, language: Language) -> str:
    """From moment to moment: `22.11.2026 klo 9–11.30`; without times as `period_label`."""
    moments = (start, end or start)
    if not any(moment.clock for moment in moments):
        return period_label(start.day, moments[1].day, language)
    days = [date_short(moment.day, language) for moment in moments]
    after = _AFTER_DATE.in_language(language)
    clocks = [_clock(moment.clock, language) if moment.clock else "" for moment in moments]
    if days[0] == days[1]:
        return f"{days[0]}{after}{'–'.join(dict.fromkeys(clocks))}"
    timed = (f"{day}{after}{at}" if at else day for day, at in zip(days, clocks, strict=True))
    return " – ".join(timed)


def _hours(days: str, at: Words, times: tuple[str, str], language: Language) -> str:
    clocks = "–".join(_clock(time.fromisoformat(text), language) for text in times)
    return f"{days} {at.in_language(language)}{clocks}".strip()


def hours_label(days: tuple[int, ...], opens: str, closes: str, language: Language) -> str:
    """Hours on weekdays (Monday 0), to be seen: `ma–pe klo 9–11`, `ma, ke klo 9–11.30`."""
    cut = {FI: slice(2), SV: slice(-3), EN: slice(3)}[language]
    short = [name[cut] for name in _WEEKDAYS[language]]
    parts = [short[a] if a == b else f"{short[a]}–{short[b]}" for a, b in _runs(days, 2)]
    return _hours(", ".join(parts), _AT, (opens, closes), language)


def hours_heard(days: tuple[int, ...], opens: str, closes: str, language: Language) -> str:
    """Hours as read aloud: `maanantaista perjantaihin kello 9–11`, `maanantaisin kello 12–15`."""
    every, span = (words.in_language(language) for words in (_EVERY, _FROM_TO))
    names = _WEEKDAYS[language]
    parts = [(every if a == b else span).format(names[a], names[b]) for a, b in _runs(days, 3)]
    said = list_text(parts, language)
    # Only keskiviikko has forms of its own.
    said = said.replace("kkosin", "kkoisin").replace("kkosta", "kosta").replace("kkohin", "kkoon")
    return _hours(said, _AT_HEARD, (opens, closes), language)


def number_label(value: float, language: Language) -> str:
    """A number in groups of three: `11 537,5`, in English `11,537.5`; minus is `−`."""
    whole, _, decimals = f"{abs(Decimal(str(value))):,f}".partition(".")
    figures = ".".join(filter(None, (whole, decimals.rstrip("0"))))
    if language is not EN:
        figures = figures.translate({ord(","): "\xa0", ord("."): ","})
    return f"−{figures}" if value < 0 else figures


def list_text(items: Sequence[str], language: Language) -> str:
    """`a, b ja c`; nothing for no items."""
    return _AND.in_language(language).join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def machine_date(day: PartialDate | date) -> str:
    """ISO 8601 for `<time datetime>`: `2026-11-22`, `2007-09`; of a season its year."""
    return f"{day.year:04d}" if (day.month or 0) >= SPRING else str(day)[:10]
