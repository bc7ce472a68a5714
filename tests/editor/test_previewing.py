"""The preview: what was saved and what was not, and that nothing in it reaches the editor."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from socomsite.editor import previewing
from socomsite.engine.search import NO_SEARCH, Search
from socomsite.problem import Outcome
from tests.conftest import PAGE, news, write_site
from tests.editor.conftest import SEARCH, Editor

NEWS = "content/news/uutinen.md"
BELOW = "/ajankohtaista/uutinen/"


def saved(editor: Editor, page: str = "/") -> str:
    editor.desk.previews.refresh()
    return editor.desk.previews.address(page)


def laid(editor: Editor, text: str) -> str:
    address = editor.desk.previews.previewed(NEWS, text).value
    assert address
    return address


def test_the_saved_site_is_shown_drafts_too(editor: Editor) -> None:
    write_site(editor.root, {NEWS: news("Luonnos").replace("topics:", "draft: true\ntopics:")})
    answer = editor.get(f"/esikatselu/?sisalto={NEWS}")
    assert answer.status == 200
    assert '<h1 id="s-title">Luonnos</h1>' in answer.text
    for asked, page in ((f"?sisalto={NEWS}", BELOW), ("", "/0/")):
        door = editor.ask(f"/esikatselu/{asked}").headers["location"]
        assert editor.ask(door).headers["location"].endswith(page)


def test_while_the_first_site_is_built_the_frame_asks_again_by_itself(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "_PATIENCE_SECONDS", 0.01)
    door = editor.ask("/esikatselu/").headers["location"]
    editor.cookies.clear()  # as a page in a sandbox has none
    answer = editor.ask(door)
    assert answer.headers["refresh"] == "1"
    assert "<h1>Esikatselua tehdään</h1>" in answer.text
    editor.desk.previews.refresh()
    assert editor.ask(door).status == 302
    assert editor.ask("/esikatselu/arvattu/").status == 404


def test_what_has_no_page_says_so(editor: Editor) -> None:
    answer = editor.get("/esikatselu/?sisalto=content/news/ei-ole.md")
    assert "<h1>Tällä ei ole omaa sivua</h1>" in answer.text


def test_what_is_saved_in_the_editor_is_built_without_being_asked_for(editor: Editor) -> None:
    editor.post("/asetukset", {"language": "fi"})
    write_site(editor.root, {NEWS: news("Tallennettu")})
    editor.post("/asetukset", {"language": "fi"})
    assert "Tallennettu" in editor.get(f"/esikatselu/?sisalto={NEWS}").text


def test_the_saved_page_does_not_wait_for_the_search(
    editor: Editor, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_site(editor.root, {"content/pages/haku.md": SEARCH})
    editor.desk.previews.refresh()
    is_asked, may_go_on = threading.Event(), threading.Event()

    def search(*_given: object) -> Outcome[Search]:
        is_asked.set()
        may_go_on.wait(20)
        return Outcome(NO_SEARCH)

    monkeypatch.setattr("socomsite.engine.pipeline.search", search)
    write_site(editor.root, {NEWS: news("Tallennettu", date="2026-10-30")})
    try:
        assert "Tallennettu" in editor.get(f"/esikatselu/?sisalto={NEWS}").text
        assert is_asked.is_set()
        write_site(editor.root, {NEWS: news("Taas", date="2026-10-29")})
        assert not editor.desk.previews.is_shown  # what is shown is of the save before
    finally:
        may_go_on.set()
    assert "Taas" in editor.get(f"/esikatselu/?sisalto={NEWS}").text


def test_an_unsaved_page_lies_over_the_saved_site(editor: Editor) -> None:
    address = laid(editor, news("Tallentamaton"))
    saved(editor)
    assert "Tallentamaton" in editor.ask(address).text
    assert "Tallentamaton" not in editor.ask(saved(editor, BELOW)).text
    front = address.removesuffix(BELOW) + "/"
    assert "Etusivu" in editor.ask(front).text
    assert (editor.root / NEWS).read_text() == news()


def test_what_is_wrong_is_told_instead_of_a_page(editor: Editor) -> None:
    found = editor.desk.previews.previewed(NEWS, news(date="31.2.2026"))
    assert found.value is None
    assert [each.code for each in found.problems] == ["date-impossible"]
    write_site(editor.root, {NEWS: news(date="31.2.2026")})
    answer = editor.get("/esikatselu/")
    assert answer.status == 422
    assert "<h1>Sivua ei voi vielä näyttää</h1>" in answer.text
    assert "31.2.2026" in answer.text
    assert [each.code for each in editor.desk.previews.problems] == ["date-impossible"]


def test_the_last_good_site_stays_while_something_is_wrong(editor: Editor) -> None:
    address = saved(editor)
    write_site(editor.root, {NEWS: news(date="31.2.2026")})
    assert editor.get("/esikatselu/").status == 200
    assert editor.ask(address).status == 200


def test_old_unsaved_pages_are_forgotten_and_said_to_be_gone(editor: Editor) -> None:
    first = laid(editor, news("Ensimmäinen"))
    for number in range(20):
        laid(editor, news(f"Toinen {number}"))
    answer = editor.ask(first)
    assert answer.status == 404
    assert "<h1>Esikatselua ei enää ole</h1>" in answer.text


# Attacks


def test_a_page_of_the_preview_is_kept_in_a_sandbox_without_scripts(editor: Editor) -> None:
    script = "<script>parent.location='/'</script>"
    write_site(editor.root, {"templates/news.html": PAGE.replace("</body>", f"{script}</body>")})
    for address in (laid(editor, news()), saved(editor, BELOW)):
        headers = editor.ask(address).headers
        policy = headers["content-security-policy"].split("; ")
        assert policy[0] == "sandbox"
        assert "default-src 'none'" in policy
        assert not [
            each for each in policy if "script" in each or "allow" in each or "unsafe" in each
        ]
        assert f"frame-ancestors http://127.0.0.1:{editor.port}" in policy
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("kind", ["svg", "xml", "html", "pdf", "js"])
def test_so_is_every_file_whatever_it_is(editor: Editor, kind: str) -> None:
    saved(editor)
    (editor.desk.previews.folder / f"a.{kind}").write_text("<script>1</script>")
    answer = editor.ask(editor.desk.previews.address(f"/a.{kind}"))
    assert answer.status == 200
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize(
    "path",
    [
        "../../content/news/uutinen.md",
        "..%2f..%2fsite.yaml",
        "%2e%2e/%2e%2e/site.yaml",
        "..\\..\\site.yaml",
        "/etc/passwd",
        "//etc/passwd",
        ".socomsite",
        "ulos/site.yaml",
        "a%00b",
        "x" * 5000,
        "\uff0e\uff0e/site.yaml".encode().decode("latin-1"),
    ],
)
def test_nothing_but_the_site_is_given(editor: Editor, path: str) -> None:
    address = saved(editor)
    outside = editor.desk.previews.folder / "ulos"
    outside.symlink_to(editor.root)
    answer = editor.ask(address + path.encode("ascii", "ignore").decode())
    assert answer.status in {302, 404}
    assert b"sections:" not in answer.body
    assert b"root:" not in answer.body


def test_the_address_is_the_secret(editor: Editor) -> None:
    address = saved(editor)
    guessed = address.replace(editor.desk.previews.key, "arvattu")
    assert editor.ask(guessed).status == 404
    editor.cookies.clear()
    assert editor.ask(address).status == 200
    assert editor.ask("/esikatselu/").status == 403
    assert editor.ask(address, headers={"Host": "evil.example"}).status == 403
    assert editor.ask(address, method="POST").status == 403


def test_nothing_is_written_by_looking(editor: Editor, tmp_path: Path) -> None:
    before = sorted(p for p in tmp_path.rglob("*") if ".cache" not in p.parts)
    laid(editor, news("Toinen"))
    editor.get("/esikatselu/")
    assert sorted(p for p in tmp_path.rglob("*") if ".cache" not in p.parts) == before


def test_the_style_of_what_is_said_needs_no_session(editor: Editor) -> None:
    key = editor.desk.previews.key
    editor.cookies.clear()
    assert editor.ask(f"/esikatselu/{key}/editor.css").status == 200
    assert editor.ask("/esikatselu/arvattu/editor.css").status == 404
