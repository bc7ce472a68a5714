"""What of people and systems may stand in a text that must not be published, with a mask for each.

Must never know where the text comes from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum

from socomsite.model.bankaccount import bank_accounts
from socomsite.model.credentials import SIGNS, credentials
from socomsite.model.identitycode import identity_codes
from socomsite.model.mobilenumber import LEAST_DIGITS, mobile_numbers, national

_DIGITS, _CAPITALS = b"0123456789?", b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What of Latin-1 may stand between the digits of a telephone number.
_IN_A_NUMBER = " \u00a0().-/".encode("latin-1")
_SHAPE = bytes.maketrans(_DIGITS + _CAPITALS, b"0" * len(_DIGITS) + b"A" * len(_CAPITALS))


class Sort(StrEnum):
    """What was found; the values are the words of `privacy` in `site.yaml`."""

    IDENTITY_CODE = "identity-code"
    BANK_ACCOUNT = "bank-account"
    PRIVATE_PHONE = "private-phone"
    SECRET_KEY = "secret-key"  # noqa: S105 - a name for one
    # In the properties of attached files
    AUTHOR = "author"
    COMMENTS = "comments"
    CHANGES = "changes"
    HIDDEN = "hidden"
    LOCATION = "location"


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Something that must not be published: where in a text, what, and as it may be named."""

    start: int
    end: int
    sort: Sort
    mask: str


def found_in(text: str, known: AbstractSet[str] = frozenset()) -> Iterator[Found]:
    """Everything of those sorts in a text; `known` are the digits of numbers that may be shown."""
    shape = _shape(text)
    has_capitals = b"AA" in shape
    finders: tuple[tuple[Sort, bool, Callable[[str], Iterator[re.Match[str]]]], ...] = (
        (Sort.IDENTITY_CODE, b"000000" in shape, identity_codes),
        (Sort.BANK_ACCOUNT, has_capitals, bank_accounts),
        (Sort.SECRET_KEY, has_capitals or any(sign in text for sign in SIGNS), credentials),
        (
            Sort.PRIVATE_PHONE,
            b"0" * LEAST_DIGITS in shape.translate(None, _IN_A_NUMBER),
            mobile_numbers,
        ),
    )
    taken: list[tuple[int, int]] = []
    for sort, may_be, find in finders:
        for match in find(text) if may_be else ():
            is_inside = any(a <= match.start() < b for a, b in taken)
            is_known = sort is Sort.PRIVATE_PHONE and national(match[0]) in known
            if not is_inside and not is_known:
                taken.append(match.span())
                yield Found(*match.span(), sort, masked(sort, match[0]))


def _shape(text: str) -> bytes:
    """The digits of a text as 0 and its capitals as A: few texts have those of what is sought.

    A sign outside Latin-1 may be a digit of another script.
    """
    return text.encode("latin-1", "replace").translate(_SHAPE)


def masked(sort: Sort, text: str) -> str:
    """As much of it as tells which one is meant: `131052-…`, `FI21…85`, `050…67`, `AKIA…`."""
    signs = re.sub(r"\s", "", text)
    match sort:
        case Sort.IDENTITY_CODE:
            return (
                f"{signs[:6]}{signs[6].upper() if signs[6].isalpha() or signs[6] == '+' else '-'}…"
            )
        case Sort.BANK_ACCOUNT:
            return f"{signs[:4]}…{signs[-2:]}"
        case Sort.PRIVATE_PHONE:
            digits = national(text)
            return f"{digits[:3]}…{digits[-2:]}"
    return f"{signs.lstrip('-')[:4]}…"
