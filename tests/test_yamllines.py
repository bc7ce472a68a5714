"""Values as lines of YAML, and back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from socomsite.yamllines import read_lines, readable, yaml_lines
from socomsite.yamltext import Plain
from tests.typed import ANY_TEXT, VALUES


@given(st.dictionaries(st.sampled_from(["title", "topics", "body"]), VALUES, min_size=1))
def test_what_is_written_reads_back_the_same(value: dict[str, Plain]) -> None:
    assert read_lines("\n".join(yaml_lines(dict(value))) + "\n") == value


@given(ANY_TEXT)
def test_readable_text_stays_as_it_is(text: str) -> None:
    once = readable(text)
    assert readable(once) == once
    assert not set(once) & {"\x00", "\r", "\ud800", "\ufffe"}
