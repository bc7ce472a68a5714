"""Publishing from the browser as a person does it, for tests."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path

from tests.editor.conftest import Answer, Editor

NEWS = "content/news/uutinen.md"


def save(editor: Editor, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (editor.root / path).write_text(text)


def place(editor: Editor) -> Path:
    return editor.root.parent / "julki"


def patient(editor: Editor, path: str = "/julkaise/") -> Answer:
    """The page once it no longer asks to be asked again."""
    for _ in range(300):
        answer = editor.get(path)
        if "refresh" not in answer.headers:
            return answer
        assert "<h1>Hetki, työ on kesken</h1>" in answer.text
        time.sleep(0.05)
    raise AssertionError(answer.text)


def press(editor: Editor, shown: Answer, **more: str) -> Answer:
    """Press Julkaise on a page, and wait for what came of it."""
    (version,) = re.findall(r'name="versio" value="([^"]+)"', shown.text)
    fields = {"kohde": "koe", "versio": version, **more}
    answer = editor.post("/julkaise/", fields, follow=False)
    assert answer.status == 303, answer.text
    return patient(editor, answer.headers["location"])


def published(editor: Editor) -> Answer:
    return press(editor, patient(editor))


def served(editor: Editor, path: str) -> str:
    return (place(editor) / "current" / path).read_text()
