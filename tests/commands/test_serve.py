"""`serve`: pages with the reload script, rebuilt after a save, problems laid over the last page."""

from __future__ import annotations

import asyncio
import http.client
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

from socomsite.commands.preview import Preview
from socomsite.language import Language
from tests.commands.conftest import BROKEN, SOUND, Runner, environment
from tests.conftest import PAGE, SITE_YAML, news, write_site

NEWS = "content/news/uutinen.md"
ADDRESS = "/ajankohtaista/uutinen/"
BUILT = "Sivusto on tehty uudelleen"
OVERLAY = 'id="socomsite-problems"'
HELLO = {"command": "hello", "protocols": ["http://livereload.com/protocols/official-7"]}
PATIENCE = 20.0


@dataclass
class Served:
    """A preview in a process of its own, and what it has said so far."""

    root: Path
    port: int
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)

    def listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))

    def count(self, words: str) -> int:
        return sum(words in line for line in list(self.lines))

    def until(self, is_so: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not is_so():
            assert time.monotonic() < end, self.lines
            time.sleep(0.02)

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str, str]:
        """Status, content type and text of an answer."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as line:
            line.request(method, path, headers=headers)
            answer = line.getresponse()
            place = answer.headers.get("Location") or answer.headers.get("Content-Type") or ""
            return answer.status, place, answer.read().decode("utf-8")

    def page(self, path: str = ADDRESS) -> str:
        return self.ask(path)[2]

    def save(self, path: str, text: str) -> None:
        write_site_file(self.root / path, text)


def write_site_file(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def serving(root: Path, *options: str) -> Iterator[Served]:
    """A preview that has started to answer; it is ended with Ctrl+C and must end well."""
    port = free_port()
    command = [sys.executable, "-m", "socomsite", "serve", "--site", str(root)]
    process = subprocess.Popen(
        [*command, "--port", str(port), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env=environment(),
    )
    served = Served(root, port, process)
    listener = threading.Thread(target=served.listen)
    listener.start()
    try:
        served.until(lambda: served.count(f"http://127.0.0.1:{port}/") > 0)
        yield served
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=PATIENCE)
        listener.join()
        assert process.stdout is not None
        process.stdout.close()
    assert code == 0
    assert served.count("Traceback") == 0


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A preview that no test changes."""
    root = tmp_path_factory.mktemp("esikatselu") / "sivusto"
    assets = {"tyyli.css": "a { color: red }", "koe.wasm": "x", "koe.pf_index": "x"}
    write_site(root, {**SOUND, **{f"templates/assets/{name}": t for name, t in assets.items()}})
    with serving(root) as found:
        yield found


def test_it_says_where_to_look(served: Served) -> None:
    assert served.count(BUILT) == 1
    address = f"http://127.0.0.1:{served.port}/"
    assert served.lines[-1] == f"Esikatselu: {address} (lopeta: Ctrl+C)"


def test_a_page_comes_with_the_script_that_reloads_it(served: Served) -> None:
    status, sort, page = served.ask(ADDRESS)
    assert (status, sort) == (200, "text/html; charset=utf-8")
    assert '<script src="/livereload.js?snipver=1" defer></script></head>' in page
    assert OVERLAY not in page
    status, sort, script = served.ask("/livereload.js?snipver=1")
    assert (status, sort) == (200, "application/javascript")
    assert "LiveReload" in script


def test_a_folder_leads_to_its_page(served: Served) -> None:
    assert served.ask("/")[0] == 200
    assert served.ask(ADDRESS.rstrip("/"))[:2] == (302, ADDRESS)


def test_a_page_that_is_not_there_is_the_sites_own_404(served: Served) -> None:
    status, sort, page = served.ask("/poissa/")
    assert (status, sort) == (404, "text/html; charset=utf-8")
    assert "livereload.js" in page


@pytest.mark.parametrize(
    "path",
    [
        "/../site.yaml",
        "/..%2fsite.yaml",
        "/%2e%2e/%2e%2e/site.yaml",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/.socomsite",
        "/ajankohtaista/../.socomsite",
        "/ajankohtaista/%00",
        "/" + "a" * 3000,
        "/assets/",
        "/a%0ab",
        "/ajankohtaista//uutinen/",
    ],
)
def test_nothing_but_the_sites_files_is_given_away(served: Served, path: str) -> None:
    status, _, text = served.ask(path)
    assert status == 404
    assert "Testikeskus" not in text.partition("<title>")[0]
    assert "root:" not in text
    assert "tyyli" not in text


def test_bytes_that_are_no_text_are_a_bad_request(served: Served) -> None:
    assert served.ask("/%ff")[0] == 400


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil:80"])
@pytest.mark.parametrize("path", ["/", "/livereload.js", "/livereload"])
def test_another_name_for_this_machine_gets_nothing(served: Served, path: str, host: str) -> None:
    status, _, text = served.ask(path, Host=host)
    assert status == 403
    assert "<h1" not in text


def test_localhost_is_our_own_name(served: Served) -> None:
    assert served.ask("/", Host=f"localhost:{served.port}")[0] == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_sent(served: Served, method: str) -> None:
    assert served.ask("/", method)[0] == 405


def test_the_head_of_a_page_has_no_body(served: Served) -> None:
    assert served.ask(ADDRESS, "HEAD") == (200, "text/html; charset=utf-8", "")


def test_files_come_with_their_type(served: Served) -> None:
    folder = served.root / ".cache/preview"
    styles = next(folder.rglob("*.css")).relative_to(folder).as_posix()
    assert served.ask(f"/{styles}")[:2] == (200, "text/css; charset=utf-8")
    assert served.ask("/sitemap.xml")[:2] == (200, "application/xml; charset=utf-8")
    for suffix, sort in (("wasm", "application/wasm"), ("pf_index", "application/octet-stream")):
        part = next(folder.rglob(f"*.{suffix}")).relative_to(folder).as_posix()
        assert served.ask(f"/{part}")[:2] == (200, sort)


async def greeted(port: int, **headers: str) -> WebSocketClientConnection:
    request = HTTPRequest(f"ws://127.0.0.1:{port}/livereload", headers=headers)
    listener = await websocket_connect(request)
    await listener.write_message(json.dumps(HELLO))
    answer = await asyncio.wait_for(listener.read_message(), PATIENCE)
    assert answer is not None
    assert json.loads(answer)["command"] == "hello"
    await listener.write_message(json.dumps({"command": "info", "url": "x"}))
    return listener


async def hung_up(listener: WebSocketClientConnection) -> None:
    """Wait until the line is closed at both ends."""
    listener.close()
    while await asyncio.wait_for(listener.read_message(), PATIENCE) is not None:
        pass
    await asyncio.sleep(0)


def test_another_sites_page_may_not_listen(served: Served) -> None:
    async def listen(origin: str) -> None:
        await hung_up(await greeted(served.port, Origin=origin))

    asyncio.run(listen(f"http://127.0.0.1:{served.port}"))
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    for origin in ("http://evil.example", "null", "http://127.0.0.1"):
        headers = {**upgrade, "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Origin": origin}
        assert served.ask("/livereload", **headers)[0] == 403


@pytest.mark.parametrize("nonsense", ["", "{", "[]", "{}", "1", '{"command": 1, "url": 2}'])
def test_nonsense_from_a_listener_does_no_harm(served: Served, nonsense: str) -> None:
    async def babble() -> None:
        listener = await greeted(served.port)
        await listener.write_message(nonsense)
        await hung_up(listener)

    asyncio.run(babble())
    assert served.ask("/")[0] == 200
    assert len(served.lines) == 4


def test_a_save_rebuilds_and_reloads(root: Path) -> None:
    async def reload_after(save: Callable[[], None]) -> dict[str, object]:
        listener = await greeted(preview.port)
        await asyncio.sleep(0.05)
        save()
        message = await asyncio.wait_for(listener.read_message(), PATIENCE)
        assert message is not None
        await hung_up(listener)
        found = json.loads(message)
        assert isinstance(found, dict)
        return found

    with serving(root) as preview:
        message = asyncio.run(reload_after(lambda: preview.save(NEWS, news("Uusi otsikko"))))
        assert message["command"] == "reload"
        assert "Uusi otsikko" in preview.page()
        asyncio.run(reload_after(lambda: preview.save("templates/news.html", PAGE + "<!--uusi-->")))
        assert "<!--uusi-->" in preview.page()
        asyncio.run(reload_after((root / NEWS).unlink))
        assert preview.ask(ADDRESS)[0] == 404
        renamed = SITE_YAML.replace("ajankohtaista", "uutiset")
        preview.save(NEWS, news("Takaisin"))
        preview.save("site.yaml", renamed)
        preview.until(lambda: preview.ask("/uutiset/uutinen/")[0] == 200)


def test_the_page_in_the_browser_is_new_when_it_is_told_to_reload(root: Path) -> None:
    async def look(preview: Served) -> tuple[str, list[str]]:
        listener = await greeted(preview.port)
        url = f"http://127.0.0.1:{preview.port}{ADDRESS}?a=b#c"
        await listener.write_message(json.dumps({"command": "info", "url": url}))
        await asyncio.sleep(0.05)
        preview.save(NEWS, news("Uusi otsikko"))
        message = await asyncio.wait_for(listener.read_message(), PATIENCE)
        page = preview.page()
        preview.until(lambda: preview.count(BUILT) == 2)
        heard = [str(message)]
        with suppress(TimeoutError):
            heard.append(str(await asyncio.wait_for(listener.read_message(), 0.3)))
        await hung_up(listener)
        return page, heard

    with serving(root) as preview:
        page, heard = asyncio.run(look(preview))
        assert "Uusi otsikko" in page
        assert [json.loads(each)["command"] for each in heard] == ["reload"]
        assert preview.page() == page


def test_a_mistake_lies_over_the_last_good_page_until_it_is_mended(root: Path) -> None:
    with serving(root) as served:
        served.save(NEWS, BROKEN)
        served.until(lambda: OVERLAY in served.page())
        page = served.page()
        assert '<h1 id="s-title">Uutinen</h1>' in page
        assert "Korjaa nämä kohdat, niin sivu päivittyy itsestään." in page
        assert f"{NEWS}:3:7: error[date-impossible]: Päivää &#x27;31.2.2026&#x27; ei ole" in page
        assert 'role="alert" tabindex="0" lang="fi"' in page
        served.until(lambda: served.count(f"{NEWS}:3:7: error[date-impossible]") == 1)
        assert OVERLAY in served.page("/poissa/")
        served.save("templates/news.html", "{{ nope }}<script>")
        served.save(NEWS, news("Ehjä"))
        served.until(lambda: "template-undefined" in served.page())
        assert "date-impossible" not in served.page()
        served.save("templates/news.html", PAGE)
        served.until(lambda: '<h1 id="s-title">Ehjä</h1>' in served.page())
        assert OVERLAY not in served.page()


def test_many_files_saved_at_once_make_one_build(root: Path) -> None:
    with serving(root) as served:
        for number in range(60):
            served.save(f"content/news/n{number}.md", news(f"Numero {number}"))
        served.until(lambda: served.count(BUILT) >= 2)
        time.sleep(0.5)
        assert served.count(BUILT) == 2
        assert served.ask("/ajankohtaista/n59/")[0] == 200


def test_hidden_files_and_the_programs_own_make_no_build(root: Path) -> None:
    with serving(root) as served:
        served.save("content/news/.uutinen.md.swp", "x")
        served.save("content/.git/x", "x")
        served.save(".cache/x", "x")
        served.save("output/x", "x")
        time.sleep(0.6)
        assert served.count(BUILT) == 1


def test_a_site_that_is_broken_at_the_start_can_be_mended(root: Path) -> None:
    write_site(root, {NEWS: BROKEN})
    with serving(root) as served:
        assert served.count("error[date-impossible]") == 1
        status, _, page = served.ask("/")
        assert status == 404
        assert OVERLAY in page
        assert "livereload.js" in page
        served.save(NEWS, news())
        served.until(lambda: served.ask("/")[0] == 200)
        assert OVERLAY not in served.page()


def test_drafts_are_shown_when_asked(root: Path) -> None:
    write_site(root, {NEWS: news().replace("date:", "draft: kyllä\ndate:")})
    with serving(root, "--drafts", "--lang", "sv") as served:
        assert served.ask(ADDRESS)[0] == 200
        assert served.count("Förhandsgranskning: ") == 1


def test_a_port_in_use_is_told_before_anything_is_built(socomsite: Runner, root: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = socomsite("serve", "--site", root, "--port", str(port))
    other = port + 1 if port < 65535 else port - 1
    assert (said.code, said.out) == (2, "")
    assert said.err == (
        f"Portti {port} on jo käytössä. Valitse toinen, esimerkiksi --port {other}.\n"
    )
    assert not (root / ".cache").exists()


def test_a_port_that_may_not_be_used_is_told_with_its_reason(
    socomsite: Runner, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object) -> None:
        raise PermissionError(13, "x")

    monkeypatch.setattr("socket.create_server", refused)
    said = socomsite("serve", "--site", root, "--port", "80")
    assert said.code == 2
    assert said.err.startswith("Porttia 80 ei voi käyttää (Permission denied).")


def test_only_serve_loads_livereload() -> None:
    script = (
        "import sys\n"
        "for name in ('build', 'new', 'preview', 'serve'):\n"
        "    __import__('socomsite.commands.' + name)\n"
        "    print(name, 'livereload' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        env=environment(),
        check=True,
    )
    assert done.stdout == "build False\nnew False\npreview False\nserve True\n"


def preview_of(root: Path) -> Preview:
    return Preview(root, Language.FI, drafts=False)


def test_a_fault_of_ours_leaves_the_last_good_page(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    preview = preview_of(root)
    preview.build()
    before = (preview.folder / "index.html").read_bytes()

    def broken(*_given: object, **_more: object) -> None:
        message = "rikki"
        raise RuntimeError(message)

    monkeypatch.setattr("socomsite.engine.ground.link", broken)
    write_site(root, {"content/news/uusi.md": news("Uusi")})
    preview.build()
    assert "Vika on ohjelmassa, ei sisällössä." in preview.overlay().decode()
    assert "Traceback" not in capsys.readouterr().err
    assert "RuntimeError: rikki" in (root / ".cache/internal.txt").read_text("utf-8")
    assert (preview.folder / "index.html").read_bytes() == before


@pytest.mark.parametrize(
    "page",
    [b"", b"<h1>A</h1>", b"<body>A</body>", b"<head></head>", b"<head></head><body>A</body>"],
)
def test_any_page_gets_the_script_and_the_problems(root: Path, page: bytes) -> None:
    write_site(root, {NEWS: BROKEN})
    preview = preview_of(root)
    preview.build()
    shown = preview.shown(page)
    assert shown.count(b"/livereload.js") == 1
    assert shown.count(OVERLAY.encode()) == 1
    assert shown.index(b"/livereload.js") < shown.index(OVERLAY.encode())
    kept = shown.replace(preview.overlay(), b"")
    assert kept.replace(b'<script src="/livereload.js?snipver=1" defer></script>', b"") == page
