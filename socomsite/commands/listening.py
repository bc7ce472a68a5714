"""The port of this machine on which a site is shown or edited, and why there is none.

Must never know what is answered there.
"""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import click

from socomsite.language import Language
from socomsite.messages import say

HOST = "127.0.0.1"
_LAST_PORT = 65535


def listening_for(root: Path, port: int, language: Language) -> socket.socket | None:
    """A socket on this machine's own address for the site in a folder; None once it is told why.

    There is none without a site, or where the port is taken. Port 0 is any that is free.
    """
    if not (root / "site.yaml").is_file():
        click.echo(say("site-missing", language, folder=root.resolve().name), err=True)
        return None
    try:
        return socket.create_server((HOST, port))
    except OSError as error:
        values = {"port": port, "suggestion": port + 1 if port < _LAST_PORT else port - 1}
        code = "port-in-use" if error.errno == errno.EADDRINUSE else "port-unusable"
        reason = os.strerror(error.errno or 0)
        click.echo(say(code, language, reason=reason, **values), err=True)
        return None
