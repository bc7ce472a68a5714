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
from socomsite.model.credentials import credentials
from socomsite.model.identitycode import identity_codes
from socomsite.model.mobilenumber import mobile_numbers, national


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
    finders: tuple[tuple[Sort, Callable[[str], Iterator[re.Match[str]]]], ...] = (
        (Sort.IDENTITY_CODE, identity_codes),
        (Sort.BANK_ACCOUNT, bank_accounts),
        (Sort.SECRET_KEY, credentials),
        (Sort.PRIVATE_PHONE, mobile_numbers),
    )
    taken: list[tuple[int, int]] = []
    for sort, find in finders:
        for match in find(text):
            is_inside = any(a <= match.start() < b for a, b in taken)
            is_known = sort is Sort.PRIVATE_PHONE and national(match[0]) in known
            if not is_inside and not is_known:
                taken.append(match.span())
                yield Found(*match.span(), sort, masked(sort, match[0]))


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
