"""The words of the editor's pages: whole in three languages, and none that nobody says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from socomsite.editor.words import words
from socomsite.language import Language

FOLDER = Path(__file__).parents[2] / "socomsite/editor"
SOURCES = "\n".join(
    file.read_text("utf-8") for pattern in ("*.py", "templates/*") for file in FOLDER.glob(pattern)
)


@pytest.mark.parametrize("code", words())
def test_every_word_is_said_somewhere_and_takes_the_same_values_in_each_language(code: str) -> None:
    names = {
        frozenset(re.findall(r"\{([a-z_]+)", words()[code].in_language(each))) for each in Language
    }
    assert len(names) == 1
    stem = code.removesuffix("-do")
    assert re.search(rf"""["']{re.escape(stem)}["']""", SOURCES), code
