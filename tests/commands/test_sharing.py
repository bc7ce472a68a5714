"""`edit --share`: others may read the preview, and can do nothing else."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from socomsite.commands import edit, sharing
from socomsite.commands.sharing import Sharing, code_of, own_address, share
from socomsite.language import Language
from tests.commands.conftest import SOUND
from tests.conftest import write_site


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Sharing]:
    """A small folder that is shared at an address of this machine."""
    folder = tmp_path / "esikatselu"
    write(folder / "index.html", "<h1>Etusivu</h1>")
    write(folder / "a/index.html", "<h1>A</h1>")
    write(folder / "404.html", "<h1>Ei ole</h1>")
    write(folder / ".salainen", "salaisuus")
    write(folder / "tyhjä/a.txt", "A")
    write(tmp_path / "ulkona.txt", "salaisuus")
    (folder / "ulos").symlink_to(tmp_path)
    started, found, ends = threading.Event(), list[Sharing](), list[Callable[[], object]]()

    async def serve() -> None:
        sharing, server = share(folder.resolve(), "127.0.0.1", "Hetki.")
        ended, loop = asyncio.Event(), asyncio.get_running_loop()
        found.append(sharing)
        ends.append(lambda: loop.call_soon_threadsafe(ended.set))
        started.set()
        await ended.wait()
        server.stop()
        await server.close_all_connections()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    started.wait(10)
    yield found[0]
    ends[0]()
    thread.join(10)


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def ask(
    shared: Sharing, path: str, method: str = "GET", host: str = ""
) -> tuple[HTTPResponse, str]:
    line = HTTPConnection(shared.host, shared.port, timeout=10)
    line.request(method, path, headers={"Host": host} if host else {})
    answer = line.getresponse()
    text = answer.read().decode("utf-8", "replace")
    line.close()
    return answer, text


def test_the_preview_is_read_below_the_secret(shared: Sharing) -> None:
    answer, text = ask(shared, f"/{shared.key}/")
    assert (answer.status, text) == (200, "<h1>Etusivu</h1>")
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert ask(shared, f"/{shared.key}/a")[0].headers["Location"] == f"/{shared.key}/a/"
    assert ask(shared, f"/{shared.key}/poissa/")[0].status == 404
    answer, text = ask(shared, f"/{shared.key}/", "HEAD")
    assert (answer.status, text) == (200, "")


@pytest.mark.parametrize("path", ["/", "/index.html", "/arvattu/", "/arvattu/index.html", "/alku"])
def test_without_the_secret_nothing_is_there(shared: Sharing, path: str) -> None:
    answer, text = ask(shared, path)
    assert (answer.status, text) == (404, "404")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_only_what_reads_is_answered(shared: Sharing, method: str) -> None:
    assert ask(shared, f"/{shared.key}/", method)[0].status == 405


@pytest.mark.parametrize("host", ["evil.example", "localhost", "127.0.0.1", "127.0.0.1:1"])
def test_only_its_own_address_is_answered(shared: Sharing, host: str) -> None:
    assert ask(shared, f"/{shared.key}/", host=host)[0].status == 403


@pytest.mark.parametrize(
    "path",
    [
        "../ulkona.txt",
        "%2e%2e/ulkona.txt",
        "..%2fulkona.txt",
        "..%5culkona.txt",
        "//etc/passwd",
        "/etc/passwd",
        ".salainen",
        "ulos/ulkona.txt",
        "a%00.html",
        "x" * 3000,
    ],
)
def test_nothing_outside_of_the_folder_and_nothing_hidden_is_given(
    shared: Sharing, path: str
) -> None:
    answer, text = ask(shared, f"/{shared.key}/{path}")
    assert answer.status == 404
    assert "salaisuus" not in text
    assert "root:" not in text


def test_a_folder_is_not_listed(shared: Sharing) -> None:
    answer, text = ask(shared, f"/{shared.key}/tyhj%C3%A4/")
    assert answer.status == 404
    assert "a.txt" not in text


@pytest.mark.parametrize(
    "path", ["/alku?avain=x", "/sisallot/", "/julkaise/", "/esikatselu/", "/static/editor.css"]
)
def test_no_page_of_the_editor_is_there(shared: Sharing, path: str) -> None:
    assert ask(shared, path)[0].status == 404
    assert ask(shared, f"/{shared.key}{path}")[0].status in {302, 404}


def test_until_the_site_is_built_one_is_asked_to_wait(shared: Sharing) -> None:
    shared.folder.rename(shared.folder.with_name("muualla"))
    answer, text = ask(shared, f"/{shared.key}/")
    assert (answer.status, answer.headers["Refresh"], text) == (503, "2", "Hetki.")


def test_the_code_holds_the_address_and_is_drawn_in_blocks() -> None:
    drawn = code_of("http://192.0.2.7:5601/avain/")
    assert drawn is not None
    assert set(drawn) <= set(" ▀▄█\n\x1b[0123456789;m")
    assert len(drawn.splitlines()) > 10
    assert drawn != code_of("http://192.0.2.7:5602/avain/")


def test_without_the_library_the_address_is_shown_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "segno", None)
    assert code_of("http://192.0.2.7:5601/") is None


def test_the_address_is_one_that_others_can_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    address = own_address()
    assert address is None or not address.startswith("127.")
    monkeypatch.setattr(sharing, "_SOMEWHERE", ("127.0.0.1", 9))
    assert own_address() is None

    def refused(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(socket.socket, "connect", refused)
    assert own_address() is None


def said_by_edit(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> tuple[str, str]:
    """What `edit --share` says before somebody ends it."""

    class Ended:
        async def wait(self) -> None:
            raise KeyboardInterrupt

    monkeypatch.setattr("socomsite.commands.edit.asyncio.Event", Ended)
    assert edit.run(root, 0, Language.FI, browser=False, shared=True) == 0
    said = capsys.readouterr()
    return said.out, said.err


def test_edit_shows_the_address_and_the_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = write_site(tmp_path / "sivusto", SOUND)
    monkeypatch.setattr(edit, "own_address", lambda: "127.0.0.1")
    out, _ = said_by_edit(root, monkeypatch, capsys)
    assert "Esikatselu näkyy lähiverkossa, kunnes muokkain suljetaan: http://127.0.0.1:" in out
    assert "█" in out


@pytest.mark.parametrize("host", [None, "203.0.113.7"])
def test_a_machine_in_no_network_is_told_of_and_the_editor_goes_on(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    host: str | None,
) -> None:
    root = write_site(tmp_path / "sivusto", SOUND)
    monkeypatch.setattr(edit, "own_address", lambda: host)
    out, err = said_by_edit(root, monkeypatch, capsys)
    assert "Muokkain on auki" in out
    assert "Tämä kone ei ole lähiverkossa" in err
