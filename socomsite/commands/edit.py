"""`edit`: the editor on this machine, in the browser that is opened with it.

Must never know what a page of the editor is for.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import webbrowser
from functools import partial
from pathlib import Path

import click
from tornado import httpserver

from socomsite.commands.ending import FINE, USAGE, keep_report
from socomsite.commands.listening import listening_for
from socomsite.commands.sharing import code_of, own_address, share
from socomsite.editor.application import application
from socomsite.editor.guard import HOST, Guard
from socomsite.editor.holding import Holding
from socomsite.editor.page import Desk
from socomsite.editor.rooms import ROOMS
from socomsite.editor.store import Store
from socomsite.language import Language
from socomsite.messages import say

#: The largest body that is read: a camera's picture.
LARGEST = 64 * 1024 * 1024


def run(root: Path, port: int, language: Language, *, browser: bool, shared: bool = False) -> int:
    """Serve the editor of the site in a folder until interrupted. The result is the exit code.

    With `shared` others on the local network can look at the preview.
    """
    listening = listening_for(root, port, language)
    if listening is None:
        return USAGE
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(root, listening, language, browser=browser, sharing=shared))
    return FINE


async def _serve(
    root: Path, listening: socket.socket, language: Language, *, browser: bool, sharing: bool
) -> None:
    guard = Guard(listening.getsockname()[1])
    desk = Desk(root, Holding(root), guard, language, partial(keep_report, root))
    store = Store(root, "")
    store.changes(most=1)  # finishes what a killed editor had begun to write
    store.unsaved_forms()  # throws away what has lain too long
    server = httpserver.HTTPServer(application(desk, ROOMS), max_buffer_size=LARGEST)
    listening.setblocking(False)
    server.add_sockets([listening])
    address = f"http://{HOST}:{guard.port}/alku?avain={guard.start}"
    click.echo(say("edit-started", language, url=address))
    servers = [server, *(_share(desk, language) if sharing else ())]
    desk.aside(partial(_make_ready, desk))
    if browser:
        # A browser of the terminal runs until it is closed; the editor answers meanwhile.
        threading.Thread(target=webbrowser.open_new_tab, args=(address,), daemon=True).start()
    try:
        await asyncio.Event().wait()
    finally:
        for each in servers:
            each.stop()


def _make_ready(desk: Desk) -> None:
    """What the first preview and the first save would wait for."""
    desk.previews.refresh()
    desk.holding.foresee()


def _share(desk: Desk, language: Language) -> tuple[httpserver.HTTPServer, ...]:
    """Let others look at the preview, and show them where; say so if that cannot be."""
    host = own_address()
    waiting = say("share-waiting", language)
    try:
        if host is None:
            raise OSError
        shared, server = share(desk.previews.folder, host, waiting)
    except OSError:
        click.echo(say("share-nowhere", language), err=True)
        return ()
    click.echo(say("share-started", language, url=shared.url))
    code = code_of(shared.url)
    click.echo(code or say("share-no-code", language), err=code is None)
    return (server,)
