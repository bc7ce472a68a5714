"""International bank account numbers in running text.

Knows the form of a number and nothing of where the text stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

#: How long the number of each country is (the registry of ISO 13616).
_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
    "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 "
    "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 "
    "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 "
    "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
)
LENGTHS = {each[:2]: int(each[2:]) for each in _LENGTHS.split()}

_BETWEEN = "[ \u00a0\u2009\u202f-]"
_START = re.compile(rf"(?<![0-9A-Za-z])([A-Z]{{2}}){_BETWEEN}?\d{{2}}(?={_BETWEEN}?[0-9A-Z])")
_LETTER = ord("A") - 10


def bank_accounts(text: str) -> Iterator[re.Match[str]]:
    """Every account number in a text that is as long as its country has it and adds up.

    Digits may be grouped as people like; a number that holds letters, only by fours.
    """
    end = 0
    for start in _START.finditer(text):
        length = LENGTHS.get(start[1])
        if length is None or start.start() < end:
            continue
        found = _number(length).match(text, start.start())
        if found and is_bank_account(found[0]):
            end = found.end()
            yield found


def _number(length: int) -> re.Pattern[str]:
    """What a number of this length looks like, from its first sign on."""
    digits = rf"[A-Z]{{2}}{_BETWEEN}?\d{{2}}(?:{_BETWEEN}?\d){{{length - 4}}}"
    fours, rest = divmod(length, 4)
    by_fours = rf"[0-9A-Z]{{4}}(?: [0-9A-Z]{{4}}){{{fours - 1}}}" + (
        f" [0-9A-Z]{{{rest}}}" if rest else ""
    )
    by_fours = by_fours.replace(" ", "[ \u00a0\u2009\u202f]")
    return re.compile(rf"(?:{digits}|{by_fours}|[0-9A-Z]{{{length}}})(?![0-9A-Za-z])")


def is_bank_account(number: str) -> bool:
    """Whether the check digits are right: the remainder by 97 is 1 (ISO 7064, as 13616 asks)."""
    signs = re.sub(_BETWEEN, "", number)
    if len(signs) != LENGTHS.get(signs[:2]):
        return False
    turned = signs[4:] + signs[:4]
    digits = "".join(sign if sign.isdigit() else str(ord(sign) - _LETTER) for sign in turned)
    return int(digits) % 97 == 1
