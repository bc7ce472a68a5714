"""People whose last day is past: their addresses are taken out before anything is linked.

What the graph does not hold no output can show, whichever format makes it. Must never know
formats or how the warning is told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from pydantic import BaseModel

from socomsite.language import Language
from socomsite.messages import say
from socomsite.model.fields import Prose
from socomsite.model.kinds import Office, Person
from socomsite.model.schema import PLACED_FIELDS, Entry
from socomsite.problem import Position

M = TypeVar("M", bound=BaseModel)

_BETWEEN = r"[\s\u00a0()-]*"
_COUNTRY = "358"
# What a person of Socom has only while at work.
_OF_WORK = {"staff": False, "phone": None, "email": None, "office": None, "phone_hours": ()}


@dataclass(frozen=True)
class Departure:
    """A person who has left, the last day, and the entries whose text held an address of theirs."""

    key: str
    name: str
    last_day: dt.date
    addresses: tuple[str, ...]
    texts: tuple[Position, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """What finds their addresses in any spelling; None if none are known."""
        return address_pattern(self.addresses)


def address_pattern(addresses: Iterable[str]) -> re.Pattern[str] | None:
    """A pattern for e-mail addresses in any case and phone numbers however they are grouped."""
    parts = [_mail(text) if "@" in text else _phone(text) for text in addresses]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _mail(text: str) -> str:
    return rf"(?<![\w.+-]){re.escape(text)}(?![\w-])"


def _phone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    is_foreign = text.strip().startswith("+") and not digits.startswith(_COUNTRY)
    national = digits if is_foreign else digits.removeprefix(_COUNTRY).removeprefix("0")
    start = r"\+" if is_foreign else rf"(?:\+{_COUNTRY}{_BETWEEN}(?:\(0\))?|\(?0)"
    return rf"(?<!\d){start}{_BETWEEN}{_BETWEEN.join(national)}(?!\d)"


def without_departed(
    entries: Iterable[Entry], today: dt.date
) -> tuple[list[Entry], tuple[Departure, ...]]:
    """The entries as they may be shown on a day, and who has left by then.

    A number or address that an office or somebody still at work has too is not theirs alone,
    and stays.
    """
    listed = list(entries)
    left = _left(listed, today)
    if not left:
        return listed, ()
    shared = set(_shared(listed, left.keys()))
    departures = [_departure(key, versions, shared) for key, versions in sorted(left.items())]
    texts: dict[str, list[Position]] = defaultdict(list)
    cleared = []
    for entry in listed:
        for departure in departures:
            was = entry
            entry = _without(entry, departure)  # noqa: PLW2901 - one clearing after another
            if entry is not was and not _is_own(entry, departure.key):
                texts[departure.key].append(entry.origin)
        cleared.append(entry)
    return cleared, tuple(replace(d, texts=tuple(texts[d.key])) for d in departures)


def _left(entries: Iterable[Entry], today: dt.date) -> dict[str, list[Person]]:
    """The versions of each person whose last day is past in any of them."""
    people: dict[str, list[Person]] = defaultdict(list)
    for entry in entries:
        if isinstance(entry, Person):
            people[entry.key].append(entry)
    return {key: found for key, found in people.items() if any(p.has_left(today) for p in found)}


def _shared(entries: Iterable[Entry], left: Iterable[str]) -> Iterator[str]:
    gone = set(left)
    for entry in entries:
        if isinstance(entry, Office) or (isinstance(entry, Person) and entry.key not in gone):
            yield from _addresses(entry)


def _addresses(entry: Person | Office) -> Iterator[str]:
    yield from (text.casefold() for text in (entry.phone, entry.email) if text)


def _departure(key: str, versions: list[Person], shared: set[str]) -> Departure:
    own = sorted({text for person in versions for text in _addresses(person)} - shared)
    last = min(person.end.last_day for person in versions if person.end)
    return Departure(key, versions[0].name, last, tuple(own))


def _is_own(entry: Entry, key: str) -> bool:
    return isinstance(entry, Person) and entry.key == key


def cleared(entry: Entry, departures: Iterable[Departure]) -> Entry:
    """An entry as it may be shown once these people have left; the same value if it names none."""
    for departure in departures:
        entry = _without(entry, departure)
    return entry


def _without(entry: Entry, departure: Departure) -> Entry:
    if _is_own(entry, departure.key):
        entry = entry.model_copy(update=_OF_WORK)
    pattern = departure.pattern
    if pattern is None:
        return entry
    return _Clearing(pattern, entry.language).model(entry)


@dataclass(frozen=True)
class _Clearing:
    """Takes addresses out of a group of fields, however deep they stand."""

    pattern: re.Pattern[str]
    language: Language

    def model(self, model: M) -> M:
        """The group without them; the same value if it holds none."""
        changed: dict[str, object] = {}
        for name, info in type(model).model_fields.items():
            if name in PLACED_FIELDS:
                continue
            value = getattr(model, name)
            is_address = isinstance(value, str) and self._is_address(value)
            made = None if is_address and not info.is_required() else self._value(value)
            if made is not value:
                changed[name] = made
        return model.model_copy(update=changed) if changed else model

    def _is_address(self, text: str) -> bool:
        plain = re.sub(r"^(mailto|tel):|\?.*$", "", text.strip())
        return self.pattern.fullmatch(plain) is not None

    def _value(self, value: object) -> object:
        match value:
            case str() if self.pattern.search(value):
                return self._text(value)
            case Prose() if self.pattern.search(value.html):
                links = tuple(x for x in value.links if not self.pattern.search(x.target))
                return Prose(self._html(value.html), value.outline, links, value.pictures)
            case tuple():
                made = tuple(self._value(item) for item in value)
                is_same = all(a is b for a, b in zip(made, value, strict=True))
                return value if is_same else made
            case BaseModel():
                return self.model(value)
        return value

    def _text(self, text: str) -> str:
        return self.pattern.sub(say("contact-removed", self.language), text)

    def _html(self, html: str) -> str:
        """Links to an address lead nowhere, so they become their words first."""
        anchor = rf'<a [^>]*href="(?:mailto|tel):(?:{self.pattern.pattern})[^"]*"[^>]*>(.*?)</a>'
        flags = re.IGNORECASE | re.DOTALL
        return self._text(re.sub(anchor, r"\1", html, flags=flags))
