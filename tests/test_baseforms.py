"""Finnish words with the real Voikko; a machine without it skips with one line."""

from __future__ import annotations

import sys

import pytest

from socomsite.baseforms import Baseforms, baseforms
from tests.conftest import IS_CI

FORMS = baseforms()

if FORMS is None and not IS_CI:
    pytest.skip("Voikko is not installed: base forms skipped", allow_module_level=True)


@pytest.fixture(scope="module")
def forms() -> Baseforms:
    assert FORMS is not None, "Voikko is needed in CI"
    return FORMS


# What stands on a page, and what is asked: in another grade, stem or number.
PAIRS = [
    ("kaupungeissa", "kaupunki"),
    ("kaupunki", "kaupungin"),
    ("kaupunki", "kaupungeille"),
    ("hankkeiden", "hanke"),
    ("hanke", "hankkeita"),
    ("kunta", "kuntien"),
    ("kuntien", "kunnissa"),
    ("lapsi", "lasten"),
    ("lasten", "lapsia"),
    ("miehen", "mies"),
    ("tukea", "tuen"),
    ("apu", "avun"),
    ("aika", "ajan"),
    ("köyhyys", "köyhyyden"),
    ("köyhyyttä", "köyhyys"),
    ("asiakas", "asiakkaiden"),
    ("asiakkaan", "asiakas"),
    ("vammainen", "vammaisten"),
    ("vammaisia", "vammainen"),
    ("puhelin", "puhelimen"),
    ("työttömyys", "työttömyyden"),
    ("lähde", "lähteet"),
    ("vuosi", "vuoden"),
    ("nuori", "nuorten"),
    ("perhe", "perheille"),
    ("Lappeenrannan", "Lappeenranta"),
    ("Taipale", "Taipaleen"),
    ("sosiaaliasiamies", "sosiaaliasiamiehen"),
    ("jälkihuolto", "jälkihuollon"),
    ("kirjaaminen", "kirjaamisen"),
    ("tukea", "tuetaan"),
]


@pytest.mark.parametrize(("written", "asked"), PAIRS)
def test_a_form_asked_for_meets_a_form_that_is_written(
    forms: Baseforms, written: str, asked: str
) -> None:
    stems = {forms.stem(form) for form in (written.lower(), *forms.other_forms(written))}
    assert forms.stem(asked.lower()) in stems


def test_a_stemmer_alone_would_not_have_joined_them(forms: Baseforms) -> None:
    """What the forms are for: else this module could go."""
    apart = [p for p in PAIRS if forms.stem(p[0].lower()) != forms.stem(p[1].lower())]
    assert len(apart) > len(PAIRS) * 2 / 3


def test_a_word_has_one_form_for_each_stem_and_not_its_own(forms: Baseforms) -> None:
    others = forms.other_forms("kaupungeissa")
    stems = [forms.stem(form) for form in others]
    assert others == ("kaupunki",)
    assert len(stems) == len(set(stems))
    assert forms.stem("kaupungeissa") not in stems


def test_words_without_meaning_and_unknown_words_have_no_forms(forms: Baseforms) -> None:
    assert [forms.other_forms(word) for word in ("että", "myös", "hän", "xyzzy")] == [()] * 4
    assert forms.bases("xyzzy") == ()


def test_the_base_form_of_a_word_may_be_a_name(forms: Baseforms) -> None:
    assert "kouvola" in forms.bases("Kouvolassa")
    assert "kaupunki" in forms.bases("KAUPUNGIN".capitalize())


def test_a_compound_is_found_by_its_parts(forms: Baseforms) -> None:
    assert set(forms.parts("vammaispalvelujen")) == {"palvelu", "vammainen"}
    assert set(forms.parts("lapsiperheissä")) == {"lapsi", "perhe"}
    assert "kirjaaminen" in forms.parts("kirjaamisvalmentajat")
    assert forms.parts("kaupunki") == ()


def test_the_same_words_give_the_same_forms_in_any_order() -> None:
    words = [written for written, _ in PAIRS]
    baseforms.cache_clear()
    there = baseforms()
    assert there is not None
    first = [there.other_forms(word) for word in words]
    baseforms.cache_clear()
    again = baseforms()
    assert again is not None
    assert [again.other_forms(word) for word in reversed(words)] == first[::-1]


def test_there_are_no_forms_without_voikko(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socomsite.baseforms.voikko", lambda: None)
    baseforms.cache_clear()
    try:
        assert baseforms() is None
    finally:
        baseforms.cache_clear()


def test_there_are_no_forms_without_the_stemmer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "snowballstemmer", None)
    baseforms.cache_clear()
    try:
        assert baseforms() is None
    finally:
        baseforms.cache_clear()
