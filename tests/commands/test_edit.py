"""`edit`: one line with the address; what it tells of a site that is broken or published."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.commands.conftest import SOUND, Runner, environment
from tests.conftest import write_site
from tests.editor.conftest import running
from tests.editor.desk_site import FILES, put
from tests.editor.test_dashboard import words

PATIENCE = 20.0


@contextmanager
def editing(root: Path, *options: str, **more: str) -> Iterator[tuple[str, list[str]]]:
    """The first line that `edit` says, and later all others; ended with Ctrl+C."""
    command = [sys.executable, "-m", "socomsite", "edit", "--site", str(root), "--port", "0"]
    process = subprocess.Popen(
        [*command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=environment(**more),
    )
    assert process.stdout is not None
    others: list[str] = []
    try:
        yield process.stdout.readline().rstrip("\n"), others
    finally:
        process.send_signal(signal.SIGINT)
        others += process.communicate(timeout=PATIENCE)[0].splitlines()
    assert process.returncode == 0


def test_it_says_one_line_with_the_address_that_opens_it(tmp_path: Path) -> None:
    with editing(write_site(tmp_path / "s", SOUND), "--no-browser") as (line, others):
        found = re.fullmatch(r"Muokkain on auki: http://127\.0\.0\.1:(\d+)(/alku\?avain=\S+)", line)
        assert found is not None
        with closing(http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=10)) as asked:
            asked.request("GET", found[2])
            answer = asked.getresponse()
            assert (answer.status, answer.headers["Location"]) == (302, "/")
    assert others == []


@pytest.mark.skipif(os.name != "posix", reason="the browser is a shell script")
def test_the_address_is_opened_in_the_browser_unless_told_otherwise(tmp_path: Path) -> None:
    opened, browser = tmp_path / "avattu", tmp_path / "selain"
    os.mkfifo(opened)
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}"\n')
    browser.chmod(0o755)
    root = write_site(tmp_path / "s", SOUND)
    with editing(root, "--browser", BROWSER=f"{browser} %s") as (line, _):
        assert opened.read_text().strip() == line.removeprefix("Muokkain on auki: ")


def test_a_taken_port_and_a_folder_without_a_site_are_told(
    tmp_path: Path, socomsite: Runner
) -> None:
    assert socomsite("edit", "--site", str(tmp_path)).code == 2
    root = write_site(tmp_path / "s", SOUND)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = socomsite("edit", "--site", str(root), "--port", str(port))
    assert said.code == 2
    assert f"Portti {port} on jo käytössä" in said.err


@pytest.mark.parametrize("path", ["/", "/sisallot/", "/sisallot/?laji=posts", "/uusi/"])
def test_settings_that_cannot_be_read_are_told_of_in_the_words_of_the_build(
    tmp_path: Path, socomsite: Runner, path: str
) -> None:
    root = write_site(tmp_path / "rikki", FILES | {"site.yaml": "name: X\nurl: ei osoite\n"})
    told = socomsite("check", "--site", str(root)).err
    for editor in running(root):
        editor.begin()
        answer = editor.get(path)
        said = words(answer.text)
        assert answer.status == 200
        assert "Sivuston asetuksia ei voi lukea" in said
        messages = re.findall(r"site\.yaml:\S* error\[[^]]+\]: (.*)", told)
        assert messages
        for message in messages:
            assert message.replace("\xa0", " ") in said
        assert editor.get("/ohje/").status == 200
        put(root, {"site.yaml": FILES["site.yaml"]})
        assert "Sivuston asetuksia" not in editor.get(path).text


def test_after_publishing_the_first_page_counts_what_was_saved_since(
    tmp_path: Path, socomsite: Runner
) -> None:
    settings = FILES["site.yaml"] + "publish:\n  koe: {folder: ../julki}\n"
    root = write_site(tmp_path / "sivusto", FILES | {"site.yaml": settings})
    assert socomsite("publish", "--site", str(root), "--yes").code == 0
    for file in root.glob("content/*/*"):
        os.utime(file, (0, 0))
    for editor in running(root):
        editor.begin()
        said = words(editor.get("/").text)
        assert "0 julkaisematonta muutosta Kaikki tallennettu on julkaistu." in said
        assert "koe · " in said
        assert "lukijat näkevät tämän" in said
        file = root / "content/posts/kevat.md"
        file.write_text(file.read_text("utf-8") + "\nLisää.\n", "utf-8")
        os.utime(file, (2**31, 2**31))
        assert "1 julkaisematon muutos Katso ja julkaise" in words(editor.get("/").text)
