"""What must not be published is found and masked; a million signs of Finnish raise no alarm."""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from socomsite.model.bankaccount import bank_accounts
from socomsite.model.blocks import plain_text
from socomsite.model.credentials import credentials
from socomsite.model.identifiers import check_digit
from socomsite.model.identitycode import CENTURIES, CHECKS, check_character, identity_codes
from socomsite.model.mobilenumber import mobile_numbers
from socomsite.model.sensitive import Found, Sort, found_in

ROOT = Path(__file__).parent.parent.parent
SIZE = 1_000_000


def found(text: str) -> list[tuple[Sort, str]]:
    return [(each.sort, each.mask) for each in found_in(text)]


@pytest.mark.parametrize(
    ("text", "sort", "mask"),
    [
        ("131052-308t", Sort.IDENTITY_CODE, "131052-…"),
        ("131052–308T", Sort.IDENTITY_CODE, "131052-…"),
        ("020516c903k", Sort.IDENTITY_CODE, "020516C…"),
        ("FI21 1234 5600 0007 85", Sort.BANK_ACCOUNT, "FI21…85"),
        ("+358 50 123 4567", Sort.PRIVATE_PHONE, "050…67"),
        ("AK" + "IA" + "ABCDEFGH234567XY", Sort.SECRET_KEY, "AKIA…"),
        ("-----BEGIN " + "PRIVATE KEY-----", Sort.SECRET_KEY, "BEGI…"),
    ],
)
def test_a_finding_is_named_by_so_much_as_tells_which(text: str, sort: Sort, mask: str) -> None:
    assert found(f"Tässä: {text}.") == [(sort, mask)]


def test_a_finding_knows_its_place() -> None:
    (only,) = found_in("a 131052-308T b")
    assert only == Found(2, 13, Sort.IDENTITY_CODE, "131052-…")


def test_what_is_part_of_another_finding_is_told_once() -> None:
    assert found("FI37 0501 2345 6700 06 ja FI2112345600000785")[-1][0] is Sort.BANK_ACCOUNT
    assert {sort for sort, _ in found("FI2112345600000785")} == {Sort.BANK_ACCOUNT}


def test_a_number_that_may_be_shown_is_none() -> None:
    assert list(found_in("+358 50 123 4567", frozenset({"0501234567"}))) == []


# The numbers that texts of an office are full of, each by a seed: none is anybody's.


def _isbn(chance: random.Random) -> str:
    digits = f"978951{chance.randrange(10**6):06d}"
    number = f"{digits}{check_digit(f'{digits}0')}"
    return chance.choice([number, f"978-951-{number[6:9]}-{number[9:12]}-{number[12]}"])


def _old_isbn(chance: random.Random) -> str:
    body = f"{chance.choice(['951', '952', '041', '050'])}{chance.randrange(10**6):06d}"
    return f"ISBN {body}{check_digit(f'{body}0')}"


def _business_id(chance: random.Random) -> str:
    while True:
        number = f"{chance.randrange(10**7):07d}"
        rest = sum(int(n) * w for n, w in zip(number, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
        if rest != 1:
            return f"Y-tunnus {number}-{0 if rest == 0 else 11 - rest}"


def _nearly_an_identity_code(chance: random.Random) -> str:
    day = f"{chance.randint(1, 28):02d}{chance.randint(1, 12):02d}{chance.randint(0, 99):02d}"
    number = f"{chance.randint(2, 999):03d}"
    wrong = [sign for sign in CHECKS if sign != check_character(day + number)]
    return f"{day}{chance.choice([*CENTURIES])}{number}{chance.choice(wrong)}"


def _nearly_an_account(chance: random.Random) -> str:
    account = f"{chance.randrange(10**14):014d}"
    wrong = (98 - int(f"{account}151800") % 97) % 97 + 2
    return f"FI{wrong % 100:02d} {account[:4]} {account[4:8]} {account[8:12]} {account[12:]}"


def _landline(chance: random.Random) -> str:
    area = chance.choice(["05", "(05)", "09", "015", "010", "020", "029", "0600", "0800", "+358 5"])
    return f"puh. {area} {chance.randrange(100, 999)} {chance.randrange(1000, 9999)}"


NUMBERS: tuple[Callable[[random.Random], str], ...] = (
    lambda c: f"{c.randint(1, 28)}.{c.randint(1, 12)}.{c.randint(1990, 2040)}",
    lambda c: f"{c.randint(1, 28):02d}.{c.randint(1, 12):02d}.{c.randint(10, 40)}",
    lambda c: f"{c.randint(1990, 2040)}-{c.randint(1, 12):02d}-{c.randint(1, 28):02d}",
    lambda c: f"{c.randint(1, 28):02d}{c.randint(1, 12):02d}{c.randint(10, 99)}",
    lambda c: f"klo {c.randint(0, 23)}.{c.randint(0, 59):02d}–{c.randint(0, 23)}.00",
    lambda c: f"{c.randint(1, 999)} {c.randint(0, 999):03d} {c.randint(0, 999):03d} euroa",
    lambda c: f"{c.randint(1, 9)} 040 {c.randint(0, 999):03d} {c.randint(0, 999):03d} euroa",
    lambda c: f"{c.randint(4000, 4999)} {c.randint(0, 99999)},{c.randint(0, 99):02d}",
    lambda c: f"tili {c.randint(1000, 9999)}, tosite {c.randint(2000, 2040)}/{c.randint(1, 9999)}",
    lambda c: f"{c.randrange(10**6):06d}-{c.randrange(10**8)}",
    lambda c: f"viitenumero {c.randrange(10**5):05d} {c.randrange(10**5):05d} {c.randrange(10**5)}",
    lambda c: f"{c.randrange(10**4):04d}-{c.randrange(10**3):03d}{c.choice('0123456789X')}",
    lambda c: f"SOC/{c.randint(1, 999)}/{c.randint(2000, 2040)}",
    lambda c: f"({c.randint(1, 1500)}/{c.randint(1990, 2040)}) {c.randint(1, 99)} §",
    lambda c: f"{c.randint(10000, 99999)} Kotka",
    lambda c: f"{c.random() * 100:.1f} %".replace(".", ","),
    lambda c: (
        f"{c.randint(59, 70)}.{c.randrange(10**6):06d}, {c.randint(20, 31)}.{c.randrange(10**6)}"
    ),
    lambda c: f"{c.getrandbits(160):040x}",
    lambda c: str(uuid.UUID(int=c.getrandbits(128))),
    lambda c: f"M{c.randint(0, 2560)} {c.randint(0, 400)}H{c.randint(0, 2560)}v{c.randint(0, 400)}",
    lambda c: f"s. {c.randint(1, 400)}–{c.randint(400, 900)}",
    lambda c: f"https://www.testi.example/{c.randrange(10**10):010d}/{c.randint(1, 99)}",
    lambda c: f"{c.choice('ABC')}.{c.randint(1, 20)}:{c.randint(2000, 2040)}",
    lambda c: f"{c.randrange(10**4):04d} {c.randrange(10**4):04d} {c.randrange(10**4):04d} 1234",
    _isbn,
    _old_isbn,
    _business_id,
    _nearly_an_identity_code,
    _nearly_an_account,
    _landline,
)


def words_of_the_site() -> list[str]:
    """Every word of the public site's content and of the guide, in their order."""
    files = [*sorted((ROOT / "content").rglob("*.*")), *sorted((ROOT / "docs/guide").glob("*.md"))]
    text = " ".join(file.read_text("utf-8") for file in files if "henkilotiedot" not in file.name)
    return re.findall(r"\S+", plain_text(text))


def million(seed: int) -> str:
    """A million signs: sentences of the site's own words with numbers among them."""
    chance = random.Random(seed)  # noqa: S311 - a text for a test
    words, parts, size = words_of_the_site(), [], 0
    while size < SIZE:
        start = chance.randrange(len(words) - 12)
        taken = [*words[start : start + chance.randint(2, 12)], chance.choice(NUMBERS)(chance)]
        part = " ".join(taken) + chance.choice([" ", ", ", ". ", ".\n", "\n\n", " ("])
        parts.append(part)
        size += len(part)
    return "".join(parts)


@pytest.mark.parametrize("seed", [1, 2026])
def test_a_million_signs_of_finnish_raise_no_alarm(seed: int) -> None:
    text = million(seed)
    assert len(text) >= SIZE
    assert [(each, text[each.start - 20 : each.end + 20]) for each in found_in(text)] == []


def test_the_same_text_with_one_code_in_it_raises_one() -> None:
    text = million(1)
    middle = text.index("\n", SIZE // 2)
    assert len(list(found_in(f"{text[:middle]}\n131052-308T{text[middle:]}"))) == 1


def test_the_public_site_raises_no_alarm() -> None:
    files = [
        ROOT / "site.yaml",
        *(ROOT / "content").rglob("*.*"),
        *(file for file in (ROOT / "templates").rglob("*.*") if file.suffix != ".woff2"),
    ]
    texts = {str(file): file.read_text("utf-8", "replace") for file in files if file.is_file()}
    assert len(texts) > 300
    assert {
        path: list(found_in(text)) for path, text in texts.items() if list(found_in(text))
    } == {}


PIECES = (
    *(
        "131052-308T",
        "١٣١٠٥٢-308T",
        "FI21 1234 5600 0007 85",
        "DE89370400440532013000",
        "050 123 4567",
        "(044)\u2009123\u2009-\u00a04567",
        "0501234567",
        "0\u0665\u0660 1234567",
    ),
    *(
        "+358 40 123 4567",
        "AK" + "IAABCDEFGH234567XY",
        "gh" + "p_" + "a1" * 18,
        "1",
        "-",
        " ",
        "A",
        "ä",
    ),
    *("xo" + "xb-123456789012-abcdefghij", "https://tunnus:" + "sala@testi.example", "–", "?", "’"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
@example("١٣١٠٥٢-308T")
def test_nothing_that_can_be_found_is_passed_over(text: str) -> None:
    finders = (identity_codes, bank_accounts, credentials, mobile_numbers)
    alone = {match.span() for find in finders for match in find(text)}
    found = {(each.start, each.end) for each in found_in(text)}
    assert found <= alone
    assert bool(found) == bool(alone)
