"""Other people's servers, in small and on loopback: right, slow, wrong, endless, and away.

A server answers each path as its table says: with bytes, or with a function that has the socket.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Handler = Callable[[socket.socket], None]


def head(status: str, *headers: str, body: str = "") -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "Connection: close"]
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


def silent(client: socket.socket) -> None:
    """Takes the question and never answers."""
    with contextlib.suppress(OSError):
        client.settimeout(30)
        client.recv(1)


def dripping(client: socket.socket) -> None:
    """A sign of the head now and then, for ever."""
    with contextlib.suppress(OSError):
        client.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
        while True:
            client.sendall(b"a")
            time.sleep(0.05)


def endless(client: socket.socket) -> None:
    """A right head, and a body without end."""
    with contextlib.suppress(OSError):
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            client.sendall(b"a" * 65536)


def endless_head(client: socket.socket) -> None:
    """A head without end."""
    with contextlib.suppress(OSError):
        client.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            client.sendall(b"X-A: " + b"a" * 1000 + b"\r\n")


@dataclass
class OtherSite:
    """A server on loopback; `asked` are the first lines it was asked, with who asked."""

    answers: Mapping[str, bytes | Handler | list[bytes]]
    certificate: Path | None = None
    asked: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    port: int = 0

    def serve(self, listening: socket.socket) -> None:
        """Answer until the socket is closed."""
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(client,), daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            with contextlib.suppress(OSError), client:
                self._talk(client)
        finally:
            self.at_once -= 1

    def _talk(self, client: socket.socket) -> None:
        if self.certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.certificate)
            client = context.wrap_socket(client, server_side=True)
        said = b""
        while b"\r\n\r\n" not in said:
            part = client.recv(65536)
            if not part:
                return
            said += part
        lines = said.decode().split("\r\n")
        self.asked.append(lines[0].removesuffix(" HTTP/1.1"))
        self.agents += [line for line in lines if line.startswith("User-Agent:")]
        self.times.append(time.monotonic())
        answer = self.answers[lines[0].split()[1]]
        if isinstance(answer, list):
            answer = answer.pop(0) if len(answer) > 1 else answer[0]
        if callable(answer):
            answer(client)
        else:
            client.sendall(answer)


@contextlib.contextmanager
def other_site(
    answers: Mapping[str, bytes | Handler | list[bytes]], certificate: Path | None = None
) -> Iterator[OtherSite]:
    """A server of these answers by path, on a free port until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        site = OtherSite(answers, certificate, port=listening.getsockname()[1])
        thread = threading.Thread(target=site.serve, args=(listening,), daemon=True)
        thread.start()
        yield site
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def own_certificate(folder: Path) -> Path:
    """A certificate that nobody has vouched for, with its key, in one file."""
    file = folder / "oma.pem"
    subject = ["-subj", "/CN=muu.example", "-addext", "subjectAltName=DNS:muu.example"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", str(file), "-out", str(folder / "vain-varmenne.pem")]
    command = ["openssl", "req", "-x509", *key, *subject, *files, "-days", "3650"]
    subprocess.run(command, check=True, capture_output=True)
    with file.open("ab") as both:
        both.write((folder / "vain-varmenne.pem").read_bytes())
    return file
