from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from socomsite.language import Language
from socomsite.model.source import Source, Split, split_front_matter
from socomsite.problem import Position, problem

FI, SV, EN = Language


def test_a_text_is_split_at_its_lines_of_hyphens() -> None:
    text = "---\ntitle: A\n---\nTeksti.\n"
    assert split_front_matter(text) == Split("title: A\n", 2, "Teksti.\n", 4)


def test_spaces_after_the_hyphens_do_no_harm() -> None:
    assert split_front_matter("---  \na: b\n---\t\nTeksti.") == Split("a: b\n", 2, "Teksti.", 4)


def test_a_text_may_end_at_its_front_matter() -> None:
    assert split_front_matter("---\na: b\n---") == Split("a: b\n", 2, "", 3)


def test_hyphens_further_down_belong_to_the_body() -> None:
    text = "---\na: b\n---\nYksi\n\n---\n\nKaksi\n"
    assert split_front_matter(text) == Split("a: b\n", 2, "Yksi\n\n---\n\nKaksi\n", 4)


@pytest.mark.parametrize(
    "text", ["Teksti.", "---\na: b\n", " ---\na: b\n---\n", "----\na: b\n---\n"]
)
def test_a_text_without_both_lines_of_hyphens_has_no_front_matter(text: str) -> None:
    assert split_front_matter(text) == Split(None, 1, text, 1)


@settings(deadline=None)
@given(st.text())
def test_nothing_of_a_text_is_lost_when_it_is_split(text: str) -> None:
    split = split_front_matter(text)
    front = split.front or ""
    assert text.endswith(split.body)
    assert front in text
    assert split.body_line == text[: len(text) - len(split.body)].count("\n") + 1


def test_a_source_is_known_by_all_that_decoding_sees() -> None:
    source = Source("content/news/a.md", "news", "a", FI, "x")
    others = [
        Source("content/news/b.md", "news", "a", FI, "x"),
        Source("content/news/a.md", "pages", "a", FI, "x"),
        Source("content/news/a.md", "news", "b", FI, "x"),
        Source("content/news/a.md", "news", "a", SV, "x"),
        Source("content/news/a.md", "news", "a", FI, "y"),
        Source("content/news/a.md", "news", "a", FI, "x", (problem(Position("a"), "file-empty"),)),
    ]
    assert source.digest == Source("content/news/a.md", "news", "a", FI, "x").digest
    assert len({source.digest, *(other.digest for other in others)}) == 7
