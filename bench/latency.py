"""How long a preview takes from the save of a post to the new page in the browser.

A paragraph is put into a post, and its page asked for again and again until it is there.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import time
from pathlib import Path

from measure import stop, watched
from peers.common import Peer

_EVERY = 0.005
_UP = 600  # seconds to wait for the first page, which comes after a cold build
_SERVED = 120
_REST = 1.5


class PreviewError(Exception):
    """The preview did not come up, or never showed an edit."""


def latencies(
    peer: Peer, site: Path, tools: Path, slug: str, edits: int
) -> tuple[list[float], float]:
    """Seconds of each edit, and megabytes that the preview held at most.

    Raises PreviewError if the preview fails, and OSError if it cannot be started.
    """
    port = _free_port()
    command = peer.serve(site, tools, port)
    if command is None:
        raise PreviewError("it has none that is measured")
    with (site.parent / f"{site.name}.log").open("wb") as words:
        process = subprocess.Popen(
            command,
            cwd=site,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            start_new_session=True,
        )
        try:
            with watched(process.pid) as peak:
                _wait(process, port, slug, "<article>", _UP)
                time.sleep(2 * _REST)
                return [
                    _edit(peer, site, process, port, slug) for _ in range(edits)
                ], peak.megabytes
        finally:
            stop(process.pid)
            process.wait()


def _edit(peer: Peer, site: Path, process: subprocess.Popen[bytes], port: int, slug: str) -> float:
    mark = f"Esikatselun kappale {time.time_ns()}."
    peer.edit(site, slug, "body", mark)
    start = time.perf_counter()
    _wait(process, port, slug, mark, _SERVED)
    took = time.perf_counter() - start
    time.sleep(max(_REST, min(3 * took, 20)))  # let it settle
    return took


def _wait(
    process: subprocess.Popen[bytes], port: int, slug: str, wanted: str, limit: float
) -> None:
    """Until the post's page holds the wanted words."""
    end = time.perf_counter() + limit
    while wanted not in _page(port, f"/blog/{slug}/"):
        if process.poll() is not None:
            raise PreviewError("it ended by itself")
        if time.perf_counter() > end:
            raise PreviewError(f"nothing came in {limit:.0f} s")
        time.sleep(_EVERY)


def _page(port: int, address: str) -> str:
    """A page of the preview; empty while there is none, or while it is being made anew."""
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    try:
        connection.request("GET", address)
        return connection.getresponse().read().decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
