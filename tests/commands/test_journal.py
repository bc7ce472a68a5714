"""The journal of sending: who has got a message, and one run at a time."""

from __future__ import annotations

from pathlib import Path

from socomsite.commands.journal import Journal, Stage, locked

PEOPLE = [f"henkilo{number}@muu.example" for number in range(3)]


def test_the_journal_holds_no_address_and_ignores_a_torn_line(tmp_path: Path) -> None:
    file = tmp_path / "j"
    journal = Journal(file, "tiedote-1")
    journal.note(Stage.SENT, PEOPLE[0])
    with file.open("a", encoding="utf-8") as opened:
        opened.write("sent 1234")
    again = Journal(file, "tiedote-1")
    again.note(Stage.CLOSING, PEOPLE[1])
    third = Journal(file, "tiedote-1")
    assert [third.stage(each) for each in PEOPLE[:3]] == ["sent", "closing", ""]
    assert third.stage(PEOPLE[0].upper()) == "sent"
    assert Journal(file, "tiedote-2").stage(PEOPLE[0]) == ""
    assert "muu.example" not in file.read_text("utf-8")


def test_only_one_run_at_a_time_sends_an_issue(tmp_path: Path) -> None:
    with locked(tmp_path / "j") as first, locked(tmp_path / "j") as second:
        assert (first, second) == (True, False)


def test_a_journal_with_bytes_that_are_no_text_is_read_and_written_on(tmp_path: Path) -> None:
    file = tmp_path / "a.lahetys"
    Journal(file, "a").note(Stage.SENT, "anna@a.example")
    file.write_bytes(b"\xff\x00\n" + file.read_bytes() + b"\xfe")
    journal = Journal(file, "a")
    assert journal.stage("anna@a.example") == Stage.SENT
    journal.note(Stage.NO, "bo@b.example")
    assert Journal(file, "a").stage("bo@b.example") == Stage.NO
