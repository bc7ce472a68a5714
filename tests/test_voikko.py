"""The real Voikko; a machine without it skips with one line."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.voikko import breaks, voikko
from tests.conftest import IS_CI

if voikko() is None and not IS_CI:
    pytest.skip("Voikko is not installed", allow_module_level=True)


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("vammaispalvelutoimistoille", "vam-mais-pal-ve-lu-toi-mis-toil-le"),
        ("asiakasasiakirjalaki", "asia-kas-asia-kir-ja-la-ki"),
        ("Stakes", "Sta-kes"),
    ],
)
def test_a_word_breaks_at_its_syllables_and_no_vowel_stands_alone(word: str, broken: str) -> None:
    places = breaks(word)
    assert places is not None
    assert "-".join(word[a:b] for a, b in zip((0, *places), (*places, None), strict=True)) == broken


@given(st.text(st.characters(categories=["L"]), min_size=1, max_size=300))
def test_every_break_is_inside_the_word(word: str) -> None:
    places = breaks(word)
    assert places is not None
    assert all(0 < place < len(word) for place in places)


_AT_ONCE = """
from threading import Thread
from socomsite.baseforms import baseforms
from socomsite.voikko import breaks

WORDS = "kaupungeissa sosiaalityöntekijöiden vammaispalveluiden hankkeessa".split()
heard = []

def ask():
    for _ in range(1500):
        heard.append(tuple((breaks(word), tuple(baseforms().bases(word))) for word in WORDS))

threads = [Thread(target=ask) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(heard), len(set(heard)))
"""


def test_threads_that_ask_at_once_hear_the_same_and_break_nothing() -> None:
    # In a process of its own: what broke was its memory.
    done = subprocess.run(
        [sys.executable, "-c", _AT_ONCE], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr, done.stdout) == (0, "", "6000 1\n")


def test_without_the_library_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libvoikko", None)
    voikko.cache_clear()
    try:
        assert voikko() is None
        assert breaks("kaupunki") is None
    finally:
        voikko.cache_clear()


def test_without_the_finnish_dictionary_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    libvoikko = __import__("libvoikko")

    def refuse(_language: str) -> None:
        raise libvoikko.VoikkoException("no dictionary")

    monkeypatch.setattr(libvoikko, "Voikko", refuse)
    voikko.cache_clear()
    try:
        assert voikko() is None
    finally:
        voikko.cache_clear()
