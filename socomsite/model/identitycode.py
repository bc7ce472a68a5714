"""Finnish personal identity codes in running text.

Knows the form of a code and nothing of where the text stands.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

#: Which century each separator stands for. Government Decree on the Population Information
#: System (128/2010), section 2, as amended by decree 690/2022, in force from 1 January 2023.
CENTURIES = {"+": 1800} | dict.fromkeys("-YXWVU", 1900) | dict.fromkeys("ABCDEF", 2000)
#: The check character of each remainder of the nine digits divided by 31 (the same section).
CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
#: Word processors turn a hyphen into one of these, and it still is a code.
_DASHES = "\u2010\u2011\u2012\u2013\u2212"
#: Numbers from 900 on are given to nobody for good: they are made up, or stand in for a while.
_LOWEST = 2

_CODE = re.compile(
    rf"(?<![0-9A-Za-z])(\d{{6}})([-+{_DASHES}A-FU-Y])(\d{{3}})([0-9A-FHJ-NPR-Y])(?![0-9A-Za-z])",
    re.IGNORECASE,
)
# Where one may stand, quickly found in a long text.
_HEAD = re.compile(rf"[0-3]\d[01]\d{{3}}[-+{_DASHES}A-FU-Ya-fu-y]\d{{3}}")
_DIGIT_BEFORE = re.compile(r"\d[-./,]\Z")
_DIGIT_AFTER = re.compile(r"[-./,]\d")


def identity_codes(text: str) -> Iterator[re.Match[str]]:
    """Every identity code in a text, in upper or lower case, whoever it was given to.

    The date is one of the calendar, the number at least 002, and the check character is right. A
    code that ends in a digit and hangs on to further digits is part of some longer number.
    """
    for head in _HEAD.finditer(text):
        match = _CODE.match(text, head.start())
        if match and is_identity_code(match[0]) and not _is_longer_number(match):
            yield match


def is_identity_code(code: str) -> bool:
    """Whether eleven signs are a code whose date exists and whose check character is right."""
    match = _CODE.fullmatch(code)
    if match is None:
        return False
    day, separator, number, check = match.groups()
    year = CENTURIES.get(separator.upper(), CENTURIES["-"]) + int(day[4:])
    try:
        dt.date(year, int(day[2:4]), int(day[:2]))
    except ValueError:
        return False
    return int(number) >= _LOWEST and check.upper() == check_character(day + number)


def check_character(digits: str) -> str:
    """The right last sign of a code: that of the nine digits' remainder by 31."""
    return CHECKS[int(digits) % len(CHECKS)]


def _is_longer_number(match: re.Match[str]) -> bool:
    if not match[4].isdigit():
        return False
    before = match.string[max(0, match.start() - 2) : match.start()]
    return bool(_DIGIT_BEFORE.search(before) or _DIGIT_AFTER.match(match.string, match.end()))
