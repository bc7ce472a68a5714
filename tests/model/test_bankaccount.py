"""Account numbers: found however they are grouped, only with right check digits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.model.bankaccount import LENGTHS, bank_accounts, is_bank_account


def found(text: str) -> list[str]:
    return [match[0] for match in bank_accounts(text)]


def number(country: str, account: str) -> str:
    """The account with its check digits (ISO 7064, 97-10)."""
    turned = "".join(str(int(sign, 36)) for sign in f"{account}{country}00")
    return f"{country}{98 - int(turned) % 97:02d}{account}"


@pytest.mark.parametrize(
    "text",
    [
        "FI2112345600000785",
        "FI21 1234 5600 0007 85",
        "FI21\u00a01234\u00a05600\u00a00007\u00a085",
        "FI21 123456-00000785",
        "FI 21 1234 5600 0007 85",
        "DE89 3704 0044 0532 0130 00",
        "GB29 NWBK 6016 1331 9268 19",
        "NL91ABNA0417164300",
    ],
)
def test_an_account_number_is_found_however_it_is_written(text: str) -> None:
    assert found(f"Maksa tilille {text}, kiitos") == [text]


@pytest.mark.parametrize(
    "text",
    [
        "FI22 1234 5600 0007 85",
        "FI21 1234 5600 0007",
        "XX21 1234 5600 0007 85",
        "AFI2112345600000785",
        "FI2112345600000785A",
        "fi21 1234 5600 0007 85",
        "GB29N WBK6016 1331 9268 19",
    ],
)
def test_what_does_not_add_up_is_none(text: str) -> None:
    assert found(text) == []


def test_two_numbers_on_a_line_are_two() -> None:
    assert found("FI21 1234 5600 0007 85 DE89370400440532013000") == [
        "FI21 1234 5600 0007 85",
        "DE89370400440532013000",
    ]


@given(st.sampled_from(sorted(LENGTHS)), st.data())
def test_every_country_is_known(country: str, data: st.DataObject) -> None:
    size = LENGTHS[country] - 4
    account = data.draw(st.text("0123456789", min_size=size, max_size=size))
    made = number(country, account)
    assert is_bank_account(made)
    assert found(f"({made})") == [made]


def test_a_number_of_a_wrong_length_is_none() -> None:
    assert not is_bank_account("FI211234560000078")
    assert not is_bank_account("XX2112345600000785")
