"""Whoever attacks the editor gets nothing, learns nothing, and leaves every file as it was.

The pages, forms and fields attacked are those that a walk through the editor finds, so a new one is
attacked as soon as something leads to it.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import socket
import time
from collections.abc import Iterator, Mapping
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from socomsite.editor.guard import HOST
from socomsite.editor.rooms import ROOMS
from socomsite.editor.store import Store
from tests.conftest import write_site
from tests.editor.conftest import Editor, running
from tests.editor.pages import Form, Shown, encoded, faults_of, read, walk
from tests.editor.publishes import patient, press

FULL = Path(__file__).parents[1] / "sites" / "full"
#: What may change below the site's folder: content, what was before it, what is remembered, and
#: the list of addresses, which grows when the site is published.
MAY_CHANGE = ("content", ".history", ".cache", "ledger.txt")
#: Where the site is published to, beside its folder, and by what it is published.
PUBLISHED, PUBLISH = "julki", "publish: {koe: {folder: ../julki}}\n"
#: A page that is written on and given other addresses.
PAGE = "content/pages/socom.md"
PRIVATE = "ei-kenellekaan-8f2b1c"
_ENTRY = re.compile(r"^/(?:sisallot|uusi)/[^/]+/?(?:[^/]+/(?:fi|sv|en))?")
PATTERNS = sorted({pattern for room in ROOMS for pattern, _ in room})
#: Forms of so many fields get every way in each.
FEW = 8
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")

#: Ways out of a folder, as Unix, Windows, browsers and careless decoders understand them.
WAYS_OUT = (
    "../salaisuus.txt",
    "../../salaisuus.txt",
    "content/../../salaisuus.txt",
    "content/pages/../../../salaisuus.txt",
    "ulos/salaisuus.txt",
    "content/pictures/ulos/salaisuus.txt",
    "/etc/passwd",
    "//etc/passwd",
    "file:///etc/passwd",
    "..\\..\\salaisuus.txt",
    "C:\\Windows\\win.ini",
    "C:salaisuus.txt",
    "\\\\palvelin\\jako\\salaisuus.txt",
    "\\\\?\\C:\\salaisuus.txt",
    "..%2f..%2fsalaisuus.txt",
    "%2e%2e/%2e%2e/salaisuus.txt",
    "%252e%252e%252fsalaisuus.txt",
    "..%c0%af..%c0%afsalaisuus.txt",
    "..;/salaisuus.txt",
    "....//....//salaisuus.txt",
    "\uff0e\uff0e\uff0fsalaisuus.txt",
    "\u2025/salaisuus.txt",
    "\u2024\u2024\u2215salaisuus.txt",
    "etusivu.md\0.jpg",
    "etusivu.md::$DATA",
    "CON",
    "aux.md",
    "etusivu.",
    "etusivu ",
    "\u202egpj.dm",
    "a" * 5000,
    "a/" * 400,
    ".git/config",
    ".cache/internal.txt",
    ".history/",
    "site.yaml",
    "~/.ssh/id_rsa",
    "$HOME",
    "|ls",
    "etusivu\r\nSet-Cookie: a=b",
    "/etusivu\r\nSet-Cookie: a=b",
    "//[",
    "http://[",
    "/\\evil.example",
    "/\t/evil.example",
    "etusivu\nsv",
    "{{7*7}}",
    "",
    ".",
    "..",
    "*",
)


def prints_of(folder: Path) -> Mapping[str, str]:
    """Every file and link below a folder with a print of what it holds, but what may change."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if name.parts[0] == "sivusto" and name.parts[1:2] and name.parts[1] in MAY_CHANGE:
            continue
        if name.parts[0] == PUBLISHED:
            continue
        if path.is_symlink():
            found[str(name)] = f"-> {path.readlink()}"
        elif path.is_file():
            found[str(name)] = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            found[str(name)] = "folder"
    return found


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """The editor of a site of every kind, with a secret beside it; nothing else may change."""
    tmp_path = tmp_path_factory.mktemp("kone")
    root = tmp_path / "sivusto"
    write_site(root, {})  # templates that the site of every kind lacks
    whole = shutil.ignore_patterns("expected*")
    shutil.copytree(FULL, root, ignore=whole, dirs_exist_ok=True)
    (tmp_path / "salaisuus.txt").write_text(PRIVATE, "utf-8")
    (tmp_path / "kansio").mkdir()
    (tmp_path / "kansio" / "salaisuus.txt").write_text(PRIVATE, "utf-8")
    (root / "content/pictures/ulos").symlink_to(tmp_path / "kansio")
    with (root / "site.yaml").open("a", encoding="utf-8") as settings_file:
        settings_file.write(PUBLISH)
    before = prints_of(tmp_path)
    store = Store(root, "Maija Mallikas")
    path = f"content/{next((root / 'content').glob('*/*.yaml')).relative_to(root / 'content')}"
    kept = store.read(path)
    assert kept is not None
    store.save(path, f"{kept.text}# muutos, jonka voi kumota\n", kept.digest, "Testi")
    for editor in running(root):
        editor.begin()
        for number in (1, 2):  # so there is a release to go back to
            written_on(editor, number)
            press(editor, patient(editor))
        written_on(editor, 3)
        yield editor
    assert prints_of(tmp_path) == before


def written_on(editor: Editor, number: int) -> None:
    """One sentence more on a page, so that there is something to publish."""
    with (editor.root / PAGE).open("a", encoding="utf-8") as opened:
        opened.write(f"\nVirke {number}.\n")


def readdressed(editor: Editor, address: str) -> None:
    """The page under another address; the one it was published under would be lost."""
    file = editor.root / PAGE
    text = re.sub(r"(?m)^address: .*\n", "", file.read_text("utf-8"))
    file.write_text(text.replace("---\n", f"---\naddress: {address}\n", 1), "utf-8")


def contents_of(editor: Editor) -> Mapping[str, bytes]:
    """The content files, the settings and what is published, once nothing is being done."""
    while editor.desk.publications.is_busy:
        time.sleep(0.01)
    found = {"site.yaml": (editor.root / "site.yaml").read_bytes()}
    for folder in (editor.root / "content", editor.root.parent / PUBLISHED):
        found |= {str(f): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    return found


@pytest.fixture(scope="module")
def pages(guarded: Editor) -> list[Shown]:
    """The pages of the editor that links lead to, and that of publishing with a lost address."""
    patient(guarded)  # looked over, or the walk would see how far that is
    found = list(walk(guarded, most=150))
    readdressed(guarded, "Socom")
    found.append(read("/julkaise/", patient(guarded)))
    readdressed(guarded, "socom")
    return found


@pytest.fixture(scope="module")
def forms(pages: list[Shown]) -> list[Form]:
    """The forms that write: of those of one sort of address, one with the most fields."""
    found: dict[str, Form] = {}
    for page in pages:
        for form in page.forms:
            sort = _ENTRY.sub("/sisallot/*", form.action)
            longest = found.get(sort)
            if form.method == "post" and (not longest or len(form.fields) > len(longest.fields)):
                found[sort] = form
    assert found.keys() >= {"/julkaise/", "/julkaise/osoite", "/julkaise/palauta"}
    return list(found.values())


def test_nothing_is_shown_to_a_browser_that_was_not_opened_with_it(
    guarded: Editor, pages: list[Shown]
) -> None:
    cookies = dict(guarded.cookies)
    secret = guarded.desk.previews.key  # a page in a sandbox has no cookies: its address is secret
    addresses = {page.address.replace(secret, "a" * len(secret)) for page in pages}
    assert any("a" * len(secret) in address for address in addresses)
    for name, cookie in (("", ""), (guarded.desk.guard.cookie, "arvattu")):
        guarded.cookies = {name: cookie} if name else {}
        for address in addresses:
            for method in METHODS:
                answer = guarded.ask(address, method=method)
                unknown = {404} if address.startswith("/esikatselu/a") else set[int]()
                assert answer.status in {403, 405} | unknown, (method, address)
                assert b"<form" not in answer.body
                assert PRIVATE not in answer.text
    guarded.cookies = cookies


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://127.0.0.1.evil.example:{port}"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Host": "evil.example"},
        {"Host": "evil.example:{port}"},
        {"Host": "127.0.0.1.nip.io:{port}", "Origin": "http://127.0.0.1.nip.io:{port}"},
        {"Host": "rebinding.evil.example:{port}", "Origin": "http://127.0.0.1:{port}"},
        {"Host": "127.0.0.1:1"},
        {"Host": "[::1]:{port}", "Origin": "http://[::1]:{port}"},
        {"Host": "0.0.0.0:{port}", "Origin": "http://0.0.0.0:{port}"},
        {"Host": "2130706433:{port}", "Origin": "http://2130706433:{port}"},
    ],
    ids=str,
)
def test_no_form_is_taken_from_another_site_or_name(
    guarded: Editor, forms: list[Form], changed: dict[str, str]
) -> None:
    before = contents_of(guarded)
    headers = {name: value.format(port=guarded.port) for name, value in changed.items()}
    for form in forms:
        body, sort = encoded(form, form.values())
        own = {"Content-Type": sort, "Origin": f"http://{HOST}:{guarded.port}"}
        answer = guarded.ask(form.action, method="POST", body=body, headers=own | headers)
        assert answer.status in {400, 403}, form.action
    assert contents_of(guarded) == before


@pytest.mark.parametrize("given", ["none", "", "0" * 64, "ä", "session", "twice"])
def test_no_form_is_taken_without_its_own_token(
    guarded: Editor, forms: list[Form], given: str
) -> None:
    before = contents_of(guarded)
    right = guarded.desk.guard.form_token
    for form in forms:
        values = {name: each for name, each in form.values().items() if name != "token"}
        tokens = {
            "none": [],
            "session": [guarded.desk.guard.session],
            "twice": [right, "0" * 64],
        }
        values["token"] = tokens.get(given, [given])
        body, sort = encoded(form, values)
        headers = {"Content-Type": sort, "Origin": f"http://{HOST}:{guarded.port}"}
        answer = guarded.ask(form.action, method="POST", body=body, headers=headers)
        assert answer.status == 403, form.action
    assert contents_of(guarded) == before


def test_a_page_that_another_name_leads_to_is_not_shown(
    guarded: Editor, pages: list[Shown]
) -> None:
    for host in ("evil.example", f"rebinding.evil.example:{guarded.port}", f"[::1]:{guarded.port}"):
        for page in pages:
            answer = guarded.ask(page.address, headers={"Host": host})
            assert answer.status in {400, 403}
            assert b"<form" not in answer.body


def test_requests_that_are_no_http_are_refused(guarded: Editor) -> None:
    for words in (
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /lisaa/kuva HTTP/1.1\r\nHost: a\r\nContent-Length: 999999999999\r\n\r\n",
        b"GET /../../salaisuus.txt HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET /static/../editor.py HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"A" * 100_000,
    ):
        with socket.create_connection((HOST, guarded.port), timeout=10) as line:
            line.sendall(words)
            line.shutdown(socket.SHUT_WR)
            got = b""
            while piece := line.recv(65536):
                got += piece
        assert b" 200 " not in got.split(b"\r\n")[0]
        assert PRIVATE.encode() not in got
    assert guarded.ask("/").status == 200


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_address_leads_out_of_the_content(guarded: Editor, pattern: str) -> None:
    """Whatever an address may hold, filled with ways out of the folder."""
    parts = pattern.rstrip("$").split("(")
    before = contents_of(guarded)
    if len(parts) == 1:
        return
    head = parts[0]
    for way in WAYS_OUT:
        for told in (
            quote(way, errors="replace"),
            quote(way, safe="", errors="replace"),
            quote(quote(way, safe="", errors="replace")),
        ):
            for address in (f"{head}{told}", f"{head}{told}/fi", f"{head}pages/{told}/fi"):
                answer = guarded.ask(address)
                assert answer.status < 500, address
                assert PRIVATE.encode() not in answer.body, address
                assert "set-cookie" not in answer.headers
    assert contents_of(guarded) == before


def test_no_field_leads_out_of_the_content(guarded: Editor, forms: list[Form]) -> None:
    """Every field of every form that a person or program fills, with ways out of the folder."""
    ways = cycle(WAYS_OUT)
    for form in forms:
        for name in form.names:
            for _ in range(len(WAYS_OUT) if len(form.names) < FEW else 3):
                body, sort = encoded(form, form.with_value(name, next(ways)))
                headers = {"Content-Type": sort, "Origin": f"http://{HOST}:{guarded.port}"}
                answer = guarded.ask(form.action, method="POST", body=body, headers=headers)
                assert answer.status < 500, (form.action, name)
                assert PRIVATE.encode() not in answer.body, (form.action, name)


@pytest.mark.parametrize("is_lost", [False, True], ids=["something-to-publish", "address-lost"])
def test_no_field_of_publishing_leads_anywhere_but_to_its_place(
    guarded: Editor, *, is_lost: bool
) -> None:
    """Every field and button, each with every way out, and far too long; all else is right."""
    written_on(guarded, 4)
    readdressed(guarded, "Socom" if is_lost else "socom")
    shown = read("/julkaise/", patient(guarded))
    way = next(link for link in shown.links if link.startswith("/julkaise/palauta"))
    found = [*shown.forms, *read(way, guarded.get(way)).forms]
    ours = {form.action: form for form in found if form.action.startswith("/julkaise/")}
    assert len(ours) == 2
    before = contents_of(guarded)
    # Nothing at all means the only place there is, or the release before.
    values = ["ä" * 300_000, "ko\0e", "KOE", "koe/../koe", *filter(None, WAYS_OUT)]
    for form in ours.values():
        own = form.values() | {name: [value] for name, value, _ in form.buttons if name}
        for name in form.names:
            for value in values:
                body, sort = encoded(form, own | {name: [value]})
                headers = {"Content-Type": sort, "Origin": f"http://{HOST}:{guarded.port}"}
                answer = guarded.ask(form.action, method="POST", body=body, headers=headers)
                assert answer.status in {200, 303, 400, 404, 409}, (form.action, name, value[:80])
                where = answer.headers.get("location", "/julkaise/")
                assert where.startswith("/julkaise/"), (form.action, name, value[:80])
                assert PRIVATE not in answer.text
                assert list(faults_of(read(form.action, answer))) == []
    for value in (*WAYS_OUT, "ä" * 3000):
        for field in ("kohde", "versio", "kohde=koe&versio", "kohde=koe&tehty"):
            address = f"/julkaise/palauta?{field}={quote(value, errors='replace')}"
            for each in (address, address.replace("palauta", "")):
                assert guarded.get(each).status in {200, 400, 404}, each
    assert contents_of(guarded) == before


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given_any(data=st.data())
def test_no_address_that_a_room_answers_at_ends_in_a_fault(
    guarded: Editor, data: st.DataObject
) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    path = data.draw(st.from_regex(pattern, fullmatch=True))
    method = data.draw(st.sampled_from(METHODS))
    query = data.draw(st.sampled_from(["", "?haku=%00", "?laji=../..", "?haku=a&haku=b", "?%ff"]))
    address = quote(path, safe="/%") + query
    assert guarded.ask(address, method=method).status < 500, (method, address)
