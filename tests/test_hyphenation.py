from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socomsite.hyphenation import SOFT_HYPHEN, soft_hyphenated
from socomsite.language import Language


@pytest.mark.parametrize(
    ("word", "broken"),
    [
        ("ammattikorkeakoulu", "ammat-ti-kor-kea-koulu"),
        ("kehittämisyksikkö", "kehit-tä-mis-yk-sikkö"),
        ("vammaispalvelutoimistoille", "vam-mais-pal-ve-lu-toi-mis-toille"),
        ("asiakasasiakirjalaki", "asia-kas-asia-kir-ja-laki"),
        ("hyvinvointialueella", "hyvin-voin-ti-alueella"),
    ],
)
def test_a_long_word_breaks_where_finnish_breaks(word: str, broken: str) -> None:
    assert soft_hyphenated(word, Language.FI).replace(SOFT_HYPHEN, "-") == broken


def test_short_words_and_other_languages_stay_whole() -> None:
    assert soft_hyphenated("Kouvola ja hanke", Language.FI) == "Kouvola ja hanke"
    assert soft_hyphenated("funktionsnedsättning", Language.SV) == "funktionsnedsättning"


def test_no_piece_at_either_end_is_shorter_than_three_letters() -> None:
    pieces = soft_hyphenated("Verkostopankissa", Language.FI).split(SOFT_HYPHEN)
    assert len(pieces) > 1
    assert min(len(pieces[0]), len(pieces[-1])) >= 3


@given(st.text())
def test_only_soft_hyphens_are_added(text: str) -> None:
    made = soft_hyphenated(text, Language.FI)
    assert made.replace(SOFT_HYPHEN, "") == text.replace(SOFT_HYPHEN, "")
