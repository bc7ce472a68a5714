"""Texts with a form of their own: web and e-mail addresses, phone numbers, ISBN and ISSN.

Each refuses what is not of its form. Must never know which kind uses it.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from socomsite.model.fields import Text
from socomsite.model.filenames import is_portable

_SAFE_SCHEMES = ("https:", "http:", "mailto:", "tel:", "/", "ref:")
# What ends or divides an address, or would say something to a server that it stands in a rule of.
_NOT_IN_PATHS = re.compile(r"[\\?#:%;{}$^`\[\]\"'<>|*\s\x00-\x1f\x7f]")
_LONGEST_PATH = 600
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>.]+(\.[^@\s<>.]+)+")
_PHONE = re.compile(r"\+?[\d ()-]{5,20}")
_SERIES_NUMBER = re.compile(r"([A-ZÅÄÖ])\.([1-9]\d{0,3}):((?:19|20|21)\d\d)")


def _web_address(value: str) -> str:
    if not value.lower().startswith(_SAFE_SCHEMES) or " " in value:
        raise PydanticCustomError("type-wrong", "address", {"expected": "address"})
    return value


def _site_path(value: str) -> str:
    value = unicodedata.normalize("NFC", value)  # macOS may write ä as two signs
    segments = value.strip("/").split("/")
    is_stray = {".", ".."} & set(segments) or ("" in segments and segments != [""])
    is_strange = _NOT_IN_PATHS.search(value) or not all(map(is_portable, segments))
    if is_stray or is_strange or len(value) > _LONGEST_PATH:
        raise PydanticCustomError("type-wrong", "path", {"expected": "path"})
    return value


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value):
        raise PydanticCustomError("type-wrong", "email", {"expected": "email"})
    return value


def _phone(value: str) -> str:
    if not _PHONE.fullmatch(value):
        raise PydanticCustomError("type-wrong", "phone", {"expected": "phone"})
    return value


WebAddress = Annotated[Text, AfterValidator(_web_address)]
#: An address on the site: words between slashes, with no step out of it; empty for its root.
SitePath = Annotated[str, AfterValidator(_site_path)]
Email = Annotated[Text, AfterValidator(_email)]
Phone = Annotated[Text, AfterValidator(_phone)]


def check_digit(number: str) -> str:
    """The right last sign of an ISBN-13, ISBN-10 (ISO 2108) or ISSN (ISO 3297) without hyphens."""
    body = [int(sign) for sign in number[:-1]]
    if len(number) == 13:  # noqa: PLR2004 - length of an ISBN-13
        return str(-sum(n * (3 if i % 2 else 1) for i, n in enumerate(body)) % 10)
    rest = -sum(n * (len(number) - i) for i, n in enumerate(body)) % 11
    return "X" if rest == 10 else str(rest)  # noqa: PLR2004 - the sign for ten is X


def _numbered(code: str, *lengths: int) -> AfterValidator:
    def check(value: str) -> str:
        signs = re.sub(r"[- ]", "", value).upper()
        if len(signs) not in lengths or not re.fullmatch(r"\d+[\dX]", signs):
            raise PydanticCustomError("type-wrong", "number", {"expected": code.lower()})
        if (digit := check_digit(signs)) != signs[-1]:
            raise PydanticCustomError(
                f"{code.lower()}-check", "check digit", {"code": code, "digit": digit}
            )
        return value

    return AfterValidator(check)


@dataclass(frozen=True, slots=True, order=True)
class SeriesNumber:
    """The number of a work in a publication series: letter.number:year, as `B.4:2008`."""

    letter: str
    number: int
    year: int

    def __str__(self) -> str:
        """As it is printed."""
        return f"{self.letter}.{self.number}:{self.year}"


def read_series_number(text: str) -> SeriesNumber | None:
    """`B.4:2008` as its parts; None for a number of another form."""
    match = _SERIES_NUMBER.fullmatch(text)
    return SeriesNumber(match[1], int(match[2]), int(match[3])) if match else None


Isbn = Annotated[Text, _numbered("ISBN", 10, 13)]
Issn = Annotated[Text, _numbered("ISSN", 8)]
