"""What readers are really served after a switch: asked over HTTP and compared with the manifest.

The only importer of `http`. Must never know how a release came there.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import quote, urlsplit

from socomsite.problem import Position, Problem, problem
from socomsite.publishing.release import MARKER, Filed, Release, Sort, marker_of

#: As many files are asked for at most, and as large ones, so that a look stays a look.
_MOST, _LARGEST = 300, 20_000_000
_TIMEOUT = 20
_OK = 200
_PAUSE = 3.0


@dataclass(frozen=True, slots=True)
class Look:
    """What was found: how many files were asked for, which differ, and why nothing could be seen.

    `is_other` says that another release than the expected one answers.
    """

    seen: int = 0
    differing: tuple[str, ...] = ()
    is_other: bool = False
    reason: str = ""

    @property
    def is_well(self) -> bool:
        """Whether readers are served what was published."""
        return not (self.differing or self.is_other or self.reason)


def look(
    url: str,
    release: Release,
    changed: Iterable[Filed],
    patience: float,
    pause: Callable[[float], None] = time.sleep,
) -> Look:
    """Ask the address for the marker, the front page and what has changed.

    A host that needs a while to serve what it was given is asked again until `patience` seconds
    have passed.
    """
    host = _Host(url)
    waited = 0.0
    try:
        while (served := host.body(MARKER)) != marker_of(release):
            if waited >= patience:
                return _other(served, release)
            pause(_PAUSE)
            waited += _PAUSE
        asked = _asked(release, changed)
        differing = tuple(f.path for f in asked if _digest(host.body(f.path)) != f.sha256)
        return Look(len(asked) + 1, differing)
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "strerror", None) or " ".join(str(error).split())
        return Look(reason=reason or type(error).__name__)
    finally:
        host.close()


def problems_of(seen: Look, url: str) -> tuple[Problem, ...]:
    """What is to be told of a look at an address.

    Problems: `served-unseen`, `served-other`, `served-differs`.
    """
    here = Position("site.yaml")
    if seen.reason:
        return (problem(here, "served-unseen", url=url, reason=seen.reason),)
    if seen.is_other:
        return (problem(here, "served-other", url=url),)
    if seen.differing:
        n, path = len(seen.differing), seen.differing[0]
        return (problem(here, "served-differs", url=url, n=n, path=path),)
    return ()


def _other(served: bytes | None, release: Release) -> Look:
    """A host that hides the marker is told apart from one that serves another release."""
    try:
        found = json.loads(served or b"")["release"]
    except (ValueError, KeyError, TypeError):
        return Look(differing=(MARKER,))
    return Look(is_other=found != release.id, differing=(MARKER,))


def _asked(release: Release, changed: Iterable[Filed]) -> list[Filed]:
    """The front page and what has changed, as far as a host serves it as it is."""
    own = {filed.path: filed for filed in release.own}
    wanted = [own["index.html"]] if "index.html" in own else []
    wanted += [own[filed.path] for filed in changed if filed.path in own]
    # A host may answer an old address by itself (301, 410), without the page that we made of it.
    old = {Sort.REDIRECT, Sort.GONE}
    plain = [f for f in wanted if f.sort not in old and f.size <= _LARGEST]
    return [f for f in dict.fromkeys(plain) if not _is_hidden(f.path)][:_MOST]


def _is_hidden(path: str) -> bool:
    """Whether a host keeps a file for itself: its own settings, and names with a dot before."""
    parts = path.split("/")
    is_dotted = any(part.startswith(".") for part in parts if part != ".well-known")
    return is_dotted or parts[-1] in {"_headers", "_redirects"}


def _digest(body: bytes | None) -> str:
    return sha256(body).hexdigest() if body is not None else ""


class _Host:
    """One connection to the host of an address."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._base = parts.path
        host = parts.hostname or ""
        self._connection = (
            HTTPSConnection(
                host, parts.port, timeout=_TIMEOUT, context=ssl.create_default_context()
            )
            if parts.scheme == "https"
            else HTTPConnection(host, parts.port, timeout=_TIMEOUT)
        )

    def body(self, path: str) -> bytes | None:
        """What is served at a file's address; None if that is nothing, or a redirect."""
        folder, slash, name = path.rpartition("/")
        address = f"{folder}{slash}" if name == "index.html" else path
        # Neither from a store on the way nor packed: the very bytes.
        headers = {"Cache-Control": "no-cache", "Accept-Encoding": "identity"}
        self._connection.request("GET", quote(self._base + address), headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        return body if answer.status == _OK else None

    def close(self) -> None:
        """Leave."""
        self._connection.close()
