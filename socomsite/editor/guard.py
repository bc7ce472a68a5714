"""Who may use the editor: the browser that was started with it on this machine, and nobody else.

The start address holds a token that works once; the browser that shows it gets a session. Each
writing must come from a page of that session. Other sites that a browser has open, names bound to
this address elsewhere (DNS rebinding) and other people's processes get nothing. Must never know
what is being edited.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field

#: The address that the server listens on; no option changes it.
HOST = "127.0.0.1"
#: What a browser is told of every page: nothing runs or loads that is not a file of the editor.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)

# What browsers take for the start of another server's name, or would cut out, is no path.
_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def _new_secret() -> str:
    return secrets.token_urlsafe(32)


@dataclass
class Guard:
    """The secrets of one run of the editor on a port.

    `start` is the token in the start address, None once it was used; `session` is what the browser
    shows from then on.
    """

    port: int
    start: str | None = field(default_factory=_new_secret)
    session: str = field(default_factory=_new_secret)

    @property
    def names(self) -> frozenset[str]:
        """The values of `Host` under which the editor answers."""
        return frozenset({f"{HOST}:{self.port}", f"localhost:{self.port}"})

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; cookies do not tell ports apart, names do."""
        return f"socomsite-{self.port}"

    @property
    def form_token(self) -> str:
        """What every form of the session carries; it tells nothing of the session's own secret."""
        return hmac.new(self.session.encode(), b"form", hashlib.sha256).hexdigest()

    def begins(self, token: str) -> bool:
        """Whether a token is that of the start address; it works once."""
        is_right = self.start is not None and _same(token, self.start)
        if is_right:
            self.start = None
        return is_right

    def knows(self, session: str | None) -> bool:
        """Whether a cookie is that of the session."""
        return session is not None and _same(session, self.session)

    def is_ours(self, origin: str | None) -> bool:
        """Whether a form was sent from a page of the editor; browsers say so in `Origin`."""
        return origin is not None and origin in {f"http://{name}" for name in self.names}

    def allows(self, form_token: str) -> bool:
        """Whether a form carries the session's token."""
        return _same(form_token, self.form_token)


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def path_of(address: str) -> str:
    """The path of an address on this server, for going back to it; `/` for any other."""
    return address if _PATH.fullmatch(address) else "/"
