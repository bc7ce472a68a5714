from __future__ import annotations

import pytest

from tests.editor.conftest import FORM, Editor


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "127.0.0.1:80"])
def test_only_its_own_name_is_answered(editor: Editor, host: str) -> None:
    assert editor.ask("/", headers={"Host": host}).status in {400, 403}


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://127.0.0.1", "https://127.0.0.1:{port}"]
)
def test_a_form_from_elsewhere_is_refused(editor: Editor, origin: str) -> None:
    body = f"token={editor.desk.guard.form_token}&language=sv".encode()
    headers = {"Content-Type": FORM, "Origin": origin.format(port=editor.port)}
    assert editor.ask("/asetukset", method="POST", body=body, headers=headers).status == 403
    assert "socomsite-language" not in editor.cookies


@pytest.mark.parametrize("token", ["", "0" * 64, "ääkköset"])
def test_a_form_without_the_token_is_refused(editor: Editor, token: str) -> None:
    assert editor.post("/asetukset", {"token": token, "language": "sv"}).status == 403


@pytest.mark.parametrize("path", ["/", "/ei-ole/", "/static/editor.css", "/alku"])
def test_every_page_keeps_the_browser_to_the_editor(editor: Editor, path: str) -> None:
    headers = editor.ask(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert "server" not in headers
