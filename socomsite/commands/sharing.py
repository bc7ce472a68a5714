"""`edit --share`: the preview for others on the local network, to read and nothing else.

A server of its own, on the address of this machine in that network, that knows one folder and no
page of the editor. Its address holds a secret, shown as a QR code too; it ends with the program.
Must never know the editor.
"""

from __future__ import annotations

import io
import secrets
import socket
from dataclasses import dataclass, field
from hmac import compare_digest
from pathlib import Path

from tornado import httpserver, web

from socomsite.engine.serving import ELSEWHERE, served

#: Of the addresses for documentation (RFC 5737): a way to it is asked for, nothing is sent.
_SOMEWHERE = ("192.0.2.1", 9)
_FORBIDDEN, _NOT_FOUND, _NOT_YET = 403, 404, 503
_LARGEST = 4096


@dataclass(frozen=True)
class Sharing:
    """A folder that is shared at an address of this machine; `waiting` is said till it is there."""

    folder: Path
    host: str
    port: int
    waiting: str
    key: str = field(default_factory=lambda: secrets.token_urlsafe(9))

    @property
    def url(self) -> str:
        """What others open."""
        return f"http://{self.host}:{self.port}/{self.key}/"


class _Shared(web.RequestHandler):
    """A file of the folder. Only what reads is answered."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, sharing: Sharing) -> None:
        """Take what is shared."""
        self.sharing = sharing

    def set_default_headers(self) -> None:
        """Nothing is kept or found by search engines, and the secret is not handed on."""
        self.set_header("Cache-Control", "no-store")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("X-Frame-Options", "DENY")
        self.set_header("X-Robots-Tag", "noindex, nofollow")
        self.clear_header("Server")

    def prepare(self) -> None:
        """Answer to the own address only: names that lead here from elsewhere get nothing."""
        if self.request.host != f"{self.sharing.host}:{self.sharing.port}":
            raise web.HTTPError(_FORBIDDEN)

    def get(self, key: str, path: str) -> None:
        """Answer with the file at a path."""
        if not compare_digest(key.encode(), self.sharing.key.encode()):
            raise web.HTTPError(_NOT_FOUND)
        if not self.sharing.folder.is_dir():
            self.set_status(_NOT_YET)
            self.set_header("Refresh", "2")
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(self.sharing.waiting)
            return
        found = served(self.sharing.folder, path, {})
        if found.status == ELSEWHERE:
            self.redirect(f"/{key}/{path}/")
            return
        self.set_status(found.status)
        self.set_header("Content-Type", found.kind)
        self.finish(found.data)

    head = get

    def write_error(self, status_code: int, **about: object) -> None:
        """Nothing is told of what is there."""
        del about
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(str(status_code))

    def data_received(self, chunk: bytes) -> None:
        """Nothing is ever sent here."""


def own_address() -> str | None:
    """The address of this machine in its network; None if it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        try:
            asked.connect(_SOMEWHERE)
        except OSError:
            return None
        address = str(asked.getsockname()[0])
    return None if address.startswith("127.") else address


def share(folder: Path, host: str, waiting: str) -> tuple[Sharing, httpserver.HTTPServer]:
    """Share a folder at an address of this machine, in the loop that is running. Raises OSError."""
    listening = socket.create_server((host, 0))
    listening.setblocking(False)
    sharing = Sharing(folder, host, listening.getsockname()[1], waiting)
    wanted = {"sharing": sharing}
    routes = [(r"/([\w-]+)/(.*)", _Shared, wanted), (r"/()(.*)", _Shared, wanted)]
    application = web.Application(routes, log_function=lambda _handler: None)
    server = httpserver.HTTPServer(application, max_body_size=_LARGEST)
    server.add_sockets([listening])
    return sharing, server


def code_of(url: str) -> str | None:
    """An address as a QR code (ISO/IEC 18004) in signs of a terminal; None without the library."""
    try:
        import segno  # noqa: PLC0415 - only where something is shared
    except ImportError:
        return None
    drawn = io.StringIO()
    segno.make(url, micro=False).terminal(drawn, compact=True, border=2)
    return drawn.getvalue()
