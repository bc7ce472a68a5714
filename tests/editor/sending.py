"""Forms with files as a browser sends them."""

from __future__ import annotations

from collections.abc import Mapping

from socomsite.editor.guard import HOST
from tests.editor.conftest import Answer, Editor

_BOUNDARY = "raja-1234567890"


def multipart(fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]]) -> bytes:
    """A body of fields and files."""
    head = f"--{_BOUNDARY}\r\nContent-Disposition: form-data; name="
    parts = [f'{head}"{name}"\r\n\r\n{value}\r\n'.encode() for name, value in fields.items()]
    for name, (file, data) in files.items():
        head = f'form-data; name="{name}"; filename="{file}"'
        kind = "Content-Type: application/octet-stream"
        parts.append(
            f"--{_BOUNDARY}\r\nContent-Disposition: {head}\r\n{kind}\r\n\r\n".encode()
            + data
            + b"\r\n"
        )
    return b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()


def send(
    editor: Editor,
    path: str,
    fields: Mapping[str, str],
    file: tuple[str, bytes] | None = None,
    *,
    follow: bool = True,
) -> Answer:
    """Send a form with a file; redirects are followed."""
    given = {"token": editor.desk.guard.form_token, **fields}
    body = multipart(given, {"tiedosto": file} if file else {})
    headers = {
        "Content-Type": f"multipart/form-data; boundary={_BOUNDARY}",
        "Origin": f"http://{HOST}:{editor.port}",
    }
    answer = editor.ask(path, method="POST", body=body, headers=headers)
    is_elsewhere = follow and "location" in answer.headers
    return editor.get(answer.headers["location"]) if is_elsewhere else answer
