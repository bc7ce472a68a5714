"""Two who save the same entry at once, over HTTP: whatever either wrote is there to be found."""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence

import pytest

from tests.editor.conftest import Editor
from tests.editor.pages import Form, encoded, read

ADDRESS = "/sisallot/news/uutinen/fi"
FILE = "content/news/uutinen.md"
ROUNDS = 200


def form_of(editor: Editor) -> Form:
    page = read(ADDRESS, editor.get(ADDRESS))
    return max(page.forms, key=lambda form: len(form.fields))


def origin(editor: Editor) -> str:
    return f"http://127.0.0.1:{editor.port}"


class Writer(threading.Thread):
    """Opens the form, writes a sentence of its own into the text and saves, again and again."""

    def __init__(self, editor: Editor, name: str, rounds: int, start: threading.Barrier) -> None:
        super().__init__()
        self.editor = Editor(editor.root, editor.desk, dict(editor.cookies))
        self.own, self.rounds, self.begin = name, rounds, start
        self.saved: list[str] = []
        self.refused: list[tuple[str, str]] = []
        self.wrong: list[object] = []

    def run(self) -> None:
        try:
            for number in range(self.rounds):
                self._once(f"{self.own} kirjoitti virkkeen numero {number}.")
        except Exception as error:  # noqa: BLE001 - told by the test, in its own thread
            self.wrong.append(error)

    def _once(self, sentence: str) -> None:
        form = form_of(self.editor)
        self.begin.wait(60)  # both have the same file before them
        values = form.with_value("f.body", sentence) | {"do": ["save"]}
        body, sort = encoded(form, values)
        headers = {"Content-Type": sort, "Origin": origin(self.editor)}
        answer = self.editor.ask(form.action, method="POST", body=body, headers=headers)
        if answer.status in {302, 303}:
            self.saved.append(sentence)
        elif answer.status == 409:
            self.refused.append((sentence, answer.text))
        else:
            self.wrong.append((answer.status, answer.text))
        self.begin.wait(60)


def race(editor: Editor, rounds: int) -> Sequence[Writer]:
    start = threading.Barrier(2)
    writers = [Writer(editor, name, rounds, start) for name in ("Aino", "Eino")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(300)
    return writers


@pytest.mark.slow
def test_two_writers_racing_lose_nothing(editor: Editor) -> None:
    writers = race(editor, ROUNDS)
    assert [writer.wrong for writer in writers] == [[], []]
    saved = [sentence for writer in writers for sentence in writer.saved]
    refused = [pair for writer in writers for pair in writer.refused]
    # Of two who began with the same file, one saves and the other is told.
    assert len(saved) == len(refused) == ROUNDS
    for sentence, page in refused:
        assert sentence in page, "what was typed is shown"
        assert re.search(r"(Aino|Eino) kirjoitti virkkeen numero \d+\.", page.replace(sentence, ""))
    text = (editor.root / FILE).read_text("utf-8")
    assert sum(sentence in text for sentence in saved) == 1, "the file is whole"
    kept = b"".join(
        file.read_bytes() for file in (editor.root / ".history").rglob("*") if file.is_file()
    ).decode("utf-8", "replace")
    assert [sentence for sentence in saved if sentence not in text + kept] == []


def test_two_writers_of_different_entries_do_not_meet(editor: Editor) -> None:
    other = "/sisallot/topics/lapset/fi"
    for number in range(5):
        first, second = form_of(editor), read(other, editor.get(other))
        theirs = max(second.forms, key=lambda form: len(form.fields))
        for form in (first, theirs):
            values = form.with_value("f.body", f"Virke {number}.") | {"do": ["save"]}
            body, sort = encoded(form, values)
            headers = {"Content-Type": sort, "Origin": origin(editor)}
            answer = editor.ask(form.action, method="POST", body=body, headers=headers)
            assert answer.status in {302, 303}, answer.text
