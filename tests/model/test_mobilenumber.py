"""Mobile numbers: in all spellings, and nothing else that has as many digits."""

from __future__ import annotations

import pytest

from socomsite.model.mobilenumber import mobile_numbers, national


def found(text: str) -> list[str]:
    return [match[0] for match in mobile_numbers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "0401234567",
        "040 123 4567",
        "040 1234 567",
        "040-1234567",
        "040–123 4567",
        "040/1234567",
        "040.123.4567",
        "(040) 123 4567",
        "0400 123 456",
        "0457 123 4567",
        "044 12 34 567",
        "050 123 456",
        "050\u00a0123\u00a04567",
        "+358401234567",
        "+358 40 123 4567",
        "+358 (0)40 123 4567",
        "+358 (0) 40 123 4567",
        "+358-40-1234567",
        "00358 50 123 4567",
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(text: str) -> None:
    assert found(f"Soita numeroon {text} arkisin.") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "05 123 4567",
        "+358 5 123 4567",
        "010 123 4567",
        "0295 123 456",
        "0600 12345",
        "040 123",
        "050 123 45",
        "0401234567890",
        "1 040 123 456 euroa",
        "ISBN 0415123456",
        "Viitenumero: 0401234567",
        "ISSN 0450-1234",
        "0412345-6",
        "04.05.2026",
        "M040 123H456",
        "0401234567a",
        "040 123 4567-8",
        "1.0401234567",
        "https://testi.example/0401234567",
        "0401 2345 6789 0123",
        "2004 0501 2345",
        "FI62 5061 0433 9534 97",
        "+358 50 5",
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert found(f"Numero {text}") == []


def test_numbers_beside_each_other_are_each_found() -> None:
    assert found("044 123 4567 0500 123 456, 0401234569") == [
        "044 123 4567",
        "0500 123 456",
        "0401234569",
    ]


def test_a_date_after_a_number_is_no_part_of_it() -> None:
    assert found("040 1234567 15.5. mennessä") == ["040 1234567"]


@pytest.mark.parametrize("text", ["0401234567", "+358 40 123 4567", "00358 (0)40 1234567"])
def test_a_number_is_the_same_as_it_is_dialled_in_finland(text: str) -> None:
    assert national(text) == "0401234567"


def test_a_foreign_number_keeps_its_country() -> None:
    assert national("+46 8 123 456") == "468123456"
