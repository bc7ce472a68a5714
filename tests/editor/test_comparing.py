"""Before and after of a file, field by field."""

from __future__ import annotations

from socomsite.editor.comparing import differences
from socomsite.language import Language

PATH = "content/news/a.md"


def changed(before: str | None, after: str | None) -> list[tuple[str, str, str]]:
    found = differences(PATH, before, after, Language.FI)
    return [(each.name, each.before, each.after) for each in found]


def test_only_what_says_something_else_is_told() -> None:
    before = "---\ntitle: A\ntopics: [a]\n---\nTeksti.\n"
    after = "---\ntitle: A # sama\ntopics: [a, b]\n---\nTeksti.\n"
    assert changed(before, after) == [("Kehittämisalueet", "– a", "– a\n– b")]
    assert changed(before, before) == []


def test_groups_are_told_line_by_line() -> None:
    after = "---\nphones: [{number: 1, hours: [{a: b}, c]}]\nempty: []\n---\n"
    assert changed(None, after)[0][2] == "– Numero: 1\n  hours:\n    – a: b\n    – c"


def test_what_cannot_be_read_is_compared_as_a_whole() -> None:
    assert changed("---\n[\n---\n", "---\ntitle: A\n---\n") == [
        ("", "---\n[\n---\n", "---\ntitle: A\n---\n")
    ]
    assert changed("---\n[\n---\n", "---\n[\n---\n") == []
