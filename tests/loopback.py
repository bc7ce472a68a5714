"""Servers on loopback in general: a free port, waiting for an answer, and a line that breaks.

A `Line` stands between a program and a server. It is cut after so many bytes, made slow, or left
hanging, so that a test breaks a connection just where it wants to.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.request import urlopen

_PIECE = 16384


def free_port() -> int:
    """A port of loopback that nobody listens to just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server takes connections at its port."""
    for _ in range(600):
        assert process.poll() is None, "the server ended at once"
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("the server does not answer")


def fetch(url: str) -> bytes:
    """What stands at an address."""
    with urlopen(url, timeout=10) as answer:  # noqa: S310 - a server of the tests
        return bytes(answer.read())


@dataclass
class Line:
    """What a line to a server does: its own port, how much it carries, how fast.

    `left` bytes from the program to the server are let through, then every connection is cut
    (`None`: no end). `rate` is bytes a second. `is_dead` takes connections and says nothing ever.
    `changed` is done to what the program sends.
    """

    port: int
    left: int | None = None
    rate: int | None = None
    is_dead: bool = False
    changed: Callable[[bytes], bytes] = lambda sent: sent
    carried: int = 0
    opened: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _sockets: list[socket.socket] = field(default_factory=list)

    def may_carry(self, count: int) -> bool:
        """Whether so many bytes more pass; what does not pass cuts the line for good."""
        with self._lock:
            self.carried += count
            if self.left is None:
                return True
            self.left -= count
            return self.left > 0

    def cut(self) -> None:
        """Cut every connection that is open."""
        with self._lock:
            open_now, self._sockets = self._sockets, []
        for each in open_now:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def hold(self, *ends: socket.socket) -> None:
        """Keep in mind connections that are to be cut with the line."""
        with self._lock:
            self.opened += 1
            self._sockets += ends


@contextlib.contextmanager
def line_to(port: int, **settings: object) -> Iterator[Line]:
    """A line to the server at a port of loopback, as long as the block."""
    with socket.create_server(("127.0.0.1", 0)) as taking:
        line = Line(taking.getsockname()[1], **settings)  # type: ignore[arg-type]  # by their names
        threads: list[threading.Thread] = []

        def take() -> None:
            while True:
                try:
                    near, _ = taking.accept()
                except OSError:
                    return
                thread = threading.Thread(target=_carry, args=(near, port, line))
                threads.append(thread)
                thread.start()

        taker = threading.Thread(target=take)
        taker.start()
        try:
            yield line
        finally:
            with contextlib.suppress(OSError):
                taking.shutdown(socket.SHUT_RDWR)
            taker.join(10)
            line.cut()
            for thread in threads:
                thread.join(10)


def _carry(near: socket.socket, port: int, line: Line) -> None:
    """Carry one connection both ways till an end of it closes or the line is cut."""
    with near, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)) as far:
        line.hold(near, far)
        if line.left is not None and line.left <= 0:
            return
        back = threading.Thread(target=_pour, args=(far, near, line, False))
        back.start()
        _pour(near, far, line, True)
        back.join()


def _pour(source: socket.socket, goal: socket.socket, line: Line, is_out: bool) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(_PIECE if line.rate is None else 1024):
            if line.is_dead:
                continue
            if is_out and not line.may_carry(len(piece)):
                line.cut()
                break
            if line.rate is not None:
                time.sleep(len(piece) / line.rate)
            goal.sendall(line.changed(piece) if is_out else piece)
    for each in (source, goal):
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
