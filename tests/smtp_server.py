"""A real mail server in a process of its own, which breaks the connection where it is told to.

Run as `python smtp_server.py FOLDER PLAN`: writes its port to FOLDER/port and each message it takes
to FOLDER/taken, a line of JSON each. PLAN is JSON, a list of where the n-th message offered meets a
cut, or `fine`. After the list everything is fine.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


class Breaking:
    """Takes messages, or cuts the connection: at MAIL, RCPT, DATA, inside, before or after yes."""

    def __init__(self, folder: Path, plan: list[str]) -> None:
        self.taken = folder / "taken"
        self.seen = folder / "seen"
        self.plan: Iterator[str] = iter(plan)
        self.now = "fine"

    def note_seen(self) -> None:
        """Let whoever asks know that another message's text has come, whatever became of it."""
        with self.seen.open("ab") as opened:
            opened.write(b".")

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.now = next(self.plan, "fine")
        if self.now == "mail":
            cut(server)
        if self.now == "quit":
            return "421 closing down"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.now == "rcpt":
            cut(server)
        if self.now == "stall":
            await asyncio.sleep(60)
        if self.now == "unknown":
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.now == "lost":  # the dot came, but the message was not taken
            cut(server)
            return "451 lost"
        if self.now == "full":
            return "452 no room"
        with self.taken.open("a", encoding="utf-8") as opened:
            content = envelope.content or b""
            text = content.decode() if isinstance(content, bytes) else content
            opened.write(json.dumps({"to": envelope.rcpt_tos, "text": text}) + "\n")
            opened.flush()
            os.fsync(opened.fileno())
        if self.now == "taken":  # taken, but the yes never reaches the sender
            cut(server)
        return "250 OK"


def cut(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.Transport)
    server.transport.abort()


class CutInside(SMTP):
    """Cuts inside a message's text too, which handlers cannot see."""

    def data_received(self, data: bytes) -> None:
        handler: Any = self.event_handler
        has_message = b"Subject:" in data
        if has_message and handler.now == "inside":
            cut(self)
        else:
            super().data_received(data)
        if has_message:  # after the connection has really been closed
            self.loop.call_soon(handler.note_seen)


async def serve(folder: Path, plan: list[str]) -> None:
    handler = Breaking(folder, plan)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: CutInside(handler), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    (folder / "port.new").write_text(str(port), "utf-8")
    (folder / "port.new").rename(folder / "port")
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), json.loads(sys.argv[2])))
