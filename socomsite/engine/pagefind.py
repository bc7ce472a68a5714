"""Pagefind's program: pages in, the files of a search out, without a folder between them.

The only importer of `pagefind_bin`. Must never know what the pages are of.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from typing import IO, Any

from socomsite.language import Language

# What ends a message to the program and each of its answers, and how much is read of one at once.
_END, _AT_ONCE = b",", 1 << 20


def bundle(pages: Sequence[tuple[str, str]], language: Language) -> Iterator[tuple[str, bytes]]:
    """All files that Pagefind makes of these pages, which are address and HTML, by path.

    It numbers pages in the order in which it meets them. In a folder that is another in each file
    system, so it is asked as its own interfaces ask it: one message after the other.
    """
    from pagefind_bin import get_executable  # noqa: PLC0415 - a site without it builds too

    payloads: list[dict[str, object]] = [
        {"type": "NewIndex", "config": {"force_language": language.value}},
        *(
            {"type": "AddFile", "index_id": 0, "url": address, "file_contents": html}
            for address, html in pages
        ),
        {"type": "GetFiles", "index_id": 0},
    ]
    command, pipe = (get_executable(), "--service"), subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as program:  # noqa: S603 - our own arguments
        assert program.stdin is not None
        assert program.stdout is not None
        reply: dict[str, Any] = {}
        for number, payload in enumerate(payloads):
            message = json.dumps({"message_id": number, "payload": payload})
            program.stdin.write(base64.b64encode(message.encode()) + _END)
            program.stdin.flush()
            reply = _reply(program.stdout)
    yield from ((file["path"], base64.b64decode(file["content"])) for file in reply["files"])


def _reply(stream: IO[bytes]) -> dict[str, Any]:
    """What the program answers to a message. Raises RuntimeError if it cannot do as it is told."""
    parts = [b""]
    while not parts[-1].endswith(_END):
        parts.append(os.read(stream.fileno(), _AT_ONCE))
        if not parts[-1]:
            message = "Pagefind has ended"
            raise RuntimeError(message)
    payload: dict[str, Any] = json.loads(base64.b64decode(b"".join(parts)[:-1]))["payload"]
    if payload["type"] == "Error":
        raise RuntimeError(payload["message"])
    return payload
