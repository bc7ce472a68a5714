"""The help page: six tasks in steps, in each language."""

from __future__ import annotations

import re

import pytest

from tests.editor.conftest import Editor


@pytest.mark.parametrize("tag", ["fi", "sv", "en"])
def test_the_help_tells_six_tasks_in_steps(editor: Editor, tag: str) -> None:
    text = editor.post("/asetukset", {"language": tag, "back": "/ohje/"}).text
    steps = [len(re.findall("<li>", part)) for part in re.findall(r"(?s)<ol.*?</ol>", text)]
    assert steps == [5, 4, 4, 4, 4, 3]
    assert " | " not in text
