"""Finnish identity codes: every one that may exist is found, and no other number is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.model.identitycode import CENTURIES, CHECKS, check_character, identity_codes

SEPARATORS = "".join(CENTURIES)
DAY = dt.timedelta(days=1)


def code(day: dt.date, separator: str, number: int) -> str:
    digits = f"{day:%d%m%y}"
    return f"{digits}{separator}{number:03d}{check_character(f'{digits}{number:03d}')}"


def found(text: str) -> list[str]:
    return [match[0] for match in identity_codes(text)]


def days_of(separator: str, step: int) -> list[dt.date]:
    """Every so many days of the century that a separator stands for."""
    first = dt.date(CENTURIES[separator], 1, 1)
    count = (dt.date(CENTURIES[separator] + 100, 1, 1) - first).days
    return [first + DAY * number for number in range(0, count, step)]


def missed(separator: str, step: int) -> list[str]:
    """The made-up codes (numbers 900 to 999) of these days that are not found, out of all."""
    codes = [
        code(day, separator, number)
        for day in days_of(separator, step)
        for number in range(900, 1000)
    ]
    text = "\n".join(codes)
    known = found(text)
    return [] if known == codes else sorted(set(codes) - set(known))


def test_the_separators_are_those_of_the_decree() -> None:
    assert {c for c in CENTURIES if CENTURIES[c] == 1800} == {"+"}
    assert {c for c in CENTURIES if CENTURIES[c] == 1900} == set("-YXWVU")
    assert {c for c in CENTURIES if CENTURIES[c] == 2000} == set("ABCDEF")


@pytest.mark.parametrize("text", ["131052-308T", "010190-900P", "020516C903K", "010594Y9032"])
def test_known_made_up_codes_are_found(text: str) -> None:
    assert found(f"Asiakas {text}, Kotka") == [text]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_every_made_up_code_is_found_with_every_separator(separator: str) -> None:
    """Every 397th day: the numbers of the days of a century have no common step with it."""
    assert missed(separator, 397) == []


@given(st.sampled_from(SEPARATORS), st.integers(0, 36523), st.integers(2, 999))
def test_a_code_is_found_whatever_its_day_and_number(
    separator: str, number: int, individual: int
) -> None:
    day = dt.date(CENTURIES[separator], 1, 1) + DAY * number
    made = code(day, separator, individual)
    assert found(made) == [made]
    assert found(f"hakemus_{made.lower()}.pdf") == [made.lower()]


@given(st.sampled_from(SEPARATORS), st.integers(0, 36523), st.integers(2, 999))
def test_a_code_with_any_other_check_character_is_none(
    separator: str, number: int, individual: int
) -> None:
    day = dt.date(CENTURIES[separator], 1, 1) + DAY * number
    made = code(day, separator, individual)
    assert [other for other in CHECKS if other != made[-1] and found(made[:-1] + other)] == []


@pytest.mark.parametrize("dash", "\u2010\u2011\u2013\u2212")
def test_a_hyphen_that_a_word_processor_changed_is_still_one(dash: str) -> None:
    assert found(f"131052{dash}308T") == [f"131052{dash}308T"]


@pytest.mark.parametrize(
    "text",
    [
        f"310299-900{check_character('310299900')}",  # no such day
        f"290201-900{check_character('290201900')}",  # 1901 was no leap year
        f"131352-900{check_character('131352900')}",
        f"131052-001{check_character('131052001')}",
        "131052Z308T",
        "1131052-308T",
        "131052-308TA",
        "131052 308T",
        "978-010594-9032",
        "010594-9032-1",
        "1.010594-9032",
    ],
)
def test_what_only_looks_like_a_code_is_none(text: str) -> None:
    assert found(text) == []


def test_the_leap_day_is_that_of_the_separators_century() -> None:
    digits = "290200"
    check = check_character(f"{digits}900")
    assert found(f"{digits}A900{check} {digits}-900{check}") == [f"{digits}A900{check}"]


def test_a_code_with_a_letter_is_found_beside_other_numbers() -> None:
    assert found("2026-131052-308T-1") == ["131052-308T"]
