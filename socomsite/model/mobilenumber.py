"""Finnish mobile phone numbers in running text.

Knows how the numbers are written and nothing of whose they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Mobile numbers begin with 04 and a digit, or with 050 (Traficom's numbering of telephones); with
# the first zero they have nine to eleven digits in use.
_BETWEEN = "[ \u00a0\u2009\u202f().\u2010-\u2013/-]{0,3}"
_GROUPS = rf"(?:{_BETWEEN}\d{{1,8}}){{1,8}}"
_FOREIGN = rf"(?:\+|00){_BETWEEN}358{_BETWEEN}(?:\(0\){_BETWEEN})?(?:4\d|50)(?:{_GROUPS})"
_SPLIT = rf"\(?0(?:4\d|50)\d?(?!\d)(?={_BETWEEN}\d)(?:{_BETWEEN}\d{{2,8}}){{1,4}}"
_WHOLE = r"0(?:4\d|50)\d{6,8}"
_NUMBER = re.compile(
    # Not in a word, an address or a longer number.
    rf"(?<![\w+/=#&%-])(?<!\d[.,:])(?:{_FOREIGN}|{_SPLIT}|{_WHOLE})(?!\d)"
)
# Where one can begin, quickly found in a long text.
_HEAD = re.compile(r"0(?:4\d|50)|\(0(?:4\d|50)|\+.{0,2}358|00.{0,2}358")
_LAST = re.compile(rf"{_BETWEEN}\d+\Z")
_GOES_ON = re.compile(r"[.,:/-]\d|\w")
#: With the zero, or with more digits instead of it.
LEAST_DIGITS = 9
_LENGTHS = range(LEAST_DIGITS, 12)
_DIGIT_BEFORE = re.compile(r"\d[ \u00a0\u2009\u202f]\Z")
_TAIL = re.compile(r"\d{3}(?:\D\d{3})+|\d{4}\D.*")
# What says before a number that it is another sort of number.
_OTHER_SORT = re.compile(
    r"(?:isbn|issn|viite|viitenumero|viitenro|referens|referensnummer|reference|dnro|diaarinumero"
    r"|asiakasnumero|kundnummer|laskunumero|fakturanummer|y-tunnus|doi|urn|koodi|tunnus)"
    r"[\W_]{0,4}\Z",
    re.IGNORECASE,
)


def mobile_numbers(text: str) -> Iterator[re.Match[str]]:
    """Every mobile number in a text, however it is grouped, with or without +358.

    Further groups of digits after a whole number are something else, perhaps the next number.
    """
    end = 0
    for head in _HEAD.finditer(text):
        if head.start() < end:
            continue
        match = _NUMBER.match(text, head.start())
        number = _whole(match) if match else None
        if number and not _GOES_ON.match(text, number.end()):
            before = text[max(end, number.start() - 24) : number.start()]
            if not _is_other(number[0], before):
                end = number.end()
                yield number


def _whole(match: re.Match[str]) -> re.Match[str] | None:
    """The number without the groups that are too many; None if that leaves no number."""
    end = match.end()
    while len(national(match.string[match.start() : end])) > _LENGTHS[-1]:
        last = _LAST.search(match.string, match.start(), end)
        if last is None or last.start() == match.start():
            return None
        end = last.start()
    number = _NUMBER.fullmatch(match.string, match.start(), end)
    return number if number and len(national(number[0])) in _LENGTHS else None


def national(number: str) -> str:
    """The digits of a number as they are dialled in Finland: `+358 (0)50 1` → `0501`."""
    digits = re.sub(r"\D", "", number)
    is_foreign = number.lstrip("( ").startswith(("+", "00"))
    if is_foreign and digits.removeprefix("00").startswith("358"):
        return "0" + digits.removeprefix("00").removeprefix("358").removeprefix("0")
    return digits


def _is_other(number: str, before: str) -> bool:
    """Whether it is the tail of a longer number in threes or fours, or said to be another sort."""
    is_tail = _TAIL.fullmatch(number) and _DIGIT_BEFORE.search(before)
    return bool(is_tail or _OTHER_SORT.search(before))
