"""The words of the editor's pages: whole in three languages, and none that nobody says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from socomsite.editor.words import plural, purpose, words
from socomsite.language import Language
from socomsite.model.kinds import KINDS
from socomsite.model.schema import Entry

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
    ends = [match.end() for match in re.finditer("-", code)]
    families = [rf"""["']{re.escape(code[:end])}(["']|\{{)""" for end in ends]
    said = [rf"""["']{re.escape(stem)}["']""", *families]
    assert any(re.search(pattern, SOURCES) for pattern in said), code


def test_each_kind_is_called_something_together_and_is_told_of_in_a_sentence() -> None:
    for kind in KINDS:
        for language in Language:
            assert plural(kind, language)[:1].isupper()
            assert purpose(kind, language).endswith(".")


def test_words_of_kinds_are_of_kinds_that_are_there() -> None:
    named = {code.partition("-")[2] for code in words() if code.startswith(("kinds-", "purpose-"))}
    assert named == {kind.folder for kind in KINDS}


def test_a_new_kind_needs_no_words_of_its_own() -> None:
    class Course(Entry, folder="courses", fi="kurssi"):
        """A kind that the words do not know."""

    assert plural(Course, Language.FI) == "kurssi"
    assert purpose(Course, Language.FI) == ""
