"""Keys and passwords: every known form is found; words about passwords are not.

The keys are put together here: no text of ours holds one.
"""

from __future__ import annotations

import pytest

from socomsite.model.credentials import credentials

KEYS = (
    "-----BEGIN " + "PRIVATE KEY-----",
    "-----BEGIN RSA " + "PRIVATE KEY-----",
    "-----BEGIN OPENSSH " + "PRIVATE KEY-----",
    "-----BEGIN PGP " + "PRIVATE KEY BLOCK-----",
    "PuTTY-User-Key-" + "File-3: ssh-ed25519",
    "AGE-SECRET-" + "KEY-1" + "Q" * 58,
    "AK" + "IA" + "ABCDEFGH234567XY",
    "AI" + "za" + "x" * 35,
    "gh" + "p_" + "a1" * 18,
    "github_" + "pat_" + "a" * 22 + "_" + "b" * 59,
    "gl" + "pat-" + "a" * 20,
    "xo" + "xb-123456789012-" + "abcdefghij",
    "https://hooks.slack" + ".com/services/T00000000/B00000000/abcdefgh",
    "sk_" + "live_" + "a" * 24,
    "np" + "m_" + "a" * 36,
    "pypi-" + "AgEIcHlwaS5vcmc" + "a" * 60,
    "SG." + "a" * 22 + "." + "b" * 43,
    "https://tunnus:" + "sala@testi.example",
)


def found(text: str) -> list[str]:
    return [match[0] for match in credentials(text)]


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key[:12])
def test_a_key_of_a_known_form_is_found(key: str) -> None:
    assert found(f'avain: "{key}"') == [key]


@pytest.mark.parametrize(
    "text",
    [
        "Salasana: pyydä se sihteeriltä. password: ask",
        "-----BEGIN CERTIFICATE-----",
        "-----BEGIN " + "PUBLIC KEY-----",
        "AKIA on lyhenne.",
        "https://testi.example:8080/polku@2x.png",
        "https://www.testi.example/@nimi",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPublic",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    ],
)
def test_words_and_public_things_are_no_keys(text: str) -> None:
    assert found(text) == []
