"""`edit`: the editor on this machine, in the browser that is opened with it.

Must never know what a page of the editor is for.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import socket
import threading
import webbrowser
from functools import partial
from pathlib import Path

import click
from tornado import httpserver

from socomsite.commands.cli import FINE, USAGE, keep_report
from socomsite.editor.application import Desk, application
from socomsite.editor.guard import HOST, Guard
from socomsite.editor.holding import Holding
from socomsite.editor.rooms import ROOMS
from socomsite.language import Language
from socomsite.messages import say

_LAST_PORT = 65535
#: The largest body that is read: a camera's picture.
LARGEST = 64 * 1024 * 1024


def run(root: Path, port: int, language: Language, *, browser: bool) -> int:
    """Serve the editor of the site in a folder until interrupted. The result is the exit code."""
    if not (root / "site.yaml").is_file():
        click.echo(say("site-missing", language, folder=root.resolve().name), err=True)
        return USAGE
    try:
        listening = socket.create_server((HOST, port))
    except OSError as error:
        values = {"port": port, "suggestion": port + 1 if port < _LAST_PORT else port - 1}
        code = "port-in-use" if error.errno == errno.EADDRINUSE else "port-unusable"
        reason = os.strerror(error.errno or 0)
        click.echo(say(code, language, reason=reason, **values), err=True)
        return USAGE
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(root, listening, language, browser=browser))
    return FINE


async def _serve(
    root: Path, listening: socket.socket, language: Language, *, browser: bool
) -> None:
    guard = Guard(listening.getsockname()[1])
    desk = Desk(root, Holding(root), guard, language, partial(keep_report, root))
    server = httpserver.HTTPServer(application(desk, ROOMS), max_buffer_size=LARGEST)
    listening.setblocking(False)
    server.add_sockets([listening])
    address = f"http://{HOST}:{guard.port}/alku?avain={guard.start}"
    click.echo(say("edit-started", language, url=address))
    if browser:
        # A browser of the terminal runs until it is closed; the editor answers meanwhile.
        threading.Thread(target=webbrowser.open_new_tab, args=(address,), daemon=True).start()
    await asyncio.Event().wait()
